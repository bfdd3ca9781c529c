from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import UsageError
from bot.cli import app
from tests.bot.claims.conftest import NOTICE

WRONG = "More than 60,000 families have joined the river health fund."
RIGHT = "More than 40,000 families have joined the river health fund."


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options that name a corpus of the notice and its index."""
    base = tmp_path_factory.mktemp("cli")
    (base / "corpus").mkdir()
    (base / "corpus" / "river.txt").write_text(NOTICE, encoding="utf-8")
    return ["--corpus", str(base / "corpus"), "--index", str(base / "index")]


def test_a_contradicted_sentence_makes_the_exit_code_three(places: list[str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"Dear readers,\n\n{RIGHT} {WRONG}", encoding="utf-8")
    run = CliRunner().invoke(app, ["check", str(draft), "--json", *places])
    rows = json.loads(run.stdout)
    assert (run.exit_code, [row["verdict"] for row in rows]) == (3, ["not_a_claim", "supported", "contradicted"])


def test_a_sound_draft_from_standard_input(places: list[str]) -> None:
    run = CliRunner().invoke(app, ["check", "-", *places], input=RIGHT)
    assert run.exit_code == 0
    assert "✓" in run.stdout and "supported" in run.stdout and "river" in run.stdout


def test_a_batch_keeps_ids_and_order_and_reports_bad_lines(places: list[str], tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"id": "a", "sentence": WRONG}), "{", json.dumps({"id": "b"})]
    source.write_text("\n".join(lines), encoding="utf-8")
    run = CliRunner().invoke(app, ["check", "--batch", str(source), "--out", str(target), *places])
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert run.exit_code == 0  # exit code 3 is that of a file
    assert [row["id"] for row in rows] == ["a", None, "b"]
    assert rows[0]["verdict"] == "contradicted" and rows[0]["sentence"] == WRONG
    assert all("error" in row for row in rows[1:])


UNREADABLE = [
    ("missing.txt", None, "no such file; give a draft"),
    ("empty.txt", b"", "holds no text; put its text in"),
    ("blank.md", b" \n", "holds no text; put its text in"),
    ("binary.txt", b"\x00\x01\x02" * 99, "binary, not text; convert it to UTF-8 text"),
    ("latin.txt", b"\xff\xfe\xfd", "not UTF-16 (byte 2); save it as UTF-8"),
    ("picture.docx", b"\x89PNG\r\n", "it is a picture (PNG); save it as DOCX, PDF or text"),
    ("draft.odt", b"text", "no reader for this format; give one of .docx"),
]


@pytest.mark.parametrize(("name", "content", "told"), UNREADABLE)
def test_a_draft_that_cannot_be_read_is_told_of_in_one_line(
    name: str, content: bytes | None, told: str, tmp_path: Path
) -> None:
    draft = tmp_path / name
    if content is not None:
        draft.write_bytes(content)
    run = CliRunner().invoke(app, ["check", str(draft)])
    line = str(run.exception)
    assert run.exit_code == 1 and isinstance(run.exception, UsageError)
    assert str(draft) in line and told in line and "draft" in line.replace(str(draft), "")
    assert "\n" not in line and "corpus" not in line.replace(str(draft), "")
