"""`clausecare check`: go through a draft, sentence by sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import UsageError
from bot.cli_common import (
    BatchOption,
    CorpusOption,
    IndexOption,
    JsonOption,
    OutOption,
    answer_batch,
    print_json,
    require_one,
    up_to_date_answerer,
)

if TYPE_CHECKING:
    from bot.claims.check import Checker
    from bot.claims.result import ClaimCheck

CONTRADICTED = 3  # exit code: a sentence of the draft is contradicted
MARKS = {"supported": "✓", "contradicted": "✗", "not_found": "?", "not_a_claim": "·"}


def check(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE|-", help="A draft (text, Markdown, DOCX), - for stdin.")
    ] = None,
    batch: BatchOption = None,
    out: OutOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write the draft with marks and footnotes: OUT.md or OUT.docx.")
    ] = None,
) -> None:
    """Check a draft: what the documents say of each sentence, with the clause and the words that differ."""
    require_one(file, batch, out)
    draft = _draft(file) if file is not None else ""
    if export is not None:
        from bot.claims.export import require_format

        require_format(export)
    from bot.claims.check import Checker

    checker = Checker(up_to_date_answerer(corpus, index))
    if batch and out:
        _check_batch(checker, batch, out)
        return
    checked = checker.check_draft(draft)
    if export is not None:
        from bot.claims.export import write_checked

        write_checked(export, draft, checked)
    _print([found for _, found in checked], as_json)
    if any(found.verdict == "contradicted" for _, found in checked):
        raise typer.Exit(CONTRADICTED)


def _check_batch(checker: Checker, batch: Path, out: Path) -> None:
    """Check the sentence of every line of a batch by itself."""
    from bot.batch import text_of
    from bot.wire import claim_json

    answer_batch(batch, out, lambda row: claim_json(checker.check(text_of(row, "sentence"))))


def _print(checks: Sequence[ClaimCheck], as_json: bool) -> None:
    from bot.wire import claim_json

    if as_json:
        print_json([claim_json(found) for found in checks])
    else:
        for found in checks:
            typer.echo(_shown(found) + "\n")


def _draft(file: str) -> str:
    """The text of a draft; raises `UsageError` when there is none."""
    if file == "-":
        text = sys.stdin.read()
    else:
        path = Path(file)
        if not path.is_file():
            raise UsageError(f"{file}: no such file; give a draft as text, Markdown or DOCX, or - for standard input")
        text = _read(path)
    if not text.strip():
        raise UsageError(f"{'standard input' if file == '-' else file}: empty; there is nothing to check")
    return text


def _read(path: Path) -> str:
    from ingest import UnreadableFile
    from ingest.read import read

    try:
        return read(path).text
    except UnreadableFile as error:
        raise UsageError(f"the draft cannot be checked: {error}") from error


def _shown(found: ClaimCheck) -> str:
    """One sentence for the terminal: verdict, what differs, the source, the wording that it supports, warnings."""
    from bot.claims.words import in_words

    lines = [f"{MARKS[found.verdict]} {found.sentence}", *(f"    {line}" for line in in_words(found))]
    return "\n".join(lines)
