"""PDF files: lines joined to sentences, furniture left out, footnotes, scans, and files that are refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import read as reading
from ingest import read_ocr, read_pdf, read_pdf_process
from ingest.read import SourceText, read
from ingest.unwrap import PageLine, Setting, begins_unit, is_hyphenation
from tests.ingest.made_files import SCAN, WRAPPED, Placed, column, make_pdf, refusal


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., SourceText]:
    def read_pages(*pages: list[Placed]) -> SourceText:
        path = tmp_path / "a.pdf"
        path.write_bytes(make_pdf(*pages))
        return read(path)

    return read_pages


def test_wrapped_lines_become_sentences(pdf: Callable[..., SourceText]) -> None:
    source = pdf(column(*WRAPPED))
    first, second = source.text.split("\n")
    assert first == " ".join(WRAPPED[:3])
    assert second == " ".join(WRAPPED[3:])


def test_a_sentence_goes_over_the_page(pdf: Callable[..., SourceText]) -> None:
    source = pdf(column(*WRAPPED[:2]), column(*WRAPPED[2:]))
    assert source.text.split("\n")[0] == " ".join(WRAPPED[:3])
    assert source.page(source.text.index("ten years")) == 1
    assert source.page(source.text.index("Article 4")) == 2
    assert source.text[source.page_starts[1] :].startswith("Article 4 of this Law")


def test_hyphens_that_divide_are_dropped_and_others_kept() -> None:
    assert is_hyphenation("the insur-", "ance card", frozenset())
    assert not is_hyphenation("the long-", "term care", frozenset({"long-term"}))
    assert not is_hyphenation("số 18/2025/TT-", "BYT", frozenset())
    assert not is_hyphenation("kinh tế -", "xã hội", frozenset())


def test_furniture_is_left_out_and_provisions_are_not(pdf: Callable[..., SourceText]) -> None:
    pages = [
        [(72, 810, 10, f"OFFICIAL GAZETTE No. {number}"), (300, 30, 10, str(number)), (72, 790, 10, f"Article {number}. Scope"), (72, 400, 10, f"Rule {number}.")]
        for number in (1, 2, 3)
    ]  # fmt: skip
    assert pdf(*pages).text == "\n".join(f"Article {n}. Scope\nRule {n}." for n in (1, 2, 3))


def test_a_number_that_counts_no_pages_stays(pdf: Callable[..., SourceText]) -> None:
    assert "1975" in pdf([(72, 810, 10, "1975"), (72, 400, 10, "A year.")]).text


def test_a_letterhead_of_two_columns_is_lines(pdf: Callable[..., SourceText]) -> None:
    source = pdf(
        [
            (72, 780, 10, "THE GOVERNMENT"),
            (300, 780, 10, "SOCIALIST REPUBLIC"),
            (72, 766, 10, "No. 9/ND-CP"),
            (300, 766, 10, "Hanoi, 1 May"),
        ]
    )
    assert source.text.split("\n") == ["THE GOVERNMENT", "SOCIALIST REPUBLIC", "No. 9/ND-CP", "Hanoi, 1 May"]


def test_a_row_of_a_table_is_a_line(pdf: Callable[..., SourceText]) -> None:
    assert pdf([(72, 500, 10, "1"), (160, 500, 10, "Ward"), (300, 500, 10, "95%")]).text == "1 | Ward | 95%"


def test_footnotes_stand_at_the_end_with_their_pages(pdf: Callable[..., SourceText]) -> None:
    body = column(*WRAPPED[:2])
    marked = [*body, (72 + 6 * len(WRAPPED[1]), 730, 6, "1")]
    note = [(72, 60, 6, "1"), (76, 56, 8, "Amended by Law 9.")]
    source = pdf([*marked, *note], column(*WRAPPED[2:]))
    text = source.text
    assert text.split("\n") == [
        " ".join([WRAPPED[0], WRAPPED[1] + "[1]", WRAPPED[2]]),
        " ".join(WRAPPED[3:]),
        "[1] Amended by Law 9.",
    ]
    assert source.page(text.index("copy")) == 2
    assert source.page(text.index("Amended")) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Điều 12. Quyền", True), ("Điều 7a. Quyền", True), ("Điều 12 của Luật này", False), ("Điều 5", True), ("“Điều 5. Trích", True),
        ("Chương II", True), ("Mục 1 QUY ĐỊNH", True), ("Chương III Bộ luật này", False), ("PHỤ LỤC I", True), ("1. Một", True), ("2a. Hai", True),
        ("1.1. Ba", True), ("5.000 đồng", False), ("30 ngày", False), ("đ) Năm", True), ("a, b", False), ("- Sáu", True), ("[12] Bảy", True),
        ("I. Tám", True), ("người bệnh", False), ("Article 3. Scope", True), ("Article 3 of this Law", False),
    ],
)  # fmt: skip
def test_what_begins_a_unit(line: str, expected: bool) -> None:
    assert begins_unit(line) is expected


@pytest.mark.parametrize(
    ("before", "line", "expected"),
    [
        ("theo quy định tại khoản 1 và", "Điều 5.", " "),
        ("được quy định như sau:", "Điều 5. Phạm vi", "\n"),
        ("phát triển kinh tế", "- xã hội của huyện", " "),
        ("những việc sau đây:", "- xã hội", "\n"),
        ("Thông tư số 18/2025/TT-", "BYT", ""),
        ("QUYỀN CỦA NGƯỜI BỆNH", "Người bệnh có quyền", "\n"),
        ("đã nêu;", "Người bệnh có quyền", "\n"),
        ("đã nêu.", "Người bệnh có quyền", " "),
    ],
)
def test_joints(before: str, line: str, expected: str) -> None:
    setting = Setting(right=500, leading=1.2)
    assert (
        setting.joint(PageLine(before, 72, 498, 100, 10), PageLine(line, 72, 300, 112, 10), same_page=True) == expected
    )


def test_pdf_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(*[[]] * (read_pdf_process.MAX_PAGES + 1)))
    assert "5,001 pages, more than 5,000" in refusal(path)
    path.write_bytes(make_pdf(*[[]] * 2_000))
    assert "its pages are empty" in refusal(path)
    whole = make_pdf(column(*WRAPPED))
    path.write_bytes(whole[:200])
    assert "not a readable PDF" in refusal(path)
    monkeypatch.setattr(reading, "READERS", {".pdf": reading.Reader("PDF", 100, read_pdf.read_pdf)})
    path.write_bytes(whole)
    assert "more than 0 MB" in refusal(path)


def test_a_pdf_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    packed = zlib.compress(b"BT /F1 1 Tf " + b"(aaaaaaaa) Tj " * 100_000 + b"ET", 9)
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(streams=(packed,), extra=b"/Filter /FlateDecode"))
    assert "characters, more than" in refusal(path)


def test_a_pdf_that_breaks_or_blocks_the_reader_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(column(*WRAPPED)))
    monkeypatch.setattr(
        read_pdf.subprocess, "run", lambda *a, **k: SimpleNamespace(stdout=b'{"width": 1, "li', returncode=-6)
    )
    assert "breaks the reader" in refusal(path)

    def block(*arguments: object, **options: object) -> None:
        raise read_pdf.subprocess.TimeoutExpired("reader", 1)

    monkeypatch.setattr(read_pdf.subprocess, "run", block)
    assert "takes more than" in refusal(path)


def test_encrypted_pdfs(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(make_pdf(column(*WRAPPED)))
    for password in ("", "secret"):
        writer = pypdf.PdfWriter(clone_from=plain)
        writer.encrypt(password, algorithm="RC4-128")
        writer.write(tmp_path / f"a{password}.pdf")
    assert read(tmp_path / "a.pdf").text == read(plain).text
    assert "locked with a password" in refusal(tmp_path / "asecret.pdf")


def test_a_scan_without_tesseract_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(streams=(SCAN,)))
    monkeypatch.setattr(read_ocr.shutil, "which", lambda name: None)
    message = refusal(path)
    assert "no text layer" in message
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in message
    # A stamp on a scan is no text layer; beside a page of text, the page that is a scan is named.
    stamp = b"BT /F1 9 Tf 1 0 0 1 72 800 Tm (Signed by: the portal) Tj ET"
    path.write_bytes(make_pdf(streams=(b"BT /F1 9 Tf 1 0 0 1 72 800 Tm (Text.) Tj ET", SCAN + stamp)))
    assert "page 2 of this PDF has no text layer" in refusal(path)


def test_a_scan_is_what_tesseract_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(streams=(SCAN, SCAN)))
    monkeypatch.setattr(read_pdf.CACHE, "path", None)  # another test's program may have kept its pages
    monkeypatch.setattr(read_pdf, "ocr_available", lambda: True)
    monkeypatch.setattr(read_pdf, "ocr_lines", lambda image, scale: (PageLine("Điều 1. Thử", 72, 200, 100, 10),))
    source = read(path)
    assert source.text == "Điều 1. Thử\nĐiều 1. Thử"
    assert source.page_starts == (0, 12)

    def fail(image: Path, scale: float) -> None:
        raise read_ocr.OcrError("tesseract failed")

    monkeypatch.setattr(read_pdf, "ocr_lines", fail)
    assert "page 1 could not be recognised" in refusal(path)
    monkeypatch.setattr(read_pdf, "MAX_PAGES", 1)
    assert "2 scanned pages, more than 1" in refusal(path)


def test_the_table_of_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "5\t1\t1\t1\t{line}\t1\t{left}\t100\t{width}\t20\t{confidence}\t{word}"
    words = [
        row.format(line=1, left=10, width=40, confidence=95, word="BỘ"), row.format(line=1, left=60, width=40, confidence=90, word="Y"),
        row.format(line=1, left=300, width=40, confidence=95, word="CỘNG"), row.format(line=2, left=10, width=40, confidence=9, word="~.^"),
    ]  # fmt: skip
    done = SimpleNamespace(stdout="\n".join(["level\tpage", *words]).encode())
    monkeypatch.setattr(read_ocr.subprocess, "run", lambda *a, **k: done)
    assert [line.text for line in read_ocr.ocr_lines(Path("a.pgm"), 0.24)] == ["BỘ Y", "CỘNG"]
