"""`clausecare add` and `show --report`, as a person calls them."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from ingest.index import CACHE
from tests.cli.adding import ID, ROW_KEYS, started
from tests.cli.program import PROGRAM, Cli
from tests.ingest.test_acquire import DECREE, NOTE, snapshot


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
