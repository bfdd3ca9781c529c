from __future__ import annotations

from pathlib import Path

import pytest

from bot import PromptError
from bot.prompts import prompt

VALUES = {
    "compose": {"language": "Vietnamese", "question": "Mục tiêu là gì?", "passages": "P1: The goal is 95%.", "mark": "passages-1", "most": "4"},
    "compose_plain": {"language": "English", "question": "What is the goal?", "passages": "P1: The goal is 95%.", "mark": "passages-1"},
    "draft": {"language": "English", "audience": "press", "topic": "goals", "passages": "P1: The goal is 95%.", "mark": "passages-1", "most": "8"},
    "draft_plain": {"language": "Vietnamese", "audience": "citizen", "topic": "mục tiêu", "passages": "P1: The goal is 95%.", "mark": "passages-1"},
    "rewrite": {"language": "English", "statement": "It is 59%.", "difference": "59% is not 95%", "passage": "The goal is 95%.", "mark": "passages-1"},
    "condense": {"context": "Who pays for pupils?", "question": "And pensioners?"},
    "translate": {"language": "Vietnamese", "quote": "The goal is 95%.", "mark": "passages-1"},
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_a_prompt_is_rendered_as_its_golden_file_says(name: str, golden: object) -> None:
    messages = prompt(name).messages(**VALUES[name])
    golden(f"prompts/{name}.txt", "\n".join(f"--- {m.type}\n{m.content}" for m in messages))


def test_values_are_text_and_fill_nothing_in_turn() -> None:
    messages = prompt("translate").messages(**{**VALUES["translate"], "quote": "{language} {mark}"})
    assert "{language} {mark}" in str(messages[-1].content)


def test_a_prompt_wants_its_variables_and_no_others() -> None:
    with pytest.raises(PromptError, match="exactly: context, question"):
        prompt("condense").messages(context="x")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version: 1\nvariables: []\nsystem: a\nuser: b\nmore: c", "more"),
        ("version: 1\nvariables: [x]\nsystem: a\nuser: b", "differ in: x"),
        ("version: 1\nvariables: []\nsystem: a\nuser: '{y}'", "differ in: y"),
        ("version: [", "version"),
    ],
)
def test_a_wrong_prompt_file_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=told) as error:
        prompt("odd", tmp_path)
    assert "\n" not in str(error.value)


def test_a_missing_prompt_is_told(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="cannot be read"):
        prompt("none", tmp_path)
