from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import IngestError, UnreadableFile
from ingest.read import READERS, SourceText, read, readable


def make_pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages, in Helvetica; by hand, since pypdf writes no text."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"1 0 0 1 72 {760 - 20 * i} Tm ({line}) Tj" for i, line in enumerate(lines))
        stream = f"BT /F1 12 Tf\n{shown}\nET".encode() if lines else b""
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


TEXT = "Điều 1. Phạm vi\r\nBộ Y tế thử.\n\n\tHết.\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(TEXT.encode(), TEXT, id="UTF-8"),
        # The mark is a code point of the file like any other: an offset can be checked with the file alone.
        pytest.param(TEXT.encode("utf-8-sig"), "\ufeff" + TEXT, id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("utf-16"), TEXT, id="UTF-16 with a mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, id="UTF-16 big-endian"),
        pytest.param("e\u0301 Đie\u0302\u0300u".encode(), "e\u0301 Đie\u0302\u0300u", id="accents apart stay apart"),
        pytest.param(b"a\x0bb\x0cc\x1cd", "a\x0bb\x0cc\x1cd", id="control characters"),
        pytest.param(b"x", "x", id="one letter"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".txt", ".md", ".markdown", ".TXT"])
def test_a_text_is_taken_as_it_is(tmp_path: Path, content: bytes, expected: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    assert read(path) == SourceText(expected)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.txt", b"", "no text", id="empty"),
        pytest.param("a.txt", b" \n\t\xef\xbb\xbf", "no text", id="blank"),
        pytest.param("a.txt", "— … ?!".encode(), "no text", id="marks alone"),
        pytest.param("a.txt", b"a\x00b", "binary", id="binary"),
        pytest.param("a.txt", bytes(range(256)), "binary", id="all bytes"),
        pytest.param("a.txt", "Điều".encode("utf-16-le"), "not", id="UTF-16 without a mark"),
        pytest.param("a.txt", "café".encode("latin-1"), "not UTF-8 (byte 3)", id="Latin-1"),
        pytest.param("a.txt", "Điều 1".encode("cp1258", "replace") + b"\xd0", "not UTF-8", id="Windows-1258"),
        pytest.param("a.txt", b"\xff\xfea", "not UTF-16", id="half a UTF-16 unit"),
        pytest.param("a.txt", b"\xff\xfe\x00\xd8a\x00", "not UTF-16", id="a lone surrogate"),
        pytest.param("a.odt", b"PK", "no reader for this format", id="unknown suffix"),
        pytest.param("a.docx", b"PK", "not a readable DOCX", id="broken DOCX"),
        pytest.param("a", b"text", "no reader for this format", id="no suffix"),
        pytest.param("a.pdf", b"", "not a readable PDF", id="empty PDF"),
        pytest.param("a.pdf", b"%PDF-1.4\nnonsense", "not a readable PDF", id="broken PDF"),
        pytest.param("a.pdf", TEXT.encode(), "not a readable PDF", id="text called PDF"),
        pytest.param("a.pdf", make_pdf([]), "no text layer", id="a scan"),
        pytest.param("a.pdf", make_pdf([], []), "no text layer", id="a scan of two pages"),
        pytest.param("a.pdf", make_pdf(["..."]), "no text", id="a PDF of dots"),
    ],
)  # fmt: skip
def test_what_holds_no_text_is_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "\n" not in message
    assert isinstance(refusal.value, IngestError)


@pytest.mark.parametrize("name", ["a.txt", "a.pdf"])
def test_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(UnreadableFile, match="irectory"):
        read(tmp_path / name)


@pytest.mark.parametrize("name", ["gone.txt", "gone.pdf"])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        read(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="permissions"):
        read(path)


def test_a_pdf_has_its_text_and_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(["Article 1. Scope", "The Ministry of Health tests."], [], ["Article 2. Force"]))
    source = read(path)
    assert source.text == "Article 1. Scope\nThe Ministry of Health tests.\n\nArticle 2. Force"
    assert [source.text[start : start + 9] for start in source.page_starts] == ["Article 1", "\nArticle ", "Article 2"]
    assert [source.page(source.text.index(words)) for words in ("Scope", "Ministry", "Force")] == [1, 1, 3]


def test_a_text_has_no_pages() -> None:
    assert SourceText("abc").page(0) is None


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_every_offset_has_its_page(lengths: list[int]) -> None:
    starts = tuple(sum(lengths[:i]) + i for i in range(len(lengths)))  # one newline between pages
    source = SourceText("x" * (sum(lengths) + len(lengths)), starts)
    for number, (start, length) in enumerate(zip(starts, lengths, strict=True), 1):
        assert all(source.page(offset) == number for offset in range(start, start + length))


# Damage anywhere in a PDF is told in one line. The same examples every time: the fault above would make it flicker.
@settings(derandomize=True)
@given(st.integers(0, 600), st.binary(max_size=8), st.integers(0, 40))
def test_a_damaged_pdf_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes, cut: int
) -> None:
    whole = make_pdf(["Article 1. Scope"])
    path = tmp_path_factory.getbasetemp() / "damaged.pdf"
    path.write_bytes(whole[:at] + junk + whole[at + cut :])
    try:
        assert read(path).text
    except UnreadableFile as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017 - either outcome is right, a message of two lines is not


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", True),
        ("A.PDF", True),
        ("a.md", True),
        ("a.docx", True),
        ("a.odt", False),
        ("a", False),
        (".txt", False),
        ("a.txt.bak", False),
    ],
)
def test_readable(name: str, expected: bool) -> None:
    assert readable(Path(name)) is expected


def test_readers_are_named_by_small_suffixes() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in READERS)
