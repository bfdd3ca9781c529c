"""From when a document applies, and until when, read off its own words.

Law 64/2025/QH15 on the Promulgation of Legal Documents and its forerunners ask each document to name the day on
which it takes effect. Only a sentence that begins with the document itself counts ("Nghị định này có hiệu lực …"):
what a clause, an annex, a footnote or a quoted law says of its own commencement is another matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.language import aligned
from corpus.provision import DateBasis, EId, Provision
from corpus.reference import KIND_WORDS

# Provisions that speak of another document: footnotes, quoted text, annexes, the works of a codification.
OTHERS = frozenset({"fn", "quot", "att", "work"})

DATES = (
    # Scans and hurried typists lose marks and blanks: "ngay23 tháng 4 năm 2026".
    (re.compile(r"ng[àa]y\s*(?P<d>\d{1,2})\s*th[áa]ng\s*(?P<m>\d{1,2})\s*n[ăa]m\s*(?P<y>\d{4})", re.IGNORECASE), False),
    (re.compile(r"(?P<m>[A-Z][a-z]+)\s+(?P<d>\d{1,2}),\s+(?P<y>\d{4})"), True),
    (re.compile(r"(?P<d>\d{1,2})\s+(?P<m>[A-Z][a-z]+)\s+(?P<y>\d{4})"), True),
    (re.compile(r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})\b"), False),
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
# Words for a document that KIND_WORDS has not, and what is said to take effect (folded, as KIND_WORDS is).
_KINDS = {**KIND_WORDS, "van ban nay": "", "quy che": "", "code": "law"}
_SUBJECT = (
    rf"(?P<en>this\s+)?(?P<kind>{'|'.join(sorted(map(re.escape, _KINDS), key=len, reverse=True))})(?P<vi>\s+nay)?"
)
_TAKES_EFFECT = (
    r"(?:co hieu luc(?: thi hanh)?|co gia tri thi hanh|"
    r"(?:shall |will )?(?:takes?|comes?|enters?|is|be) (?:in(?:to)? )?(?:effect(?:ive)?|force)(?: for implementation)?)"
)
_COMMENCES = re.compile(rf"(?:^|\n\s*|[.;:]\s+)\**{_SUBJECT},?\s+{_TAKES_EFFECT}\b(?P<rest>[^.;]{{0,200}})")
_FROM_SIGNING = re.compile(
    r"(?:ke )?tu ngay (?:ky|ban hanh|duoc thong qua)|(?:from|on|as of) the (?:date|day) (?:of (?:its )?|on which it is )?"
    r"(?:signing|signature|signed|promulgation|issuance|adoption)|(?:from|on) its (?:signing|date of signing)"
)
_AFTER_SIGNING = re.compile(
    r"sau (?P<vi>\d{1,3}) ngay,? (?:ke )?tu ngay (?:ky|ban hanh)|"
    r"(?P<en>\d{1,3}) days (?:after|from) (?:the (?:date|day) of )?(?:its )?(?:signing|signature|promulgation|issuance)"
)
_UNTIL = re.compile(r"(?:den (?:het )?|until |through )(?=ngay|the end of|[a-z0-9])")
_MARKS = re.compile(r"^(?:[\s.)*_]|\[\d+\])*")  # what stands between a label and its text, footnote numbers too
_SPACE = re.compile(r"[*_\s]")


@dataclass(frozen=True, slots=True)
class Commencement:
    """The kind that the document calls itself (None where it does not say), and the days of its validity."""

    kind: str | None = None
    effective: date | None = None
    basis: DateBasis | None = None
    expired: date | None = None


def commencement(tree: Provision, issued: date | None, kind: str | None = None) -> Commencement:
    """What the tree's first commencement clause says; "from the day of signing" counts from `issued`.

    "Quyết định có hiệu lực …" without "này" speaks of any decision, save in a document that is of this `kind`.
    """
    for text in _own_texts(tree):
        plain = aligned(text).lower()
        for match in _COMMENCES.finditer(plain):
            named = _KINDS[match["kind"]] or None
            if match["en"] or match["vi"] or named == kind:
                effective, basis, expired = _days(text, plain, match, issued)
                if effective or expired or match["en"] or match["vi"]:
                    return Commencement(named, effective, basis, expired)
    return Commencement()


def _days(
    text: str, plain: str, match: re.Match[str], issued: date | None
) -> tuple[date | None, DateBasis | None, date | None]:
    start, end = match.span("rest")
    cut = _UNTIL.search(plain, start, end)
    effective, basis = _from_day(text[start : cut.start() if cut else end], issued)
    return effective, basis, date_in(text[cut.end() : end]) if cut else None


def date_in(text: str) -> date | None:
    """The first date written in `text`, in either language; None where there is none."""
    found = ((match, named) for pattern, named in DATES for match in pattern.finditer(text))
    first = min(found, key=lambda one: one[0].start(), default=None)
    return to_date(*first) if first else None


def to_date(match: re.Match[str], named: bool) -> date | None:
    """The day of a match of `DATES`; None for the 31st of February."""
    month = _MONTHS.get(match["m"].lower()) if named else int(match["m"])
    try:
        return date(int(match["y"]), month, int(match["d"])) if month else None
    except ValueError:
        return None


def _from_day(rest: str, issued: date | None) -> tuple[date | None, DateBasis | None]:
    """The day that the words after "takes effect" name, and what it rests on."""
    folded = _SPACE.sub(" ", aligned(rest).lower())
    signing, after = _FROM_SIGNING.search(folded), _AFTER_SIGNING.search(folded)
    if after and issued:
        return issued + timedelta(days=int(after["vi"] or after["en"])), "inferred"
    if named := date_in(_SPACE.sub(" ", rest)):
        return named, "text"
    return (issued, "text") if signing and issued else (None, None)


def _own_texts(tree: Provision) -> Iterator[str]:
    """The words of each provision of the document itself: without its label, without what stands below it."""
    if not _is_own(tree.ref.eid):
        return
    end = tree.children[0].span.start - tree.span.start if tree.children else len(tree.text)
    own = tree.text[:end]
    if tree.kind != "document":
        label = own.find(tree.num) + len(tree.num) if tree.num and tree.num in own[:40] else 0
        yield _MARKS.sub("", own[label:], count=1)
    for child in tree.children:
        yield from _own_texts(child)


def _is_own(eid: EId) -> bool:
    return not OTHERS & {level for level, _ in eid.segments}
