"""What models wrote, kept in a file when the operator turns it on.

Keys are digests of everything that matters (question, passages, prompts, model), so that no question can be read off
the file; what was written goes through the same checks each time that it is used.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from bot import ModelError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS written (key TEXT PRIMARY KEY, text TEXT NOT NULL, used INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS written_used ON written (used);
"""


class GenerationCache:
    """A SQLite file of at most `most` bytes of text; what was not used for longest goes first."""

    def __init__(self, path: Path, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False)
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise ModelError(
                f"{path}: cannot keep what models write ({error}); give CLAUSECARE_MODEL_CACHE another file"
            ) from error

    def get(self, key: str) -> str | None:
        """What was written under that key, or None."""
        with self._lock, self._db:
            found = self._db.execute("SELECT text FROM written WHERE key = ?", (key,)).fetchone()
            if found:
                self._db.execute("UPDATE written SET used = (SELECT max(used) + 1 FROM written) WHERE key = ?", (key,))
        return str(found[0]) if found else None

    def put(self, key: str, text: str) -> None:
        """Keep a text, and let go of the oldest ones beyond the limit."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO written VALUES (?, ?, (SELECT coalesce(max(used), 0) + 1 FROM written))",
                (key, text),
            )
            while self._size() > self._most:
                self._db.execute("DELETE FROM written WHERE used = (SELECT min(used) FROM written)")

    def _size(self) -> int:
        return int(self._db.execute("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM written").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._db.close()
