"""Pinpoints: places in a document as they are written, "các điểm a, b và đ khoản 3, khoản 5 Điều 12".

A pinpoint is read from the inside out ("Point a, Clause 2 of Article 12") or, where nothing wider follows, from the
outside in ("Điều 12 khoản 2 điểm a"). What stands in a list shares the wider levels that follow the list. Places that
are told by where they stand ("khoản này", "this Article") are kept as such; only the provision that says so knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.language import aligned, composed, fold, has_diacritics, normal

# What a level is called (folded), and its name in an eId; from the widest to the narrowest in `ORDER`.
LEVELS: dict[str, str] = {
    "article": "art", "art.": "art", "dieu": "art", "clause": "para", "khoan": "para", "point": "point",
    "diem": "point", "section": "sec", "muc": "sec", "bullet": "bullet", "gach dau dong": "bullet",
    "chapter": "chp", "chuong": "chp",
}  # fmt: skip
ORDER = ("chp", "sec", "art", "para", "point", "bullet")
_ACCENTED = frozenset({"điều", "khoản", "điểm", "mục", "gạch đầu dòng", "chương"})
# The number of a level that is told by where the words stand: "khoản này".
HERE = ""

_WORD = r"articles?|art\.|dieu|clauses?|khoan|points?|diem|sections?|muc|bullets?|gach dau dong|chapters?|chuong"
# "quan điểm", "thời điểm", "danh mục": words that end in a level's name and point at nothing.
_NOT_BEFORE = "".join(
    rf"(?<!\b{word} )" for word in "quan thoi dia uu nhuoc dac trong this that danh hang".split()
)  # fmt: skip
_NUM = r"(?:\d{1,3}[a-z]?|[ivx]{1,5}|dd|[a-z])"
_AND = r"(?:va|and|or|hoac)"
_RANGE = rf"\s+(?:den|to|through)\s+(?:(?:{_WORD})\s+)?"
_SEPARATOR = rf"(?:\s*,\s*(?:{_AND}\s+)?|\s*{_AND}\s*|{_RANGE})"
_NUMBERED = re.compile(
    rf"{_NOT_BEFORE}\b(?P<level>{_WORD})(?![a-z])\s*(?:no\.?\s*|so\s*)?"
    rf"(?P<nums>{_NUM}(?:{_SEPARATOR}(?:{_NUM})(?![\w/]))*)(?![\w/])(?P<more>(?:\(\w{{1,2}}\))*)"
)
_SELF = re.compile(rf"\b(?:this\s+(?P<en>article|clause|point|section|chapter)|(?P<vi>{_WORD})\s+nay)\b")
_MEMBER = re.compile(rf"(?P<range>{_RANGE})?(?<!\w)(?P<num>{_NUM})(?!\w)")
_BRACKETED = re.compile(r"\((\w{1,2})\)")
_POINT_GOES_ON = re.compile(r"\s+(?:of|clause|article|cua|thuoc|khoan|dieu|and|va|to)\b")
# What may stand between two levels: the narrower lies in the wider, or both stand in a list, or either.
_WITHIN = re.compile(r"\s+(?:(?:of|cua|thuoc|tai|trong|in)\s+)?|\s*,\s*(?:of|cua|thuoc)\s+")
_COMMA = re.compile(r"\s*,\s*")
_LISTED = re.compile(rf"\s*(?:;|,?\s*{_AND})\s*(?:of\s+|tai\s+)?|\s*,\s*(?:tai\s+)")
_PLURAL = re.compile(r"(?<=\s)(?:cac|nhung|the)\s+$")

_Join = Literal["within", "comma", "list"]


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A place written at `text[start:end]`, its levels from the widest to the narrowest.

    A level is its name in an eId and its number there; the number is `HERE` where the words say "this". `until` is the
    last number of a range of the narrowest level, None for a single place. `tail` is where the whole group of places
    ends: the document that they lie in is named right after it, or nowhere.
    """

    start: int
    end: int
    levels: tuple[tuple[str, str], ...]
    tail: int
    until: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A level's word with its numbers (a range has two), and what stands in brackets behind them."""

    level: str
    start: int
    end: int
    numbers: tuple[tuple[str, str | None], ...]
    inner: tuple[tuple[str, str], ...] = ()
    join: _Join | None = None  # with the part before it in the group


def find_pinpoints(text: str) -> list[Pinpoint]:
    """All pinpoints in `text`, in order; a list gives one for each of its members, "khoản này" alone gives none."""
    nfc, offsets = composed(text)
    found = [
        Pinpoint(offsets[p.start], offsets[p.end], p.levels, offsets[p.tail], p.until)
        for group in _groups(nfc)
        for p in _places(group)
    ]
    return sorted(found, key=lambda p: p.start)


def _groups(text: str) -> Iterator[list[_Part]]:
    """Stretches of parts that are joined to each other."""
    lowered = aligned(text).lower()
    group: list[_Part] = []
    for part in _parts(lowered, text):
        join = _join(lowered[group[-1].end : part.start]) if group else None
        if group and join is None:
            yield group
            group = []
        group.append(_Part(part.level, part.start, part.end, part.numbers, part.inner, join))
    if group:
        yield group


def _parts(lowered: str, text: str) -> Iterator[_Part]:
    matches = [*_NUMBERED.finditer(lowered), *_SELF.finditer(lowered)]
    end = 0
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        start, stop = match.span("level" if match.re is _NUMBERED else "vi")
        if match.start() < end or (start >= 0 and _is_another_word(text[start:stop])):
            continue
        part = _numbered(match, text) if match.re is _NUMBERED else _self(match)
        if part:
            end = part.end
            yield part


def _self(match: re.Match[str]) -> _Part:
    return _Part(_level(match["en"] or match["vi"]), match.start(), match.end(), ((HERE, None),))


def _numbered(match: re.Match[str], text: str) -> _Part | None:
    """A level with its numbers; None when its letters cannot number that level."""
    level, rest = _level(match["level"]), match.string[match.end() :]
    numbers: list[tuple[str, str | None]] = []
    for one in _MEMBER.finditer(match.string, match.start("nums"), match.end("nums")):
        if one["num"].isalpha() and not _letter_counts(level, one["num"], rest):
            return None
        number = _eid_number(text[one.start("num") : one.end("num")])
        if one["range"] and numbers:
            numbers[-1] = (numbers[-1][0], number)
        else:
            numbers.append((number, None))
    if not numbers:
        return None
    inner = [_eid_number(text[m.start(1) : m.end(1)]) for m in _BRACKETED.finditer(text, *match.span("more"))]
    below = ORDER[ORDER.index(level) + 1 :] if level == "art" else ()
    return _Part(level, match.start(), match.end(), tuple(numbers), tuple(zip(below, inner, strict=False)))


def _is_another_word(written: str) -> bool:
    """Whether a word with diacritics only folds to the name of a level: "mức 0,7" is no "mục"."""
    return has_diacritics(written) and normal(written) not in _ACCENTED


def _letter_counts(level: str, letters: str, rest: str) -> bool:
    """Points have one letter, chapters Roman numerals; "at this point a patient" has an article of English."""
    if level == "point":
        article = letters == "a" and re.match(r"\s+[a-z]{2,}", rest) and not _POINT_GOES_ON.match(rest)
        return (len(letters) == 1 or letters == "dd") and not article
    return level == "chp"


def _eid_number(written: str) -> str:
    return "dd" if written.lower() == "đ" else fold(written)


def _level(word: str) -> str:
    return LEVELS.get(word) or LEVELS[word.removesuffix("s")]


def _join(between: str) -> _Join | None:
    words = _PLURAL.sub("", between) if between.strip() else between
    if _COMMA.fullmatch(words):
        return "comma"
    if _WITHIN.fullmatch(words) or not words:
        return "within"
    return "list" if _LISTED.fullmatch(words) else None


def _places(group: Sequence[_Part]) -> Iterator[Pinpoint]:
    parents = [_parent(group, i) for i in range(len(group))]
    wider = set(parents)
    for at, part in enumerate(group):
        if at in wider:
            continue
        chain = [part]
        parent = parents[at]
        while parent is not None:
            chain.insert(0, group[parent])
            parent = parents[parent]
        yield from _members(chain, group[-1].end)


def _parent(group: Sequence[_Part], at: int) -> int | None:
    """The part that a part lies in: the next wider one to its right, else the one right before it."""
    rank = ORDER.index(group[at].level)
    for i in range(at + 1, len(group)):
        if ORDER.index(group[i].level) < rank:
            narrower_before = ORDER.index(group[i - 1].level) > ORDER.index(group[i].level)
            if narrower_before and group[i].join == "list":
                break  # "khoản 1 và Điều 27": the article stands beside the clause
            return i
    before = at - 1
    if before >= 0 and group[at].join in ("comma", "within") and ORDER.index(group[before].level) < rank:
        return before
    return None


def _members(chain: Sequence[_Part], tail: int) -> Iterator[Pinpoint]:
    """The places that the innermost part of a chain lists, each with the levels around it."""
    start, end = min(p.start for p in chain), max(p.end for p in chain)
    own = chain[-1]
    around = tuple((part.level, part.numbers[0][0]) for part in chain[:-1])
    if all(number == HERE for _, number in (*around, (own.level, own.numbers[0][0]))):
        return
    for number, until in own.numbers:
        yield Pinpoint(start, end, (*around, (own.level, number), *own.inner), tail, until)
