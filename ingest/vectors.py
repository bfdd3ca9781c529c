"""Vectors: the cache that outlives generations, and the Chroma collections of one generation.

The only module that imports chromadb. A collection is reached through a client, so that the vectors can
lie on disk (`disk_client`) or in a Chroma server that several replicas share (`server_client`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest import IndexMismatch
from ingest.embed import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

ADD_BATCH = 2000  # below SQLite's limit of variables in one statement
# Up to so many vectors (30 MB of 384 dimensions) are held in memory and compared one by one. Chroma's graph is approximate,
# and Chroma makes it anew in each process for what it has not yet written out: near ties then come in another order.
EXACT = 20_000


class VectorCache:
    """`embeddings.sqlite`: vectors by model and digest of the text, so that no text is embedded twice."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = self._open(path)
        except sqlite3.OperationalError:
            raise  # no space, no permission: the file itself may be sound
        except sqlite3.DatabaseError:
            path.unlink()  # damaged; what it held can be made again
            self._db = self._open(path)

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path)
        db.execute(
            "CREATE TABLE IF NOT EXISTS vector (model TEXT, digest TEXT, value BLOB, PRIMARY KEY (model, digest))"
        )
        return db

    def get(self, model: str, digests: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are known already, by digest."""
        known: dict[str, Vectors] = {}
        for start in range(0, len(digests), 500):
            part = digests[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(
                f"SELECT digest, value FROM vector WHERE model = ? AND digest IN ({marks})", (model, *part)
            )
            known.update((digest, np.frombuffer(value, dtype=np.float32)) for digest, value in rows)
        return known

    def put(self, model: str, digests: Sequence[str], vectors: Vectors) -> None:
        """Keep new vectors; committed at once, so that an interrupted build goes on from here."""
        rows = [(model, digest, vector.tobytes()) for digest, vector in zip(digests, vectors, strict=True)]
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Close the file."""
        self._db.close()


@contextmanager
def chroma_faults(folder: Path) -> Iterator[None]:
    """Turn chromadb's own errors into one line."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise IndexMismatch(
            f"{folder}: its vectors cannot be read or written ({error}); see that the disk has space, then run: clausecare build --force"
        ) from error


def disk_client(folder: Path) -> ClientAPI:
    """An embedded Chroma in `folder`."""
    import chromadb

    return chromadb.PersistentClient(str(folder), settings=_settings())


def server_client(host: str, port: int) -> ClientAPI:
    """A Chroma server (`chroma run`)."""
    import chromadb

    return chromadb.HttpClient(host, port, settings=_settings())


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


class VectorCollection:
    """Unit vectors under the positions 0…n-1, compared by cosine; exactly, where there are no more than `exact`."""

    def __init__(self, client: ClientAPI, name: str, create: bool = False, exact: int = EXACT) -> None:
        if create:
            # Cosine stated: the default is squared L2. No embedding function: vectors are made in `embed`.
            self._collection = client.create_collection(
                name, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, embedding_function=None
            )
        else:
            self._collection = client.get_collection(name, embedding_function=None)
        self._size = int(self._collection.count())  # asked once: counting takes as long as a search
        self._exact = exact

    def add(self, vectors: Vectors) -> None:
        """Append vectors; positions go on from those that are there."""
        first = len(self)
        for start in range(0, len(vectors), ADD_BATCH):
            part = vectors[start : start + ADD_BATCH]
            self._collection.add(ids=[str(first + start + i) for i in range(len(part))], embeddings=part)
            self._size += len(part)
        self.__dict__.pop("_all", None)

    def __len__(self) -> int:
        return self._size

    def nearest(self, query: Sequence[float], k: int) -> list[tuple[int, float]]:
        """The `k` nearest positions with their cosine similarity, best first; ties by position where it is exact."""
        if self._size > self._exact:
            return self._approximately(query, k)
        if not self._size:
            return []
        asked = np.asarray(query, dtype=np.float32)
        cosines = self._all @ (asked / np.linalg.norm(asked))
        return [(int(p), float(cosines[p])) for p in np.argsort(-cosines, kind="stable")[:k]]

    def _approximately(self, query: Sequence[float], k: int) -> list[tuple[int, float]]:
        found = self._collection.query(
            query_embeddings=np.asarray([query], dtype=np.float32), n_results=min(k, self._size), include=["distances"]
        )
        distances = found["distances"]
        assert distances is not None  # asked for
        return [(int(i), 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, positions: Sequence[int]) -> dict[int, Vectors]:
        """The stored vectors of some positions."""
        if self._size <= self._exact:
            return {p: self._all[p] for p in positions}
        return self._stored([str(p) for p in positions]) if positions else {}

    @cached_property
    def _all(self) -> Vectors:
        """All vectors, in the order of their positions."""
        stored = self._stored(None)
        return np.stack([stored[p] for p in range(self._size)])

    def _stored(self, ids: list[str] | None) -> dict[int, Vectors]:
        """The vectors of these ids, or all; Chroma gives them in an order of its own."""
        found = self._collection.get(ids=ids, include=["embeddings"])
        embeddings = found["embeddings"]
        assert embeddings is not None  # asked for
        return {int(i): np.asarray(v, dtype=np.float32) for i, v in zip(found["ids"], embeddings, strict=True)}
