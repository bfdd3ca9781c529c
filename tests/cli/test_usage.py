"""Verbs, their help, and arguments that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import QUESTION, Cli


def test_help_names_every_verb(shell: Cli) -> None:
    done = shell("--help")
    assert done.code == 0
    for verb in (
        "build", "add", "fetch", "show", "ask", "search", "duties", "deadlines", "entitlements", "check", "draft", "eval", "serve",
    ):  # fmt: skip
        assert f" {verb} " in done.out
    assert " mcp " not in done.out, "a verb does not exist until it works"


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        (("build",), ("--corpus", "--index", "--force")),
        (("show",), ("--corpus", "--index", "--json", "--source")),
        (("ask",), ("--corpus", "--index", "--json", "--lang", "--as-of", "--doc", "--batch", "--out")),
        (("search",), ("--corpus", "--index", "--json", "-k", "--batch", "--out")),
        (("eval", "retrieval"), ("--beir", "--index", "--json")),
        (("eval", "answers"), ("--questions", "--corpus", "--index", "--json")),
        (("serve",), ("--host", "--port", "--corpus", "--index")),
    ],
)
def test_help_of_a_verb_names_its_options(
    cli: Cli, verb: tuple[str, ...], options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = cli(*verb, "--help")
    assert done.code == 0
    for option in options:
        assert option in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nosuchverb",), ("ask",), ("ask", "q", "--batch", "b", "--out", "o"), ("ask", "--batch", "b"), ("ask", "q", "--nope"),
        ("ask", QUESTION, "--as-of", "2026-13-01"), ("ask", QUESTION, "--as-of", "yesterday"), ("search", "q", "-k", "0"),
        ("show",), ("eval", "retrieval"), ("serve", "--port", "99999"), ("serve", "--port", "http"),
    ],
)  # fmt: skip
def test_usage(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli(*arguments)
    assert done.code == 2
    assert done.out == "" and done.err and "Traceback" not in done.err


# Bad input: one clear line, exit code 1, nothing lost


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", ""), ("ask", "   "), ("ask", "x" * 10_000), ("search", ""), ("search", "x" * 10_000), ("ask", QUESTION, "--lang", "fr"),
        ("show", "nope"), ("show", "#sec_1"), ("show", ""), ("show", "directive-16-ct-ttg-2022#sec_99"), ("show", "directive-16-ct-ttg-2022#nonsense"),
        ("show", "directive-16-ct-ttg-2022#sec_1__"), ("eval", "answers", "--questions", "/no/such.jsonl"), ("eval", "retrieval", "--beir", "/no/such"),
        ("ask", QUESTION, "--corpus", "/no/such"), ("build", "--corpus", "/no/such"), ("build", "--corpus", "/dev/null"), ("build", "--index", "/dev/null/x"),
    ],
)  # fmt: skip
def test_bad_arguments(cli: Cli, arguments: tuple[str, ...]) -> None:
    cli(*arguments).assert_one_clear_line()


@pytest.mark.parametrize(
    "arguments", [("ask", ""), ("ask", "x" * 10_000), ("show", "nope"), ("build", "--corpus", "/no/such")]
)
def test_bad_arguments_of_the_real_program(shell: Cli, arguments: tuple[str, ...]) -> None:
    shell(*arguments).assert_one_clear_line()


def test_an_unknown_document_is_told_with_the_known_ones(cli: Cli, index: Path) -> None:
    for arguments in (("ask", QUESTION, "--doc", "nope", "--index", index), ("show", "nope")):
        done = cli(*arguments)
        done.assert_one_clear_line()
        assert "nope" in done.err and "directive-16-ct-ttg-2022" in done.err
