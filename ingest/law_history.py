"""The history of a consolidated text's provisions, read off its footnotes.

Ordinance 01/2012/UBTVQH13 on consolidation, Article 4 onwards: the consolidated text shows by a footnote which
provision was added, amended or repealed, by which provision of which document, and from when. The marker
stands behind the number or the heading of what changed, or behind the words that did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.provision import EId, Provision, Span
from ingest.commencement import date_in

# What a footnote says happened, and what that is called here; the longer wording comes first.
ACTIONS: dict[str, str] = {
    "sửa đổi, bổ sung": "amended", "sửa đổi": "amended", "bổ sung": "added", "bãi bỏ": "repealed",
    "thay thế": "replaced", "amended": "amended", "supplemented": "added", "added": "added", "repealed": "repealed",
    "annulled": "repealed", "replaced": "replaced",
}  # fmt: skip
# "Khoản này …": what the footnote is about, and the kind of provision that is.
SCOPES: dict[str, str] = {
    "điểm này": "point", "khoản này": "clause", "điều này": "article", "mục này": "law_section", "chương này": "chapter",
    "this point": "point", "this clause": "clause", "this article": "article", "this section": "law_section",
    "this chapter": "chapter",
}  # fmt: skip
_PARTLY = {"amended": "amended", "added": "added", "repealed": "part_repealed", "replaced": "words_replaced"}
_CHANGES = (
    re.compile(
        rf"\bđược\s+(?P<action>{'|'.join(a for a in ACTIONS if not a.isascii())})\b[^.]{{0,300}}?"
        r"theo quy định tại\s+(?P<by>(?:điểm\s\w+\s)?(?:khoản\s\w+\s)?Điều\s\w+)\s+(?:của\s)?(?P<law>[^.]{0,200}?số\s(?P<number>\S+?))"
        r"(?=[\s,.;])(?:[^.]{0,300}?,\s*có hiệu lực (?:thi hành )?(?:kể )?từ ngày\s(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4}))?"
    ),
    re.compile(
        rf"\b(?:is|was|were|has been|have been)\s+(?P<action>{'|'.join(a for a in ACTIONS if a.isascii())})\b[^.]{{0,300}}?"
        r"\b(?:by|under|in|to)\s+(?P<by>(?:Point\s\w+,?\s)?(?:Clause\s\w+,?\s)?Article\s\w+),?\s+of\s+(?:the\s)?"
        r"(?P<law>.{0,200}?No\.\s(?P<number>\S+?))(?=[\s,.;])"
        r"(?:[^.]{0,300}?\beffective (?:from|on)\s(?P<month>[A-Z][a-z]+)\s(?P<d>\d{1,2}),\s(?P<y>\d{4}))?",
        re.IGNORECASE,
    ),
)
_MONTHS = "january february march april may june july august september october november december".split()
_MARKER = re.compile(r"\[(\d{1,4})\]")
# "Quy định liên quan đến … có hiệu lực thi hành từ ngày …": for parts of the change another day is given behind it.
_FOR_PARTS = re.compile(r"\.\s[^.]{0,600}?(?:có hiệu lực (?:thi hành )?(?:kể )?từ (?=ngày)|\beffective (?:from|on)\s)")


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a provision: `eid` is what changed, `footnote` says so.

    `action`: added, amended, repealed, replaced; part_repealed and words_replaced where only words of the
    provision are meant. `by` is the amending provision as printed, `law` the number of its document, `effective`
    the day from which the change holds, None where the footnote does not say it; `partly` is the day from which
    parts of it hold already, where the footnote gives one.
    """

    eid: EId
    footnote: int
    action: str
    by: str
    law: str
    effective: date | None
    partly: date | None = None


def history(tree: Provision) -> list[Change]:
    """All changes that the footnotes of a consolidated text name, in the order of the footnotes."""
    footnotes = [node for node in tree.children if node.kind == "footnote"]
    if not footnotes:
        return []
    places = _markers(tree, footnotes[0].span.start)
    found = []
    for node in footnotes:
        number = int(node.ref.eid.segments[0][1])
        if number in places:
            found += list(_changes(number, node.text, places[number]))
    return found


def _markers(tree: Provision, end: int) -> dict[int, list[Provision]]:
    """Footnote number -> the provisions around its first marker before `end`, outermost first."""
    places: dict[int, list[Provision]] = {}
    for match in _MARKER.finditer(tree.text, 0, end):
        places.setdefault(int(match[1]), _path(tree, Span(match.start(), match.end())))
    return places


def _path(tree: Provision, span: Span) -> list[Provision]:
    path = [tree]
    while inner := next((child for child in path[-1].children if span in child.span), None):
        path.append(inner)
    return path


def _changes(number: int, text: str, path: list[Provision]) -> Iterator[Change]:
    words = " ".join(_MARKER.sub("", unicodedata.normalize("NFC", text), count=1).split())
    matches = [match for pattern in _CHANGES for match in pattern.finditer(words)]
    ends = [*(following.start() for following in matches), len(words)][1:]
    for match, end in zip(matches, ends, strict=True):
        what, action = _subject(words, match.start()), ACTIONS[match["action"].lower()]
        kind = SCOPES.get(what.lower())
        node = next((n for n in reversed(path) if n.kind == kind), None) if kind else path[-1]
        if node is None or not node.ref.eid.segments:
            continue
        effective = _effective(match)
        yield Change(
            node.ref.eid, number, action if kind else _PARTLY[action], match["by"], match["number"], effective,
            _partly(words[match.end() : end], effective),
        )  # fmt: skip


def _subject(words: str, end: int) -> str:
    """What a sentence says was changed: its words before the verb."""
    return words[words.rfind(".", 0, end) + 1 : end].strip()


def _partly(rest: str, effective: date | None) -> date | None:
    """The earlier day that the next sentence gives for parts of a change."""
    match = _FOR_PARTS.match(rest)
    day = date_in(rest[match.end() : match.end() + 40]) if match else None
    return day if day and effective and day < effective else None


def _effective(match: re.Match[str]) -> date | None:
    if not match["y"]:
        return None
    groups = match.groupdict()
    name = (groups.get("month") or "").lower()
    try:
        return date(
            int(match["y"]),
            int(groups.get("m") or (_MONTHS.index(name) + 1 if name in _MONTHS else 0)),
            int(match["d"]),
        )
    except ValueError:
        return None
