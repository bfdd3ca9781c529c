"""The official codification (Pháp điển): articles of many works, each with the mark of its source.

"Điều 2.2.NĐ.3.44. …" is followed by "(Điều 3 Nghị định số 75/2023/NĐ-CP …)" (Ordinance 03/2012/UBTVQH13
on codification, Article 6): what stands there is Article 3 of that decree. Each work has its own numbering:
`work_7__art_3`, works counted in the order in which the codification first quotes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.provision import EId
from ingest.law_body import Body
from ingest.law_marks import Mark, sequence
from ingest.law_text import LawText
from ingest.lines import Line, Node, lines

_SOURCE = re.compile(
    r"\(\s*(?:Điều\s+)?(?P<n>\d{1,4})(?P<x>[a-zđ])?\.?\s+(?P<kind>[^\d(]{2,40}?)\s+số\s*:?\s*(?:[^\W\d][^\d,;()]{2,30}\s)?"
    r"(?P<number>\d{1,4}/[^\s,;)]+)\s*(?P<title>.*)"
)
_TITLE_END = re.compile(r"\.?\s*(?:ngày\s+\d|,\s*có hiệu lực|\))")
HEADINGS_MIN = 2
HEADING_LINES = 3  # the source mark stands at most so many lines below the heading


@dataclass(frozen=True, slots=True)
class Work:
    """A work that a codification gathers: `eid` is what its provisions begin with."""

    eid: EId
    number: str
    kind: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Works:
    """The works met so far, by number, and by the codification's own symbol where a mark is missing."""

    found: dict[str, Work] = field(default_factory=dict)
    by_symbol: dict[str, Work] = field(default_factory=dict)

    def get(self, symbol: str | None, number: str, kind: str | None = None, title: str | None = None) -> Work:
        """The work of this number, a new one where it is the first time."""
        if number not in self.found:
            self.found[number] = Work(EId().child("work", len(self.found) + 1), number, kind, title)
        if symbol:
            self.by_symbol.setdefault(symbol, self.found[number])
        return self.found[number]


def recognises(text: LawText) -> bool:
    """Whether at least two articles are numbered as the codification numbers them."""
    return sum(mark is not None and mark.work is not None for mark in text.marks) >= HEADINGS_MIN


def works(source: str) -> list[Work]:
    """The works that a codification gathers, in the order in which it first quotes them."""
    text = LawText(lines(source))
    reader = Codification(text, Node("document", EId(), 0, len(source)), EId())
    reader.fill(0, len(text.lines))
    return list(reader.works.found.values())


def _source(text: LawText, index: int, mark: Mark, met: Works) -> tuple[Work, str]:
    """The work of an article and its number there, read off the source mark under its heading."""
    for at in range(index, min(index + HEADING_LINES, len(text.lines))):
        other, match = text.marks[at], _SOURCE.match(text.texts[at])
        if at > index and other and other.work:
            break
        if match:
            title = _TITLE_END.split(match["title"], maxsplit=1)[0].strip() or None
            number = f"{match['n']}{match['x'] or ''}".replace("đ", "dd")
            return met.get(mark.work, match["number"].rstrip("."), match["kind"].strip(), title), number
    symbol = mark.work or ""
    return met.by_symbol.get(symbol) or met.get(symbol, symbol), mark.number


class Codification(Body):
    """Articles of many works, under the chapters of the first of them."""

    def __init__(self, text: LawText, root: Node, prefix: EId) -> None:
        super().__init__(text, root, prefix)
        self.works = Works()
        self.at = 0

    @property
    def holds_quotations(self) -> bool:
        """Amending articles are taken apart by their own works."""
        return False

    def mark(self, index: int) -> Mark | None:
        """The label at a line; a source mark without a heading above it is an article whose heading is lost."""
        match = _SOURCE.match(self.text.texts[index])
        if not match or self._headed(index):
            return self.text.marks[index]
        return Mark("article", f"{match['n']}{match['x'] or ''}", f"Điều {match['n']}{match['x'] or ''}", "", "")

    def _headed(self, index: int) -> bool:
        for above in range(index - 1, max(index - 1 - HEADING_LINES, -1), -1):
            mark = self.text.marks[above]
            if (mark and mark.work) or _SOURCE.match(self.text.texts[above]):
                return mark is not None
        return False

    def take(self, index: int) -> int:
        """Take a line, remembering which for the source mark."""
        self.at = index
        return super().take(index)

    def takes_article(self, index: int, mark: Mark) -> bool:
        """Only what the codification numbers; "Điều 36. …" inside an article repeats the source's heading."""
        return mark.work is not None

    def open(self, kind: str, mark: Mark, line: Line) -> Node:
        """Open a provision; an article's eId is that of its source."""
        node = super().open(kind, mark, line)
        if kind == "article":
            self.article = sequence(mark.number)
        return node

    def eid(self, kind: str, mark: Mark, parent: Node) -> EId:
        """`work_7__art_3`, and below it as in any law."""
        if kind != "article":
            return super().eid(kind, mark, parent)
        work, number = _source(self.text, self.at, mark, self.works)
        return self.text.unique(work.eid.child("art", number))
