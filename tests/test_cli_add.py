"""`clausecare add`, `fetch` and `show --report`, as a person calls them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ingest import read_docx
from ingest.docx_numbering import W
from ingest.index import CACHE
from tests.ingest.test_acquire import DECREE, NOTE, snapshot
from tests.ingest.test_read_formats import column, make_pdf, numbered_docx, rewritten
from tests.test_cli import PROGRAM, Cli, bare_environment, cli
from tests.web_server import Site, answer, endless, redirect, serve

__all__ = ["bare_environment", "cli"]  # fixtures

ROW_KEYS = {
    "origin", "result", "reason", "doc_id", "number", "kind", "authority", "issuer", "issuer_name", "title", "language",
    "issued", "effective", "expired", "source", "page", "note", "sha256", "file", "register", "family", "provisions",
    "oddities", "linked_to",
}  # fmt: skip
ID = "decree-12-2024-nd-cp"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


@pytest.fixture
def at(folder: Path, tmp_path: Path) -> tuple[object, ...]:
    return "--corpus", folder, "--index", tmp_path / "index"


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    path = tmp_path / "nd12.txt"
    path.write_text(DECREE, encoding="utf-8")
    return path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("CLAUSECARE_ALLOW_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("CLAUSECARE_DOWNLOAD_MB", "1")
    monkeypatch.setenv("CLAUSECARE_DOWNLOAD_SECONDS", "5")
    routes = {
        "/nd12.txt": answer(200, "text/plain; charset=utf-8", DECREE.encode()),
        "/moved": redirect("/nd12.txt"),
        "/login.pdf": answer(200, "application/pdf", b"<!DOCTYPE html><p>Log in"),
        "/endless": endless(b"x" * 65_536),
        "/slow": endless(b"x", 0.05),
        "/inside": redirect("http://127.0.0.1:1/nd12.txt"),
    }
    with serve(routes) as running:
        yield running


def started(command: list[str]) -> subprocess.Popen[str]:
    """The program as a terminal starts it: Ctrl-C ends it, even where the tests run in the background and ignore it."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


# Files


def test_a_document_is_shown_registered_and_indexed(
    cli: Cli, decree: Path, at: tuple[object, ...], folder: Path
) -> None:
    done = cli("add", decree, *at)
    assert done.code == 0
    assert f"added as {ID}" in done.out
    for shown in ("12/2024/NĐ-CP", "Chính phủ", "2024-03-10", "2024-08-05", "Quy định về sổ khám bệnh", "2 articles"):
        assert shown in done.out
    assert "embedding" in done.err, "it was indexed"
    assert (folder / "texts" / f"{ID}.txt").is_file()
    found = cli("search", "sổ khám cho trẻ em", "--json", *at).json
    assert found[0]["doc_id"] == ID


def test_json_has_every_key_and_stands_alone(cli: Cli, decree: Path, at: tuple[object, ...], folder: Path) -> None:
    (row,) = cli("add", decree, "--no-build", "--json", *at).json
    assert row.keys() == ROW_KEYS
    assert (row["result"], row["doc_id"], row["issuer"]) == ("added", ID, "government")
    assert (row["issued"], row["effective"], row["expired"]) == ("2024-03-10", "2024-08-05", None)
    assert row["provisions"] == {"article": 2, "paragraph": 1}
    assert row["register"] == str(folder / "register.toml")
    assert row["oddities"] == []
    assert [r["result"] for r in cli("add", decree, "--no-build", "--json", *at).json] == ["known"]


def test_without_a_folder_documents_go_to_the_operators_own(cli: Cli, decree: Path, tmp_path: Path) -> None:
    assert cli("add", decree, "--no-build").code == 0
    own = tmp_path / "xdg-data/clausecare/corpus"
    assert snapshot(own).keys() == {"register.toml", f"texts/{ID}.txt"}
    assert ID in cli("show", ID).out
    assert "directive-16-ct-ttg-2022" in cli("show", "directive-16-ct-ttg-2022").out, "the bundled ones lie below"


def test_a_bundled_document_is_known(cli: Cli, tmp_path: Path) -> None:
    from corpus.toml import BUNDLED

    (row,) = cli("add", BUNDLED / "texts/000_6c9276836f489cbf.txt", "--no-build", "--json").json
    assert (row["result"], row["doc_id"]) == ("known", "directive-16-ct-ttg-2022")
    assert not (tmp_path / "xdg-data").exists()


def test_the_operator_corrects_what_was_read(cli: Cli, tmp_path: Path, at: tuple[object, ...], folder: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    given = (
        "--number",
        "7/TB-BYT",
        "--kind",
        "letter",
        "--issuer",
        "Bộ Y tế",
        "--issued",
        "2024-01-02",
        "--id",
        "hours",
    )
    (row,) = cli("add", tmp_path / "note.txt", *given, "--no-build", "--json", *at).json
    assert (row["doc_id"], row["number"], row["kind"]) == ("hours", "7/TB-BYT", "letter")
    assert (row["issuer"], row["issued"]) == ("moh", "2024-01-02")
    (row,) = cli("add", tmp_path / "note.txt", "--effective", "2024-02-01", "--no-build", "--json", *at).json
    assert (row["result"], row["effective"], row["number"]) == ("corrected", "2024-02-01", "7/TB-BYT")


def test_what_was_not_read_is_asked_for(cli: Cli, tmp_path: Path, at: tuple[object, ...], folder: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    done = cli("add", tmp_path / "note.txt", "--no-build", *at)
    assert "not read     number, issuer, issued, effective" in done.out
    assert str(folder / "register.toml") in done.out


def test_a_dry_run_changes_nothing(cli: Cli, decree: Path, at: tuple[object, ...], folder: Path) -> None:
    done = cli("add", decree, "--dry-run", *at)
    assert (done.code, folder.exists()) == (0, False)
    assert f"would be added as {ID}" in done.out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--issued", "yesterday"), "no day"), (("--issuer", "nobody at all"), "no agency"), (("--id", "a#b"), "has no #"),
        (("--expired", "2001-01-01"), "expired"), (("--kind", "leaflet"), "no kind"),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_meant(
    cli: Cli, decree: Path, at: tuple[object, ...], folder: Path, arguments: tuple[str, str], reason: str
) -> None:
    done = cli("add", decree, *arguments, *at)
    done.assert_one_clear_line()
    assert reason in done.err
    assert not folder.exists()


def test_corrections_are_for_one_document(cli: Cli, decree: Path, at: tuple[object, ...]) -> None:
    cli("add", decree, decree, "--number", "1/2024/TT-BYT", *at).assert_one_clear_line()


def test_the_good_ones_of_several_are_added(cli: Cli, decree: Path, at: tuple[object, ...], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = cli("add", tmp_path / "none.txt", decree, tmp_path / "empty.txt", "--no-build", "--json", *at)
    assert done.code == 1
    assert [row["result"] for row in done.json] == ["refused", "added", "refused"]
    told = [line for line in done.err.splitlines() if line.startswith("clausecare: ")]
    assert len(told) == 2
    assert "no such file" in told[0] and "empty.txt" in told[1]


# Bad input: one clear line, and nothing is written


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


# Addresses


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


# Official texts


def listed(tmp_path: Path, *texts: tuple[str, str | None]) -> Path:
    path = tmp_path / "official.toml"
    rows = []
    for number, address in texts:
        where = f'address = "{address}"\n' if address else ""
        rows.append(
            f'[[text]]\nnumber = "{number}"\nkind = "decree"\ntitle_vi = "Sổ khám"\ntitle_en = "Booklets"\n'
            f'page = "https://portal.example/"\n{where}'
        )
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_fetch_gets_what_it_can_and_says_what_it_could_not(
    cli: Cli, site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path
) -> None:
    texts = (
        ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"), ("13/2024/NĐ-CP", f"{site.address}/moved"),
        ("14/2024/NĐ-CP", f"{site.address}/none"), ("15/2024/NĐ-CP", None),
    )  # fmt: skip
    source = listed(tmp_path, *texts)
    done = cli("fetch", "--from", source, "--no-build", "--json", *at)
    assert done.code == 0
    rows = {row["origin"]: row for row in done.json}
    assert {number: row["result"] for number, row in rows.items()} == {
        "12/2024/NĐ-CP": "added", "13/2024/NĐ-CP": "failed", "14/2024/NĐ-CP": "failed", "15/2024/NĐ-CP": "no_address",
    }  # fmt: skip
    assert all(row.keys() == ROW_KEYS for row in rows.values())
    assert rows["12/2024/NĐ-CP"]["source"] == f"{site.address}/nd12.txt"
    assert "13/2024/NĐ-CP was expected" in rows["13/2024/NĐ-CP"]["reason"]
    assert "404" in rows["14/2024/NĐ-CP"]["reason"]
    assert rows["15/2024/NĐ-CP"]["page"] == "https://portal.example/"
    asked = len(site.asked)
    again = cli("fetch", "12/2024/NĐ-CP", "--from", source, "--no-build", *at)
    assert f"12/2024/NĐ-CP: is here already as {ID}" in again.out
    assert len(site.asked) == asked, "what is here is not fetched again"


@pytest.mark.parametrize(
    ("sha", "result"), [(hashlib.sha256(DECREE.encode()).hexdigest(), "added"), ("0" * 64, "failed")]
)
def test_fetch_takes_a_text_only_with_the_digest_that_the_list_gives(
    cli: Cli, site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path, sha: str, result: str
) -> None:
    source = listed(tmp_path, ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"))
    source.write_text(f'{source.read_text(encoding="utf-8")}sha256 = "{sha}"\n', encoding="utf-8")
    done = cli("fetch", "--from", source, "--no-build", "--json", *at)
    row = done.json[0]
    assert row["result"] == result
    if result == "added":
        assert row["sha256"] == sha
    else:
        assert "has sha256" in row["reason"] and "000000000000… was expected" in row["reason"]
        assert done.code == 1 and not folder.exists()


def test_bad_addresses_do_not_keep_fetch_from_the_rest_and_are_asked_again(
    cli: Cli, site: Site, at: tuple[object, ...], tmp_path: Path
) -> None:
    bad = {
        "20/2024/NĐ-CP": "/endless",
        "21/2024/NĐ-CP": "/login.pdf",
        "22/2024/NĐ-CP": "/none",
        "23/2024/NĐ-CP": "/inside",
    }
    texts = [(number, site.address + path) for number, path in bad.items()]
    source = listed(tmp_path, *texts, ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"))
    told = cli("fetch", "--from", source, "--no-build", *at)
    assert told.code == 0 and "Traceback" not in told.err
    for number, why in zip(
        bad, ("more than 1 MB", "calls it PDF, but it is HTML", "answers 404", "127.0.0.1"), strict=True
    ):
        assert re.search(rf"{number}: not fetched.*?{re.escape(why)}", told.out, re.DOTALL)
    asked = [path for path, _ in site.asked]
    again = {row["origin"]: row["result"] for row in cli("fetch", "--from", source, "--no-build", "--json", *at).json}
    assert again == {**dict.fromkeys(bad, "failed"), "12/2024/NĐ-CP": "known"}
    assert [path for path, _ in site.asked[len(asked) :]] == [path for path in asked if path != "/nd12.txt"]


def test_fetch_fails_when_nothing_could_be_had(cli: Cli, site: Site, at: tuple[object, ...], tmp_path: Path) -> None:
    done = cli("fetch", "--from", listed(tmp_path, ("14/2024/NĐ-CP", f"{site.address}/none")), *at)
    assert done.code == 1
    assert "14/2024/NĐ-CP: not fetched" in done.out and "404" in done.out
    assert done.err.splitlines()[-1].startswith("clausecare: none of the official texts")


def test_fetch_list_calls_nobody(cli: Cli, site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path) -> None:
    source = listed(tmp_path, ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"), ("15/2024/NĐ-CP", None))
    rows = cli("fetch", "--list", "--from", source, "--json", *at).json
    assert [row["result"] for row in rows] == ["to_fetch", "no_address"]
    assert site.asked == [] and not folder.exists()
    bundled: list[dict[str, Any]] = json.loads(cli("fetch", "--list", "--json").out)
    assert {"51/2024/QH15", "188/2025/NĐ-CP", "72-NQ/TW"} <= {row["number"] for row in bundled}


@pytest.mark.parametrize("number", ["99/2099/NĐ-CP", "the law"])
def test_fetch_of_what_is_on_no_list(cli: Cli, at: tuple[object, ...], number: str) -> None:
    cli("fetch", number, *at).assert_one_clear_line()


# The report


def test_show_report_names_the_lines(cli: Cli, tmp_path: Path, folder: Path) -> None:
    folder.mkdir()
    text = DECREE.replace("Trạm y tế phát sổ khám cho trẻ em.", "1. Trạm y tế phát sổ.\n3. Trạm giữ sổ.")
    (folder / "odd.txt").write_text(text, encoding="utf-8")
    done = cli("show", "odd", "--report", "--corpus", folder)
    assert "law: 2 articles, 2 clauses" in done.out
    assert "line 9 " in done.out
    found = cli("show", "odd", "--report", "--json", "--corpus", folder).json
    assert found["provisions"]["clause"] == 2
    assert [odd["line"] for odd in found["oddities"]] == [9]
    (row,) = cli("add", folder / "odd.txt", "--dry-run", "--json", "--corpus", tmp_path / "new").json
    assert row["oddities"] == found["oddities"], "add shows it too"


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        (
            "add",
            ("--number", "--kind", "--issuer", "--issued", "--effective", "--expired", "--title", "--id", "--dry-run"),
        ),
        ("fetch", ("--list", "--from")),
        ("show", ("--report",)),
    ],
)
def test_help_names_the_options(cli: Cli, verb: str, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = cli(verb, "--help")
    assert done.code == 0
    for option in (*options, "--corpus", "--index", "--json"):
        assert option in done.out


# Ctrl-C, as a terminal sends it: to the program and all that it has started


def test_an_interrupted_build_ends_quietly_and_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    lines = "".join(f"Trạm y tế số {n} phát sổ khám số {n} cho trẻ em trong xã.\n" for n in range(160))
    (folder / "stations.txt").write_text(f"Sổ khám\n{lines}", encoding="utf-8")
    command = [*PROGRAM, "build", "--corpus", str(folder), "--index", str(tmp_path / "index")]
    running = started(command)
    assert running.stderr is not None
    assert any(line.startswith("embedding ") for line in running.stderr), "it had begun to embed"
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert "Traceback" not in err
    with closing(sqlite3.connect(tmp_path / "index" / CACHE)) as cache:
        (kept,) = cache.execute("SELECT COUNT(*) FROM vector").fetchone()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    embedded = re.search(r"(\d+) texts embedded", done.stdout)
    with closing(sqlite3.connect(tmp_path / "index" / CACHE)) as cache:
        (whole,) = cache.execute("SELECT COUNT(*) FROM vector").fetchone()
    assert embedded is not None and 0 < kept < whole
    assert int(embedded[1]) == whole - kept
