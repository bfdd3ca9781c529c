"""The statute: law, ordinance, decree, circular, resolution or decision in articles, Vietnamese or translated.

Phần, Chương, Mục, Tiểu mục hold articles, articles hold clauses (khoản), clauses points (điểm). Articles number
through, so an eId begins with the article: `art_22__para_1__point_d`. What has its own numbering has a prefix:
quoted text of an amending law, regulations issued with a decision, footnotes of a consolidated text, the works of
a codification.
"""

from __future__ import annotations

import re

from corpus.provision import EId
from ingest.law_body import Body
from ingest.law_codification import Codification
from ingest.law_codification import recognises as is_codification
from ingest.law_footnotes import fill_footnotes
from ingest.law_head import fill_head
from ingest.law_marks import dangling, mark_of, plain, sequence
from ingest.law_regions import Region, body_start, opens_body, regions, signature_start
from ingest.law_text import LawText, Oddity
from ingest.lines import Line, Node, lines

ARTICLES_MIN = 2
ROOT = EId()
_LINE_REST = re.compile(r"[ \t\u00a0\u200b\ufeff]*(?![^\r\n\f\v\x85\u2028\u2029])|")


def recognises(text_lines: list[Line]) -> bool:
    """At least two article headings whose numbers follow each other; a text that only mentions articles has none."""
    last: tuple[int, str] | None = None
    in_order = 0
    before = ""
    for line in text_lines:
        text = plain(line.text)
        mark = mark_of(text) if text[:1] in "ĐÐA" else None
        if mark and mark.kind == "article" and not dangling(before) and not (mark.bare and before.endswith(",")):
            number = sequence(mark.number)
            follows = last is None or mark.work or last[0] <= number[0] <= last[0] + 1
            in_order = in_order + 1 if follows else 1
            last = number
            if in_order >= ARTICLES_MIN:
                return True
        before = text
    return False


def fill(root: Node, text_lines: list[Line]) -> None:
    """Build the tree of a statute below `root`."""
    _fill(root, LawText(text_lines))


def finish(root: Node, source: str) -> None:
    """Stretch every provision to the end of its last line, blanks before the newline included."""
    for child in root.children:
        finish(child, source)
        child.end = _LINE_REST.match(source, max(child.end, *(inner.end for inner in child.children), 0)).end()  # type: ignore[union-attr]


def oddities(source: str) -> list[Oddity]:
    """What looked odd in a statute's text, in the order of its lines; nothing of it stops the parsing."""
    text = LawText(lines(source))
    _fill(Node("document", ROOT, 0, len(source)), text)
    found, line, at = [], 1, 0
    for offset, what in sorted(text.odd):
        line += source.count("\n", at, offset)
        at = offset
        found.append(Oddity(line, what))
    return found


def _fill(root: Node, text: LawText) -> None:
    if is_codification(text):
        start = body_start(text)
        fill_head(text, root, ROOT, 0, start)
        Codification(text, root, ROOT).fill(start, len(text.lines))
        return
    for region in regions(text):
        _REGIONS[region.kind](text, root, region)


def _head(text: LawText, root: Node, region: Region) -> None:
    fill_head(text, root, ROOT, region.start, region.stop)


def _body(text: LawText, root: Node, region: Region) -> None:
    Body(text, root, ROOT).fill(region.start, region.stop)


def _signature(text: LawText, root: Node, region: Region, prefix: EId = ROOT) -> None:
    first, last = text.lines[region.start], text.lines[region.stop - 1]
    root.add(Node("signature", text.unique(prefix.child("sig")), first.start, last.end))


def _attachment(text: LawText, root: Node, region: Region) -> None:
    eid = text.next(ROOT, "att")
    first = text.lines[region.start]
    node = root.add(Node("attachment", eid, first.start, first.end))
    start = _own_body(text, region)
    if start == region.stop:  # a list, a table, a form: text without articles
        node.heading = first.text.strip("*_# ")
        Body(text, node, eid).fill(region.start, region.stop)
        return
    fill_head(text, node, eid, region.start, start)
    node.heading = next((child.heading for child in node.children if child.kind == "title"), None)
    sign = signature_start(text, start, region.stop)
    Body(text, node, eid).fill(start, sign)
    if sign < region.stop:
        _signature(text, node, Region("signature", sign, region.stop), eid)


def _own_body(text: LawText, region: Region) -> int:
    """Where the body of an attachment begins, its end where it has no article."""
    lines_of = range(region.start, region.stop)
    if not any((mark := text.marks[index]) and mark.kind == "article" for index in lines_of):
        return region.stop
    return next(index for index in lines_of if opens_body(text, index))


def _footnotes(text: LawText, root: Node, region: Region) -> None:
    fill_footnotes(text, root, region.start, region.stop)


_REGIONS = {
    "head": _head, "body": _body, "signature": _signature, "attachment": _attachment, "footnotes": _footnotes,
}  # fmt: skip
