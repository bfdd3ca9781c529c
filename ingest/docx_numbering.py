"""The labels that a word processor counts itself ("Điều 1.", "1.", "a)"): the text of a DOCX does not hold them.

After ECMA-376 part 1, 17.9: a paragraph, or its style, names a numbering and a level; the numbering names an
abstract one, whose levels say how to count and how to print. All numberings of one abstract one count together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
# A bullet is often a character of a symbol font that means nothing outside it.
_PLAIN_BULLETS = frozenset("-–+*•")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def _letters(number: int) -> str:
    # After z come aa, bb, …, as word processors count.
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda n: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts and prints; `pattern` holds %1 to %9 for the numbers of the levels."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""

    def shown(self, number: int) -> str:
        """A number as this level prints it."""
        return FORMATS.get(self.form, str)(max(number, 1) if self.form != "decimal" else number)


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else child.get(f"{W}val")


def _number(element: Any, name: str) -> int | None:
    value = _value(element, name)
    return int(value) if value is not None and re.fullmatch(r"\d{1,6}", value) else None


@dataclass(slots=True)
class Numbering:
    """The numberings of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract numbering
    abstract_of: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # by numbering and level, once
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(
        default_factory=dict
    )  # numbering, level, parent
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Any | None, styles: Any | None) -> Numbering:
        """Read the numbering and style parts; either may be missing."""
        made = cls()
        for abstract in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            made.levels[abstract.get(f"{W}abstractNumId")] = dict(map(_level, abstract.iter(f"{W}lvl")))
        for num in numbering.iter(f"{W}num") if numbering is not None else ():
            made._add_num(num)
        for style in styles.iter(f"{W}style") if styles is not None else ():
            num_pr = style.find(f"{W}pPr/{W}numPr")
            made.styles[style.get(f"{W}styleId")] = (
                _value(num_pr, "numId"),
                _number(num_pr, "ilvl"),
                _value(style, "basedOn"),
            )
        return made

    def _add_num(self, num: Any) -> None:
        name = num.get(f"{W}numId")
        self.abstract_of[name] = _value(num, "abstractNumId") or ""
        for override in num.iter(f"{W}lvlOverride"):
            start = _number(override, "startOverride")
            if start is not None:
                self.restarts[name, int(override.get(f"{W}ilvl", "0"))] = start

    def label(self, paragraph: Any) -> str:
        """The label of the next paragraph, counted on; empty for one that is not numbered."""
        name, index = self._place(paragraph)
        abstract = self.abstract_of.get(name or "", "")
        level = self.levels.get(abstract, {}).get(index)
        if name is None or level is None:
            return ""
        counts = self.counts.setdefault(abstract, [None] * LEVELS)
        before = counts[index]
        restart = self.restarts.pop((name, index), None)
        counts[index] = restart if restart is not None else level.start if before is None else before + 1
        counts[index + 1 :] = [None] * (LEVELS - index - 1)
        return self._printed(abstract, index, level)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        num_pr = paragraph.find(f"{W}pPr/{W}numPr")
        name, index = _value(num_pr, "numId"), _number(num_pr, "ilvl")
        style: str | None = _value(paragraph.find(f"{W}pPr"), "pStyle")
        for _ in range(len(self.styles)):  # the chain of parents, which a broken file may close to a ring
            if style not in self.styles or (name is not None and index is not None):
                break
            inherited, level, parent = self.styles[style]
            name, index = name if name is not None else inherited, index if index is not None else level
            style = parent
        return (None if name == "0" else name), min(index or 0, LEVELS - 1)

    def _printed(self, abstract: str, index: int, level: Level) -> str:
        if level.form == "bullet":
            return level.pattern if level.pattern in _PLAIN_BULLETS else "-"
        levels, counts = self.levels[abstract], self.counts[abstract]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, Level())
            count = counts[at]
            return other.shown(other.start if count is None else count)

        return re.sub(r"%([1-9])", shown, level.pattern)


def _level(element: Any) -> tuple[int, Level]:
    start = _number(element, "start")
    made = Level(
        1 if start is None else start, _value(element, "numFmt") or "decimal", _value(element, "lvlText") or ""
    )
    return min(int(element.get(f"{W}ilvl", "0")), LEVELS - 1), made
