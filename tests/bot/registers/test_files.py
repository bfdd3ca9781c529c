"""CSV and XLSX files, read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot import UsageError
from bot.registers.files import FORMULA_STARTS, harmless, write_csv, write_whole, write_xlsx
from bot.registers.query import Registers
from bot.registers.table import COLUMNS, Sheet, objects, sheet
from tests.bot.registers.conftest import DUTIES, wanted

EVIL = '=HYPERLINK("http://evil.example","x")'


def duties_sheet(registers: Registers) -> Sheet:
    found = registers.duties(wanted(lang="vi"))
    documents = {d.id: d for d in found.documents}
    return sheet("duties", objects(found, registers.agencies), documents, "vi", COLUMNS["duties"])


def made(*cells: str) -> Sheet:
    return Sheet("t", ("quote", "source"), ("Trích dẫn", "Nguồn"), (cells,))


def test_csv_is_read_back_with_its_diacritics(registers: Registers, tmp_path: Path) -> None:
    expected = duties_sheet(registers)
    write_csv(expected, target := tmp_path / "duties.csv")
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    with target.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert tuple(head) == expected.headings
    assert [tuple(line) for line in lines] == list(expected.lines)
    assert any("trẻ em dưới 6 tuổi" in line[head.index("Trích dẫn")] for line in lines)


@pytest.mark.parametrize("text", [EVIL, "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    write_csv(made(text, "x"), tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [f"'{text}", "x"]
    write_xlsx(made(text, text), tmp_path / "f.xlsx")
    page = load_workbook(tmp_path / "f.xlsx").active
    assert page is not None
    assert {cell.data_type for cell in page[2]} == {"s"}


@given(st.text())
def test_harmless_keeps_the_words(text: str) -> None:
    assert not harmless(text).startswith(FORMULA_STARTS)
    assert harmless(text) in (text, f"'{text}")


def test_a_workbook_has_a_heading_filters_widths_and_links(registers: Registers, tmp_path: Path) -> None:
    write_xlsx(duties_sheet(registers), tmp_path / "d.xlsx")
    page = load_workbook(tmp_path / "d.xlsx").active
    assert page is not None
    assert (page.title, page.freeze_panes, page.max_row) == ("Nhiệm vụ", "A2", len(DUTIES) + 1)
    assert page.auto_filter.ref == page.dimensions
    quote = COLUMNS["duties"].index("quote")
    assert [page.cell(row, quote + 1).value for row in range(2, 4)] == [" ".join(d.quote.split()) for d in DUTIES[:2]]
    assert page.cell(2, quote + 1).alignment.wrap_text
    assert page.column_dimensions[page.cell(1, quote + 1).column_letter].width > 40
    write_xlsx(made("q", "https://example.org/law?id=1"), tmp_path / "l.xlsx")
    linked = load_workbook(tmp_path / "l.xlsx").active
    assert linked is not None
    link = linked["B2"].hyperlink
    assert link is not None and link.target == "https://example.org/law?id=1"
    assert linked["A2"].hyperlink is None


def test_what_a_workbook_cannot_hold_is_left_out_or_cut(tmp_path: Path) -> None:
    write_xlsx(made("a\x00b\x0bc", "x" * 40_000), tmp_path / "c.xlsx")
    page = load_workbook(tmp_path / "c.xlsx").active
    assert page is not None
    assert page["A2"].value == "abc"
    assert len(str(page["B2"].value)) == 32_767


def test_a_file_is_replaced_whole_or_left_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "f.csv"
    target.write_text("before")
    write_whole(target, b"after")
    assert target.read_bytes() == b"after"
    assert [p.name for p in tmp_path.iterdir()] == ["f.csv"]


@pytest.mark.parametrize("name", ["", "missing/f.csv", "file/f.csv"])
def test_a_place_that_cannot_be_written_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError) as error:
        write_whole(tmp_path / name, b"x")
    assert "\n" not in str(error.value)
