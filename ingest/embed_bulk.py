"""Embedding many texts, with processes where that pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue

import numpy as np

from ingest.embed import DEFAULT_MODEL, Vectors, load_embeddings
from ingest.embed_worker import EmbedWorker

BULK = 48  # texts; from here on processes are worth the half second that they take to start
BATCH = 16


def embed_bulk(model: str, texts: Sequence[str], processes: int) -> Iterator[Vectors]:
    """Vectors of passages batch by batch, in order, each of shape (n, dimension)."""
    batches = [list(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
    if model != DEFAULT_MODEL or processes < 2 or len(texts) < BULK:
        embeddings = load_embeddings(model) if batches else None
        for batch in batches:
            assert embeddings is not None  # there is a batch
            yield np.asarray(embeddings.embed_documents(batch), dtype=np.float32)
        return
    with ExitStack() as stack:
        free: SimpleQueue[EmbedWorker] = SimpleQueue()
        for _ in range(processes):
            free.put(stack.enter_context(EmbedWorker(model)))
        pool = stack.enter_context(ThreadPoolExecutor(processes))

        def embed(batch: list[str]) -> Vectors:
            worker = free.get()
            try:
                return worker.embed(batch)
            finally:
                free.put(worker)

        yield from pool.map(embed, batches)
