"""What stands before the first article: letterhead, title, legal bases, the words that enact.

A consolidated text lists there, by number, the laws that it consolidates; those are no clauses.
"""

from __future__ import annotations

import re

from corpus.language import fold
from corpus.provision import EId
from corpus.reference import KIND_WORDS
from ingest.law_marks import finished, without_notes
from ingest.law_text import LawText
from ingest.lines import Line, Node

_BASIS = re.compile(
    r"(?:[*_]*)(?:Căn cứ|Theo đề nghị|Xét đề nghị|Xét|Pursuant|At the (?:proposal|request)|On the basis)\b"
)
_TITLE_LINES = 5
_YAML_TITLE = re.compile(r"title:\s*[\"']?(.*?)[\"']?\s*$")
_KINDS = frozenset({*KIND_WORDS, "hien phap", "constitution", "lenh", "quy che", "quy dinh", "dieu le", "regulation"})


def fill_head(text: LawText, parent: Node, prefix: EId, start: int, stop: int) -> None:
    """Title and preamble of the lines before a body."""
    if start >= stop:
        return
    lines = text.lines
    title, heading = _title(text, start, stop)
    if title > start:
        node = Node("title", text.unique(prefix.child("title")), lines[start].start, lines[title - 1].end)
        node.heading = heading
        parent.add(node)
    if title < stop:
        preamble = Node("preamble", text.unique(prefix.child("preamble")), lines[title].start, lines[title].end)
        parent.add(preamble)
        _paragraphs(text, preamble, title, stop)


def _title(text: LawText, start: int, stop: int) -> tuple[int, str | None]:
    """The line after the title, and the title: the kind of document and its subject (Decree 30/2020/ND-CP)."""
    kind = _kind_line(text, start, stop)
    if kind is not None:
        end = kind + 1
        while end < min(stop, kind + _TITLE_LINES) and _names_subject(text, kind, end):
            end += 1
        return end, _joined(text, kind, end)
    basis = next((i for i in range(start, stop) if _BASIS.match(text.texts[i]) and not _is_heading(text, i)), None)
    if basis is not None:
        first = basis
        while first > start and text.lines[first - 1].is_upper:
            first -= 1
        return (basis, _joined(text, first, basis)) if first < basis else (basis, None)
    if text.lines[start].text == "---":  # front matter: what follows it is a site's own summary
        found = (_YAML_TITLE.match(line.text) for line in text.lines[start:stop])
        return stop, next((match[1] for match in found if match), None)
    first = start
    while first < stop and text.lines[first].is_upper:
        first += 1
    return (first, _joined(text, start, first)) if first > start else (start, None)


def _kind_line(text: LawText, start: int, stop: int) -> int | None:
    for index in range(stop - 1, start - 1, -1):
        if (
            text.lines[index].is_upper
            and not text.texts[index].endswith(":")
            and fold(without_notes(text.texts[index])).strip(" .:") in _KINDS
        ):
            return index
    return None


def _names_subject(text: LawText, kind: int, index: int) -> bool:
    """Whether a line under the kind of document goes on with its subject, in capitals or as a phrase."""
    words, line = text.texts[index], text.lines[index]
    if text.is_rule(index) or words.startswith("(") or _BASIS.match(words) or text.marks[index]:
        return False
    in_capitals = all(above.is_upper for above in text.lines[kind:index])
    if line.is_upper:  # in capitals below a phrase: the issuer of a decision
        return in_capitals
    return not text.lines[index - 1].text.endswith((".", ":", ";")) and not words.endswith((";", ":", "."))


def _is_heading(text: LawText, index: int) -> bool:
    return text.lines[index].text.startswith("#")


def _joined(text: LawText, first: int, last: int) -> str | None:
    words = [without_notes(text.texts[i]) for i in range(first, last) if not text.is_rule(i)]
    return " ".join(words) or None


def _paragraphs(text: LawText, preamble: Node, start: int, stop: int) -> None:
    """The paragraphs of a preamble; wrapped lines are one paragraph."""
    node: Node | None = None
    for index in range(start, stop):
        line: Line = text.lines[index]
        if text.is_rule(index):
            continue
        begins = node is None or finished(text.before(index)) or _BASIS.match(text.texts[index]) or text.marks[index]
        if begins or node is None:
            eid = text.next(preamble.eid, "para")
            node = preamble.add(Node("paragraph", eid, line.start, line.end))
        node.end = preamble.end = line.end
