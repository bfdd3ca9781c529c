"""Text between quotation marks that an amending law puts into another law.

"Sửa đổi, bổ sung Điều 12 như sau: “Điều 12. …”": what stands between the marks is the amended law's text
and keeps its own numbering. Copies often lose the closing mark, so a quotation also ends where the next
one begins or where the amending law goes on with its own next instruction.
"""

from __future__ import annotations

import re

from ingest.law_marks import Mark, finished, plain, point_rank, quoted_mark, sequence
from ingest.law_numbering import Numbering
from ingest.lines import Line

OPENING = '“"«„'
_CLOSING = re.compile(r"[”\"»]\s*(?:\[\d{1,4}\])?\s*[.;,]?\s*(?:/\.)?[*_]*$")
_MIDLINE = re.compile(r":\s*[*_]*([“\"«„])")
# What an amending instruction begins with.
_INSTRUCTION = re.compile(
    r"(?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay cụm từ|thay từ|bỏ (?:cụm từ|từ|điểm|khoản|điều)|đổi tên|"
    r"amend|supplement|replac|repeal|annul|abolish|to amend|add)",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(r"(?:như sau|thành|bằng|as follows|to read|following)\s*:?\s*$", re.IGNORECASE)


def instructs(text: str) -> bool:
    """Whether the words of a clause are an amending instruction."""
    return _INSTRUCTION.match(text) is not None


def announces(text: str) -> bool:
    """Whether a line announces a quotation ("… như sau:")."""
    return _ANNOUNCES.search(plain(text).rstrip("*_ ")) is not None


def depth(text: str) -> int:
    """By how many marks a line opens more than it closes; straight marks count as pairs, an odd one opens."""
    return text.count("“") + text.count("«") + text.count("„") - text.count("”") - text.count("»")


def closes(text: str) -> bool:
    """Whether a line ends with a closing mark."""
    return _CLOSING.search(text) is not None


def midline(text: str) -> int | None:
    """The offset of a mark that opens after a colon inside a line and is not closed in it, or None."""
    found = None
    for match in _MIDLINE.finditer(text):
        found = match.start(1)
    if found is None:
        return None
    rest = text[found:]
    is_open = depth(rest) > 0 if rest[0] != '"' else rest.count('"') % 2 == 1
    return found if is_open and not closes(rest[1:]) else None


class Depth:
    """Follows the marks of a quotation line by line."""

    def __init__(self, opening: str) -> None:
        self.straight = opening == '"'
        self.open = 0

    def ends_with(self, text: str) -> bool:
        """Take a line of the quotation; returns whether the quotation ends with it."""
        self.open += text.count('"') if self.straight else depth(text)
        if self.straight:
            return self.open % 2 == 0 and closes(text)
        return self.open <= 0 and closes(text)


def closes_nowhere(text: str) -> bool:
    """Whether a line opens a quotation and closes none, so that the rest of it stands on the next lines."""
    return not any(mark in text[1:] for mark in '”"»')


class Quoting(Numbering):
    """A numbering in which text may be quoted: where a quotation begins, and where it ends."""

    @property
    def holds_quotations(self) -> bool:
        """Whether text between quotation marks has a numbering of its own here."""
        return True

    def quotes(self, index: int) -> bool:
        """Whether a line opens a quotation: its mark stands before a label, or the line before announces it."""
        text = self.line(index).text.lstrip("*_ ")
        if not self.holds_quotations or not text or text[0] not in OPENING or not self.chain:
            return False
        before = self.text.before(index)
        if quoted_mark(text) is not None:
            return finished(before)
        return announces(before) and (closes(text) or closes_nowhere(text))

    def quotation_end(self, index: int, line: Line) -> int:
        """The last line of the quotation that opens at a line; one that nothing closes ends with that line."""
        opened = line.text.lstrip("*_ ")
        marks = Depth(opened[0])
        inner = quoted_mark(opened)
        article = sequence(inner.number) if inner and inner.kind == "article" else None
        if marks.ends_with(opened):
            return index
        for ahead in range(index + 1, self.stop):
            mark = self.text.marks[ahead]
            if self._own_again(ahead, mark, article):
                self.text.note(index, "a quotation is not closed before the text of the law goes on")
                return ahead - 1
            if mark and mark.kind == "article":
                article = sequence(mark.number)
            if marks.ends_with(self.text.texts[ahead]):
                return ahead
        self.text.note(index, "a quotation is not closed")
        return index

    def _own_again(self, index: int, mark: Mark | None, quoted: tuple[int, str] | None) -> bool:
        """Whether the amending law itself goes on: its next instruction, its next article, the next quotation."""
        text = self.text.texts[index].lstrip("*_ ")
        before = self.text.before(index)
        if text[:1] and text[0] in OPENING and finished(before):
            return quoted_mark(text) is not None or announces(before)
        cut = midline(text)
        if cut is not None and announces(text[:cut]):
            return True
        if mark is None:
            return False
        number = sequence(mark.number) if mark.kind in ("clause", "article") else None
        if mark.kind == "clause" and number and self.clause:
            return self._follows(number, self.clause) and instructs(mark.rest)
        if mark.kind == "point" and self.point is not None:
            return point_rank(mark.number) > self.point and instructs(mark.rest)
        if mark.kind == "article" and number and self.article:
            return self._follows(number, self.article) and not (quoted and self._follows(number, quoted))
        return False
