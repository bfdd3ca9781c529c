"""The text that the grammar of duties reads: what is no wording masked, cut into sentences and their parts.

Masks keep every offset: a character of the masked text stands where it stands in the provision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.language import composed
from corpus.provision import Provision, Span
from ingest.norms.duty_patterns import Lexicon
from ingest.sentences import sentence_spans

_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
# "(hereinafter: the Fund)" says nothing about the task; "(chủ trì)" says who leads and is kept.
_BRACKET = re.compile(r"\((?![^()]*(?:chủ trì|take charge|lead))[^()]{0,200}\)")
_LABEL = re.compile(
    r"\s*(?:[-–•+*·]\s+|\(?\w{1,3}(?:\.\d+)*[.)](?:\[\d+\])?(?=\s)|(?:điều|article|khoản|clause)\s+\d\w*\s*[.:]?)\s*",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"(?:(?<=[.;:!?])[^\S\n]*\n|\n[^\S\n]*\n)\s*")
_CLOSED = re.compile(r"[.!?…:][\"'”’»)\]\s]*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A provision's text in NFC, the same masked and in lower case, and for each offset that in the provision."""

    text: str
    lowered: str
    offsets: list[int]


def reading(text: str) -> Reading:
    """`text` made ready for the grammar."""
    nfc, offsets = composed(text)
    masked = _BRACKET.sub(_blank, _FOOTNOTE.sub(_blank, nfc))
    lowered = masked.lower()
    if len(lowered) != len(masked):  # a letter such as İ has two in lower case
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in masked)
    return Reading(nfc, lowered, offsets)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def own_spans(node: Provision, with_heading: bool = False) -> list[Span]:
    """What of a provision's text is not its children's, nor its heading unless asked for, as offsets into its text."""
    start, spans = _after_label(node) if with_heading else _after_heading(node), []
    for child in node.children:
        spans.append(Span(start, max(start, child.span.start - node.span.start)))
        start = max(start, child.span.end - node.span.start)
    return [*spans, Span(start, len(node.text))]


def _after_label(node: Provision) -> int:
    label = _LABEL.match(node.text)
    return label.end() if label else 0


def _after_heading(node: Provision) -> int:
    if not node.heading:
        return _after_label(node)
    words = r"\s+".join(map(re.escape, node.heading.split()))
    found = re.compile(rf"{words}[^\S\n]*(?:\[\d+\])*[.:]?").search(node.text)
    return found.end() if found else 0


def sentences(read: Reading, span: Span) -> list[Span]:
    """The sentences in `span`, each whole however long it is; a line of its own is a sentence."""
    found: list[Span] = []
    for piece in sentence_spans(read.text, span.start, span.end):
        if found and not _CLOSED.search(read.text, found[-1].start, found[-1].end):
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return [part for one in found for part in _lines(read.text, one)]


def _lines(text: str, span: Span) -> list[Span]:
    """A sentence parted where a line ends with a stop, or a blank line follows; other lines are only wrapped."""
    cuts = [m.end() for m in _LINE_END.finditer(text, span.start, span.end)]
    starts = [span.start, *cuts]
    ends = [*starts[1:], span.end]
    return [Span(a, a + len(text[a:b].rstrip())) for a, b in zip(starts, ends, strict=True) if text[a:b].strip()]


def parts(read: Reading, sentence: Span, lex: Lexicon, starts: frozenset[int]) -> list[Span]:
    """A sentence parted at the semicolons that a new task follows: a verb, a bearer, or an adverbial.

    `starts` are the places at which bearers begin. "policies for nurses; policies for doctors" is one part.
    """
    begin = _without_label(read.lowered, sentence)
    cuts = [begin]
    for match in re.compile(r";\s*(?:(?:and|và)\s+)?").finditer(read.text, begin, sentence.end):
        opening = lex.opening.match(read.lowered, match.end())
        at = opening.end() if opening else match.end()
        if at in starts or lex.verb.match(read.lowered, match.end()) or lex.fronted.match(read.lowered, match.end()):
            cuts.append(match.end())
    pairs = zip(cuts, [*cuts[1:], sentence.end], strict=True)
    return [Span(a, a + len(read.text[a:b].rstrip(" ;\n\t"))) for a, b in pairs if read.text[a:b].strip(" ;\n\t")]


def _without_label(lowered: str, span: Span) -> int:
    label = _LABEL.match(lowered, span.start, span.end)
    return label.end() if label and label.end() < span.end else span.start
