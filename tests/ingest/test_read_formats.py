from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import UnreadableFile, read_docx, read_ocr, read_pdf, read_pdf_process
from ingest import read as reading
from ingest.docx_numbering import W
from ingest.read import SourceText, read
from ingest.unwrap import PageLine, Setting, begins_unit, is_hyphenation

LAWS = Path(__file__).parents[3] / "shared" / "laws"
real = pytest.mark.skipif(not LAWS.is_dir(), reason="no real laws beside this checkout")

ARTICLE = "Điều 1. Người bệnh được khám tại trạm y tế của xã và các điểm khám thuộc huyện theo quy định này, có việc gấp thì được đưa đi ngay."


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the tone is a mark behind its letter, other signs belong to the letter."""
    parts = []
    for character in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONE_MARKS))
        parts.append(letter + "".join(c for c in apart if c in _TONE_MARKS))
    return "".join(parts).encode("cp1258")


# --- PDF ---------------------------------------------------------------------------------------------------


Placed = tuple[float, float, float, str]  # x and y from the lower left corner, size, words


def make_pdf(*pages: list[Placed], streams: tuple[bytes, ...] = (), extra: bytes = b"") -> bytes:
    """A PDF of A4 pages in Courier, whose letters are all 0.6 of their size wide."""
    contents = streams or tuple(
        b"BT\n"
        + b"\n".join(
            b"/F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj" % (size, x, y, words.encode("cp1252")) for x, y, size, words in page
        )
        + b"\nET"
        for page in pages
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content))
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def column(*lines: str, top: float = 740, x: float = 72, size: float = 10) -> list[Placed]:
    return [(x, top - 14 * i, size, line) for i, line in enumerate(lines)]


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., SourceText]:
    def read_pages(*pages: list[Placed]) -> SourceText:
        path = tmp_path / "a.pdf"
        path.write_bytes(make_pdf(*pages))
        return read(path)

    return read_pages


WRAPPED = [
    "Article 1. The commune health station receives every patient who comes",
    "to it and keeps the record for ten years, as clause 2 of Article 3 and",
    "Article 4 of this Law provide, without asking for any paper beforehand.",
    "1. The head of the station answers for the record and for every copy",
    "that is made of it.",
]


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


SCAN = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"


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


# --- DOCX --------------------------------------------------------------------------------------------------

NUMBERING = """
<w:abstractNum w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%5/%1"/></w:lvl></w:abstractNum>
<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>
<w:num w:numId="92"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def numbered_docx(path: Path, lines: list[tuple[int | None, str, str]]) -> None:
    """A document with paragraphs of a level (None: not numbered), a numbering, and words."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    name = W.strip("{}")
    root = parse_xml(f'<w:numbering xmlns:w="{name}">{NUMBERING}</w:numbering>')
    numbering = document.part.numbering_part.element
    for child in root:
        numbering.append(child)
    for level, num, words in lines:
        paragraph = document.add_paragraph(words)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr xmlns:w="{name}"><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
            )
    document.save(str(path))


def test_automatic_labels_are_restored(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    numbered_docx(
        path,
        [
            (None, "", "LUẬT THỬ"), (0, "91", "Phạm vi"), (1, "91", "Một"), (2, "91", "Điểm"), (2, "91", "Điểm"), (3, "91", "Gạch"), (1, "91", "Hai"),
            (2, "91", "Điểm"), (0, "91", "Đối tượng"), (1, "91", "Một"), (0, "92", "Sau"), (0, "91", "Tiếp"), (4, "91", "Số"), (0, "0", "Không"), (1, "91", ""),
        ],
    )  # fmt: skip
    assert read(path).text.split("\n") == [
        "LUẬT THỬ", "Điều 1. Phạm vi", "1. Một", "a) Điểm", "b) Điểm", "- Gạch", "2. Hai", "a) Điểm", "Điều 2. Đối tượng", "1. Một", "Điều 7. Sau",
        "Điều 8. Tiếp", "IV/8 Số", "Không", "",
    ]  # fmt: skip


def test_tables_stand_in_order(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text, head.cell(0, 1).text = "BỘ Y TẾ\n-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    document.add_paragraph("Điều 1. Mức hưởng")
    levels = document.add_table(2, 3)
    for row, cells in zip(levels.rows, (("TT", "Nhóm", "Mức"), ("1", "Trẻ em", "100%")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Điều 2. Hiệu lực")
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert read(path).text.split("\n") == [
        "BỘ Y TẾ", "-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Điều 1. Mức hưởng", "TT | Nhóm | Mức", "1 | Trẻ em | 100%", "Điều 2. Hiệu lực",
    ]  # fmt: skip


def test_inserted_text_counts_and_deleted_text_does_not(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    document.add_paragraph()._p.getparent().replace(
        document.paragraphs[0]._p,
        parse_xml(
            f'<w:p xmlns:w="{W.strip("{}")}"><w:ins>{run.format("Mức mới")}</w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>'
            f"<w:sdt><w:sdtContent>{run.format(' 95%')}</w:sdtContent></w:sdt></w:p>"
        ),
    )
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert read(path).text == "Mức mới 95%"


def rewritten(path: Path, change: Callable[[bytes], bytes], part: str = "word/document.xml") -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_footnotes_are_cited_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    numbered_docx(path, [(None, "", "Điều 1. Phạm vi")])
    name = W.strip("{}")
    notes = f'<w:footnotes xmlns:w="{name}"><w:footnote w:id="5"><w:p><w:r><w:t>Được sửa.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    rewritten(path, lambda _: notes.encode(), "word/footnotes.xml")
    relation = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
    rewritten(
        path,
        lambda xml: xml.replace(b"</Relationships>", relation + b"</Relationships>"),
        "word/_rels/document.xml.rels",
    )
    rewritten(
        path,
        lambda xml: xml.replace(
            "Phạm vi</w:t></w:r>".encode(), 'Phạm vi</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r>'.encode()
        ),
    )
    assert read(path).text == "Điều 1. Phạm vi[1]\n[1] Được sửa."


def test_hostile_docx_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    numbered_docx(path, [(None, "", "Điều 1. Phạm vi")])
    whole = path.read_bytes()
    for encoding in ("utf-8", "utf-16"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        document = (
            f'<w:document xmlns:w="{W.strip("{}")}"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
        )
        path.write_bytes(whole)
        rewritten(path, lambda _, words=declared + document, encoding=encoding: words.encode(encoding))
        assert "declares XML entities" in refusal(path)
    path.write_bytes(whole)
    rewritten(path, lambda xml: xml + b"<!--" + b" " * 300_000 + b"-->")
    monkeypatch.setattr(read_docx, "MIN_SUSPECT", 100_000)
    assert "ZIP bomb" in refusal(path)
    monkeypatch.setattr(read_docx, "MAX_RATIO", 10_000)
    assert read(path).text == "Điều 1. Phạm vi"
    monkeypatch.setattr(read_docx, "MAX_PARTS", 2)
    assert "ZIP bomb" in refusal(path)
    path.write_bytes(whole[: len(whole) // 2])
    assert "not a readable DOCX" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sheet.xml", "<x/>")
    assert "not a readable DOCX" in refusal(path)


# --- HTML --------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Cổng</title><style>p {{}}</style></head><body>
<form id="aspnetForm"><nav><a href="/">Trang chủ</a></nav><div class="main-menu"><ul><li>Giới thiệu</li></ul></div>
<ul><li><a href="#d1">Điều 1. Phạm vi</a></li></ul>
<div class="content"><table><tr><td><p>BỘ Y TẾ<br>-------</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p></td></tr></table>
<p><b>Điều 1. Phạm vi</b></p><p>Thông tư này quy định
việc&nbsp;<i>khám</i> bệnh.</p><p>a) Một;<br/>b) Hai.</p>
<table><tr><th>Nhóm</th><th>Mức</th><th>Ghi chú</th></tr><tr><td>Trẻ em</td><td>100%</td><td>Dưới 6 tuổi</td></tr></table>
<script>var x = "Điều 9. Giả";</script><p style="display: none">Ẩn</p><h3>Điều 2. Hiệu lực</h3><ul><li>Từ ngày 01 tháng 7.</li></ul></div>
<div class="related">Tin khác</div><footer>Bản quyền</footer></form></body></html>"""
SHOWN = [
    "BỘ Y TẾ", "-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Điều 1. Phạm vi", "Thông tư này quy định việc khám bệnh.", "a) Một;", "b) Hai.",
    "Nhóm | Mức | Ghi chú", "Trẻ em | 100% | Dưới 6 tuổi", "Điều 2. Hiệu lực", "Từ ngày 01 tháng 7.",
]  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16"])
def test_the_main_text_of_a_page(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "a.html"
    page = PAGE.format(charset=charset)
    path.write_bytes(windows_1258(page) if charset == "windows-1258" else page.encode(charset))
    assert unicodedata.normalize("NFC", read(path).text).split("\n") == SHOWN


def test_a_page_without_provisions_gives_its_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    words = "Bộ Y tế cho biết các trạm y tế sẽ nhận người bệnh từ sáng sớm. " * 4
    path.write_text(
        f"<html><body><div class='menu'>Mục</div><div><p>{words}</p><p>{words}</p></div><p>Tin</p></body></html>",
        encoding="utf-8",
    )
    assert read(path).text == "\n".join([words.strip()] * 2)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "<html><body><div id='app'>Đang tải</div><script>" + "x" * 5_000 + "</script></body></html>",
            "draws its text with scripts",
        ),
        ("<html><body>" + "<div>" * 5_000 + "Điều 1. Sâu" + "</div>" * 5_000 + "</body></html>", "nested too deeply"),
        ("<html><body><script>1</script></body></html>", "holds no text"),
        ("<html><body></body></html>", "holds no text"),
        ('<html><head><meta charset="klingon"></head><body>x</body></html>', "not KLINGON"),
    ],
)
def test_pages_that_cannot_be_read(tmp_path: Path, page: str, reason: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    assert reason in refusal(path)


def test_a_class_name_hides_no_provision(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_text("<div class='tab menu'><p>Điều 1. Phạm vi</p><p>Lời.</p></div>", encoding="utf-8")
    assert read(path).text == "Điều 1. Phạm vi\nLời."


# --- text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(ARTICLE.encode("utf-16-le"), ARTICLE, id="UTF-16 LE without a mark"),
        pytest.param(ARTICLE.encode("utf-16-be"), ARTICLE, id="UTF-16 BE without a mark"),
        pytest.param(unicodedata.normalize("NFD", ARTICLE).encode(), unicodedata.normalize("NFD", ARTICLE), id="NFD"),
        pytest.param(windows_1258(ARTICLE), windows_1258(ARTICLE).decode("cp1258"), id="Windows-1258"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    source = read(path)
    assert source.text == expected
    assert unicodedata.normalize("NFC", source.text) == ARTICLE


TCVN3 = "§iÒu 1. Ng­êi bÖnh ®­îc kh¸m t¹i tr¹m y tÕ cña x· vµ c¸c ®iÓm kh¸m thuéc huyÖn"
VNI = "Ñieàu 1. Ngöôøi beänh ñöôïc khaùm taïi traïm y teá cuûa xaõ vaø caùc ñieåm khaùm thuoäc huyeän"


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3 (ABC)"), (VNI, "VNI")])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_legacy_font_encodings_are_refused(tmp_path: Path, text: str, name: str, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    message = refusal(path)
    assert f"legacy font encoding {name}" in message
    assert "UniKey" in message


@pytest.mark.parametrize("text", ["Le règlement de l'été dernier a été modifié à Paris.", "“Smart” quotes and a café."])
def test_other_western_text_is_not_taken_for_vietnamese(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("cp1252"))
    assert "not UTF-8" in refusal(path)


# --- names that lie, sizes -----------------------------------------------------------------------------------


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


# --- real files ----------------------------------------------------------------------------------------------


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
