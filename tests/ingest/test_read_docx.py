"""DOCX files: labels, tables, changes that are tracked, footnotes, and files that are refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest import read_docx
from ingest.docx_numbering import W
from ingest.read import read
from tests.ingest.made_files import numbered_docx, refusal, rewritten


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
