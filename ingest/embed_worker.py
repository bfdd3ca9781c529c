"""A process that embeds passages: batches of texts in, vectors out, over pipes.

Processes because the engine runs on one thread; a program of their own rather than `multiprocessing`,
which would import the caller's main module again and fail where that is not guarded.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from types import TracebackType

import numpy as np

from ingest import IngestError
from ingest.embed import Vectors, load_embeddings

_HEADER = struct.Struct("<II")  # rows, columns; then rows x columns float32


class EmbedWorker:
    """One such process; a context manager."""

    def __init__(self, model: str) -> None:
        # -P: not the working folder first, where a file of the user's could pass for a module.
        command = [sys.executable, "-P", "-m", "ingest.embed_worker", model]
        # A session of its own: Ctrl-C is for the caller, who then ends this process in an orderly way.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)

    def embed(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (n, dimension); raises `IngestError` when the process has died."""
        assert self._process.stdin is not None and self._process.stdout is not None  # both are pipes
        try:
            self._process.stdin.write(json.dumps(texts).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise IngestError("an embedding process ended early; build again, what was embedded is kept") from error
        header = self._process.stdout.read(_HEADER.size)
        if len(header) < _HEADER.size:
            raise IngestError("an embedding process ended early; build again, what was embedded is kept")
        rows, columns = _HEADER.unpack(header)
        body = self._process.stdout.read(4 * rows * columns)
        return np.frombuffer(body, dtype=np.float32).reshape(rows, columns)

    def __enter__(self) -> EmbedWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()


def main(model: str) -> None:
    """Serve batches until standard input ends."""
    embeddings = load_embeddings(model)
    for line in sys.stdin.buffer:
        vectors = np.asarray(embeddings.embed_documents(json.loads(line)), dtype=np.float32)
        sys.stdout.buffer.write(_HEADER.pack(*vectors.shape) + vectors.tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
