"""References to documents and provisions, found in texts and in questions.

Two steps, as citators do it: `find_references` extracts what is written, with spans; `same_document` and
`pinpoint_eid` help to resolve it. What is ambiguous stays unresolved rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.language import aligned, composed
from corpus.pinpoint import HERE, ORDER, find_pinpoints
from corpus.provision import EId

# Kinds of documents by the words that name them (folded) ...
KIND_WORDS: dict[str, str] = {
    "directive": "directive", "chi thi": "directive",
    "resolution": "resolution", "nghi quyet": "resolution",
    "decree": "decree", "nghi dinh": "decree",
    "joint circular": "circular", "thong tu lien tich": "circular", "circular": "circular", "thong tu": "circular",
    "decision": "decision", "quyet dinh": "decision",
    "official telegram": "telegram", "telegram": "telegram", "official dispatch": "telegram", "cong dien": "telegram",
    "official letter": "letter", "cong van": "letter",
    "ordinance": "ordinance", "phap lenh": "ordinance",
    "conclusion": "conclusion", "ket luan": "conclusion",
    "law": "law", "luat": "law", "bo luat": "law",
}  # fmt: skip
# Kinds that only the head of a document names: "plan 2026" in a text is no number.
HEAD_KINDS: dict[str, str] = KIND_WORDS | {
    "plan": "plan", "ke hoach": "plan", "programme": "programme", "chuong trinh": "programme",
    "project": "project", "de an": "project", "guidance": "guidance", "huong dan": "guidance",
    "notice": "notice", "thong bao": "notice", "report": "report", "bao cao": "report",
}  # fmt: skip
# ... and by the symbol in their numbers (Decree 30/2020/ND-CP on clerical work, Annex III; Party documents
# follow Instruction 36-HD/VPTW).
SYMBOL_KINDS: dict[str, str] = {
    "CT": "directive", "NQ": "resolution", "ND": "decree", "TT": "circular", "TTLT": "circular", "QD": "decision",
    "CD": "telegram", "PL": "ordinance", "KL": "conclusion", "QH": "law", "VBHN": "consolidated",
    "KH": "plan", "CTR": "programme", "DA": "project", "HD": "guidance", "TB": "notice", "BC": "report",
}  # fmt: skip

# A symbol has two parts (QD-TTg, CT/TW) or is the National Assembly's (QH15, UBTVQH15): "20/CT" may be a scan.
_PART = r"[A-Z][A-Za-z]{0,8}\d{0,2}"
_SYMBOL = rf"(?:{_PART}(?:[-/]{_PART})+|(?:UBTV)?QH\d{{1,2}})"
_NUMBER = re.compile(
    rf"\b(?P<serial>\d{{1,5}})(?:/(?P<year>(?:19|20)\d{{2}}))?(?:-| ?/ ?)(?P<symbol>{_SYMBOL})(?![\w/])"
)
# The same typed without care: "52 ct tw", "51/2024/qh15", "16 / CT-TTg".
_LOOSE_SYMBOL = (
    r"(?:ct|nq|nd|tt|qd|cd|kl)\s?[/-]?\s?(?:tw|ttg|cp|byt|btc|bh|bca|bqp)|qh\d{1,2}|[a-z]{2,5}\d{0,2}-[a-z]{2,6}"
)
_NAMED = re.compile(
    rf"\b(?P<kind>{'|'.join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))})"
    rf"(?P<label>\s+(?:no\.?|so|number))?:?\s*(?P<serial>\d{{1,5}})(?:\s?/\s?(?P<year>(?:19|20)\d{{2}}))?"
    rf"(?:[\s/-]+(?P<symbol>{_LOOSE_SYMBOL}))?(?![\w/])"
    r"(?!\s*(?:%|(?:percent|phan tram|years?|months?|weeks?|days?|times|nam|thang|ngay|lan)\b))",
)
# Laws and codes are numbered with a symbol; "Luật 2024" and "area code 12" name no number.
_SYMBOL_KINDS_ONLY = frozenset({"law"})
_KIND_BEFORE = re.compile(
    rf"\b({'|'.join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))})(?:\s+(?:no\.?|so|number))?\s*$"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number taken apart: "25/2008/QH12" -> serial 25, year 2008, symbol QH12."""

    serial: str
    year: str | None = None
    symbol: str | None = None

    def matches(self, other: DocumentNumber) -> bool:
        """Whether both can mean the same document; what one of them leaves out does not part them."""
        return self.serial == other.serial and all(
            a is None or b is None or a == b
            for a, b in ((self.year, other.year), (_letters(self.symbol), _letters(other.symbol)))
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference at `text[start:end]`: to a document (`number`, `kind`), to a place in one (`pinpoint`), or both."""

    start: int
    end: int
    kind: str | None = None
    number: DocumentNumber | None = None
    pinpoint: tuple[tuple[str, str], ...] = ()


def parse_number(text: str) -> DocumentNumber | None:
    """The first document number in `text`, or None."""
    found = _NUMBER.search(aligned(text))
    return _number(found) if found else None


def find_references(text: str) -> list[Reference]:
    """All references in `text`, in order; neighbouring pinpoints ("Clause 2 Article 32") are one reference.

    A list ("khoản 2, 3 Điều 22") gives one reference for each of its members, all with the list's span.
    """
    nfc, offsets = composed(text)
    plain = aligned(nfc)
    lowered = plain.lower()
    found = [_by_number(m, lowered) for m in _NUMBER.finditer(plain)]
    taken = [(r.start, r.end) for r in found]
    for match in _NAMED.finditer(lowered):
        overlaps = any(start < match.end() and match.start() < end for start, end in taken)
        if not overlaps and not _is_bare_law(match):
            found.append(_by_name(match))
    found += _pinpoints(nfc)
    mapped = [replace(r, start=offsets[r.start], end=offsets[r.end]) for r in found]
    return sorted(mapped, key=lambda r: r.start)


def named_span(text: str, reference: Reference) -> tuple[int, int]:
    """Where a text names the document of a reference, the word for its kind included: "Nghị quyết 72-NQ/TW"."""
    before = _KIND_BEFORE.search(aligned(text).lower(), max(0, reference.start - 40), reference.start)
    return (before.start() if before else reference.start), reference.end


def symbol_kind(number: DocumentNumber) -> str | None:
    """The kind of document that the symbol of a number says (QD -> decision), or None."""
    parts = re.split(r"[-/]", number.symbol or "")
    return next(
        (SYMBOL_KINDS[p.upper()] for p in (part.rstrip("0123456789") for part in parts) if p.upper() in SYMBOL_KINDS),
        None,
    )


def pinpoint_eid(pinpoint: tuple[tuple[str, str], ...]) -> EId:
    """The eId of a pinpoint, outermost level first, however it was written."""
    return EId(tuple(sorted(pinpoint, key=lambda part: ORDER.index(part[0]))))


def _letters(symbol: str | None) -> str | None:
    return re.sub(r"[^A-Z0-9]", "", symbol.upper()) if symbol else None


def _number(match: re.Match[str]) -> DocumentNumber:
    return DocumentNumber(match["serial"].lstrip("0") or "0", match["year"], match["symbol"])


def _by_number(match: re.Match[str], lowered: str) -> Reference:
    """The kind is the one named before the number ("Nghị quyết 261/2025/QH15"), else the symbol's."""
    number = _number(match)
    before = _KIND_BEFORE.search(lowered, max(0, match.start() - 40), match.start())
    return Reference(match.start(), match.end(), KIND_WORDS[before[1]] if before else symbol_kind(number), number)


def _by_name(match: re.Match[str]) -> Reference:
    return Reference(match.start(), match.end(), KIND_WORDS[match["kind"]], _number(match))


def _is_bare_law(match: re.Match[str]) -> bool:
    return KIND_WORDS[match["kind"]] in _SYMBOL_KINDS_ONLY and not match["symbol"]


def _pinpoints(text: str) -> list[Reference]:
    """The places that a text names by number; of a range, its two ends."""
    found = []
    for place in find_pinpoints(text):
        levels = tuple((level, number) for level, number in place.levels if number != HERE)
        ends = (levels, (*levels[:-1], (levels[-1][0], place.until))) if place.until else (levels,)
        found += [Reference(place.start, place.end, pinpoint=end) for end in ends]
    return found
