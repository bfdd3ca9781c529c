"""A process that opens one PDF: its lines with their places, or an image of one page.

PDFium is fast but it is C++, and a hostile file can make it crash or fill the memory. In a process of its
own such a file costs a line of error and nothing else. One JSON object a line comes out on standard output:
a page, or `{"error": reason}` and nothing after it.

Standard library and PDFium only, so that it starts fast.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MAX_PAGES = 5_000
MAX_PAGE_CHARS = 200_000  # a full page of small print holds about 8,000
MAX_MEMORY = 2 << 30  # bytes of address space
RENDER_DPI = 300  # what tesseract was trained for
MAX_PIXELS = 36_000_000  # an A3 page at that resolution is 17 million

# Superscript digits are put between these, so that "khoản 2" with footnote 1 does not read "khoản 21".
SUPERSCRIPT = "\u2045", "\u2046"
_RAISED_SIZE, _RAISED_BY = 0.85, 0.1  # a superscript's height and rise, in heights of its line
_COLUMN_GAP = 2.5  # line heights between two letters of one line: these are two columns, or two cells
_SAME_LINE = 0.3  # line heights that two baselines may differ
_LETTER_GAP, _WORD_GAP = 0.12, 0.6  # line heights between the letters of a word, and between two words
_WIDE_LETTER = 0.55  # of the line height; a line wider than such letters would make it may hold such a gap
_MIN_LETTERS = 200  # fewer on a page that a picture fills are a stamp on a scan
_MIN_CURVES, _MAX_OBJECTS = 50, 1_000  # letters drawn as curves are many
_INVISIBLE = str.maketrans("\u00a0\t", "  ", "\u00ad\u200b\ufeff\x00")
_DIGITS = re.compile(r"\d+")

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the upper left corner
PlacedLine = tuple[str, float, float, float, float]  # text, left, right, bottom, height


class _PageText:
    """The characters of a page and their boxes, upright whatever the page's rotation."""

    def __init__(self, page: Any) -> None:
        self._textpage = page.get_textpage()
        self._rotation = page.get_rotation()
        self._media = page.get_mediabox()
        count = pdfium.FPDFText_CountChars(self._textpage)
        if count > MAX_PAGE_CHARS:
            raise ValueError(f"a page of {count:,} characters, more than {MAX_PAGE_CHARS:,}")
        self.text = self._text(count)

    def _text(self, count: int) -> str:
        whole = self._textpage.get_text_range().replace("\x02", "-")
        if len(whole) == count:
            return str(whole)
        # What PDFium leaves out of a range it still counts, so that only single characters keep their boxes.
        return "".join(_character(pdfium.FPDFText_GetUnicode(self._textpage, i)) for i in range(count))

    def box(self, index: int) -> Box:
        """Where a character stands; its height is that of its font, not of its shape."""
        rect = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._textpage, index, ctypes.byref(rect))
        return self._upright(rect.left, rect.top, rect.right, rect.bottom)

    def baseline(self, index: int) -> float:
        """How far down the line stands that a character rests on."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._textpage, index, ctypes.byref(x), ctypes.byref(y))
        return self._upright(x.value, y.value, x.value, y.value)[1]

    def _upright(self, left: float, top: float, right: float, bottom: float) -> Box:
        media = self._media
        turned = {
            0: (left - media[0], media[3] - top, right - media[0], media[3] - bottom),
            90: (bottom - media[1], left - media[0], top - media[1], right - media[0]),
            180: (media[2] - right, bottom - media[1], media[2] - left, top - media[1]),
            270: (media[3] - top, media[2] - right, media[3] - bottom, media[2] - left),
        }
        return turned[self._rotation]


def _character(code: int) -> str:
    # PDFium writes 2 for a hyphen at the end of a line. Surrogates come one by one and mean nothing alone.
    if code == 2:
        return "-"
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def placed_lines(page: Any) -> list[PlacedLine]:
    """The lines of a page in the order of its content; two columns of one line are two lines."""
    text = _PageText(page)
    found: list[PlacedLine] = []
    for match in re.finditer(r"[^\r\n]+", text.text):
        solid = [i for i in range(*match.span()) if not text.text[i].isspace()]
        for line in _placed(text, solid) if solid else []:
            joined = _joined(found[-1], line) if found else None
            found[-1:] = [joined] if joined else [*found[-1:], line]
    return found


def _joined(before: PlacedLine, line: PlacedLine) -> PlacedLine | None:
    """One line of two where the second goes on right behind the first, whose digits may be raised; else None."""
    gap, step = (line[1] - before[2]) / line[4], (line[3] - before[3]) / line[4]
    if not -_SAME_LINE < gap < _WORD_GAP:
        return None
    if before[0].isdigit() and before[4] < _RAISED_SIZE * line[4] and 0 < step < 1:
        return (f"{SUPERSCRIPT[0]}{before[0]}{SUPERSCRIPT[1]} {line[0]}", before[1], *line[2:])
    if abs(step) > _SAME_LINE:
        return None
    words = before[0] + (" " if gap > _LETTER_GAP else "") + line[0]
    return (words, before[1], line[2], max(before[3], line[3]), max(before[4], line[4]))


def _placed(text: _PageText, solid: list[int]) -> list[PlacedLine]:
    first, last = text.box(solid[0]), text.box(solid[-1])
    height = max(first[3] - first[1], last[3] - last[1]) or 1.0
    starts = (
        [solid[0], *_column_starts(text, solid, height)]
        if _may_have_columns(first, last, solid, height)
        else [solid[0]]
    )
    ends = [*(max(i for i in solid if i < start) for start in starts[1:]), solid[-1]]
    parts = [
        (_marked(text, start, end, height), text.box(start), text.box(end))
        for start, end in zip(starts, ends, strict=True)
    ]
    if len(parts) > 2:  # a row of a table
        return [(" | ".join(words for words, _, _ in parts), first[0], last[2], last[3], height)]
    return [(words, left[0], right[2], max(left[3], right[3]), height) for words, left, right in parts]


def _may_have_columns(first: Box, last: Box, solid: list[int], height: float) -> bool:
    """Whether a line is wider than its letters need, so that its gaps are worth measuring."""
    return last[2] - first[0] > (solid[-1] - solid[0] + 1) * _WIDE_LETTER * height


def _column_starts(text: _PageText, solid: list[int], height: float) -> Iterator[int]:
    reached = 0.0
    for before, after in pairwise(solid):
        reached = max(reached, text.box(before)[2])
        if after > before + 1 and text.box(after)[0] - reached > _COLUMN_GAP * height:
            yield after


def _marked(text: _PageText, start: int, end: int, height: float) -> str:
    """The characters from `start` to `end`, superscript digits marked."""
    letter = next((i for i in range(start, end + 1) if text.text[i].isalpha()), start)
    words, at, base = [], start, text.baseline(letter)
    for digits in _DIGITS.finditer(text.text, start, end + 1):
        raised = [i for i in range(*digits.span()) if _is_raised(text, i, base, height)]
        bracketed = text.text[max(digits.start() - 1, 0)] == "["
        if raised and raised[-1] + 1 == digits.end() and not bracketed:
            words += [text.text[at : raised[0]], SUPERSCRIPT[0], text.text[raised[0] : digits.end()], SUPERSCRIPT[1]]
            at = digits.end()
    return "".join([*words, text.text[at : end + 1]]).translate(_INVISIBLE)


def _is_raised(text: _PageText, index: int, base: float, height: float) -> bool:
    box = text.box(index)
    return box[3] - box[1] < _RAISED_SIZE * height and base - text.baseline(index) > _RAISED_BY * height


def _is_scan(page: Any, letters: int) -> bool:
    """Whether the text of a page is in a picture, or drawn as curves: a signature's stamp is no text layer."""
    if letters >= _MIN_LETTERS:
        return False
    kinds = [(thing.type, thing.get_bounds()) for thing in islice(page.get_objects(max_depth=3), _MAX_OBJECTS)]
    pictures = [bounds for kind, bounds in kinds if kind == pdfium.FPDF_PAGEOBJ_IMAGE]
    half_page = page.get_width() * page.get_height() / 2
    if letters:
        return any((right - left) * (top - bottom) > half_page for left, bottom, right, top in pictures)
    return bool(pictures) or len(kinds) >= _MIN_CURVES


def page_records(path: Path) -> Iterator[dict[str, object]]:
    """One record a page: width, height, lines, and whether its text is in a picture."""
    document = pypdfium2.PdfDocument(path)
    if len(document) > MAX_PAGES:
        raise ValueError(f"{len(document):,} pages, more than {MAX_PAGES:,}")
    for index in range(len(document)):
        page = document[index]
        lines = placed_lines(page)
        scan = _is_scan(page, sum(c.isalnum() for words, *_ in lines for c in words))
        yield {"width": page.get_width(), "height": page.get_height(), "lines": lines, "scan": scan}
        page.close()


def render(path: Path, index: int, image: Path) -> None:
    """A page (0-based) as a grey image in the PGM format, which tesseract reads as it is."""
    page = pypdfium2.PdfDocument(path)[index]
    width, height = page.get_size()
    scale = min(RENDER_DPI / 72, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows, stride = memoryview(bitmap.buffer).cast("B"), bitmap.stride
    with image.open("wb") as file:
        file.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
        for row in range(bitmap.height):
            file.write(rows[row * stride : row * stride + bitmap.width])


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _reason(error: Exception) -> str:
    return "locked" if "password" in str(error).lower() else str(error).splitlines()[0]


def main(arguments: list[str]) -> None:
    """`PATH` prints its pages; `PATH INDEX IMAGE` draws one."""
    _bound_memory()
    path = Path(arguments[0])
    try:
        if len(arguments) == 3:
            render(path, int(arguments[1]), Path(arguments[2]))
        else:
            for record in page_records(path):
                print(json.dumps(record))
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError) as error:
        print(json.dumps({"error": _reason(error)}))


if __name__ == "__main__":
    main(sys.argv[1:])
