"""The lines of a law with what each begins with, and what its parsing found odd."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.provision import EId
from ingest.law_marks import Mark, is_rule, mark_of, plain
from ingest.lines import Line


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a law's text that a person should look at: the 1-based line, and what is odd there."""

    line: int
    what: str


@dataclass(slots=True)
class LawText:
    """Lines, their plain texts and marks (all of one length); eIds given so far; oddities as (offset, what)."""

    lines: list[Line]
    texts: list[str] = field(init=False)
    marks: list[Mark | None] = field(init=False)
    taken: set[EId] = field(default_factory=set)
    odd: list[tuple[int, str]] = field(default_factory=list)
    repeats: dict[EId, int] = field(default_factory=dict)
    counts: dict[EId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = [plain(line.text) for line in self.lines]
        self.marks = [
            mark_of(text, line.text.startswith("#")) for line, text in zip(self.lines, self.texts, strict=True)
        ]

    def unique(self, eid: EId) -> EId:
        """`eid`, or where it is taken the next free one: "table_1", "table_1.2"; a law gives no number twice."""
        level, number = eid.segments[-1]
        first = eid
        while eid in self.taken:
            self.repeats[first] = self.repeats.get(first, 1) + 1
            eid = EId((*eid.segments[:-1], (level, f"{number or 1}.{self.repeats[first]}")))
        self.taken.add(eid)
        return eid

    def next(self, outer: EId, level: str) -> EId:
        """The eId of the next provision of a level that bears no number of its own: bullets, tables, paragraphs."""
        counter = outer.child(level)
        self.counts[counter] = self.counts.get(counter, 0) + 1
        return self.unique(outer.child(level, self.counts[counter]))

    def note(self, index: int, what: str) -> None:
        """Report something odd at a line."""
        self.odd.append((self.lines[index].start, what))

    def is_rule(self, index: int) -> bool:
        """Whether a line is only drawn."""
        return is_rule(self.lines[index].text)

    def article(self, index: int) -> Mark | None:
        """The article mark of a line, a leading quotation mark left off it, or None."""
        mark = self.marks[index]
        return mark if mark and mark.kind == "article" else None

    def before(self, index: int) -> str:
        """The text of the last line before `index` that is not only drawn; empty at the beginning."""
        index -= 1
        while index >= 0 and self.is_rule(index):
            index -= 1
        return self.texts[index] if index >= 0 else ""
