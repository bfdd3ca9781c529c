"""Files whose names lie, files too large, and real ones of every format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import read_ocr
from ingest.read import read
from tests.ingest.made_files import column, make_pdf, numbered_docx, refusal

LAWS = Path(__file__).parents[3] / "shared" / "laws"
real = pytest.mark.skipif(not LAWS.is_dir(), reason="no real laws beside this checkout")


@pytest.mark.parametrize(
    ("name", "content", "reasons"),
    [
        ("a.txt", make_pdf(column("Text.")), ("it is PDF", "rename it to a.pdf")),
        ("a.pdf", b"PK\x03\x04 and more", ("a ZIP archive",)),
        ("a.docx", make_pdf(column("Text.")), ("it is PDF", "rename it to a.pdf")),
        ("a.html", make_pdf(column("Text.")), ("it is PDF",)),
        ("a.txt", b"\n <!DOCTYPE html><html><body>x</body></html>", ("it is HTML", "rename it to a.html")),
        ("a.md", b"<HTML><body>x</body></HTML>", ("it is HTML",)),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ("old Word document", "save it as DOCX")),
        ("a.txt", b"{\\rtf1 text}", ("it is RTF",)),
        ("a.pdf", b"\x89PNG\r\n", ("a picture (PNG)",)),
    ],
)
def test_a_name_that_lies_is_refused(tmp_path: Path, name: str, content: bytes, reasons: tuple[str, ...]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refusal(path)
    assert all(reason in message for reason in reasons)


def test_a_document_of_another_name_is_named(tmp_path: Path) -> None:
    numbered_docx(tmp_path / "a.docx", [(None, "", "Điều 1. Phạm vi")])
    path = tmp_path / "b.pdf"
    path.write_bytes((tmp_path / "a.docx").read_bytes())
    assert "it is DOCX; rename it to b.docx" in refusal(path)


def test_a_text_about_html_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A page begins with <html>.")
    assert read(path).text == "A page begins with <html>."


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".pdf"])
def test_enormous_files_are_refused_unread(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(400 << 20)  # a hole that takes no room
    assert "more than" in refusal(path)


def articles(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^Điều (\d+)\.", text, re.MULTILINE)]


def in_order(numbers: list[int]) -> int:
    """How far the numbers count up from 1; quoted articles in between do not matter."""
    expected = 1
    for number in numbers:
        expected += number == expected
    return expected - 1


@real
@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("docx/41_2024_QH15_557190.docx", 141),
        ("docx/45_2019_QH14_333670.docx", 220),
        ("pdf/44_VBHN-VPQH_699655.pdf", 260),
    ],
)
def test_real_articles_are_complete_and_in_order(name: str, last: int) -> None:
    assert in_order(articles(read(LAWS / name).text)) == last


@real
def test_the_pages_of_a_real_pdf() -> None:
    source = read(LAWS / "pdf/44_VBHN-VPQH_699655.pdf")
    assert len(source.page_starts) == 227
    assert source.page(source.text.index("\nĐiều 1. ") + 1) == 2
    assert source.page(len(source.text) - 1) == 227


@real
@pytest.mark.parametrize(("name", "count"), [("pdf/qd_729_ttg.pdf", 3), ("pdf/tt_21_bct_fuel.pdf", 1)])
def test_real_scans(name: str, count: int) -> None:
    if read_ocr.ocr_available():
        assert in_order(articles(read(LAWS / name).text)) >= count
    else:
        assert "install tesseract" in refusal(LAWS / name)


@real
def test_a_real_page_that_draws_its_text_is_refused() -> None:
    assert "draws its text with scripts" in refusal(LAWS / "html/nghi-dinh-90-2026-ND-CP.html")
