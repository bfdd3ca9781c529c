"""References to documents and provisions, found in texts and in questions.

Two steps, as citators do it: `find_references` extracts what is written, with spans; `same_document` and
`pinpoint_eid` help to resolve it. What is ambiguous stays unresolved rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.language import fold
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
    "law": "law", "luat": "law", "code": "law", "bo luat": "law",
}  # fmt: skip
# ... and by the symbol in their numbers (Decree 30/2020/ND-CP on clerical work, Annex III; Party documents
# follow Instruction 36-HD/VPTW).
SYMBOL_KINDS: dict[str, str] = {
    "CT": "directive", "NQ": "resolution", "ND": "decree", "TT": "circular", "TTLT": "circular", "QD": "decision",
    "CD": "telegram", "PL": "ordinance", "KL": "conclusion", "QH": "law", "VBHN": "consolidated",
}  # fmt: skip

_SYMBOL = r"[A-Z][A-Za-z]{0,8}\d{0,2}(?:[-/][A-Z][A-Za-z]{0,8}\d{0,2})*"
_NUMBER = re.compile(rf"\b(?P<serial>\d{{1,5}})(?:/(?P<year>(?:19|20)\d{{2}}))?[-/](?P<symbol>{_SYMBOL})(?![\w/])")
_LOOSE_SYMBOL = r"(?:ct|nq|nd|tt|qd|cd|kl)[\s/-]{0,3}(?:tw|ttg|cp|byt|btc|bh|bca|bqp)"
_NAMED = re.compile(
    rf"\b(?P<kind>{'|'.join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))})"
    rf"(?:\s+(?:no\.?|so|number))?:?\s*(?P<serial>\d{{1,5}})(?:/(?P<year>(?:19|20)\d{{2}}))?"
    rf"(?:[\s/-]+(?P<symbol>{_LOOSE_SYMBOL}|[a-z]{{2,5}}\d{{0,2}}-[a-z]{{2,6}}))?\b(?!\s*(?:%|percent|phan tram))",
)
_PINPOINT = re.compile(
    r"\b(?:(?P<level>article|art\.|dieu|clause|khoan|point|diem|section|muc|bullet|gach dau dong|chapter|chuong)\s*"
    r"(?:no\.?\s*|so\s*)?(?P<num>\d{1,3}[a-z]?|dd|[ivx]{1,5}|[a-z])\b(?P<more>(?:\(\w{1,2}\))*))"
)
_LEVELS: dict[str, str] = {
    "article": "art", "art.": "art", "dieu": "art", "clause": "para", "khoan": "para", "point": "point",
    "diem": "point", "section": "sec", "muc": "sec", "bullet": "bullet", "gach dau dong": "bullet", "chapter": "chp", "chuong": "chp",
}  # fmt: skip
_ORDER = ("chp", "sec", "art", "para", "point", "bullet")


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
    found = _NUMBER.search(_aligned(text))
    return _number(found) if found else None


def find_references(text: str) -> list[Reference]:
    """All references in `text`, in order; neighbouring pinpoints ("Clause 2 Article 32") are one reference."""
    plain = _aligned(text)
    references = [_by_number(m) for m in _NUMBER.finditer(plain)]
    taken = [(r.start, r.end) for r in references]
    lowered = plain.lower()
    for match in _NAMED.finditer(lowered):
        overlapping = [i for i, (start, end) in enumerate(taken) if start < match.end() and match.start() < end]
        if not overlapping:
            references.append(_by_name(match))
    references += _pinpoints(lowered)
    return sorted(references, key=lambda r: r.start)


def symbol_kind(number: DocumentNumber) -> str | None:
    """The kind of document that the symbol of a number says (QD -> decision), or None."""
    parts = re.split(r"[-/]", number.symbol or "")
    return next(
        (SYMBOL_KINDS[p.upper()] for p in (part.rstrip("0123456789") for part in parts) if p.upper() in SYMBOL_KINDS),
        None,
    )


def pinpoint_eid(pinpoint: tuple[tuple[str, str], ...]) -> EId:
    """The eId of a pinpoint, outermost level first, however it was written."""
    return EId(tuple(sorted(pinpoint, key=lambda part: _ORDER.index(part[0]))))


def _aligned(text: str) -> str:
    """`text` without diacritics, one code point for one code point, case kept."""
    return "".join(_plain(c) if ord(c) > 127 else c for c in text)


def _plain(char: str) -> str:
    folded = fold(char)[:1] or " "
    return folded.upper() if char.isupper() else folded


def _letters(symbol: str | None) -> str | None:
    return re.sub(r"[^A-Z0-9]", "", symbol.upper()) if symbol else None


def _number(match: re.Match[str]) -> DocumentNumber:
    return DocumentNumber(match["serial"].lstrip("0") or "0", match["year"], match["symbol"])


def _by_number(match: re.Match[str]) -> Reference:
    number = _number(match)
    return Reference(match.start(), match.end(), symbol_kind(number), number)


def _by_name(match: re.Match[str]) -> Reference:
    return Reference(match.start(), match.end(), KIND_WORDS[match["kind"]], _number(match))


def _pinpoints(lowered: str) -> list[Reference]:
    groups: list[list[re.Match[str]]] = []
    for match in _PINPOINT.finditer(lowered):
        if match["num"].isalpha() and _LEVELS[match["level"]] not in {"point", "chp"}:
            continue
        if groups and _joined(lowered[groups[-1][-1].end() : match.start()]):
            groups[-1].append(match)
        else:
            groups.append([match])
    return [
        Reference(group[0].start(), group[-1].end(), pinpoint=tuple(p for m in group for p in _levels(m)))
        for group in groups
    ]


def _joined(between: str) -> bool:
    return re.fullmatch(r"[\s,]*(?:of|cua)?\s*", between) is not None


def _levels(match: re.Match[str]) -> list[tuple[str, str]]:
    level = _LEVELS[match["level"]]
    inner = re.findall(r"\((\w{1,2})\)", match["more"] or "")
    below = _ORDER[_ORDER.index(level) + 1 :] if level == "art" else ()
    return [(level, match["num"]), *zip(below, inner, strict=False)]
