"""Batches: a line of the answer for each line of the questions, in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import QUESTION, Cli, Run, assert_answer, once_wrong, row


def batch(cli: Cli, verb: str, lines: list[str], folder: Path, index: Path) -> tuple[Run, list[dict[str, Any]]]:
    (folder / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = folder / "out.jsonl"
    done = cli(verb, "--batch", folder / "in.jsonl", "--out", out, "--index", index)
    return done, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []


def test_a_batch_answers_each_line_in_order_whatever_it_holds(cli: Cli, index: Path, tmp_path: Path) -> None:
    lines = [
        row(id="good", question=QUESTION), "this is no JSON", "[1, 2]", row(id="empty", question=" "), row(id="long", question="x" * 10_000),
        row(question=QUESTION), row(id="vi", question="Ai chịu trách nhiệm về tiêm chủng ở các tỉnh?", lang="vi"),
        row(id="null", question=QUESTION, lang=None, context=None), row(id="fr", question=QUESTION, lang="fr"),
        row(id=7, question=5), row(id="none"), row(id="emoji", question="😀"), row(id="nul", question=f"{QUESTION}\x00"), "null", '"text"',
        row(id="last", question=QUESTION),
    ]  # fmt: skip
    done, rows = batch(cli, "ask", lines, tmp_path, index)
    assert done.code == 0 and done.out == ""
    assert [r["id"] for r in rows] == [
        "good", None, None, "empty", "long", None, "vi", "null", "fr", 7, "none", "emoji", "nul", None, None, "last"
    ]  # fmt: skip
    bad = {1, 2, 3, 4, 8, 9, 10, 13, 14}
    for number, one in enumerate(rows):
        if number in bad:
            assert set(one) == {"id", "error"} and f"line {number + 1}" in one["error"]
        else:
            assert_answer(one, frozenset({"id"}))
    assert rows[0]["citations"] == rows[-1]["citations"] != []
    assert f"{len(bad)} lines" in done.err


def test_the_question_before_is_taken_into_account(cli: Cli, index: Path, tmp_path: Path) -> None:
    follow = "And who is responsible to the Government for it?"
    _, (alone, continued) = batch(
        cli,
        "ask",
        [row(id=1, question=follow), row(id=2, question=follow, context="vaccination in the provinces")],
        tmp_path,
        index,
    )
    assert "sec_2__bullet_3" in {p["eid"] for p in continued["passages"][:3]}
    assert continued["question"] == follow
    assert alone["passages"] != continued["passages"]


def test_a_batch_of_searches(cli: Cli, index: Path, tmp_path: Path) -> None:
    _, rows = batch(
        cli,
        "search",
        [row(id="a", query="vaccination"), row(id="b", question="vaccination"), row(id="c")],
        tmp_path,
        index,
    )
    assert [set(r) for r in rows] == [{"id", "passages"}, {"id", "passages"}, {"id", "error"}]
    assert rows[0]["passages"] == rows[1]["passages"] and len(rows[0]["passages"]) == 10


@pytest.mark.parametrize(
    "line",
    [
        once_wrong(row(id="x", question=QUESTION, lang=["vi"]), reason="an unhashable lang ends the whole batch"),
        once_wrong("[" * 100_000, reason="a deeply nested line (RecursionError) ends the whole batch"),
        once_wrong(
            '{"id": "\\ud800", "question": "vaccination"}',
            reason="half a surrogate pair ends the whole batch when it is written",
        ),
    ],
)
def test_no_line_ends_a_batch(cli: Cli, index: Path, tmp_path: Path, line: str) -> None:
    done, rows = batch(cli, "ask", [line, row(id="next", question=QUESTION)], tmp_path, index)
    assert done.code == 0
    assert [r["id"] for r in rows][1:] == ["next"] and rows[1]["status"] == "answered"


@pytest.mark.parametrize(
    "context",
    [
        once_wrong({"a": 1}, reason="a context that is no text is used as text"),
        once_wrong("x " * 6000, reason="a context of 12,000 characters is accepted"),
    ],
)
def test_a_context_that_cannot_be_meant_is_told(cli: Cli, index: Path, tmp_path: Path, context: object) -> None:
    _, rows = batch(cli, "ask", [row(id=1, question=QUESTION, context=context)], tmp_path, index)
    assert set(rows[0]) == {"id", "error"}


def test_the_line_number_of_a_bad_line_is_that_of_the_file(cli: Cli, index: Path, tmp_path: Path) -> None:
    _, rows = batch(cli, "ask", ["", "no json"], tmp_path, index)
    assert "line 2" in rows[-1]["error"]


def test_valid_json_is_not_called_invalid(cli: Cli, index: Path, tmp_path: Path) -> None:
    _, rows = batch(cli, "ask", ['{"id": 1, "question": "who pays \\ud800 for it"}'], tmp_path, index)
    assert "not valid JSON" not in rows[0].get("error", "")


def test_a_batch_that_cannot_be_read_or_written(cli: Cli, index: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text(row(id=1, question=QUESTION), encoding="utf-8")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"question": "caf\xe9"}')
    for source, target in [
        (tmp_path / "none.jsonl", tmp_path / "o"), (tmp_path, tmp_path / "o"), (latin, tmp_path / "o"), (good, tmp_path / "no/such/o"), (good, tmp_path),
    ]:  # fmt: skip
        cli("ask", "--batch", source, "--out", target, "--index", index).assert_one_clear_line()


def test_the_questions_of_a_batch_are_not_overwritten(cli: Cli, index: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(row(id=1, question=QUESTION), encoding="utf-8")
    before = path.read_bytes()
    cli("ask", "--batch", path, "--out", path, "--index", index)
    assert path.read_bytes() == before
