"""CSV and XLSX files of a register, written at once or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import Final

from bot import UsageError
from bot.registers.table import Sheet

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, "CSV Injection").
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
# Widths in characters by column; every other column has the middle one.
WIDTHS: Final = {"quote": 70, "action": 50, "what": 50, "benefit": 50, "condition": 40, "holder": 40, "source": 40}
NARROW: Final = {
    "role": 16,
    "modality": 14,
    "kind": 14,
    "day_type": 16,
    "iso": 16,
    "date": 24,
    "level": 16,
    "status": 14,
}
WIDTH: Final = 28
CELL_MAX: Final = 32_767  # characters in a cell, Excel's limit
CONTROLS: Final = {code: None for code in range(32) if chr(code) not in "\t\n\r"}  # what XML cannot hold


def write_csv(sheet: Sheet, target: Path) -> None:
    """Write a sheet as CSV; raises `UsageError`."""
    write_whole(target, csv_bytes(sheet))


def write_xlsx(sheet: Sheet, target: Path) -> None:
    """Write a sheet as a workbook with a frozen heading, filters and links to sources; raises `UsageError`."""
    write_whole(target, workbook(sheet))


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe in front of what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_bytes(sheet: Sheet) -> bytes:
    """A sheet as CSV: UTF-8 with a byte order mark, by which Excel knows it."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(sheet.headings)
    rows.writerows([harmless(cell) for cell in line] for line in sheet.lines)
    return text.getvalue().encode("utf-8-sig")


def workbook(sheet: Sheet) -> bytes:
    """The bytes of a workbook with one sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    assert page is not None  # a new workbook has one sheet
    page.title = sheet.title[:31]
    for at, (name, heading) in enumerate(zip(sheet.columns, sheet.headings, strict=True), 1):
        head = page.cell(1, at, heading)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B5566")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = (WIDTHS | NARROW).get(name, WIDTH)
        for row, line in enumerate(sheet.lines, 2):
            cell = page.cell(row, at)
            cell.value, cell.data_type = line[at - 1].translate(CONTROLS)[:CELL_MAX], "s"  # text, never a formula
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if name == "source" and line[at - 1].startswith(("https://", "http://")):
                cell.hyperlink, cell.style = line[at - 1], "Hyperlink"
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_whole(target: Path, content: bytes) -> None:
    """Put a file in its place in one step, over one that is there; raises `UsageError` where it cannot be."""
    place = target.resolve()
    if place.exists() and not place.is_file():
        raise UsageError(f"{target}: is a folder or a device; give the name of a file")
    try:
        with tempfile.NamedTemporaryFile(prefix=f".{place.name}.", dir=place.parent, delete=False) as fresh:
            fresh.write(content)
        Path(fresh.name).chmod(0o644)
        os.replace(fresh.name, place)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror}); give another place") from error
