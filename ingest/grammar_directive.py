"""The numbered directive, plan or official letter: title, preamble, sections ("1."), points ("a)"), bullets ("-"), items ("(1)").

A plan may have parts ("I.") above its sections, which are counted anew in each. Items stand on lines of their own or run
on inside a bullet: "…in: (1) …; (2) …". A number opens a section only when it is the next one, so that a list inside a
section cannot start over.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.language import fold
from corpus.provision import EId
from corpus.reference import HEAD_KINDS, KIND_WORDS
from ingest.lines import Line, Node

_SECTION = re.compile(r"(?P<num>(?P<n>[0-9]{1,2})\.)\s+(?P<rest>\S.*)")
_PART = re.compile(r"(?P<num>(?P<n>[IVX]{1,5})\.)\s+(?P<rest>\S.*)")
PARTS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_POINT = re.compile(r"(?P<num>(?P<n>[a-zđ])[.)])\s+\S")
_BULLET = re.compile(r"(?P<num>[-–—•+*])\s+\S")
_ITEM = re.compile(r"(?P<num>\((?P<n>[0-9]{1,2}|[a-z])\))\s+\S")
_INLINE_ITEM = re.compile(r"(?:(?<=[:;.,])|(?<=\band)|(?<=\bvà))\s+\(([0-9]{1,2})\)\s")
# The block of signature and recipients (Decree 30/2020/ND-CP, Annex I): a line that is nothing but its mark.
_CLOSING = re.compile(
    r"(?i:nơi nhận|recipients?)\s*:?|(?:KT|TM|TL|TUQ|Q)\.\s*[A-ZĐ].*|[TK]/[ML]\s+[A-ZĐ].*|(?:ON BEHALF OF|FOR AND ON BEHALF OF|PP\.)\s.*"
)
# Under the number of an official letter (Decree 30/2020/ND-CP, Annex I): what it is about.
LETTER_SUBJECT = re.compile(r"V/v\b[\s:]*", re.IGNORECASE)
# In a letter, place and date may stand below the subject: "Hà Nội, ngày 03 tháng 11 năm 2026".
_PLACE_AND_DATE = re.compile(r"[A-ZĐ][\w. -]{1,40},\s*(?:ngày\b.{5,30}\d{4}|\w+ \d{1,2}, \d{4}|\d{1,2} \w+ \d{4})\.?")
_SUBJECT = re.compile(r"(?:Về|V/v|On|Regarding)\b", re.IGNORECASE)
_TERMINAL = tuple('.;:!?…"”')
_PLANNED = HEAD_KINDS.keys() - KIND_WORDS.keys()
HEADING_MAX = 160  # code points; a longer "heading" is a section that says it all in one line
TITLE_LINES = 15  # the kind of a document is named among its first lines


def recognises(text_lines: list[Line]) -> bool:
    """A kind of document or the subject of a letter near the top, and at least two numbered sections or parts in order."""
    return any(map(_opens_title, text_lines[:TITLE_LINES])) and (_numbered(text_lines) >= 2 or _has_parts(text_lines))


def _opens_title(line: Line) -> bool:
    """A line that names a kind and nothing else; an official letter has "V/v …" under its number instead."""
    return fold(line.text).strip(" .:") in HEAD_KINDS or LETTER_SUBJECT.match(line.text) is not None


def _numbered(text_lines: list[Line]) -> int:
    expected = 1
    for line in text_lines:
        match = _SECTION.fullmatch(line.text)
        if match and int(match["n"]) == expected:
            expected += 1
    return expected - 1


def _has_parts(text_lines: list[Line]) -> bool:
    first = next((i for i, line in enumerate(text_lines) if _opens_part(line, 1)), None)
    return first is not None and any(_opens_part(line, 2) for line in text_lines[first:])


def fill(root: Node, text_lines: list[Line]) -> None:
    """Build the tree of a directive below `root`."""
    position = _title(root, text_lines)
    parts = _has_parts(text_lines)
    position = _preamble(root, text_lines, position, _opens_part if parts else _opens_section)
    _Body(root, parts).fill(text_lines[position:])


def _title(root: Node, text_lines: list[Line]) -> int:
    """Letterhead (issuer, number, place and date), then the kind of document and its title in capitals."""
    head = next((i for i, line in enumerate(text_lines[:TITLE_LINES]) if _opens_title(line)), 0)
    if head:
        root.add(Node("letterhead", EId().child("head"), text_lines[0].start, text_lines[head - 1].end))
    position = head
    while position < len(text_lines) and _is_title(text_lines, head, position):
        position += 1
    if position > head:
        first, last = text_lines[head], text_lines[position - 1]
        heading = " ".join(line.text for line in text_lines[head:position])
        root.add(Node("title", EId().child("title"), first.start, last.end, heading=heading))
    return position


def _is_title(text_lines: list[Line], head: int, position: int) -> bool:
    """Capitals, or right below capitals "Về việc …", "On …" without a full stop."""
    line = text_lines[position]
    if _opens_section(line, 1) or _opens_part(line, 1):
        return False
    if position == head:
        return line.is_upper or LETTER_SUBJECT.match(line.text) is not None
    if line.is_upper or line.text.endswith(_TERMINAL):
        return line.is_upper
    if position == head + 1 and fold(text_lines[head].text).strip(" .:") in _PLANNED:
        return True  # "KẾ HOẠCH" and, below it, what is planned
    below_capitals = all(above.is_upper for above in text_lines[head:position])
    return below_capitals and _SUBJECT.match(line.text) is not None


def _preamble(root: Node, text_lines: list[Line], position: int, opens: Callable[[Line, int], bool]) -> int:
    first = position
    while position < len(text_lines) and not opens(text_lines[position], 1):
        position += 1
    if position > first:
        eid = EId().child("preamble")
        preamble = root.add(Node("preamble", eid, text_lines[first].start, text_lines[first].end))
        for line in text_lines[first:position]:
            kind = "dateline" if _PLACE_AND_DATE.fullmatch(line.text) else "paragraph"
            preamble.add(Node(kind, preamble.next("para"), line.start, line.end))
    return position


def _opens_part(line: Line, number: int) -> bool:
    match = _PART.fullmatch(line.text)
    return match is not None and number <= len(PARTS) and match["n"] == PARTS[number - 1]


def _opens_section(line: Line, number: int) -> bool:
    match = _SECTION.fullmatch(line.text)
    return match is not None and int(match["n"]) == number


class _Body:
    """The sections of a directive, line by line, or of each part of a plan."""

    def __init__(self, root: Node, parts: bool) -> None:
        self.root = root
        self.parts = parts
        self.within = root  # where sections stand: the open part, if there is one
        self.open: list[Node] = []  # from the section down to the innermost open provision

    def fill(self, text_lines: list[Line]) -> None:
        for position, line in enumerate(text_lines):
            if self.open and _CLOSING.fullmatch(line.text) and (line.is_upper or line.text[-1] != "."):
                self.root.add(Node("signature", EId().child("sig"), line.start, text_lines[position:][-1].end))
                break
            self._line(line)
        for node in _walk(self.root):
            _split_items(node, self.root, text_lines)

    def _line(self, line: Line) -> None:
        if self.parts and _opens_part(line, self.root.count("part") + 1):
            self._part(line)
        elif _opens_section(line, self.within.count("sec") + 1):
            self._section(line)
        elif self._continues(line):
            for node in self.open:
                node.end = max(node.end, line.end)
        else:
            self._inside(line)

    def _part(self, line: Line) -> None:
        match = _PART.fullmatch(line.text)
        assert match is not None  # the caller has asked `_opens_part`
        part = Node("part", self.root.next("part"), line.start, line.end, num=match["num"])
        part.heading = match["rest"].rstrip(" :") if len(match["rest"]) <= HEADING_MAX else None
        self.within = self.root.add(part)
        self.open = []

    def _section(self, line: Line) -> None:
        match = _SECTION.fullmatch(line.text)
        assert match is not None  # the caller has asked `_opens_section`
        rest = match["rest"]
        is_heading = len(rest) <= HEADING_MAX and not rest.endswith((".", ";", "./."))
        section = Node("section", self.within.next("sec"), line.start, line.end, num=match["num"])
        section.heading = rest.rstrip(" :") if is_heading else None
        self.open = [self.within.add(section)]

    def _continues(self, line: Line) -> bool:
        """A line that goes on with a wrapped sentence: small initial, and the line before it has not ended."""
        if not self.open or not line.text[0].islower() or _POINT.match(line.text):
            return False
        innermost = self.open[-1]
        return innermost.heading is None and not innermost.children

    def _inside(self, line: Line) -> None:
        for pattern, kind, level in (
            (_POINT, "point", "point"),
            (_BULLET, "bullet", "bullet"),
            (_ITEM, "item", "item"),
        ):
            match = pattern.match(line.text)
            if match:
                self._open(line, kind, level, match)
                return
        parent = self.open[0] if self.open else self.within
        node = parent.add(Node("paragraph", parent.next("para"), line.start, line.end))
        self.open = [*self.open[:1], node]

    def _open(self, line: Line, kind: str, level: str, match: re.Match[str]) -> None:
        parents = {"point": ("section",), "bullet": ("section", "point"), "item": ("section", "point", "bullet")}[kind]
        chain = [node for node in self.open if node.kind in parents]
        parent = chain[-1] if chain else self.within
        number = match.groupdict().get("n")
        eid = parent.eid.child(level, fold(number) if number else parent.count(level) + 1)
        if number == "đ":
            eid = parent.eid.child(level, "dd")
        eid = parent.free(eid)
        node = parent.add(Node(kind, eid, line.start, line.end, num=match["num"]))
        for ancestor in chain:
            ancestor.end = max(ancestor.end, line.end)
        self.open = [*chain, node]


def _walk(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _walk(child))]


def _split_items(node: Node, root: Node, text_lines: list[Line]) -> None:
    """Give a provision whose text runs "…: (1) …; (2) …" its items."""
    if node is root or node.children or node.kind not in {"bullet", "paragraph", "point"}:
        return
    own = [line for line in text_lines if node.start <= line.start and line.end <= node.end]
    starts: list[tuple[int, int]] = []
    for line in own:
        for match in _INLINE_ITEM.finditer(line.text):
            if int(match[1]) == len(starts) + 1:
                starts.append((line.start + match.start(1) - 1, int(match[1])))
    if len(starts) < 2:
        return
    ends = [start for start, _ in starts[1:]] + [node.end]
    for (start, number), stop in zip(starts, ends, strict=True):
        line = next(line for line in own if line.start <= start < line.end)
        text = line.text[start - line.start : min(stop, line.end) - line.start].rstrip()
        node.add(Node("item", node.eid.child("item", number), start, start + len(text), num=f"({number})"))
