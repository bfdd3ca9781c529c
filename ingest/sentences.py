"""Sentences of a provision as spans, in English and Vietnamese.

A library would return strings; a citation needs offsets into the source, so the rules stand here:
a full stop ends a sentence when a capital, a digit, a quotation mark or a bracket follows and no
abbreviation precedes. What is longer than a quote may be is parted at semicolons, then at commas.
"""

from __future__ import annotations

import re

from corpus.provision import Span

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof vs etc e.g i.e st inc ltd dept gen jan feb mar apr jun jul aug sep sept oct nov dec "
    "ths ts gs pgs bs ks tp kt tl tm tx".split()
)
# These end a sentence too ("There is no."); they are abbreviations only before a number.
NUMBER_ABBREVIATIONS = frozenset("no nos art arts vol p pp fig q th".split())
_END = re.compile(r"(?:[.!?…]+|\./\.)[\"'”’»)\]]*(?=\s+[\"'“‘«(\[–-]*\s*[\w“(])")
_NUMBER_FOLLOWS = re.compile(r"\s+(?:No|Nos|Số)\.?\s*\d")
MAX_QUOTE = 600  # code points; the contract of the command line


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]` in order, blanks between them left out, none over `MAX_QUOTE`."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, start, match):
            spans.append(Span(at, match.end()))
            at = match.end()
    spans.append(Span(at, end))
    parts = (part for span in spans for part in _shortened(text, span))
    trimmed = (_trimmed(text, part) for part in parts)
    return [part for part in trimmed if part.start < part.end]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = re.match(r"\s+\W*(\w)", text[match.end() : match.end() + 8])
    if following and following[1].islower():
        return False  # "“Why?” she asked."
    if match[0][0] != ".":
        return True
    if _NUMBER_FOLLOWS.match(text, match.end()):
        return False  # "the Resolution. No. 20/2017/NQ-TW": a slip of the pen, one sentence all the same
    return not _is_abbreviation(text[max(start, match.start() - 40) : match.start()], following[1] if following else "")


def _is_abbreviation(text: str, following: str) -> bool:
    """Whether the last word of `text` is shortened by the full stop after it, so that the sentence may go on."""
    before = re.search(r"(?:(\w+)\s+)?(?:\w+\.)*(\w+)$", text)
    if before is None:
        return False
    previous, word = before[1] or "", before[2].lower()
    if word in NUMBER_ABBREVIATIONS:
        return following.isdigit()
    if len(word) == 1 and word.isalpha():
        return not previous[:1].islower()  # "J. Smith", "U.S. aid", but "hepatitis B. It …"
    if word.isdigit() and len(word) < 3:
        return not previous  # "1. Scope" at the start of a line, but "reach 95. It …"
    return word in ABBREVIATIONS


def _shortened(text: str, span: Span, separators: tuple[str, ...] = (r";\s+", r",\s+", r"\s+")) -> list[Span]:
    """A sentence in pieces of at most `MAX_QUOTE`: at semicolons, then commas, then blanks, then anywhere."""
    if span.end - span.start <= MAX_QUOTE:
        return [span]
    if not separators:
        return [Span(i, min(i + MAX_QUOTE, span.end)) for i in range(span.start, span.end, MAX_QUOTE)]
    cuts = [m.end() for m in re.compile(separators[0]).finditer(text, span.start, span.end)]
    return [piece for part in _packed(span, cuts) for piece in _shortened(text, part, separators[1:])]


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
