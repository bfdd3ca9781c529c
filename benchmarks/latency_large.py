"""How long does a warm answer take with ten thousand articles indexed, beside the bundled corpus?

    python -m benchmarks.latency_large --beir DIR [--work DIR] [--warm 200] [--json F]

The documents of a BEIR folder are indexed as a corpus is, sentences included, and asked its own queries, the whole way
from the question to the proved answer. Passages are embedded (an hour on two cores the first time; `--work` keeps the
index and its vectors, and a folder that `clausecare eval retrieval --index` made has them already). The vectors of their
sentences, ten times as many, are stand-ins: the vector of the passage, turned away from it by seeded noise until the
cosine is that of a sentence and its passage. Which sentence wins is then chance; how long it takes is not.

Questions of the project are put to the bundled corpus in turn, so that other load falls on both and the ratio tells what
ten thousand articles cost. `cpu` is the time of the processor, which other programs lengthen less than the clock's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from benchmarks.latency import WARM_UP, Timing, machine, positive, print_tables, spread, timing
from benchmarks.retrieval import QUESTIONS
from bot.answerer import Answerer
from bot.evaluate import load_questions
from bot.progress import progress_bar
from bot.query_adapter import question_embeddings
from bot.session import open_answerer, workspace
from bot.settings import keep_quiet
from bot.turn import Answer, Question
from corpus.agencies import load_agencies
from corpus.glossary import load_glossary
from ingest.beir import beir_corpus, beir_queries
from ingest.build import build, is_current
from ingest.chunk import chunk_tree, digest, sentences
from ingest.embed import DEFAULT_MODEL, Vectors
from ingest.generation import Progress
from ingest.index import CACHE, open_index
from ingest.library import Corpus, LibraryEntry
from ingest.vectors import VectorCache

NOISE = 0.5  # of a unit vector: a cosine of 0.89 with the passage, as sentences of statutes have it in this model
BATCH = 200  # documents
BUNDLED, LARGE = "bundled corpus", "10,000 articles"


def large_corpus(folder: Path) -> Corpus:
    """The documents of a BEIR folder with their sentences."""
    corpus = beir_corpus(folder)
    return replace(corpus, digest=f"{corpus.digest} with sentences", sentences=True)


def put_stand_ins(corpus: Corpus, index: Path, progress: Progress) -> None:
    """Give every sentence a vector near that of its passage, which is embedded first; nothing is made twice."""
    generator = np.random.default_rng(7)
    cache = VectorCache(index / CACHE)
    entries = list(corpus.entries())
    for start in range(0, len(entries), BATCH):
        pairs = list(_sentences_of(entries[start : start + BATCH]))
        names = [digest(text) for _, text in pairs]
        known = cache.get(DEFAULT_MODEL, names).keys()
        passages = cache.get(DEFAULT_MODEL, sorted({passage for passage, _ in pairs}))
        missing = {
            name: passages[passage] for name, (passage, _) in zip(names, pairs, strict=True) if name not in known
        }
        if missing:
            cache.put(DEFAULT_MODEL, list(missing), _near(np.stack(list(missing.values())), generator))
        progress("vectors of sentences", min(start + BATCH, len(entries)), len(entries))
    cache.close()


def _sentences_of(entries: Sequence[LibraryEntry]) -> Iterator[tuple[str, str]]:
    """For each sentence the digest of its passage, and its text as it would be embedded."""
    for entry in entries:
        title = entry.document.title(entry.document.language)
        chunks = list(chunk_tree(entry.tree, entry.source.text, title))
        passages = {chunk.id: chunk.digest for chunk in chunks}
        for sentence in sentences(chunks, entry.tree, entry.source.text):
            yield passages[sentence.chunk_id], sentence.embedded


def _near(vectors: Vectors, generator: np.random.Generator) -> Vectors:
    noise = generator.normal(size=vectors.shape).astype(np.float32)
    moved = vectors + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def open_large(folder: Path, index: Path, progress: Progress) -> Answerer:
    """An answerer over the documents of a BEIR folder."""
    corpus = large_corpus(folder)
    if not is_current(index, corpus, DEFAULT_MODEL):
        build(index, beir_corpus(folder), DEFAULT_MODEL, progress=progress)  # embeds the passages
        put_stand_ins(corpus, index, progress)
        build(index, corpus, DEFAULT_MODEL, progress=progress)
    return Answerer(open_index(index, DEFAULT_MODEL), question_embeddings(), load_agencies(), load_glossary())


def warm(asked: dict[str, tuple[Answerer, Sequence[str]]], times: int, progress: Progress) -> list[Timing]:
    """The answerers take turns; each has its own questions."""
    taken: dict[str, list[tuple[float, float, Answer]]] = {name: [] for name in asked}
    for number in range(WARM_UP + times):
        for name, (answerer, questions) in asked.items():
            began, cpu = time.perf_counter(), time.process_time()
            answer = answerer.ask(Question(questions[number], dt.date.today()))
            wall, used = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)
            if number >= WARM_UP:
                taken[name].append((wall, used, answer))
        progress("warm questions", number + 1, WARM_UP + times)
    return [one for name, found in taken.items() for one in _timings(name, found)]


def _timings(name: str, found: Sequence[tuple[float, float, Answer]]) -> Iterator[Timing]:
    full = [wall for wall, _, answer in found if answer.status in ("answered", "partial")]
    yield timing(name, [wall for wall, _, _ in found])
    yield timing(f"{name}, cpu", [used for _, used, _ in found])
    if full:
        yield timing(f"{name}, answered in full", full)
    for step in dict.fromkeys(step for _, _, answer in found for step in answer.timings_ms if step != "total"):
        yield timing(f"{name}, step {step}", [a.timings_ms[step] for _, _, a in found if step in a.timings_ms])


def main() -> None:
    """Build what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beir", type=Path, required=True, help="folder with corpus.jsonl and queries.jsonl")
    parser.add_argument("--work", type=Path, help="where the two indexes are kept; else they are made anew")
    parser.add_argument("--warm", type=positive, default=200, help="questions to each corpus")
    parser.add_argument("--json", type=Path, help="write all figures")
    arguments = parser.parse_args()
    keep_quiet()
    own = [q.question for path in QUESTIONS for q in load_questions(path) if not q.context]
    wanted = WARM_UP + arguments.warm
    with tempfile.TemporaryDirectory() as temporary, progress_bar() as progress:
        work = arguments.work or Path(temporary)
        large = open_large(arguments.beir, work / "large", progress)
        bundled = open_answerer(workspace(None, work / "bundled"), progress)
        queries = [query.text for query in beir_queries(arguments.beir)]
        at_start = machine()
        timings = warm(
            {BUNDLED: (bundled, spread(own, wanted)), LARGE: (large, spread(queries, wanted))}, arguments.warm, progress
        )
    print_tables(timings, at_start, machine(), ((f"{LARGE} / {BUNDLED}", LARGE, BUNDLED),))
    if arguments.json:
        content = {"machine": at_start, "timings": [asdict(one) for one in timings]}
        arguments.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
