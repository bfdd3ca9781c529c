"""`clausecare fetch`: the official texts that the digests and the register name, from their official addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import UsageError
from bot.cli_common import CorpusOption, IndexOption, JsonOption
from bot.cli_intake import EMPTY, NoBuildOption, Row, finish, open_intake, print_rows, row_of
from bot.progress import progress_bar
from corpus import CorpusError

if TYPE_CHECKING:
    from corpus.official import OfficialText
    from ingest.acquire.intake import Intake


def fetch(
    numbers: Annotated[list[str] | None, typer.Argument(metavar="[NUMBER]...", help="Only these documents.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show what would be fetched, and from where.")] = False,
    source: Annotated[
        Path | None, typer.Option("--from", help="Another list of addresses, in the form of corpus/official.toml.")
    ] = None,
    no_build: NoBuildOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Get the official texts that the digests and the register name, and say what could not be had."""
    from corpus.agencies import load_agencies

    wanted = _wanted(source, numbers or [])
    agencies = load_agencies()
    intake = open_intake(corpus, index, agencies, {}, look_only=False)
    if listed:
        print_rows([_listed(text, intake) for text in wanted], as_json)
        return
    rows = []
    with progress_bar() as progress:
        for done, text in enumerate(wanted, 1):
            rows.append(_fetched(text, intake))
            progress("fetching", done, len(wanted))
    finish(rows, intake, corpus, index, no_build, as_json)
    if not {"added", "known"} & {row["result"] for row in rows}:
        raise UsageError("none of the official texts could be had; the lines above say why")


def _wanted(source: Path | None, numbers: list[str]) -> list[OfficialText]:
    from corpus.official import load_official
    from corpus.reference import parse_number

    texts = load_official(source) if source else load_official()
    chosen = []
    for written in numbers:
        number = parse_number(written)
        found = [text for text in texts if number and (own := parse_number(text.number)) and own.matches(number)]
        if not found:
            raise UsageError(f'"{written}" is on no list of official texts; "clausecare fetch --list" shows them')
        chosen += found
    return chosen or texts


def _official_row(text: OfficialText, **more: object) -> Row:
    facts = {
        "origin": text.number, "number": text.number, "kind": text.kind, "language": text.language, "source": text.address,
        "title": text.title_vi if text.language == "vi" else text.title_en, "page": text.page, "note": text.note,
    }  # fmt: skip
    return EMPTY | facts | more


def _listed(text: OfficialText, intake: Intake) -> Row:
    from ingest.acquire.examine import held_as

    held = held_as(text.number, text.language, intake.held)
    result = "known" if held else "to_fetch" if text.address else "no_address"
    return _official_row(text, result=result, doc_id=held.id if held else None)


def _fetched(text: OfficialText, intake: Intake) -> Row:
    row = _listed(text, intake)
    if row["result"] != "to_fetch":
        return row
    try:
        return row_of(intake.take(str(text.address), text), intake) | {"origin": text.number}
    except CorpusError as error:
        return row | {"result": "failed", "reason": str(error)}
