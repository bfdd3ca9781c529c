"""Where a label has a place: the numbering of articles, clauses, points and items.

A label opens a provision only where the numbering has a place for it; otherwise the line goes on with the
provision before it. So a reference at the beginning of a line ("Điều 12. …" after "theo quy định tại"),
a numbered list inside a clause or a wrapped sentence invents no provision, and none is lost when a number
is missing: what is out of order is reported.
"""

from __future__ import annotations

from corpus.provision import EId
from ingest.law_marks import (
    POINT_ORDER,
    VIETNAMESE_POINTS,
    Mark,
    dangling,
    finished,
    mark_of,
    plain,
    point_rank,
    sequence,
)
from ingest.law_text import LawText
from ingest.lines import Line, Node

# How deep a provision lies; a new one closes all that lie as deep or deeper.
RANKS = {
    "part": 0, "chapter": 1, "law_section": 2, "subsection": 3,
    "article": 4, "clause": 5, "point": 6, "item": 7, "bullet": 7,
}  # fmt: skip
CLAUSE_JUMP = 30  # more clauses are hardly ever missing at once; the number is then another one
POINT_JUMP = 6


class Numbering:
    """What one numbering governs, and how far it has come.

    `root` is the provision to fill, `prefix` what its eIds begin with, `chain` what is open, outermost first.
    """

    def __init__(self, text: LawText, root: Node, prefix: EId) -> None:
        self.text = text
        self.root = root
        self.prefix = prefix
        self.stop = len(text.lines)
        self.chain: list[Node] = []
        self.first: tuple[int, Line] | None = None  # a first line of which only the end belongs here
        self.article: tuple[int, str] | None = None
        self.clause: tuple[int, str] | None = None
        self.point: int | None = None
        self.points_over = False
        self.nested = 0
        self.heading: Node | None = None
        self.articles_ahead: dict[int, int] = {}
        self.clauses_ahead: dict[int, int] = {}

    def line(self, index: int) -> Line:
        """A line, the first one cut where the quotation begins."""
        return self.first[1] if self.first and self.first[0] == index else self.text.lines[index]

    def mark(self, index: int) -> Mark | None:
        """The label at a line."""
        if self.first and self.first[0] == index:
            return mark_of(plain(self.first[1].text))
        return self.text.marks[index]

    def _takes_division(self, index: int, mark: Mark) -> bool:
        before = self.text.before(index)
        return not dangling(before) and (finished(before) or not mark.bare or not before[-1:].isdigit())

    def takes_article(self, index: int, mark: Mark) -> bool:
        """Whether an article of this number can begin here."""
        before = self.text.before(index)
        number = sequence(mark.number)
        if mark.work or dangling(before) or (mark.bare and not self._bare_heading(index)):
            return False
        if self.article is None:
            return True
        if self._follows(number, self.article):
            return True
        if number <= self.article:
            self.text.note(index, f"{mark.label}: out of order, read as a reference")
            return False
        missing = self.article[0] + 1
        if not finished(before) or self.articles_ahead.get(missing, -1) > index:
            return False
        self.text.note(index, f"{mark.label}: article {missing} is missing before it")
        return True

    def _bare_heading(self, index: int) -> bool:
        """Whether "Điều 2" alone on a line is a heading: the sentence before it has ended, the next one begins."""
        following = self.text.texts[index + 1] if index + 1 < self.stop else ""
        before = self.text.before(index)
        return (not before or finished(before) or before.isupper()) and not following[:1].islower()

    @staticmethod
    def _follows(number: tuple[int, str], last: tuple[int, str]) -> bool:
        return number[0] == last[0] + 1 or (number[0] == last[0] and number[1] > last[1])

    def _takes_clause(self, index: int, mark: Mark) -> bool:
        before = self.text.before(index)
        number = sequence(mark.number)
        if not self._holds_clauses() or (dangling(before) and self.heading is None):
            return False
        if self.clause is None:
            return self._first_clause(index, mark, number)
        if self._follows(number, self.clause):
            if self.nested and number[0] == self.nested + 1 and self.clauses_ahead.get(number[0], -1) > index:
                self.nested += 1  # a list inside the clause has come to this number; the clause is still ahead
                return False
            return True
        if number[0] <= self.clause[0]:
            self.nested = number[0] if number[0] in (1, self.nested + 1) else self.nested
            self.text.note(index, f"{mark.label} after clause {self.clause[0]}: read as part of it")
            return False
        return self._jumps(index, number[0], self.clause[0] + 1, before)

    def _first_clause(self, index: int, mark: Mark, number: tuple[int, str]) -> bool:
        return number[0] == 1 or self._jumps(index, number[0], 1, self.text.before(index))

    def _jumps(self, index: int, number: int, missing: int, before: str) -> bool:
        ahead = self.clauses_ahead.get(missing, -1) > index
        if not finished(before) or ahead or number - missing > CLAUSE_JUMP:
            return False
        self.text.note(index, f"{number}.: clause {missing} is missing before it")
        return True

    def _holds_clauses(self) -> bool:
        return any(node.kind == "article" for node in self.chain)

    def _takes_point(self, index: int, mark: Mark) -> bool:
        before = self.text.before(index)
        if not self._holds_clauses() or self.points_over or dangling(before):
            return False
        rank = point_rank(mark.number)
        if self.point is None:
            return rank == 0 or self._starts_anywhere()
        letter = mark.number[0]
        if rank > self.point:
            near = rank - self.point <= POINT_JUMP
            due = rank == self.point + 1 or self._next_vietnamese() == ("đ" if mark.number == "dd" else letter)
            if near and not due and finished(before):
                self.text.note(index, f"{mark.label} a point is missing before it")
            return near and (due or finished(before))
        if rank == self.point and mark.number[-1:].isdigit():
            return True
        if rank == 0 and finished(before):
            # A second list of points inside one clause: its letters are taken, so it stays text of the clause.
            self.text.note(index, f"{mark.label} begins a second list of points in the same clause")
            self.points_over = True
            self._close(RANKS["point"])
        return False

    def _next_vietnamese(self) -> str:
        letter = POINT_ORDER[self.point or 0]
        place = VIETNAMESE_POINTS.find(letter) + 1
        return VIETNAMESE_POINTS[place : place + 1]

    def _starts_anywhere(self) -> bool:
        return False

    def _takes_item(self, index: int, mark: Mark) -> bool:
        if not any(node.kind in ("article", "clause", "point") for node in self.chain):
            return False
        # A dash before a small letter can be a wrapped "kinh tế | - xã hội".
        return finished(self.text.before(index)) or not mark.rest[:1].islower()

    def _close(self, rank: int) -> None:
        while self.chain and RANKS[self.chain[-1].kind] >= rank:
            self.chain.pop()
