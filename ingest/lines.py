"""Lines of a source with their offsets, and the tree under construction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.provision import EId, Provision, ProvisionRef, Span
from ingest.read import SourceText

# Blanks at the ends of a line, those without width (byte order mark, zero-width space) among them.
_BLANK = re.compile(r"^[\s\ufeff\u200b]+|[\s\ufeff\u200b]+$")
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its text without blanks around it, and where that stands."""

    text: str
    start: int
    end: int

    @property
    def is_upper(self) -> bool:
        """Whether its letters are capitals (nine in ten: "No." may stand in a title)."""
        letters = [c for c in self.text if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank, in order."""
    found = []
    for match in _LINE.finditer(text):
        stripped = _BLANK.sub("", match[0])
        if stripped:
            start = match.start() + match[0].index(stripped)
            found.append(Line(stripped, start, start + len(stripped)))
    return found


@dataclass(slots=True)
class Node:
    """A provision under construction; its end grows with its children."""

    kind: str
    eid: EId
    start: int
    end: int
    num: str | None = None
    heading: str | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> Node:
        """Append `child` and stretch over it."""
        self.children.append(child)
        self.end = max(self.end, child.end)
        return child

    def count(self, level: str) -> int:
        """How many direct children have an eId of this level."""
        return sum(child.eid.segments[-1][0] == level for child in self.children)

    def free(self, eid: EId) -> EId:
        """`eid`, or the first number after it that no direct child has: a text may count wrongly."""
        taken = {child.eid for child in self.children}
        number = self.count(eid.segments[-1][0])
        while eid in taken:
            number += 1
            eid = self.eid.child(eid.segments[-1][0], number)
        return eid

    def next(self, level: str) -> EId:
        """The eId of the next direct child of this level."""
        return self.eid.child(level, self.count(level) + 1)


def freeze(node: Node, doc_id: str, source: SourceText) -> Provision:
    """The finished tree: ends stretched over children, texts cut from the source."""
    children = tuple(freeze(child, doc_id, source) for child in node.children)
    end = max([node.end, *(child.span.end for child in children)])
    return Provision(
        ref=ProvisionRef(doc_id, node.eid), kind=node.kind, num=node.num, heading=node.heading,
        text=source.text[node.start : end], span=Span(node.start, end), page=source.page(node.start), children=children,
    )  # fmt: skip
