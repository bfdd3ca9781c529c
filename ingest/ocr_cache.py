"""What tesseract read, kept beside the index: a page takes seconds, and a corpus is read anew for each index.

One SQLite file, `INDEX/ocr.sqlite`, that like the vectors outlives generations. A page is known by the bytes of
its file, its number, the engine and its languages. The file holds at most `MAX_BYTES`; the pages unused for
longest go first. A cache that cannot be read or written is no cache, and never a fault; it may be deleted.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from ingest.unwrap import PageLine

OCR_CACHE = "ocr.sqlite"
MAX_BYTES = 200 << 20  # a page takes about 4 kB
_SCHEMA = "CREATE TABLE IF NOT EXISTS page (key TEXT PRIMARY KEY, lines BLOB NOT NULL, used REAL NOT NULL)"


@dataclass(slots=True)
class OcrCache:
    """Lines of recognised pages by key; `path` None keeps nothing."""

    path: Path | None = None
    max_bytes: int = MAX_BYTES

    def get(self, key: str) -> tuple[PageLine, ...] | None:
        """The lines of a page, None when they are not known."""
        if self.path is None or not self.path.is_file():
            return None
        with suppress(sqlite3.Error, ValueError, TypeError, zlib.error), self._open() as pages:
            row = pages.execute("SELECT lines FROM page WHERE key = ?", (key,)).fetchone()
            if row:
                pages.execute("UPDATE page SET used = ? WHERE key = ?", (time.time(), key))
                return tuple(PageLine(*line) for line in json.loads(zlib.decompress(row[0])))
        return None

    def put(self, key: str, lines: tuple[PageLine, ...]) -> None:
        """Keep the lines of a page; the pages unused for longest make room."""
        if self.path is None:
            return
        packed = zlib.compress(json.dumps([astuple(line) for line in lines], ensure_ascii=False).encode())
        with suppress(sqlite3.Error, OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as pages:
                pages.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", (key, packed, time.time()))
                self._make_room(pages)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(str(self.path), timeout=5)) as pages, pages:
            pages.execute(_SCHEMA)
            yield pages

    def _make_room(self, pages: sqlite3.Connection) -> None:
        (size,) = pages.execute("SELECT COALESCE(SUM(LENGTH(lines)), 0) FROM page").fetchone()
        for key, length in pages.execute("SELECT key, LENGTH(lines) FROM page ORDER BY used").fetchall():
            if size <= self.max_bytes:
                return
            pages.execute("DELETE FROM page WHERE key = ?", (key,))
            size -= length


# The cache of this process; `keep_in` says where it is.
CACHE = OcrCache()


def keep_in(index: Path | None) -> None:
    """Keep what is recognised from now on beside the index in this folder; None: keep nothing."""
    CACHE.path = index / OCR_CACHE if index is not None else None
