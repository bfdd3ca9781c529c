"""How far does each part of retrieval come on a BEIR test set, with and without diacritics?

    python -m benchmarks.beir --beir DIR [--index DIR] [--json F]

The product's search with all its legs, with the word legs or the dense ones alone, and BM25 with bigrams alone (no
synonyms of the glossary either), on the same index. "without diacritics" asks the same queries as typed plainly. The
figures are also given for every other query from the second on, which `fit_legs --beir` keeps back.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.fit_legs import CachedEmbeddings
from benchmarks.retrieval import DENSE, LEXICAL, only
from bot.answerer import Answerer
from bot.evaluate import score_run
from bot.measure import open_beir, rank_queries
from bot.progress import progress_bar
from bot.settings import keep_quiet
from bot.weights import LegWeights, weights
from ingest.beir import Query, beir_qrels, beir_queries

MEASURES = ("recall@1", "recall@10", "mrr@10", "ndcg@10")
TYPED = {"with diacritics": False, "without diacritics": True}


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a system, 0…1; `queries` says which ones."""

    system: str
    typed: str
    queries: str
    n: int
    figures: Mapping[str, float]


def systems() -> dict[str, LegWeights]:
    """The weights of each system that is measured."""
    legs = weights().legs
    return {
        "product": legs,
        "word legs only": only(legs, LEXICAL.__contains__),
        "BM25 with bigrams": only(legs, {"lexical"}.__contains__),
        "dense legs only": only(legs, DENSE.__contains__),
    }


def rows(
    system: str, typed: str, run: Mapping[str, Sequence[tuple[str, float]]], queries: Sequence[Query],
    qrels: Mapping[str, Mapping[str, int]],
) -> Iterator[Row]:  # fmt: skip
    """The figures over all queries, and over those that no weight was learned on."""
    for name, members in (("all", queries), ("kept back", queries[1::2])):
        judged = {query.id: qrels[query.id] for query in members if query.id in qrels}
        found = score_run({query: [document for document, _ in run[query]] for query in judged}, judged)
        yield Row(system, typed, name, int(found["queries"]), {measure: found[measure] for measure in MEASURES})


def print_table(found: Sequence[Row]) -> None:
    """The figures for a reader."""
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("queries", "typed", "system", *(Column(name, justify="right") for name in ("n", *MEASURES)))
    for queries in dict.fromkeys(row.queries for row in found):
        for row in (r for r in found if r.queries == queries):
            table.add_row(queries, row.typed, row.system, str(row.n), *(f"{row.figures[m]:.3f}" for m in MEASURES))
        table.add_section()
    Console(width=120).print(table)


def main() -> None:
    """Index, rank, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beir", type=Path, required=True, help="folder with corpus.jsonl, queries.jsonl, qrels.tsv")
    parser.add_argument("--index", type=Path, help="where the index is kept; else it is made anew")
    parser.add_argument("--json", type=Path, help="write all figures")
    arguments = parser.parse_args()
    keep_quiet()
    queries, qrels = beir_queries(arguments.beir), beir_qrels(arguments.beir)
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as temporary, progress_bar() as progress:
        opened = open_beir(arguments.beir, arguments.index or Path(temporary), progress)
        embeddings = CachedEmbeddings(opened.embeddings)
        for name, legs in systems().items():
            model = weights().model_copy(update={"legs": legs})
            variant = Answerer(opened.index, embeddings, opened.agencies, opened.glossary, model)
            for typed, plain in TYPED.items():
                found += rows(name, typed, rank_queries(variant, queries, progress, plain), queries, qrels)
    print_table(found)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in found], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
