"""A small corpus and its index, which a test may change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.agencies import Agencies
from ingest.build import BuildReport, build
from ingest.embed import DEFAULT_MODEL
from ingest.index import Index, open_index
from ingest.library import Corpus, corpus_files, file_corpus

TEXTS = {
    "fees.txt": "Hospital fees\nThe fund pays hospital fees of the poor. Children under six pay nothing.\n",
    "reports.txt": "DIRECTIVE\nON REPORTS\nThe Prime Minister hereby requests:\n1. Ministry of Health:\n- It reports every year.\n2. Ministry of Finance shall pay.\n",
    "the.txt": "Thẻ bảo hiểm y tế được cấp cho trẻ em dưới sáu tuổi. Thẻ có hạn một năm.\n",
}  # fmt: skip


@dataclass
class Place:
    """A corpus folder and an index folder that belong to one test."""

    corpus_folder: Path
    index: Path
    agencies: Agencies

    def corpus(self) -> Corpus:
        return file_corpus(corpus_files([self.corpus_folder], self.agencies), self.agencies)

    def build(self, force: bool = False, embedding: str = DEFAULT_MODEL) -> BuildReport:
        return build(self.index, self.corpus(), embedding, force)

    def write(self, name: str, text: str) -> None:
        (self.corpus_folder / name).write_text(text, encoding="utf-8")

    def generations(self) -> list[str]:
        return sorted(p.name for p in self.index.glob("gen-*"))

    def current(self) -> str:
        return (self.index / "CURRENT").read_text().strip()

    def answers(self) -> list[tuple[str, float]]:
        index = open_index(self.index, DEFAULT_MODEL)
        try:
            return nearest(index)
        finally:
            index.close()


QUERY = [1.0] * 384  # any vector does to see whether two indexes hold the same


def nearest(index: Index) -> list[tuple[str, float]]:
    return [
        (index.chunks[position].text, round(score, 5)) for position, score in index.passage_vectors.nearest(QUERY, 10)
    ]
