"""What stands on the pages of a PDF: the text proper, footnotes, and furniture, which is left out.

Furniture are running headers and footers (the same words at the edge of page after page, digits aside)
and page numbers. A line that begins a provision is never furniture, wherever it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.unwrap import PageLine, begins_unit, body_height

EDGE = 0.12  # of the page height: where furniture stands
MIN_REPEATS = 3  # pages on which the same words make a running header
MIN_SHARE = 0.3  # of the pages
MIN_NUMBERED = 3  # pages whose numbers must agree when the first is not 1
SMALL_PRINT = 0.92  # of the body's height: footnotes are set smaller

_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page)\s*(?:số\s*)?)?[-–—|\[( ]*(\d{1,4})[-–—|\]) ]*(?:(?:/|of|trên)\s*\d{1,4})?", re.I
)
_FOOTNOTE = re.compile(r"[\[\u2045](\d{1,3})[\]\u2046]")
_RAISED = re.compile(r"\u2045(\d+)\u2046")
_UNIT_OF_MEASURE = re.compile(r"(?:^|[^^\W\d_])(?:[kcdm]?m)$")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its lines in reading order; `footnotes` are those that stand at its foot."""

    number: int
    width: float
    height: float
    lines: tuple[PageLine, ...]
    footnotes: tuple[PageLine, ...] = ()

    def edge_lines(self) -> Iterator[PageLine]:
        """The lines that stand where furniture stands."""
        top, bottom = EDGE * self.height, (1 - EDGE) * self.height
        return (
            line for line in self.lines if (line.bottom < top or line.bottom > bottom) and not begins_unit(line.text)
        )


def _words(line: PageLine) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split()))


def _page_number(line: PageLine) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text.strip())
    return int(match[1]) if match else None


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without running headers, running footers and page numbers."""
    repeats: Counter[str] = Counter()
    shifts: Counter[int] = Counter()  # between the number that a page shows and its place in the file
    for page in pages:
        edge = list(page.edge_lines())
        repeats.update({_words(line) for line in edge if _page_number(line) is None})
        shifts.update({number - page.number for line in edge if (number := _page_number(line)) is not None})
    running = {words for words, count in repeats.items() if count >= max(MIN_REPEATS, MIN_SHARE * len(pages))}
    counted = {shift for shift, count in shifts.items() if shift == 0 or count >= MIN_NUMBERED}

    def left_over(page: Page) -> Page:
        furniture = {line for line in page.edge_lines() if _words(line) in running or _counts(line, page, counted)}
        return replace(page, lines=tuple(line for line in page.lines if line not in furniture))

    return [left_over(page) for page in pages]


def _counts(line: PageLine, page: Page, counted: set[int]) -> bool:
    number = _page_number(line)
    return number is not None and number - page.number in counted


def with_footnotes(pages: Sequence[Page]) -> list[Page]:
    """The pages with the footnotes taken out of the lines; a raised number that refers to one gets brackets.

    Brackets are how consolidated texts print their markers; without them "khoản 2" with footnote 1 would
    read "khoản 21".
    """
    body = body_height(line for page in pages for line in page.lines)
    parted = [_parted(page, SMALL_PRINT * body) for page in pages]
    notes = {
        match[1] for page in parted for line in (*page.lines, *page.footnotes) if (match := _FOOTNOTE.match(line.text))
    }
    return [
        replace(page, lines=_bracketed(page.lines, notes), footnotes=_bracketed(page.footnotes, notes)) for page in parted
    ]  # fmt: skip


def _parted(page: Page, small: float) -> Page:
    downwards = sorted(page.lines, key=lambda line: line.bottom)
    first = len(downwards)
    while first and downwards[first - 1].height < small:
        first -= 1
    while first < len(downwards) and not _FOOTNOTE.match(downwards[first].text):
        first += 1
    foot = set(downwards[first:])
    lines = tuple(line for line in page.lines if line not in foot)
    return replace(page, lines=lines, footnotes=tuple(line for line in page.lines if line in foot)) if lines else page


def _bracketed(lines: tuple[PageLine, ...], notes: set[str]) -> tuple[PageLine, ...]:
    def mark(match: re.Match[str]) -> str:
        is_note = match[1] in notes and not _UNIT_OF_MEASURE.search(match.string[: match.start()])
        return f"[{match[1]}]" if is_note else match[1]

    return tuple(replace(line, text=_RAISED.sub(mark, line.text)) for line in lines)
