"""`clausecare add` of what cannot be added: one clear line, and nothing is written."""

from __future__ import annotations

import signal
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import read_docx
from ingest.docx_numbering import W
from tests.cli.adding import ID, started
from tests.cli.program import PROGRAM, Cli
from tests.ingest.made_files import column, make_pdf, numbered_docx, rewritten
from tests.ingest.test_acquire import snapshot
from tests.web_server import Site


def _encrypted(path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    path.write_bytes(make_pdf(column("Article 1. The station.")))
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(301 << 20)


def _bomb(path: Path) -> None:
    numbered_docx(path, [(None, "", "Điều 1. Phạm vi")])
    rewritten(path, lambda xml: xml + b"<!--" + b" " * (read_docx.MIN_SUSPECT + 1) + b"-->")


def _entities(path: Path) -> None:
    numbered_docx(path, [(None, "", "Điều 1. Phạm vi")])
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W.strip("{}")}"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    rewritten(path, lambda _: xml.encode())


def _unpacks(path: Path) -> None:
    packed = zlib.compress(b"BT /F1 1 Tf " + b"(aaaaaaaa) Tj " * 100_000 + b"ET", 9)
    path.write_bytes(make_pdf(streams=(packed,), extra=b"/Filter /FlateDecode"))


def _archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sheet.xml", "<x/>")


SCRIPTS = b"<html><body><div id='app'>Wait</div><script>" + b"x" * 5_000 + b"</script></body></html>"


def content(given: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(given)


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.pdf", _encrypted, "locked with a password"),
        ("a.pdf", content(make_pdf(column("Article 1."))[:200]), "not a readable PDF"),
        ("a.pdf", _sparse, "301 MB, more than 300 MB"),
        ("a.pdf", content(make_pdf(*[[]] * 3_000)), "its pages are empty"),
        ("a.pdf", _unpacks, "characters, more than"),
        ("a.pdf", content(b"PK\x03\x04 no PDF"), "ZIP archive"),
        ("a.docx", _bomb, "ZIP bomb"),
        ("a.docx", _entities, "declares XML entities"),
        ("a.docx", _archive, "not a readable DOCX"),
        ("a.docx", content(b"%PDF-1.4\n"), "it is PDF"),
        ("a.html", content(SCRIPTS), "draws its text with scripts"),
        (
            "a.html",
            content("<html><body><h1>404</h1><p>Trang bạn tìm không tồn tại.</p></body></html>".encode()),
            '("404")',
        ),
        ("a.html", content(b"<html><body><p>Please log in to read this document.</p></body></html>"), "log-in page"),
        ("a.txt", content(b"%PDF-1.4\n"), "it is PDF"),
        ("a.txt", content(b""), "holds no text"),
        ("a.txt", content(b"\x00\x01\x02" * 50), "not"),
        ("a.xyz", content(b"Rule 1."), "no reader for this format"),
    ],
)
def test_a_bad_file_is_one_clear_line_and_changes_nothing(
    cli: Cli, decree: Path, at: tuple[object, ...], folder: Path, tmp_path: Path,
    name: str, make: Callable[[Path], object], reason: str,
) -> None:  # fmt: skip
    cli("add", decree, "--no-build", *at)
    before = snapshot(folder)
    path = tmp_path / name
    make(path)
    done = cli("add", path, *at)
    done.assert_one_clear_line()
    assert str(path) in done.err and reason in done.err
    assert snapshot(folder) == before
    assert not (tmp_path / "index").exists()


def test_a_short_page_with_a_number_is_a_document(cli: Cli, at: tuple[object, ...], tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    lines = (
        "Số: 12/2031/TT-BYT",
        "THÔNG TƯ",
        "Điều 1. Sổ",
        "Mật khẩu của sổ do trạm giữ.",
        "Điều 2. Phòng 404",
        "Phòng phát sổ.",
    )
    page.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>", encoding="utf-8")
    assert cli("add", page, "--dry-run", "--json", *at).json[0]["number"] == "12/2031/TT-BYT"


def test_an_address_is_added_with_where_it_came_from(cli: Cli, site: Site, at: tuple[object, ...]) -> None:
    (row,) = cli("add", f"{site.address}/moved", "--no-build", "--json", *at).json
    assert (row["result"], row["doc_id"], row["source"]) == ("added", ID, f"{site.address}/nd12.txt")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/endless", "more than 1 MB"), ("/slow", "more than 0.5 seconds"), ("/login.pdf", "calls it PDF, but it is HTML"),
        ("/none", "answers 404"),
    ],
)  # fmt: skip
def test_a_bad_address_is_one_clear_line_and_changes_nothing(
    cli: Cli, site: Site, at: tuple[object, ...], folder: Path, path: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if path == "/slow":
        monkeypatch.setenv("CLAUSECARE_DOWNLOAD_SECONDS", "0.5")
    done = cli("add", site.address + path, *at)
    done.assert_one_clear_line()
    assert site.address + path in done.err and reason in done.err
    assert not folder.exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/a", "http://localhost/a", "http://169.254.169.254/latest", "http://[::1]/"]
)
def test_a_private_address_is_refused_unless_it_is_allowed(
    cli: Cli, at: tuple[object, ...], folder: Path, url: str
) -> None:
    done = cli("add", url, *at)
    done.assert_one_clear_line()
    assert "CLAUSECARE_ALLOW_PRIVATE_ADDRESSES" in done.err
    assert not folder.exists()


def test_a_stopped_download_leaves_nothing(
    site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSECARE_DOWNLOAD_SECONDS", "60")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    command = [*PROGRAM, "add", f"{site.address}/slow", *map(str, at)]
    running = started(command)
    while not site.asked:
        time.sleep(0.02)
        assert running.poll() is None, running.communicate()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, "Traceback" in err) == (130, "", False)
    assert not folder.exists()
    assert list((tmp_path / "scratch").iterdir()) == []
