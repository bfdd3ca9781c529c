"""Where a line of a page goes on with the line before it, so that provisions read as sentences again.

A line was wrapped when its next word did not fit: that is measured, not guessed from the words. Labels of
provisions begin a line of their own, except behind a word that cannot end one ("quy định tại khoản").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_NUMBER = r"\d{1,3}[a-zđ]{0,2}"
_MARK = r"(?:\s*[\[\u2045]\d{1,3}[\]\u2046])?"
_UPPER = (
    "[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2))) + "]"
)  # capitals of Vietnamese are the even ones there

# What begins a unit at the start of a line, a quotation mark before it or not. Full stops and the ends of
# lines keep cross-references out: "Điều 12 của Luật này" is none.
UNIT_PATTERNS = (
    rf"(?i:Điều|Article)\s+{_NUMBER}{_MARK}\s*(?:[.:]|$)",
    rf"(?i:Phần|Chương|Mục|Tiểu mục|Part|Chapter|Section|Subsection)\s+(?:thứ \w+|[IVXLCDM]+|{_NUMBER})\b{_MARK}\s*(?:[.:]|$|{_UPPER}{{2}})",
    r"(?:PHỤ LỤC|APPENDIX|ANNEX)\b",
    rf"(?:Phụ lục|Appendix|Annex)(?:\s+(?:[IVXLCDM]+|{_NUMBER}))?{_MARK}\s*(?:[.:]|$)",
    rf"{_NUMBER}{_MARK}[.)]{_MARK}(?:\s|$)",
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?:[.\-–]|\s+(?={_UPPER}))",
    rf"[a-zđ]{{1,2}}{_MARK}\)(?:\s|$)",
    r"[a-zđ]\.\s",
    r"\([a-zđ\d]{1,3}\)\s",
    r"(?:[IVXLC]{1,6}|\d{1,2})[.\-–]\s",
    r"[-–+*•]\s*[^\W\d]",
    r"[\[\u2045]\d{1,3}[\]\u2046]",
    r"Nơi nhận:",
)
_UNIT = re.compile(r"[“\"‘']?\s*(?:" + "|".join(UNIT_PATTERNS) + ")")

# No provision ends with these: a label that follows one of them is a reference, not a heading.
DANGLING = frozenset(
    "khoản điểm điều mục chương phần số và hoặc tại theo của với từ ngày tháng clause article point of and or in to".split()
)
_PINPOINTS = frozenset("khoản điểm điều clause article point".split())  # nor with one of these and a number

_SENTENCE_END = (".", ";", ":", "./", ".”", ";”", '."', ':"')
_SMALL = 0.3  # line heights: what a measure may be off
_NORMAL_GAP = 1.25  # times the usual distance of two lines; more is the distance of two paragraphs
_HEADING_WIDTH = 0.55  # of the right margin: a heading in capitals that fills less was not wrapped but set in two lines
_CUT = re.compile(r"\w-$")
_INDENT = 0.8  # line heights
_STICKING_OUT = 200  # one line in so many may end beyond the right margin
_MARGIN_LINES = 3  # that end near the right margin make it one:
_MARGIN_WIDTH = 0.03  # within this part of the page width,
_MIN_MARGIN = 0.5  # and beyond this part of it
_MAX_LEADING = 3.0  # line heights; lines farther apart are no paragraph
_RAGGED = 0.85  # of the right margin: where a line in mid-sentence counts as wrapped all the same


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line and its place, in points from the upper left corner; `bottom` is that of its letters."""

    text: str
    left: float
    right: float
    bottom: float
    height: float

    def first_word_width(self) -> float:
        """About how much room its first word takes."""
        return (self.right - self.left) * len(self.text.split(maxsplit=1)[0]) / len(self.text)


def begins_unit(text: str) -> bool:
    """Whether a line begins with the label of a provision, a heading or a list."""
    return _UNIT.match(text) is not None


@dataclass(frozen=True, slots=True)
class Setting:
    """How the pages of one width are set: the right margin and the usual distance of two lines (in heights)."""

    right: float
    leading: float

    @classmethod
    def of(cls, pages: Iterable[tuple[PageLine, ...]], width: float) -> Setting:
        """Measured from the lines of these pages; without enough lines nothing counts as wrapped."""
        columns = list(pages)
        rights = sorted((line.right for lines in columns for line in lines), reverse=True)
        near = rights[len(rights) // _STICKING_OUT :][:_MARGIN_LINES]
        is_margin = (
            len(near) == _MARGIN_LINES and near[0] - near[-1] <= _MARGIN_WIDTH * width and near[0] > _MIN_MARGIN * width
        )
        right = near[0] if is_margin else float("inf")
        steps = sorted(
            (b.bottom - a.bottom) / b.height for lines in columns for a, b in pairwise(lines) if b.bottom > a.bottom
        )
        return cls(right, min(steps[len(steps) // 5], _MAX_LEADING) if steps else 1.0)

    def joint(self, before: PageLine, line: PageLine, same_page: bool) -> str:
        """What stands between two lines: a newline, or a space (nothing behind a hyphen) where one was wrapped."""
        if not (self._is_full(before, line) and self._goes_on(before, line, same_page)):
            return "\n"
        return "" if _CUT.search(before.text) else " "

    def _is_full(self, before: PageLine, line: PageLine) -> bool:
        room = self.right - before.right - _SMALL * before.height
        in_sentence = not begins_unit(line.text) and (line.text[0].islower() or _is_dangling(before.text))
        in_sentence = in_sentence and not before.text.endswith(_SENTENCE_END)
        return line.first_word_width() > room or (in_sentence and before.right > _RAGGED * self.right)

    def _goes_on(self, before: PageLine, line: PageLine, same_page: bool) -> bool:
        if begins_unit(line.text) and not _dangles(before.text, line.text):
            return False
        if _CUT.search(before.text):
            return True
        upper = _is_upper(before.text)
        if upper != _is_upper(line.text) or (upper and before.right - before.left < _HEADING_WIDTH * self.right):
            return False
        if (
            same_page
            and not -self.leading < (line.bottom - before.bottom) / line.height < 2 * _NORMAL_GAP * self.leading
        ):
            return False
        if not before.text.endswith(_SENTENCE_END) or line.text[0].islower():
            return True
        if before.text.endswith((";", ":")):
            return False
        return not (same_page and self._new_paragraph(before, line))

    def _new_paragraph(self, before: PageLine, line: PageLine) -> bool:
        gap = line.bottom - before.bottom > _NORMAL_GAP * self.leading * line.height
        indented = line.left > before.left + _INDENT * line.height and not begins_unit(before.text)
        return gap or indented


def _is_dangling(text: str) -> bool:
    last = [word.casefold() for word in text.split()[-2:]]
    return last[-1] in DANGLING or last[0] in _PINPOINTS


def _dangles(before: str, text: str) -> bool:
    if _is_dangling(before) or before.endswith(","):
        return not _UNIT.match(text) or not text.startswith(("[", "\u2045", "“"))
    is_lower_dash = text.startswith(("-", "–")) and text.lstrip("-– ")[:1].islower()
    return is_lower_dash and not before.endswith(_SENTENCE_END)


def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


_HYPHENED = re.compile(r"[a-z]+-[a-z]+")


def hyphened_words(texts: Iterable[str]) -> frozenset[str]:
    """The words written with a hyphen inside a line: these keep it at the end of a line too."""
    return frozenset(word for text in texts for word in _HYPHENED.findall(text))


def is_hyphenation(before: str, text: str, hyphened: frozenset[str]) -> bool:
    """Whether the hyphen that ends `before` only divides an English word; Vietnamese syllables are not divided."""
    left, right = re.search(r"[a-z]{2,}-$", before), re.match(r"[a-z]{2,}", text)
    return left is not None and right is not None and left[0] + right[0] not in hyphened


def body_height(lines: Iterable[PageLine]) -> float:
    """The height in which most letters are set; 0 without lines."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.height, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0
