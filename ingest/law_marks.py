"""What the beginning of a line says: Chương, Mục, Điều, khoản, điểm, and the same in English translation.

The labels are those of Decree 30/2020/ND-CP on clerical work (Annex I) and of the Law on Promulgation of
Legal Documents: parts, chapters, sections and articles carry a word and a number, clauses an Arabic number
and a full stop, points a letter of the Vietnamese alphabet and a closing bracket. A mark says only what a line
looks like; whether it is a heading or a sentence that happens to begin so is decided where the numbering is known.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from corpus.language import fold
from ingest.lines import Line


class Mark(NamedTuple):
    """A label at the beginning of a line.

    `number` is the number as an eId writes it ("7a", "dd", "4"), `label` the label as printed, `rest` what
    follows it without footnote markers, `work` the source symbol of a codified article ("NĐ.3").
    """

    kind: str
    number: str
    label: str
    rest: str
    work: str | None = None
    bare: bool = False  # a word and a number and nothing else: "Điều 22"


# Divisions by rank, with the words that open them: Vietnamese first, then English.
DIVISIONS: dict[str, tuple[str, ...]] = {
    "part": ("Phần thứ", "PHẦN THỨ", "Phần", "PHẦN", "Part", "PART"),
    "chapter": ("Chương", "CHƯƠNG", "Chapter", "CHAPTER"),
    "subsection": ("Tiểu mục", "TIỂU MỤC", "Subsection", "SUBSECTION", "Sub-section"),
    "law_section": ("Mục", "MỤC", "Section", "SECTION"),
}
ORDINALS: dict[str, int] = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
# The order of points: Vietnamese has đ after d and leaves out f, j, w and z; translations may have them.
POINT_ORDER = "abcdđefghijklmnopqrstuvwxyz"
VIETNAMESE_POINTS = "abcdđeghiklmnopqrstuvxy"

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_NUMBER = re.compile(r"(?=.)C?(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NOTES = r"(?:\s?\[\d{1,4}\])*"  # markers of the footnotes of a consolidated text: "1.[2] Bảo hiểm…"
_NOTE = re.compile(r"\s?\[\d{1,4}\]")
_CONTROL = "".join(map(chr, range(32))) + "\u200b\u200e\u200f\ufeff "  # Word's cell marks, and what has no width
_MARKUP = re.compile(r"(?:#{1,6}\s+)?(?:[*_]{1,3}(?=[^\s*_]))?")
_ESCAPE = re.compile(r"\\([.)\-*_])")
_ARTICLE = re.compile(
    rf"(?P<label>(?:[ĐÐ]iều|[ĐÐ]IỀU|Article|ARTICLE)\s+(?P<n>[1-9]\d{{0,3}})(?P<x>[a-zđA-ZĐ]\d?)?){_NOTES}\s*"
    rf"(?:(?P<stop>[.:](?!\d)|[-–—]\s+(?=[^\W\d_]))|$){_NOTES}\s*(?P<rest>.*)"
)
# The official codification numbers an article by domain, topic, kind of source, source and article: 31.1.LQ.1.
_CODIFIED = re.compile(
    r"(?P<label>[ĐÐ]iều\s+\d+\.\d+\.(?P<work>[A-ZĐ]{2}(?:\.\d+)*)\.(?P<n>\d+)(?P<x>[a-zđ])?)\.?\s+(?P<rest>\S.*)"
)
_DIVISION = {
    kind: re.compile(
        rf"(?P<label>(?:{'|'.join(words)})\s+(?P<n>[IVXLC]+(?![^\W\d_])|\d{{1,3}}|[A-H](?!\w)|"
        rf"[^\W\d_]{{2,5}}(?!\w))(?P<x>[a-zđ])?){_NOTES}(?P<stop>\s*[.:–—-](?=\s|$)|\s|$){_NOTES}\s*(?P<rest>.*)"
    )
    for kind, words in DIVISIONS.items()
}
_CLAUSE = re.compile(
    rf"(?P<label>(?:Clause\s+)?(?P<n>[1-9]\d{{0,2}})(?P<x>[a-zđ])?[.:]){_NOTES}(?=$|[\s“\"(]|[^\W\d_]){_NOTES}\s*(?P<rest>.*)"
)
_POINT = re.compile(
    rf"(?P<label>(?:Point\s+)?\(?(?P<n>dd|[a-zđ])(?P<x>\d)?(?:\)|\.(?=\s))){_NOTES}[.:]?\s*(?P<rest>.*)"
)
_ITEM = re.compile(r"(?P<label>\((?P<n>[ivx]{2,5}|\d{1,2})\)|(?P<m>[ivx]{2,5})\))\s+(?P<rest>\S.*)")
_BULLET = re.compile(r"(?P<label>[-–—•+▪*])(?:\s+|(?=[^\W\d_]))(?P<rest>\S.*)")
_RULE = re.compile(r"[-–—_=*~.\s]{3,}")
_FINISHED = re.compile(r"(?:[.;:!?…”\"»)\]>|]|/)\s*[*_]*$")
# After these words a reference goes on: "theo quy định tại | Điều 12 …". A label there is none.
_DANGLING = frozenset(
    "tại theo của và hoặc các trong từ đến với thuộc điểm khoản điều "
    "under of in by to and or with at article articles clause clauses point points section chapter the".split()
)


def plain(text: str) -> str:
    """A line composed (NFC) and without the markup of Markdown around its label and its emphases."""
    text = unicodedata.normalize("NFC", text).strip(_CONTROL)
    if "*" not in text and "_" not in text and "#" not in text and "\\" not in text:
        return text
    text = text[_MARKUP.match(text).end() :] if _MARKUP.match(text) else text  # type: ignore[union-attr]
    return _ESCAPE.sub(r"\1", text.replace("**", "")).rstrip("*_# ")


def mark_of(text: str, markup: bool = False) -> Mark | None:
    """The label that a line (as `plain` gives it) begins with, or None. `markup`: it is a Markdown heading."""
    if not text or text[0] == "|":
        return None
    initial = text[0]
    if initial.isdigit() or initial == "C":
        clause = _CLAUSE.match(text)
        if clause:
            return _mark("clause", clause)
    if initial in "ĐÐA":
        article = _CODIFIED.fullmatch(text) or _ARTICLE.fullmatch(text)
        if article:
            return _article(article)
    if initial in "PCSMT":
        for kind, pattern in _DIVISION.items():
            match = pattern.fullmatch(text)
            if match:
                return _division(kind, match, markup)
    point = _POINT.match(text)
    if point:
        return _mark("point", point)
    item = _ITEM.match(text)
    if item:
        return Mark("item", item["n"] or item["m"], item["label"], item["rest"])
    bullet = _BULLET.match(text)
    return Mark("bullet", "", bullet["label"], bullet["rest"]) if bullet else None


def quoted_mark(text: str) -> Mark | None:
    """The label right behind the mark that opens a quotation at the beginning of `text`, or None."""
    return mark_of(plain(text.lstrip("*_ ")[1:].lstrip("*_ ")))


def _mark(kind: str, match: re.Match[str]) -> Mark:
    return Mark(kind, _number(match["n"], match["x"]), match["label"], _clean(match["rest"]))


def _article(match: re.Match[str]) -> Mark:
    groups = match.groupdict()
    number = _number(match["n"], match["x"])
    return Mark("article", number, match["label"], _clean(match["rest"]), groups.get("work"),
                not match["rest"] and not groups.get("stop"))  # fmt: skip


def _division(kind: str, match: re.Match[str], markup: bool) -> Mark | None:
    """A division's heading stands alone, behind a stop or in capitals; "Chương IV của Luật này" does not."""
    number, rest = _arabic(match["n"]), _clean(match["rest"])
    if number is None or not (markup or not rest or match["stop"].strip() or _is_upper(rest)):
        return None
    return Mark(kind, _number(number, match["x"]), match["label"], rest, bare=not rest and not match["stop"].strip())


def _arabic(number: str) -> str | None:
    if number.isdigit():
        return str(int(number))
    if len(number) == 1 and number in "ABDEFGH":
        return number.lower()
    if _ROMAN_NUMBER.fullmatch(number):
        values = [_ROMAN[c] for c in number]
        return str(sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values)))
    ordinal = ORDINALS.get(fold(number))
    return str(ordinal) if ordinal else None


def _number(number: str, suffix: str | None) -> str:
    return "".join(number + (suffix or "")).lower().replace("đ", "dd")


def _clean(text: str) -> str:
    return _NOTE.sub("", text).strip(" *_#")


def _is_upper(text: str) -> bool:
    return Line(text, 0, len(text)).is_upper


def without_notes(text: str) -> str:
    """A heading without footnote markers and emphasis."""
    return _clean(text)


def is_rule(text: str) -> bool:
    """Whether a line is only drawn: "-------", "***"."""
    return _RULE.fullmatch(text) is not None


def finished(text: str) -> bool:
    """Whether a line ends as a sentence, a lead or a list entry does."""
    return _FINISHED.search(_NOTE.sub("", text)) is not None


def dangling(text: str) -> bool:
    """Whether a line breaks off where a reference must follow ("… quy định tại")."""
    words = text.rsplit(maxsplit=1)
    return bool(words) and words[-1].lower() in _DANGLING and not words[-1].isupper()


def sequence(number: str) -> tuple[int, str]:
    """How numbers sort: "7" < "7a" < "7b" < "8"."""
    match = re.match(r"\d*", number)
    digits = match[0] if match else ""
    return (int(digits) if digits else 0, number[len(digits) :].replace("dd", "d~"))


def point_rank(number: str) -> int:
    """The place of a point's letter in `POINT_ORDER`."""
    return POINT_ORDER.index("đ" if number.startswith("dd") else number[0])
