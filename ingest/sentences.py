"""Sentences of a provision as spans, in English and Vietnamese.

A library would return strings; a citation needs offsets into the source, so the rules stand here:
a full stop ends a sentence when a capital, a digit, a quotation mark or a bracket follows and no
abbreviation precedes. What is longer than a quote may be is parted at semicolons, then at commas.
"""

from __future__ import annotations

import re

from corpus.provision import Span

ABBREVIATIONS = frozenset(
    "no mr mrs ms dr prof art vol vs etc e.g i.e st inc ltd co dept gen p pp fig jan feb mar apr jun jul aug sep sept oct "
    "nov dec ths ts gs pgs bs ks tp kt tl tm q p tx th".split()
)
_END = re.compile(r"(?:[.!?…]+|\./\.)[\"'”’»)\]]*(?=\s+[\"'“‘«(\[–-]*\s*[\w“(])")
_NUMBER_FOLLOWS = re.compile(r"\s+(?:No|Nos|Số)\.?\s*\d")
MAX_QUOTE = 600  # code points; the contract of the command line


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]` in order, blanks between them left out, none over `MAX_QUOTE`."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, match):
            spans.append(Span(at, match.end()))
            at = match.end()
    spans.append(Span(at, end))
    parts = (part for span in spans for part in _shortened(text, span))
    trimmed = (_trimmed(text, part) for part in parts)
    return [part for part in trimmed if part.start < part.end]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match[0][0]
    if mark != ".":
        return True
    before = re.search(r"[\w.]+$", text[max(0, match.start() - 12) : match.start()])
    word = before[0].lower() if before else ""
    is_initial = len(word) == 1 and word.isalpha()
    is_list_number = word.isdigit() and len(word) < 3
    if word in ABBREVIATIONS or is_initial or is_list_number:
        return False
    if _NUMBER_FOLLOWS.match(text, match.end()):
        return False  # "the Resolution. No. 20/2017/NQ-TW": a slip of the pen, one sentence all the same
    following = re.match(r"\s+\W*(\w)", text[match.end() : match.end() + 8])
    return following is None or not following[1].islower()


def _shortened(text: str, span: Span) -> list[Span]:
    for separator in (r";\s+", r",\s+", r"\s+"):
        if span.end - span.start <= MAX_QUOTE:
            return [span]
        cuts = [m.end() for m in re.compile(separator).finditer(text, span.start, span.end)]
        if cuts:
            return [piece for part in _packed(span, cuts) for piece in _hard(text, part, separator)]
    return [Span(i, min(i + MAX_QUOTE, span.end)) for i in range(span.start, span.end, MAX_QUOTE)]


def _hard(text: str, span: Span, tried: str) -> list[Span]:
    if span.end - span.start <= MAX_QUOTE or tried == r"\s+":
        return [Span(i, min(i + MAX_QUOTE, span.end)) for i in range(span.start, span.end, MAX_QUOTE)]
    return _shortened_at(text, span, r",\s+" if tried == r";\s+" else r"\s+")


def _shortened_at(text: str, span: Span, separator: str) -> list[Span]:
    cuts = [m.end() for m in re.compile(separator).finditer(text, span.start, span.end)]
    return [piece for part in _packed(span, cuts) for piece in _hard(text, part, separator)]


def _packed(span: Span, cuts: list[int]) -> list[Span]:
    """As few pieces as the cuts allow, each within `MAX_QUOTE` where a cut makes that possible."""
    pieces, at, last = [], span.start, span.start
    for cut in [*cuts, span.end]:
        if cut - at > MAX_QUOTE and last > at:
            pieces.append(Span(at, last))
            at = last
        last = cut
    pieces.append(Span(at, span.end))
    return pieces


def _trimmed(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    return Span(span.start + len(piece) - len(piece.lstrip()), span.start + len(piece.rstrip()))
