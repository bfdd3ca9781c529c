"""Footnotes of a consolidated text: what amended a provision, and commencement articles quoted in full.

The articles that a footnote quotes are another law's: `fn_107__art_3__para_2`. Where it quotes the same number
of two laws, the later one is told apart as a quoted text of its own: `fn_107__quot_2__art_2`.
"""

from __future__ import annotations

import re

from corpus.provision import EId
from ingest.law_body import Body
from ingest.law_marks import Mark, quoted_mark, sequence
from ingest.law_quotes import OPENING, Depth
from ingest.law_regions import FOOTNOTE
from ingest.law_text import LawText
from ingest.lines import Line, Node

# "Điều 3 của Luật số … quy định như sau:" names what is quoted next.
_INTRODUCES = re.compile(r"(?:Các điều|Điều|Khoản|Điểm|Articles?|Clauses?)\s+\S.*(?:như sau|as follows)\s*:\s*$")


def fill_footnotes(text: LawText, root: Node, start: int, stop: int) -> None:
    """One node for each footnote; a number that is not greater than the last one opens none."""
    starts: list[tuple[int, str]] = []
    for index in range(start, stop):
        match = FOOTNOTE.match(text.texts[index])
        if match and (not starts or int(match["n"]) > int(starts[-1][1])):
            if starts and int(match["n"]) != int(starts[-1][1]) + 1:
                text.note(index, f"footnote {int(starts[-1][1]) + 1} is missing before it")
            starts.append((index, match["n"]))
    ends = [first for first, _ in starts[1:]] + [stop]
    for (first, number), end in zip(starts, ends, strict=True):
        eid = text.unique(EId().child("fn", int(number)))
        line = text.lines[first]
        node = root.add(Node("footnote", eid, line.start, line.end, num=f"[{number}]"))
        Footnote(text, node, eid).fill(first, end)


class Footnote(Body):
    """The lines of one footnote."""

    quote: Depth | None = None

    @property
    def holds_quotations(self) -> bool:
        """Quoted articles are children of the footnote itself."""
        return False

    def mark(self, index: int) -> Mark | None:
        """The label at a line, also behind an opening quotation mark."""
        text = self.text.texts[index]
        if text[0] in OPENING:
            quoted = quoted_mark(text)
            return quoted if quoted and quoted.kind == "article" else None
        return self.text.marks[index]

    def take(self, index: int) -> int:
        """Take a line; what a quotation holds ends with its closing mark."""
        text = self.text.texts[index]
        if text[0] in OPENING:
            self.quote = Depth(text[0])
            self._end_of_quote()
        elif self.quote is None and _INTRODUCES.match(text):
            self._end_of_quote()
        ends = self.quote is not None and self.quote.ends_with(text)
        following = super().take(index)
        if ends:
            self.quote = None
            self._end_of_quote()
        return following

    def line(self, index: int) -> Line:
        """A line, an opening quotation mark before an article left off it."""
        line = self.text.lines[index]
        if line.text[0] in OPENING and self.mark(index):
            inner = line.text[1:].lstrip()
            return Line(inner, line.end - len(inner), line.end)
        return line

    def takes_article(self, index: int, mark: Mark) -> bool:
        """A heading that a quotation opens with or goes on to, or that follows its announcement."""
        if self.text.texts[index][0] in OPENING or self.text.before(index).endswith(":"):
            return True
        return self.quote is not None and self.article is not None and sequence(mark.number) > self.article

    def eid(self, kind: str, mark: Mark, parent: Node) -> EId:
        """`fn_107__art_2`, the second time `fn_107__quot_2__art_2`."""
        eid = self.prefix.child("art", mark.number)
        if kind != "article" or eid not in self.text.taken:
            return super().eid(kind, mark, parent)
        again = self.text.repeats[eid] = self.text.repeats.get(eid, 1) + 1
        return self.text.unique(self.prefix.child("quot", again).child("art", mark.number))

    def _end_of_quote(self) -> None:
        self._close(0)
        self.heading = None
        self.article = None
