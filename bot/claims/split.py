"""A draft to sentences: lists, headings, quotations, hashtags and greetings told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.claims.vocabulary import Words
from corpus.language import normal, words
from corpus.provision import Span
from ingest.sentences import sentence_spans

MIN_WORDS = 4  # a shorter piece asserts nothing that could be proved
_MARK = re.compile(r"^\s*(?:[-–—•*+▪●]|\d{1,2}[.)]|[a-zđ]\)|#{1,6}(?=\s))\s*")
_MARKDOWN = re.compile(r"(\*\*|__|`)")
_TAG = re.compile(r"#\w+|@\w+|https?://\S+|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]")
_VERBLESS_END = re.compile(r"[:…]$")
_QUESTION = re.compile(r"\?[\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft at `draft[span.start:span.end]`; `text` is without list marks and tags.

    `asserts` is False for what states nothing: a greeting, a heading, a question, a call, a row of hashtags.
    """

    text: str
    span: Span
    asserts: bool


def split_draft(draft: str, vocabulary: Words) -> list[DraftSentence]:
    """The sentences of a draft in order; lines part them, since lists and headings have no full stop."""
    found: list[DraftSentence] = []
    start = 0
    draft = _MARKDOWN.sub(lambda m: " " * len(m[0]), draft)  # "**Title.** Next": places stay as they are
    for line in draft.splitlines(keepends=True):
        heading = line.lstrip().startswith("#") and re.match(r"\s*#{1,6}\s", line) is not None
        mark = _MARK.match(line)
        begin = start + (mark.end() if mark else 0)
        for span in sentence_spans(draft, begin, start + len(line.rstrip("\r\n"))):
            text = claim_text(draft[span.start : span.end])
            if text:
                found.append(DraftSentence(text, span, not heading and asserts(text, vocabulary)))
        start += len(line)
    return found


def claim_text(text: str) -> str:
    """A sentence without list marks, emphasis marks, hashtags and addresses."""
    return " ".join(_TAG.sub(" ", _MARKDOWN.sub("", _MARK.sub("", text))).split())


def asserts(text: str, vocabulary: Words) -> bool:
    """Whether a sentence states something that documents could bear out."""
    plain = claim_text(text)
    tokens = words(plain)
    if len(tokens) < MIN_WORDS or _QUESTION.search(plain) or (_VERBLESS_END.search(plain) and len(tokens) < 12):
        return False
    if plain.isupper() or (_title_case(plain) and plain[-1] not in '.!;”"'):
        return False
    lowered = normal(plain)
    opens = [name for name, cue in vocabulary.not_a_claim.items() if (m := cue.search(lowered)) and m.start() < 3]
    return not opens or (len(tokens) > 14 and "calls" not in opens)


def _title_case(text: str) -> bool:
    """Whether nearly every longer word is capitalised, as in an English headline."""
    long = [w.text for w in words(text) if len(w.text) > 3 and w.text.isalpha()]
    return len(long) >= 3 and text.isascii() and sum(w[0].isupper() for w in long) >= 0.9 * len(long)
