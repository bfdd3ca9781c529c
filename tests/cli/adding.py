"""What `add` and `fetch` print of a document, and the program started to be interrupted."""

from __future__ import annotations

import signal
import subprocess

ROW_KEYS = {
    "origin", "result", "reason", "doc_id", "number", "kind", "authority", "issuer", "issuer_name", "title", "language",
    "issued", "effective", "expired", "source", "page", "note", "sha256", "file", "register", "family", "provisions",
    "oddities", "linked_to",
}  # fmt: skip
ID = "decree-12-2024-nd-cp"


def started(command: list[str]) -> subprocess.Popen[str]:
    """The program as a terminal starts it: Ctrl-C ends it, even where the tests run in the background and ignore it."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
