"""Does the evidence come up? The product's search beside the baseline's, on questions with gold quotes.

    python -m benchmarks.retrieval [--questions F.jsonl ...] [--corpus DIR] [--json F] [--csv F]

A passage (or a chunk of the baseline) is evidence when it holds one of the question's gold quotes, by
`bot.evaluate.holds`. Each system gets the same text: the question, with the question before it in front
where there is one. Unanswerable questions take no part.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.baseline import CORPUS, Baseline, MiniLM
from bot.evaluate import GoldQuestion, holds, load_questions
from bot.progress import progress_bar
from bot.settings import keep_quiet
from corpus.language import detect_language, has_diacritics

if TYPE_CHECKING:
    from bot.answerer import Answerer
    from bot.weights import LegWeights
    from ingest.build import Progress

DATA = Path(__file__).parent.parent / "tests" / "data"
QUESTIONS = (DATA / "questions_seeds.jsonl", DATA / "questions_gate.jsonl")
DEPTH = 10  # passages looked at per question
GROUPS = ("all", "en", "vi", "vi, no diacritics")
DENSE = frozenset({"dense", "dense_alone", "dense_sentence", "dense_translated"})
LEXICAL = frozenset({"lexical", "lexical_translated", "synonyms"})
PRODUCT, BASELINE = "product", "baseline"

# A query and how many passages -> the texts of the best ones, best first.
Search = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a system found for one question: the rank of the first evidence (0: none), characters of the first five."""

    rank: int
    characters: int


@dataclass(frozen=True, slots=True)
class Row:
    """A system's figures on a group of questions. Shares and MRR are 0…1; `characters` is a mean."""

    system: str
    group: str
    questions: int
    evidence_at_1: float
    evidence_at_5: float
    mrr_at_10: float
    characters_of_5: float


def query_text(question: GoldQuestion) -> str:
    """What is searched for: a follow-up is read together with the question before it."""
    return f"{question.context} {question.question}" if question.context else question.question


def group_of(question: GoldQuestion) -> str:
    """The group of a question, by how it is written."""
    if detect_language(question.question) == "en":
        return "en"
    return "vi" if has_diacritics(question.question) else "vi, no diacritics"


def rank_of(found: Sequence[str], question: GoldQuestion) -> int:
    """The rank of the first evidence among the texts found; 0 when there is none."""
    return next((rank for rank, text in enumerate(found, 1) if any(holds(text, quote) for quote in question.quotes)), 0)


def rankings(search: Search, gold: Sequence[GoldQuestion], name: str, progress: Progress) -> list[Ranking]:
    """A system's ranking of each question, in order."""
    ranked = []
    for number, question in enumerate(gold, 1):
        found = search(query_text(question), DEPTH)
        ranked.append(Ranking(rank_of(found, question), sum(map(len, found[:5]))))
        progress(name, number, len(gold))
    return ranked


def rows(system: str, ranked: Sequence[Ranking], gold: Sequence[GoldQuestion]) -> Iterator[Row]:
    """The figures of a system, one row per group that has questions."""
    for group in GROUPS:
        members = [r for r, q in zip(ranked, gold, strict=True) if group in ("all", group_of(q))]
        if members:
            yield _row(system, group, members)


def _row(system: str, group: str, members: Sequence[Ranking]) -> Row:
    n = len(members)
    return Row(
        system, group, n,
        evidence_at_1=sum(r.rank == 1 for r in members) / n,
        evidence_at_5=sum(0 < r.rank <= 5 for r in members) / n,
        mrr_at_10=sum(1 / r.rank for r in members if r.rank) / n,
        characters_of_5=sum(r.characters for r in members) / n,
    )  # fmt: skip


def ratios(figures: Sequence[Row]) -> list[dict[str, float | str | None]]:
    """The product's figures divided by the baseline's, per group; None where the baseline has 0."""
    by_key = {(row.system, row.group): row for row in figures}
    names = ("evidence_at_1", "evidence_at_5", "mrr_at_10", "characters_of_5")
    found: list[dict[str, float | str | None]] = []
    for group in (g for g in GROUPS if (PRODUCT, g) in by_key):
        ours, theirs = by_key[PRODUCT, group], by_key[BASELINE, group]
        quotients = {n: getattr(ours, n) / getattr(theirs, n) if getattr(theirs, n) else None for n in names}
        found.append({"group": group, **quotients})
    return found


def differing(ranked: Mapping[str, Sequence[Ranking]], depth: int) -> tuple[int, int]:
    """In how many questions only the product, and only the baseline, has evidence among the first `depth`."""
    pairs = [
        (0 < ours.rank <= depth, 0 < theirs.rank <= depth)
        for ours, theirs in zip(ranked[PRODUCT], ranked[BASELINE], strict=True)
    ]
    return sum(a and not b for a, b in pairs), sum(b and not a for a, b in pairs)


@contextmanager
def systems(corpus: Path, progress: Progress) -> Iterator[dict[str, Search]]:
    """Every system that is measured, each over an index of its own that is built for this run."""
    from bot.session import open_answerer, workspace
    from ingest.embed import load_embeddings

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answerer = open_answerer(workspace(corpus, folder / "index"), progress)
        chunks = Baseline.build(corpus, folder / "minilm", MiniLM())
        same_model = Baseline.build(corpus, folder / "same", load_embeddings())
        yield {
            BASELINE: chunks.search,
            "baseline, product's embedding": same_model.search,
            "product, lexical legs only": product_search(answerer, LEXICAL.__contains__),
            "product, dense legs only": product_search(answerer, DENSE.__contains__),
            PRODUCT: product_search(answerer),
        }


def product_search(answerer: Answerer, keep: Callable[[str], bool] = lambda _: True) -> Search:
    """The product's search with only the legs of retrieval that `keep` names."""
    from bot.answerer import Answerer
    from bot.weights import weights

    chosen = weights().model_copy(update={"legs": only(weights().legs, keep)})
    variant = Answerer(answerer.index, answerer.embeddings, answerer.agencies, answerer.glossary, chosen)
    return lambda query, k: [passage.chunk.text for passage in variant.search(query, k)]


def only(legs: LegWeights, keep: Callable[[str], bool]) -> LegWeights:
    """The weights of the legs, zero for those that are not kept."""
    return legs.model_copy(update={name: 0.0 for name in type(legs).model_fields if not keep(name)})


def print_table(figures: Sequence[Row], ranked: Mapping[str, Sequence[Ranking]]) -> None:
    """The figures for a reader."""
    from rich.console import Console
    from rich.table import Column, Table

    numbers = ("n", "evidence@1", "evidence@5", "MRR@10", "characters of 5")
    table = Table("questions", "system", *(Column(name, justify="right") for name in numbers))
    quotients = {str(q["group"]): q for q in ratios(figures)}
    for group in quotients:
        for row in (r for r in figures if r.group == group):
            shares = (f"{x:.3f}" for x in (row.evidence_at_1, row.evidence_at_5, row.mrr_at_10))
            table.add_row(group, row.system, str(row.questions), *shares, f"{row.characters_of_5:,.0f}")
        times = (_times(quotient) for name, quotient in quotients[group].items() if name != "group")
        table.add_row(group, "product / baseline", "", *times, end_section=True)
    console = Console(width=120)
    console.print(table)
    for depth in (1, 5):
        ours, theirs = differing(ranked, depth)
        console.print(f"evidence@{depth}: {ours} questions only the product finds, {theirs} only the baseline")


def _times(quotient: float | str | None) -> str:
    return f"×{quotient:.2f}" if isinstance(quotient, float) else "–"


def write_json(
    path: Path, figures: Sequence[Row], ranked: Mapping[str, Sequence[Ranking]], gold: Sequence[GoldQuestion]
) -> None:
    """All figures, the ratios, and the rank of the evidence for each question and system (0: not found)."""
    ranks = [
        {"id": q.id, "group": group_of(q), **{name: found[i].rank for name, found in ranked.items()}}
        for i, q in enumerate(gold)
    ]
    content = {"figures": [asdict(row) for row in figures], "ratios": ratios(figures), "ranks": ranks}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_csv(path: Path, figures: Sequence[Row]) -> None:
    """One line per system and group."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(figures[0])))
        writer.writeheader()
        writer.writerows(asdict(row) for row in figures)


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--questions",
        type=Path,
        nargs="+",
        default=QUESTIONS,
        help="JSON lines: id, question, context, answerable, quotes",
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of documents")
    parser.add_argument("--json", type=Path, help="write all figures and the ranks of each question")
    parser.add_argument("--csv", type=Path, help="write the figures of the table")
    arguments = parser.parse_args()
    keep_quiet()
    gold = [q for path in arguments.questions for q in load_questions(path) if q.answerable and q.quotes]
    if not gold:
        sys.exit("no answerable question with gold quotes in these files")
    with progress_bar() as progress, systems(arguments.corpus, progress) as measured:
        ranked = {name: rankings(search, gold, name, progress) for name, search in measured.items()}
    figures = [row for name, found in ranked.items() for row in rows(name, found, gold)]
    print_table(figures, ranked)
    if arguments.json:
        write_json(arguments.json, figures, ranked, gold)
    if arguments.csv:
        write_csv(arguments.csv, figures)


if __name__ == "__main__":
    main()
