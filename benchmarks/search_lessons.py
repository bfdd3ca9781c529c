"""What the encoder of questions learns from: written questions, each with the texts that answer it, among all of a field.

Two lots in benchmarks/data: `search_*.jsonl`, written for the search (in everyday words, in both languages, often very
short; `also` names further passages that answer), and `reading_*.jsonl`: those that their passage answers with it, the others with the counterpart that answers them.
Neither has a question of tests/data, on which the weights of all else are learned.

A question is to find its texts among those of its field alone, as it is asked of one corpus: the five texts, the
digests, Vietnamese law in general.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.beir import beir_corpus
from ingest.library import LibraryEntry

DATA = Path(__file__).parent / "data"
_LANGUAGE = re.compile(r"\.(vi|en)#")
GENERAL, FIVE_TEXTS, DIGESTS = "general", "five texts", "digests"


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the provision that it is of, in either language, and its field."""

    text: str
    provision: str
    field: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the positions of the texts that answer it."""

    question: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Questions and the texts among which they are to find theirs."""

    questions: tuple[Asked, ...]
    texts: tuple[Text, ...]


def lessons(general: Path) -> Lessons:
    """All of them; passages of the public set in the BEIR folder `general` are named by their place alone."""
    articles = {entry.document.id: entry for entry in beir_corpus(general).entries()}
    of_passage = {
        line["id"]: [_general(line, articles[line["article"]])] if "article" in line else list(_own(line))
        for lot in ("reading", "search")
        for line in _lines(f"{lot}_passages.jsonl")
    }
    texts: dict[Text, int] = {text: at for at, text in enumerate(dict.fromkeys(chain(*of_passage.values())))}
    asked = []
    for line in chain(_lines("search_questions.jsonl"), _lines("reading_questions.jsonl")):
        answers = [text for name in (line["passage"], *line.get("also", ())) for text in of_passage[name]]
        if not line.get("answered", True):
            answers = [replace(answers[0], text=line["counterpart"])]
        asked.append(Asked(line["question"], tuple(texts.setdefault(text, len(texts)) for text in answers)))
    return Lessons(tuple(asked), tuple(texts))


def _general(line: dict[str, Any], article: LibraryEntry) -> Text:
    """A passage of the public set, with the title of its article."""
    title = article.document.title_vi or ""
    told = article.source.text[line["start"] : line["end"]]
    return Text(f"{title.partition('. ')[2] or title} {told}".strip(), line["id"], GENERAL)


def _own(line: dict[str, Any]) -> Iterator[Text]:
    """The texts of a passage of the project's own documents, each with what introduces it."""
    provision = _LANGUAGE.sub("#", line["source"])
    field = DIGESTS if provision.startswith("digest-") else FIVE_TEXTS
    for text in line.get("texts") or [f"{line['lead']} {line['text']}".strip()]:
        yield Text(text, provision, field)


def answered_questions() -> Iterator[tuple[str, tuple[Text, ...]]]:
    """The questions that passages of the project's own documents answer, with these, each without what introduces it."""
    passages = {
        line["id"]: list(_own({**line, "lead": ""}))
        for lot in ("reading", "search")
        for line in _lines(f"{lot}_passages.jsonl")
        if "source" in line
    }
    for line in chain(_lines("search_questions.jsonl"), _lines("reading_questions.jsonl")):
        texts = [text for name in (line["passage"], *line.get("also", ())) for text in passages.get(name, ())]
        if texts and line.get("answered", True):
            yield line["question"], tuple(texts)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)
