"""What the commands share: options, an answerer that is up to date, arguments read, values printed."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import UsageError
from bot.progress import progress_bar

if TYPE_CHECKING:
    from bot.answerer import Answerer
    from corpus.provision import Language

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Folder of documents (default: the bundled ones and your own).")
]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index (default: $CLAUSECARE_INDEX, else the cache folder)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="JSON lines to read.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="JSON lines to write, one per line read, in order.")]


def up_to_date_answerer(corpus: Path | None, index: Path | None, model: str | None = None) -> Answerer:
    """An answerer over the corpus; its index is built first when it is missing or stale.

    `model` is a language model to use instead of the configured one.
    """
    from bot.session import open_answerer, workspace
    from bot.settings import Settings

    settings = Settings().model_copy(update={"model": model} if model else {})
    with progress_bar() as progress:
        return open_answerer(workspace(corpus, index, settings), progress)


def refuse_impossible(text: str) -> None:
    """Raise `UsageError` for a question that cannot be meant, before an index is opened for nothing."""
    from bot.screen import check_question

    check_question(text)


def answer_batch(source: Path, target: Path, work: Any) -> None:
    """Run a batch with progress; says how many lines could not be used."""
    from bot.batch import run_batch

    with progress_bar() as progress:
        bad = run_batch(source, target, work, lambda done, total: progress("answering", done, total))
    if bad:
        print(f"clausecare: {bad} lines of {source} could not be used; {target} says why", file=sys.stderr)


def require_one(text: str | None, batch: Path | None, out: Path | None) -> None:
    """Raise a usage error unless there is either a text or a batch with its output."""
    if (text is None) == (batch is None) or (batch is None) != (out is None):
        raise typer.BadParameter("give either a text or both --batch and --out")


def day_of(text: str | None) -> dt.date:
    """The day that was asked for, else today."""
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is no day; write YYYY-MM-DD', param_hint="--as-of") from error


def language_of(text: str) -> Language | None:
    """The language that was asked for, None for auto; raises `UsageError`."""
    if text not in {"vi", "en", "auto"}:
        raise UsageError(f'"{text}" is no language of this program; use vi, en or auto')
    return "vi" if text == "vi" else "en" if text == "en" else None


def print_json(value: object) -> None:
    """Print one JSON value, alone on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_figures(figures: dict[str, float], as_json: bool) -> None:
    """Print measures, a line each, or as JSON."""
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        typer.echo(f"{name:20} {value:.0f}" if float(value).is_integer() and value > 1 else f"{name:20} {value:.3f}")
