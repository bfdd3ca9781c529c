"""Prose: press pieces, interviews, overviews. Paragraphs number through, headings hold what follows them."""

from __future__ import annotations

import re

from corpus.provision import EId
from ingest.lines import Line, Node

_BULLET = re.compile(r"(?P<num>[-–—•*])(?:\s+\S|$)")
_MARKDOWN_HEADING = re.compile(r"(?P<num>#{1,6})\s+(?P<rest>\S.*)")
_DATELINE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2}(?:\s*[AP]M)?)?", re.IGNORECASE)
# What stands under a picture; without its mark at the end it would pass for a heading.
_CAPTION = re.compile(
    r"^(photo|image|overview image|illustration|ảnh|hình ảnh|toàn cảnh)\b|\bgiving a speech\b|\(photo|\(ảnh", re.I
)
_THANKS = re.compile(r"(?:thank you|many thanks|(?:xin |trân trọng )?cảm ơn)\b", re.IGNORECASE)
_ENDS = tuple(".!?;:,…”\"'")
HEADING_MAX_WORDS = 14
QUESTION_MAX = 600  # code points


def fill(root: Node, text_lines: list[Line]) -> None:
    """Build the tree of a prose text below `root`."""
    _Prose(root, text_lines).fill()


class _Prose:
    def __init__(self, root: Node, text_lines: list[Line]) -> None:
        self.root = root
        self.lines = text_lines
        self.paragraphs = 0
        self.headings = 0
        self.heading: Node | None = None
        self.is_interview = sum(_asks(line) for line in text_lines) >= 2

    def fill(self) -> None:
        position = 0
        while position < len(self.lines):
            position += self._take(position)

    def _take(self, position: int) -> int:
        """Add what begins at a line; returns how many lines it used."""
        line = self.lines[position]
        following = self.lines[position + 1] if position + 1 < len(self.lines) else None
        if position == 0 and not self.is_interview and _is_title(line, following):
            self.root.add(Node("title", EId().child("title"), line.start, line.end, heading=_heading_text(line)))
        elif _DATELINE.fullmatch(line.text):
            self._paragraph(line, "dateline")
        elif _THANKS.match(line.text) and len(line.text.split()) <= HEADING_MAX_WORDS:
            self._paragraph(line, "closing")
        elif _CAPTION.search(line.text) and not line.text.endswith(_ENDS):
            self._paragraph(line, "caption")
        elif self.is_interview and _asks(line):
            self._open_heading(line, "question", line.text)
        elif _is_heading(line, following):
            self._open_heading(line, "heading", _heading_text(line))
        elif _BULLET.match(line.text):
            return self._bullet(line, following)
        else:
            self._paragraph(line, "paragraph")
        return 1

    def _parent(self) -> Node:
        return self.heading or self.root

    def _paragraph(self, line: Line, kind: str) -> None:
        self.paragraphs += 1
        self._parent().add(Node(kind, EId().child("para", self.paragraphs), line.start, line.end))

    def _open_heading(self, line: Line, kind: str, heading: str) -> None:
        self.headings += 1
        self.heading = self.root.add(
            Node(kind, EId().child("hdg", self.headings), line.start, line.end, heading=heading)
        )

    def _bullet(self, line: Line, following: Line | None) -> int:
        """A bullet; its sign may stand on a line of its own, as pages copied from the web have it."""
        alone = len(line.text) == 1 and following is not None and not _BULLET.match(following.text)
        end = following.end if alone and following is not None else line.end
        self.paragraphs += 1
        eid = EId().child("para", self.paragraphs)
        self._parent().add(Node("bullet", eid, line.start, end, num=line.text[0]))
        return 2 if alone else 1


def _asks(line: Line) -> bool:
    return line.text.rstrip('"” ').endswith("?") and len(line.text) <= QUESTION_MAX


def _heading_text(line: Line) -> str:
    markdown = _MARKDOWN_HEADING.fullmatch(line.text)
    return markdown["rest"] if markdown else line.text


def _is_title(line: Line, following: Line | None) -> bool:
    """The first line, when it is short and unlike a sentence; a dateline may follow it."""
    return following is not None and len(line.text.split()) <= 2 * HEADING_MAX_WORDS and not line.text.endswith(_ENDS)


def _is_heading(line: Line, following: Line | None) -> bool:
    """Few words, no final mark, no bullet, and something longer comes after it."""
    if _MARKDOWN_HEADING.fullmatch(line.text):
        return True
    if following is None or _BULLET.match(line.text) or line.text.endswith(_ENDS) or not line.text[0].isupper():
        return False
    return len(line.text.split()) <= HEADING_MAX_WORDS and len(following.text) > len(line.text)
