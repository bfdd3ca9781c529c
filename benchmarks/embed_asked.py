"""Make bot/asked.npz: the vectors and words of the questions asked before (bot/asked.py), and what answers each.

    python -m benchmarks.embed_asked [--out FILE]

From benchmarks/data: `asked_digests.jsonl` and `asked_texts.jsonl`, asked by people most of whom had not read the texts, then judged
by them, more than a third of them answered by none; and the written questions (benchmarks/search_lessons.py) that provisions of
the project's own documents answer. After the encoder of questions or the adapter was learned anew, it is to be run again. On two
cores it takes some five minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.gold import answerer
from benchmarks.search_lessons import DATA, FIVE_TEXTS, Text, answered_questions
from bot.asked import ASKED_FILE, AskedQuestions, key_of_text, wording
from bot.asked_words import words_of
from bot.evaluate import load_questions
from bot.query_adapter import question_embeddings
from corpus.language import normal
from ingest.chunk import Sentence

SHORTEST = 25  # code points of a sentence that is itself part of a quote


class Row(NamedTuple):
    """A question, the texts by which it was judged, and the keys of what answers it."""

    question: str
    field: str
    keys: tuple[str, ...]


def rows(sentences: Sequence[Sentence]) -> Iterator[Row]:
    """All questions; `sentences` are those of the five texts."""
    for question in load_questions(DATA / "asked_digests.jsonl"):
        keys = tuple(f"{ref.doc_id.removeprefix('digest-')}#{ref.eid}" for ref in question.provisions)
        yield Row(question.question, "digests", keys)
    for question in load_questions(DATA / "asked_texts.jsonl"):
        keys = tuple(key for quote in question.quotes for key in _sentences_of(quote, sentences))
        if keys or not question.answerable:
            yield Row(question.question, "texts", keys)
    for written, texts in answered_questions():
        field = "texts" if texts[0].field == FIVE_TEXTS else "digests"
        yield Row(written, field, tuple(dict.fromkeys(map(_key, texts))))


def _key(text: Text) -> str:
    return key_of_text(text.text) if text.field == FIVE_TEXTS else text.provision.removeprefix("digest-")


def _sentences_of(quote: str, sentences: Sequence[Sentence]) -> Iterator[str]:
    """The keys of the sentences that a quote is of, or that are parts of it."""
    quoted = _plain(quote)
    for sentence in sentences:
        own = _plain(sentence.text)
        if quoted in own or (len(own) > SHORTEST and own in quoted):
            yield key_of_text(sentence.text)


def _plain(text: str) -> str:
    return " ".join(normal(text).split())


def asked_questions(found: Iterable[Row]) -> AskedQuestions:
    """The questions with their vectors, each wording once."""
    distinct = list({wording(row.question): row for row in reversed(list(found))}.values())[::-1]
    embeddings = question_embeddings()
    vectors = []
    for number, row in enumerate(distinct, 1):
        vectors.append(embeddings.embed_query(row.question))
        if number % 1000 == 0:
            print(f"{number} of {len(distinct)}", flush=True)
    keys = {key: at for at, key in enumerate(dict.fromkeys(key for row in distinct for key in row.keys))}
    pairs = [(question, keys[key]) for question, row in enumerate(distinct) for key in dict.fromkeys(row.keys)]
    return AskedQuestions(
        np.asarray(vectors, dtype=np.float32),
        np.asarray(pairs, dtype=np.int32),
        tuple(keys),
        np.array([row.field for row in distinct]),
        np.array([wording(row.question) for row in distinct]),
        words_of(row.question for row in distinct),
    )


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ASKED_FILE)
    arguments = parser.parse_args()
    with answerer() as opened:
        sentences = opened.index.sentences
    asked = asked_questions(rows(sentences))
    asked.save(arguments.out)
    answered = len(np.unique(asked.pairs[:, 0]))
    print(f"{len(asked.vectors)} questions, {answered} of them answered, by {len(asked.keys)} provisions and sentences")


if __name__ == "__main__":
    main()
