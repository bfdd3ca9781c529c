"""`clausecare add`: new documents. Heavy modules are imported where they are used."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import UsageError
from bot.cli_common import CorpusOption, IndexOption, JsonOption
from bot.cli_intake import EMPTY, NoBuildOption, finish, open_intake, row_of
from corpus import CorpusError
from corpus.label import KIND_NAMES

if TYPE_CHECKING:
    from corpus.agencies import Agencies


def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|URL...", help="Documents: files, http or https addresses.")
    ],
    number: Annotated[str | None, typer.Option(help="The document's number, where the text is read wrongly.")] = None,
    kind: Annotated[str | None, typer.Option(help="Its kind: law, decree, circular, resolution, decision …")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it: a name, or an id of the agency list.")] = None,
    issued: Annotated[str | None, typer.Option(help="Day of issue, YYYY-MM-DD.")] = None,
    effective: Annotated[str | None, typer.Option(help="Day from which it applies, YYYY-MM-DD.")] = None,
    expired: Annotated[str | None, typer.Option(help="Day on which it ended or ends, YYYY-MM-DD.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title, in the document's language.")] = None,
    identifier: Annotated[str | None, typer.Option("--id", help="Its id; by default made of kind and number.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is found, change nothing.")] = False,
    no_build: NoBuildOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check documents, show what they are, register and index them; the options correct what was read.

    They go into your own folder, or into --corpus DIR. Adding a document again with options corrects its entry.
    """
    from corpus.agencies import load_agencies

    agencies = load_agencies()
    days = {"issued": issued, "effective": effective, "expired": expired}
    corrections = _corrections(agencies, number, kind, issuer, days, title, identifier)
    if corrections and len(sources) > 1:
        raise UsageError("corrections are for one document; add the others by themselves")
    intake = open_intake(corpus, index, agencies, corrections, dry_run)
    rows, faults = [], []
    for source in sources:
        try:
            rows.append(row_of(intake.take(source), intake))
        except CorpusError as error:
            faults.append(error)
            rows.append({**EMPTY, "origin": source, "result": "refused", "reason": str(error)})
    finish(rows, intake, corpus, index, no_build, as_json)
    _tell(faults)


def _corrections(
    agencies: Agencies, number: str | None, kind: str | None, issuer: str | None, days: dict[str, str | None],
    title: str | None, identifier: str | None,
) -> dict[str, Any]:  # fmt: skip
    """The keys of a register's entry that the options set; raises `UsageError`."""
    if kind is not None and kind not in KIND_NAMES:
        raise UsageError(f'--kind: "{kind}" is no kind of document here; use {", ".join(KIND_NAMES)}')
    found: dict[str, Any] = {"number": number, "kind": kind, "id": identifier, "title": title}
    found |= {name: _day(name, text) for name, text in days.items()}
    found["date_basis"] = "source" if days["issued"] else None
    found["effective_basis"] = "source" if days["effective"] else None
    found["issuer"] = _agency(issuer, agencies) if issuer else None
    return {key: value for key, value in found.items() if value is not None}


def _day(name: str, text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f'--{name}: "{text}" is no day; write YYYY-MM-DD') from error


def _agency(text: str, agencies: Agencies) -> str:
    if text in agencies:
        return text
    named = next((mention.agency.id for mention in agencies.find(text)), None)
    if named is None:
        raise UsageError(f'--issuer: "{text}" is no agency of the agency list; write its full name')
    return named


def _tell(faults: list[CorpusError]) -> None:
    """Leave with exit code 1, a line for each fault; the last one is told by the program's end."""
    for fault in faults[:-1]:
        print(f"clausecare: {' '.join(str(fault).split())}", file=sys.stderr)
    if faults:
        raise faults[-1]
