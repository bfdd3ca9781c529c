"""The parts of a law's text: head, body, signature, attachments, footnotes.

The order is that of Decree 30/2020/ND-CP, Annex I: letterhead, title, legal bases, body, signature and
recipients, then what is issued with the document. A consolidated text (Ordinance 01/2012/UBTVQH13) has its
footnotes at the very end.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from corpus.language import fold
from ingest.law_marks import dangling, finished, sequence
from ingest.law_quotes import OPENING
from ingest.law_text import LawText


class Region(NamedTuple):
    """Lines `start` to `stop` of one part of a text: head, body, signature, attachment or footnotes."""

    kind: str
    start: int
    stop: int


FOOTNOTE = re.compile(r"\[(?P<n>\d{1,4})\]:?\s*(?=[^\s\d])")
# Above a name: for whom a person signs; below: to whom the document goes (Decree 30/2020/ND-CP, Annex I).
_SIGNATURE = re.compile(
    r"(?:(?-i:(?:T/?M|KT|TL|TUQ|Q)\.\s*[A-ZĐ])|nơi nhận\b|recipients?\s*:|xác thực văn bản hợp nhất|"
    r"(?:luật|bộ luật|pháp lệnh|nghị quyết) này (?:đã )?được .{0,80}thông qua|"
    r"this (?:law|code|ordinance|resolution) (?:was|has been|is) (?:passed|adopted|approved)|"
    r"(?:on behalf of|for) the (?:government|prime minister|minister|national assembly)|pp\.\s)",
    re.IGNORECASE,
)
_OFFICES = frozenset(
    {
        "thu tuong", "pho thu tuong", "bo truong", "thu truong", "chu tich quoc hoi", "chu tich nuoc", "chu tich",
        "pho chu tich", "chu nhiem", "pho chu nhiem", "prime minister", "minister", "deputy minister", "chairman",
        "chairperson", "chairman of the national assembly", "president",
    }
)  # fmt: skip
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|ANNEX|Annex|APPENDIX|Appendix)(?:\s+(?:SỐ|số|No\.)?\s*(?:[IVXLC]+|\d{1,3})[A-Za-z]?)?"
    r"(?:\s*[.:–—-]\s*\S.*|\s*$|\s+[A-ZĐÀ-Ỹ][^a-zà-ỹđ]*$)"
)
_ISSUED_WITH = re.compile(
    r"\(?(?:ban hành )?kèm theo\b|\(?(?:issued|promulgated|attached) (?:together )?(?:with|to)\b", re.I
)
SECTION_HEADING_LINES = 3
_TITLE_LINES = 6  # a regulation's title stands at most so many lines above "(Ban hành kèm theo …)"


def body_start(text: LawText) -> int:
    """The first line that is not head: the first part, chapter, article, or section (Mục) of a text without chapters."""
    for index in range(len(text.lines)):
        if opens_body(text, index) and not dangling(text.before(index)):
            return index
    return len(text.lines)


def opens_body(text: LawText, index: int) -> bool:
    """Whether a body may begin at a line; a section does so only with an article in the next lines."""
    mark = text.marks[index]
    if mark is None:
        return False
    below = text.marks[index + 1 : index + 1 + SECTION_HEADING_LINES]
    return mark.kind in ("part", "chapter", "article") or (
        mark.kind == "law_section" and any(other and other.kind == "article" for other in below)
    )


def regions(text: LawText) -> list[Region]:
    """The parts of a text in order; together they hold every line."""
    start = body_start(text)
    notes = _footnotes_start(text, start)
    starts = [at for at in _attachment_starts(text, start, notes) if at > start]
    bounds = [start, *starts, notes]
    found = [Region("head", 0, start)]
    for number, (first, stop) in enumerate(pairwise(bounds)):
        sign = signature_start(text, first, stop)
        if number:
            found.append(Region("attachment", first, stop))
            continue
        again = _restart(text, sign, stop)
        found += [Region("body", first, sign), Region("signature", sign, again), Region("attachment", again, stop)]
    found.append(Region("footnotes", notes, len(text.lines)))
    return [region for region in found if region.start < region.stop]


def _footnotes_start(text: LawText, start: int) -> int:
    """The line of footnote 1, the last one that looks so; without an article before it there are no footnotes."""
    for index in range(len(text.lines) - 1, start, -1):
        match = FOOTNOTE.match(text.texts[index])
        if match and match["n"] == "1":
            return index
    return len(text.lines)


def signature_start(text: LawText, start: int, stop: int) -> int:
    """Where the signature of a body begins: the first closing line behind the last article of its numbering."""
    last = start
    number = (0, "")
    for index in range(start, stop):
        mark = text.article(index)
        if mark and sequence(mark.number) > number and not text.texts[index].startswith(tuple(OPENING)):
            number, last = sequence(mark.number), index
    return next((index for index in range(last, stop) if signs(text, index)), stop)


def signs(text: LawText, index: int) -> bool:
    """Whether a line belongs to a signature."""
    words = text.texts[index]
    if _SIGNATURE.match(words):
        return not words.endswith((".", ";")) or words[:4].lower() in ("luật", "this")
    line = text.lines[index]
    return line.text.strip("*_ ").isupper() and fold(words).strip(" ,.") in _OFFICES and finished(text.before(index))


def _restart(text: LawText, start: int, stop: int) -> int:
    """Where articles begin again at 1 behind a signature: an attachment without a heading of its own."""
    for index in range(start, stop):
        mark = text.article(index)
        if mark and mark.number == "1":
            while (
                index > start
                and (text.marks[index - 1] or text.lines[index - 1].is_upper)
                and not signs(text, index - 1)
            ):
                index -= 1
            text.note(index, "articles begin again at 1: read as an attachment")
            return index
    return stop


def _attachment_starts(text: LawText, start: int, stop: int) -> list[int]:
    found: list[int] = []
    for index in range(start + 1, stop):
        words = text.texts[index]
        if _ANNEX.fullmatch(words) and not dangling(text.before(index)) and _stands_apart(text, index):
            found.append(index)
        elif _ISSUED_WITH.match(words):
            title = _title_above(text, index, start)
            if title < index and not (found and index - found[-1] <= _TITLE_LINES):
                found.append(title)
    return found


def _stands_apart(text: LawText, index: int) -> bool:
    before = text.before(index)
    return finished(before) or before.isupper() or text.lines[index].is_upper or signs(text, index - 1)


def _title_above(text: LawText, index: int, start: int) -> int:
    """The first of the lines in capitals right above a line."""
    first = index
    while first - 1 > start and index - first < _TITLE_LINES:
        above = text.lines[first - 1]
        if not above.is_upper or text.marks[first - 1] or signs(text, first - 1):
            break
        first -= 1
    return first
