"""The body of a law: divisions, articles, clauses, points, items, tables and quoted texts, line by line."""

from __future__ import annotations

from corpus.provision import EId
from ingest.law_marks import Mark, dangling, finished, point_rank, quoted_mark, sequence, without_notes
from ingest.law_numbering import RANKS
from ingest.law_quotes import Quoting, announces, midline
from ingest.law_text import LawText
from ingest.lines import Line, Node

LEVELS = {
    "part": "part", "chapter": "chp", "law_section": "sec", "subsection": "subsec",
    "article": "art", "clause": "para", "point": "point", "item": "item", "bullet": "bullet",
}  # fmt: skip
HEADING_MAX = 250  # code points; a longer "heading" is an article that says it all in one line
HEADING_LINES = 4
HEADING_SHORT = 60  # a last line of a wrapped heading
_RELATED = "(Điều này có nội dung liên quan"  # the note that the codification puts under an article


class Body(Quoting):
    """The provisions of a law, an attachment, a footnote, a quoted text or a codification."""

    def __init__(self, text: LawText, root: Node, prefix: EId) -> None:
        super().__init__(text, root, prefix)
        self.heading_lines = 0
        self.table: Node | None = None

    def fill(self, start: int, stop: int) -> None:
        """Take the lines from `start` up to `stop`."""
        self.stop = stop
        for index in range(start, stop):
            mark = self.mark(index)
            if mark and mark.kind == "article":
                self.articles_ahead[sequence(mark.number)[0]] = index
        index = start
        while index < stop:
            index = self.take(index)

    def take(self, index: int) -> int:
        """Take a line, or all lines of a quotation that begins there; returns the next one."""
        line = self.line(index)
        if self.text.is_rule(index):
            return index + 1
        if line.text.startswith("|"):
            self._table(line)
            return index + 1
        self.table = None
        if self.quotes(index):
            return self._quotation(index, index, line)
        mark = self.mark(index)
        if not (mark and self._opened(index, mark, line)):
            self._goes_on(index, mark, line)
        cut = midline(line.text) if self.holds_quotations and self.chain else None
        if cut is not None and (announces(line.text[:cut]) or quoted_mark(line.text[cut:])):
            rest = Line(line.text[cut:], line.start + cut, line.end)
            return self._quotation(index, index, rest)
        return index + 1

    def _opened(self, index: int, mark: Mark, line: Line) -> bool:
        if mark.kind in ("clause", "point", "item", "bullet"):
            taken = {"clause": self._takes_clause, "point": self._takes_point,
                     "item": self._takes_item, "bullet": self._takes_item}[mark.kind](index, mark)  # fmt: skip
            kind = mark.kind
            if not taken and kind == "point" and mark.label.strip("().") in ("i", "v", "x"):
                taken, kind = self._takes_item(index, mark), "item"
            if taken:
                self.open(kind, mark, line)
            return taken
        if mark.kind == "article":
            if not self.takes_article(index, mark):
                return False
            self.open("article", mark, line)
            self._article_opened(index, mark)
            return True
        if not self._takes_division(index, mark):
            return False
        self.open(mark.kind, mark, line)
        return True

    # What a label does

    def open(self, kind: str, mark: Mark, line: Line) -> Node:
        """Open a provision under the innermost one that can hold it."""
        self._close(RANKS[kind])
        parent = self.chain[-1] if self.chain else self.root
        node = Node(kind, self.eid(kind, mark, parent), line.start, line.end, num=mark.label)
        parent.add(node)
        self.chain.append(node)
        self.heading = None
        if RANKS[kind] <= RANKS["article"]:
            self._head(node, mark)
        if kind == "clause":
            self.clause, self.nested = sequence(mark.number), 0
        if RANKS[kind] < RANKS["point"]:
            self.point, self.points_over = None, False
        if kind == "point":
            self.point = point_rank(mark.number)
        return node

    def eid(self, kind: str, mark: Mark, parent: Node) -> EId:
        """The eId of a provision; articles number through, so their divisions do not count."""
        if kind == "article":
            return self.text.unique(self.prefix.child("art", mark.number))
        outer = self.prefix if parent is self.root else parent.eid
        if kind in ("item", "bullet"):
            return self.text.next(outer, LEVELS[kind])
        return self.text.unique(outer.child(LEVELS[kind], mark.number))

    def _head(self, node: Node, mark: Mark) -> None:
        rest = mark.rest
        says_all = node.kind == "article" and (len(rest) > HEADING_MAX or rest.endswith((".", ":")))
        node.heading = None if says_all or not rest else rest
        self.heading = None if says_all else node
        self.heading_lines = 0

    def _article_opened(self, index: int, mark: Mark) -> None:
        self.article = sequence(mark.number)
        self.clause, self.nested = None, 0
        self.clauses_ahead = {}
        for ahead in range(index + 1, self.stop):
            other = self.mark(ahead)
            if other and other.kind == "article":
                break
            if other and other.kind == "clause":
                self.clauses_ahead[sequence(other.number)[0]] = ahead

    def _table(self, line: Line) -> None:
        parent = self.chain[-1] if self.chain else self.root
        self.heading = None
        if self.table is None:
            outer = self.prefix if parent is self.root else parent.eid
            eid = self.text.next(outer, "table")
            self.table = parent.add(Node("table", eid, line.start, line.end))
        self.table.end = line.end

    # A line that opens nothing

    def _goes_on(self, index: int, mark: Mark | None, line: Line) -> None:
        if self.heading is not None and self._goes_on_heading(index, mark, line):
            return
        self.heading = None
        if line.text.startswith(_RELATED) or line.text.startswith("#"):
            self._close(RANKS["clause"])
        before = self.text.before(index)
        if (
            self.chain
            and RANKS[self.chain[-1].kind] == RANKS["item"]
            and finished(before)
            and not line.text[0].islower()
        ):
            self.chain.pop()
        if not self.chain and not self.prefix.segments:  # before the first provision that can hold it
            eid = self.text.next(self.prefix, "para")
            self.root.add(Node("paragraph", eid, line.start, line.end))
            return
        node = self.chain[-1] if self.chain else self.root
        node.end = max(node.end, line.end)

    def _goes_on_heading(self, index: int, mark: Mark | None, line: Line) -> bool:
        node, text = self.heading, without_notes(self.text.texts[index])
        assert node is not None  # the caller has asked
        self.heading_lines += 1
        if mark or self.heading_lines > HEADING_LINES or not text:
            return False
        goes_on = (
            self._division_heading(node, line) if node.kind != "article" else self._article_heading(index, node, text)
        )
        if goes_on:
            node.heading = f"{node.heading} {text}" if node.heading else text
            node.end = line.end
        return goes_on

    @staticmethod
    def _division_heading(node: Node, line: Line) -> bool:
        if line.is_upper or line.text.startswith("#"):
            return True
        return node.heading is None and len(line.text) <= HEADING_MAX and not finished(line.text)

    def _article_heading(self, index: int, node: Node, text: str) -> bool:
        following = self.mark(index + 1) if index + 1 < self.stop else None
        short = len(text) <= HEADING_SHORT and not finished(text)
        if node.heading is None:
            return len(text) <= HEADING_MAX and not finished(text) and following is not None
        before = self.text.before(index)
        if finished(before) and not before.endswith(";"):  # the heading of one article may name two matters
            return False
        if text[0].islower() or text[0].isdigit() or dangling(before) or before.endswith(","):
            return len(node.heading) <= HEADING_MAX
        return len(before) > HEADING_SHORT and short and following is not None and following.kind == "clause"

    def _quotation(self, index: int, first: int, line: Line) -> int:
        end = self.quotation_end(index, line)
        lead = len(line.text) - len(line.text.lstrip("*_ "))
        eid = self.text.next(self.prefix, "quot")
        parent = self.chain[-1] if self.chain else self.root
        node = parent.add(Node("quotation", eid, line.start, line.end))
        inside = Quotation(self.text, node, eid)
        inner = line.text[lead + 1 :].lstrip("*_ ")
        start = line.end - len(inner)
        inside.first = (first, Line(inner, start, line.end))
        if inner:
            inside.fill(first, end + 1)
        node.end = max(node.end, self.text.lines[end].end)
        return end + 1


class Quotation(Body):
    """Text that an amending law puts into another: any number may come first, and no quotation lies inside."""

    @property
    def holds_quotations(self) -> bool:
        """A quotation inside a quotation is text."""
        return False

    def takes_article(self, index: int, mark: Mark) -> bool:
        """Any article that comes after the last one."""
        before = self.text.before(index) if not (self.first and self.first[0] == index) else ""
        return not mark.work and not dangling(before) and (self.article is None or sequence(mark.number) > self.article)

    def _holds_clauses(self) -> bool:
        return True

    def _first_clause(self, index: int, mark: Mark, number: tuple[int, str]) -> bool:
        return self.article is None or super()._first_clause(index, mark, number)

    def _starts_anywhere(self) -> bool:
        return self.article is None and self.clause is None

    def _takes_item(self, index: int, mark: Mark) -> bool:
        return bool(self.chain) and super()._takes_item(index, mark)
