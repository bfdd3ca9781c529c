"""What the fitting scripts share: the project's own questions, and an answerer over the five texts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, load_questions
from corpus.agencies import load_agencies
from corpus.glossary import load_glossary
from corpus.toml import BUNDLED
from ingest.build import build
from ingest.embed import DEFAULT_MODEL, load_embeddings
from ingest.index import open_index
from ingest.library import corpus_files, file_corpus

QUESTION_FILES = sorted((Path(__file__).parent.parent / "tests" / "data").glob("questions_*.jsonl"))


def gold_questions() -> list[GoldQuestion]:
    """All questions of the project's own sets."""
    return [question for path in QUESTION_FILES for question in load_questions(path)]


@contextmanager
def answerer() -> Iterator[Answerer]:
    """An answerer over the five texts as a plain folder, its index in a temporary place."""
    agencies = load_agencies()
    with tempfile.TemporaryDirectory() as folder:
        files = corpus_files([BUNDLED / "texts"], agencies)
        build(Path(folder), file_corpus(files, agencies), DEFAULT_MODEL)
        yield Answerer(open_index(Path(folder), DEFAULT_MODEL), load_embeddings(), agencies, load_glossary())
