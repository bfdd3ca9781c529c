"""Measuring retrieval on a BEIR folder with the product's own index and legs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from bot.answerer import Answerer
from bot.evaluate import score_run
from bot.query_adapter import question_embeddings
from bot.settings import Settings, cache_folder
from bot.turn import Question, Turn
from corpus.agencies import load_agencies
from corpus.glossary import load_glossary
from corpus.language import detect_language, fold
from ingest.beir import Query, beir_corpus, beir_qrels, beir_queries
from ingest.build import Progress, build
from ingest.index import open_index

DEPTH = 100  # documents of a run
PASSAGES = 400  # more than the legs find


def measure_retrieval(
    folder: Path, index: Path | None, run_file: Path | None, progress: Progress, plain: bool = False
) -> dict[str, float]:
    """Index the folder's documents, rank them for each query (`plain`: typed without diacritics), and score the ranking."""
    run = rank_queries(open_beir(folder, index, progress), beir_queries(folder), progress, plain)
    if run_file:
        _write_run(run_file, run)
    return score_run({q: [d for d, _ in ranked] for q, ranked in run.items()}, beir_qrels(folder))


def open_beir(folder: Path, index: Path | None, progress: Progress) -> Answerer:
    """An answerer over the folder's documents, which are indexed first where they are not."""
    settings = Settings()
    place = index or cache_folder((folder.resolve(),))
    build(place, beir_corpus(folder), settings.embedding, progress=progress)
    opened = open_index(place, settings.embedding)
    return Answerer(opened, question_embeddings(settings.embedding), load_agencies(), load_glossary())


def rank_queries(
    answerer: Answerer, queries: Sequence[Query], progress: Progress, plain: bool = False
) -> dict[str, list[tuple[str, float]]]:
    """For each query the documents by their best passage, as a question to the product would find them."""
    run: dict[str, list[tuple[str, float]]] = {}
    for number, query in enumerate(queries, 1):
        text = fold(query.text) if plain else query.text
        turn = Turn(Question(text, dt.date.today()), detect_language(text), standalone=text)
        best: dict[str, float] = {}
        for passage in answerer.retrieve(turn, PASSAGES).passages:
            best.setdefault(passage.chunk.ref.doc_id, passage.score)
        run[query.id] = list(best.items())[:DEPTH]
        progress("searching", number, len(queries))
    return run


def _write_run(path: Path, run: dict[str, list[tuple[str, float]]]) -> None:
    """TREC format: query Q0 document rank score name."""
    lines = [
        f"{query} Q0 {document} {rank} {score:.6f} clausecare"
        for query, ranked in run.items()
        for rank, (document, score) in enumerate(ranked, 1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
