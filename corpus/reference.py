"""References to documents and provisions, found in texts and in questions.

Two steps, as citators do it: `find_references` extracts what is written, with spans; `same_document` and
`pinpoint_eid` help to resolve it. What is ambiguous stays unresolved rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from corpus.language import composed, fold
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
# ... and by the symbol in their numbers (Decree 30/2020/ND-CP on clerical work, Annex III; Party documents
# follow Instruction 36-HD/VPTW).
SYMBOL_KINDS: dict[str, str] = {
    "CT": "directive", "NQ": "resolution", "ND": "decree", "TT": "circular", "TTLT": "circular", "QD": "decision",
    "CD": "telegram", "PL": "ordinance", "KL": "conclusion", "QH": "law", "VBHN": "consolidated",
}  # fmt: skip

# A symbol has two parts (QD-TTg, CT/TW) or is the National Assembly's (QH15): "20/CT" may be a scan.
_PART = r"[A-Z][A-Za-z]{0,8}\d{0,2}"
_SYMBOL = rf"(?:{_PART}(?:[-/]{_PART})+|QH\d{{1,2}})"
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
_NUM = r"(?:\d{1,3}[a-z]?|[ivx]{1,5}|[a-z])"
_PINPOINT = re.compile(
    # "quan điểm", "thời điểm", "địa điểm": words that end in điểm and point at nothing
    r"(?<!\bquan )(?<!\bthoi )(?<!\bdia )(?<!\buu )(?<!\bnhuoc )(?<!\bdac )(?<!\btrong )(?<!\bthis )(?<!\bthat )"
    r"\b(?P<level>articles?|art\.|dieu|clauses?|khoan|points?|diem|sections?|muc|bullets?|gach dau dong|chapters?|chuong)"
    rf"\s*(?:no\.?\s*|so\s*)?(?P<nums>{_NUM}(?:\s*(?:,|va|and|or|hoac)\s*(?:{_NUM})(?![\w/]))*)(?![\w/])(?P<more>(?:\(\w{{1,2}}\))*)"
)
_POINT_GOES_ON = re.compile(r"\s+(?:of|clause|article|khoan|dieu|and|va)\b")
_LEVELS: dict[str, str] = {
    "article": "art", "art.": "art", "dieu": "art", "clause": "para", "khoan": "para", "point": "point",
    "diem": "point", "section": "sec", "muc": "sec", "bullet": "bullet", "gach dau dong": "bullet",
    "chapter": "chp", "chuong": "chp",
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
    """All references in `text`, in order; neighbouring pinpoints ("Clause 2 Article 32") are one reference.

    A list ("khoản 2, 3 Điều 22") gives one reference for each of its members, all with the list's span.
    """
    nfc, offsets = composed(text)
    plain = _aligned(nfc)
    lowered = plain.lower()
    found = [_by_number(m, lowered) for m in _NUMBER.finditer(plain)]
    taken = [(r.start, r.end) for r in found]
    for match in _NAMED.finditer(lowered):
        overlaps = any(start < match.end() and match.start() < end for start, end in taken)
        if not overlaps and not _is_bare_law(match):
            found.append(_by_name(match))
    found += _pinpoints(lowered, nfc)
    mapped = [replace(r, start=offsets[r.start], end=offsets[r.end]) for r in found]
    return sorted(mapped, key=lambda r: r.start)


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
    return folded.upper()[:1] if char.isupper() else folded


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


def _pinpoints(lowered: str, text: str) -> list[Reference]:
    groups: list[list[re.Match[str]]] = []
    for match in _PINPOINT.finditer(lowered):
        if not _numbers(match, text):
            continue
        if groups and _joined(lowered[groups[-1][-1].end() : match.start()]):
            groups[-1].append(match)
        else:
            groups.append([match])
    return [
        Reference(group[0].start(), group[-1].end(), pinpoint=tuple(p for part in parts for p in part))
        for group in groups
        for parts in product(*(_levels(match, text) for match in group))
    ]


def _joined(between: str) -> bool:
    return re.fullmatch(r"[\s,]*(?:of|cua)?\s*", between) is not None


def _numbers(match: re.Match[str], text: str) -> list[str]:
    """The numbers of a pinpoint as eIds have them; none when its letters cannot number that level."""
    level, rest = _level(match), match.string[match.end() :]
    found = list(re.finditer(rf"\b{_NUM}\b", match["nums"]))
    if any(one[0].isalpha() and not _letter_counts(level, one[0], rest) for one in found):
        return []
    start = match.start("nums")
    return [_eid_number(text[start + one.start() : start + one.end()]) for one in found]


def _letter_counts(level: str, letters: str, rest: str) -> bool:
    """Points have one letter, chapters Roman numerals; "at this point a patient" has an article of English."""
    if level == "point":
        article = letters == "a" and re.match(r"\s+[a-z]{2,}", rest) and not _POINT_GOES_ON.match(rest)
        return len(letters) == 1 and not article
    return level == "chp"


def _eid_number(written: str) -> str:
    return "dd" if written.lower() == "đ" else fold(written)


def _level(match: re.Match[str]) -> str:
    word = match["level"]
    return _LEVELS.get(word) or _LEVELS[word.removesuffix("s")]


def _levels(match: re.Match[str], text: str) -> list[list[tuple[str, str]]]:
    """The pinpoint's alternatives, one for each number of a list, each with what stands in brackets after it."""
    level = _level(match)
    inner = [
        _eid_number(text[m.start(1) : m.end(1)])
        for m in re.compile(r"\((\w{1,2})\)").finditer(text, match.start("more"), match.end("more"))
    ]
    below = _ORDER[_ORDER.index(level) + 1 :] if level == "art" else ()
    return [[(level, number), *zip(below, inner, strict=False)] for number in _numbers(match, text)]
