"""What `add` and `fetch` share: where documents go, the rows that they show, the index brought up to date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli_common import print_json
from bot.progress import progress_bar

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.agencies import Agencies
    from ingest.acquire.download import Limits
    from ingest.acquire.intake import Intake, Outcome
    from ingest.library import LibraryEntry
    from ingest.report import ParseReport

NoBuildOption = Annotated[
    bool, typer.Option("--no-build", help="Leave the index; the next question brings it up to date.")
]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Line:
    """A fact as the table shows it: the key of the row, and what it is called."""

    key: str
    name: str


_LINES = tuple(
    _Line(*pair)
    for pair in (
        ("number", "number"), ("kind", "kind"), ("issuer_name", "issuer"), ("issued", "issued"), ("effective", "effective"),
        ("expired", "expires"), ("language", "language"), ("title", "title"), ("provisions", "provisions"),
        ("linked_to", "same work as"), ("source", "source"), ("page", "look at"), ("reason", "reason"), ("note", "note"),
    )
)  # fmt: skip
# Without these a document cannot be cited or placed in time: where the text does not say them, the operator is asked to.
_NEEDED = ("number", "issuer_name", "issued", "effective")
_RESULTS = {
    "added": "added as {doc_id}", "known": "is here already as {doc_id}", "corrected": "{doc_id}: entry corrected",
    "found": "would be added as {doc_id}", "refused": "refused", "to_fetch": "to be fetched", "failed": "not fetched",
    "no_address": "not fetched: no address of the text itself is known",
}  # fmt: skip
EMPTY: Row = {
    "origin": None, "result": None, "reason": None, "doc_id": None, "number": None, "kind": None, "authority": None,
    "issuer": None, "issuer_name": None, "title": None, "language": None, "issued": None, "effective": None, "expired": None,
    "source": None, "page": None, "note": None, "sha256": None, "file": None, "register": None, "family": None,
    "provisions": None, "oddities": None, "linked_to": None,
}  # fmt: skip


def open_intake(
    corpus: Path | None, index: Path | None, agencies: Agencies, corrections: dict[str, Any], look_only: bool
) -> Intake:
    """Where documents go, and what is there already, with the settings' limits."""
    from bot.session import keep_ocr_beside
    from bot.settings import Settings
    from corpus.toml import BUNDLED
    from ingest.acquire.intake import Intake
    from ingest.acquire.place import documents_of
    from ingest.library import corpus_files

    settings = Settings()
    folder = corpus or settings.own_corpus
    keep_ocr_beside(settings.index_folder(index, (corpus,) if corpus else (BUNDLED, folder)))
    folders = settings.corpus_folders(corpus)
    is_empty = corpus is not None and (not corpus.exists() or (corpus.is_dir() and not any(corpus.iterdir())))
    files = [] if is_empty else corpus_files(folders, agencies)
    held = documents_of(files, agencies)
    return Intake(folder, held, agencies, _limits(settings), corrections, look_only)


def _limits(settings: Settings) -> Limits:
    from ingest.acquire.download import Limits

    return Limits(settings.download_mb << 20, settings.download_seconds, private=settings.allow_private_addresses)


def row_of(outcome: Outcome, intake: Intake) -> Row:
    """What became of a source, every key present."""
    from corpus.register import REGISTER_FILE

    document, report = outcome.document, outcome.found.report
    is_own = outcome.result in {"added", "corrected"}
    return EMPTY | {
        "origin": outcome.origin, "result": outcome.result, "doc_id": document.id, "number": document.number,
        "kind": document.kind, "authority": document.authority, "issuer": document.issuer,
        "issuer_name": intake.agencies[document.issuer].name(document.language) if document.issuer else None,
        "title": document.title(document.language), "language": document.language, "issued": _iso(document.issued),
        "effective": _iso(document.effective), "expired": _iso(document.expired), "source": document.source,
        "sha256": document.sha256, "file": document.file, "register": str(intake.folder / REGISTER_FILE) if is_own else None,
        "linked_to": [other.id for other in outcome.linked],
    } | report_json(report)  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def finish(
    rows: list[Row], intake: Intake, corpus: Path | None, index: Path | None, no_build: bool, as_json: bool
) -> None:
    """Show the rows; then bring the index up to date where a document is new or changed."""
    print_rows(rows, as_json)
    if no_build or not {"added", "corrected"} & {row["result"] for row in rows}:
        return
    from bot.session import workspace
    from ingest.build import build

    with progress_bar() as progress:
        work = workspace(corpus, index)
        build(work.index, work.corpus, work.settings.embedding, progress=progress)


def _shown(value: object) -> str:
    """A value of a row in words: kinds of provisions with their numbers, ids one behind the other."""
    if isinstance(value, dict):
        return ", ".join(f"{n} {kind.replace('_', ' ')}{'s' * (n != 1)}" for kind, n in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def report_json(report: ParseReport) -> Row:
    """The keys of a row that say what a reader made of the text."""
    odd = [{"line": one.line, "what": one.what} for one in report.oddities]
    return {"family": report.family, "provisions": dict(report.counts), "oddities": odd}


def show_report(entry: LibraryEntry, as_json: bool) -> None:
    """`show --report`: what the text holds, what looked odd on which line."""
    from ingest.report import parse_report

    report = parse_report(entry.source, entry.tree)
    if as_json:
        print_json({"doc_id": entry.document.id} | report_json(report))
        return
    typer.echo(f"{report.family}: {_shown(dict(report.counts)) or 'no provisions'}")
    for odd in report.oddities:
        typer.echo(f"line {odd.line:<6} {odd.what}")
    if not report.oddities:
        typer.echo("nothing looked odd")


def print_rows(rows: list[Row], as_json: bool) -> None:
    """Show rows in words, or as one JSON list."""
    if as_json:
        print_json(rows)
        return
    for row in rows:
        _print_row(row)


def _print_row(row: Row) -> None:
    if row["result"] == "refused":
        return  # told on standard error
    typer.echo(f"{row['origin']}: {_RESULTS[row['result']].format(**row)}")
    for line in _LINES:
        if value := row[line.key]:
            typer.echo(f"  {line.name:12} {_shown(value)}")
    for odd in row["oddities"] or ():
        typer.echo(f"  line {odd['line']:<7} {odd['what']}")
    missing = [line.name for line in _LINES if line.key in _NEEDED and not row[line.key]]
    if missing and row["family"]:
        typer.echo(f"  {'not read':12} {', '.join(missing)}")
    if row["register"]:
        typer.echo(f"  {'to correct':12} {row['register']}, or add it again with --number, --issued, --effective …")
