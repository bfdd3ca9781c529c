"""Measuring retrieval on a BEIR folder with the product's own index and legs."""

from __future__ import annotations

from pathlib import Path

from bot.evaluate import score_run
from bot.query import QueryAnalyzer
from bot.retrieve import Retriever
from bot.settings import Settings, cache_folder
from corpus.agencies import load_agencies
from corpus.glossary import load_glossary
from ingest.beir import beir_corpus, beir_qrels, beir_queries
from ingest.build import Progress, build
from ingest.embed import load_embeddings
from ingest.index import Index, open_index

DEPTH = 100  # documents of a run


def measure_retrieval(folder: Path, index: Path | None, run_file: Path | None, progress: Progress) -> dict[str, float]:
    """Index the folder's documents, rank them for each query, and score the ranking."""
    settings = Settings()
    place = index or cache_folder((folder.resolve(),))
    build(place, beir_corpus(folder), settings.embedding, progress=progress)
    opened = open_index(place, settings.embedding)
    analyzer = QueryAnalyzer(load_glossary(), load_agencies())
    retriever = Retriever(opened, load_embeddings(settings.embedding))
    queries = beir_queries(folder)
    run: dict[str, list[tuple[str, float]]] = {}
    for number, query in enumerate(queries, 1):
        found = retriever.retrieve(analyzer.analyze(query.text, vocabulary=opened.fields["en"].unigrams)).fused
        run[query.id] = _documents(opened, [(f.position, f.score) for f in found])
        progress("searching", number, len(queries))
    if run_file:
        _write_run(run_file, run)
    qrels = beir_qrels(folder)
    return score_run({q: [d for d, _ in ranked] for q, ranked in run.items()}, qrels)


def _documents(index: Index, found: list[tuple[int, float]]) -> list[tuple[str, float]]:
    """Ranked documents: each by its best passage."""
    best: dict[str, float] = {}
    for position, score in found:
        best.setdefault(index.chunks[position].ref.doc_id, score)
    return list(best.items())[:DEPTH]


def _write_run(path: Path, run: dict[str, list[tuple[str, float]]]) -> None:
    """TREC format: query Q0 document rank score name."""
    lines = [
        f"{query} Q0 {document} {rank} {score:.6f} clausecare"
        for query, ranked in run.items()
        for rank, (document, score) in enumerate(ranked, 1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
