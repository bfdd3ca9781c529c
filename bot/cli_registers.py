"""`clausecare duties`, `deadlines`, `entitlements`: the registers, printed or written to a file."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import UsageError
from bot.cli_common import CorpusOption, IndexOption, JsonOption, day_of, language_of, print_json, up_to_date_answerer

if TYPE_CHECKING:
    from bot.registers.query import Found, Registers, Wanted
    from bot.registers.table import Register, Sheet
    from corpus.provision import Language
    from ingest.norms.rows import Role

AgencyOption = Annotated[
    str | None, typer.Option("--agency", help="Any name or acronym of an agency, old or new, or a group: employers.")
]
TopicOption = Annotated[str | None, typer.Option("--topic", help="What it is about, in your own words.")]
DocOption = Annotated[list[str] | None, typer.Option("--doc", help="Look in this document alone; may be repeated.")]
LangOption = Annotated[str, typer.Option(help="Language of headings and messages: vi, en or auto.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Status of documents as of this day, YYYY-MM-DD (default: today).")
]
CsvOption = Annotated[Path | None, typer.Option("--csv", help="Write a CSV file that Excel opens.")]
XlsxOption = Annotated[Path | None, typer.Option("--xlsx", help="Write an Excel workbook.")]
TERMINAL_MIN = 120  # columns of a table where nobody watches a terminal
RATIOS = {"quote": 6, "agency": 3, "holder": 3}  # of widths; every other column has 2


def duties(
    agency: AgencyOption = None,
    role: Annotated[
        str | None, typer.Option(help="lead (takes charge or acts alone) or cooperate (named as the partner).")
    ] = None,
    topic: TopicOption = None,
    doc: DocOption = None,
    lang: LangOption = "auto",
    as_of: AsOfOption = None,
    csv: CsvOption = None,
    xlsx: XlsxOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who must do what, with whom and by which clause."""
    _one_output(as_json, csv, xlsx)
    wanted = _wanted(lang, as_of, doc, agency, topic, role=_role(role))
    registers = _registers(corpus, index)
    _give("duties", registers.duties(wanted), registers, as_json, csv, xlsx)


def deadlines(
    agency: AgencyOption = None,
    after: Annotated[str | None, typer.Option(help="Due on this day or later, YYYY-MM-DD.")] = None,
    before: Annotated[str | None, typer.Option(help="Due on this day or earlier, YYYY-MM-DD.")] = None,
    topic: TopicOption = None,
    doc: DocOption = None,
    lang: LangOption = "auto",
    as_of: AsOfOption = None,
    csv: CsvOption = None,
    xlsx: XlsxOption = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write a calendar file.")] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is due when, and targets with their values."""
    _one_output(as_json, csv, xlsx, ics)
    first, last = (_day(after, "--after"), _day(before, "--before"))
    if first and last and first > last:
        raise UsageError(f"--after {first} is later than --before {last}; swap them")
    wanted = _wanted(lang, as_of, doc, agency, topic, after=first, before=last)
    registers = _registers(corpus, index)
    found = registers.deadlines(wanted)
    if ics:
        _give_calendar(found, registers, ics)
    else:
        _give("deadlines", found, registers, as_json, csv, xlsx)


def entitlements(
    group: Annotated[str | None, typer.Option("--for", help="A group of people, in your own words.")] = None,
    topic: TopicOption = None,
    doc: DocOption = None,
    lang: LangOption = "auto",
    as_of: AsOfOption = None,
    csv: CsvOption = None,
    xlsx: XlsxOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who is entitled to what, at which level and on which condition."""
    _one_output(as_json, csv, xlsx)
    wanted = _wanted(lang, as_of, doc, None, topic, group=group)
    registers = _registers(corpus, index)
    _give("entitlements", registers.entitlements(wanted), registers, as_json, csv, xlsx)


def _wanted(
    lang: str, as_of: str | None, doc: list[str] | None, agency: str | None, topic: str | None, **more: Any
) -> Wanted:
    from bot.registers.query import Wanted

    asked = {"--agency": agency, "--topic": topic, "--for": more.get("group")}
    for option, text in asked.items():
        if text is not None and not text.strip():
            raise UsageError(f"{option} is empty; leave it out to see all")
    texts = [text for text in asked.values() if text is not None]
    return Wanted(_language(lang, texts), day_of(as_of), agency, topic=topic, documents=tuple(doc or ()), **more)


def _language(lang: str, texts: list[str]) -> Language:
    """The language that was asked for, else that of what was typed."""
    from corpus.language import detect_language

    return language_of(lang) or detect_language(" ".join(texts))


def _registers(corpus: Path | None, index: Path | None) -> Registers:
    from bot.registers.query import Registers

    return Registers(up_to_date_answerer(corpus, index))


def _role(text: str | None) -> Role | None:
    if text not in {None, "lead", "cooperate"}:
        raise UsageError(f'"{text}" is no role; use lead or cooperate')
    return "lead" if text == "lead" else "cooperate" if text else None


def _day(text: str | None, option: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is no day; write YYYY-MM-DD', param_hint=option) from error


def _one_output(as_json: bool, *files: Path | None) -> None:
    if as_json + sum(file is not None for file in files) > 1:
        raise typer.BadParameter("give one of --json, --csv, --xlsx and --ics")


def _give(
    register: Register, found: Found[Any], registers: Registers, as_json: bool, csv: Path | None, xlsx: Path | None
) -> None:
    """Print or write what was found; notes go to standard error where standard output is data."""
    from bot.registers.files import write_csv, write_xlsx
    from bot.registers.notes import notes
    from bot.registers.table import BRIEF, COLUMNS, objects, sheet
    from bot.registers.wordings import wordings
    from corpus.label import document_label

    rows, lang = objects(found, registers.agencies), found.wanted.lang
    documents = {document.id: document for document in found.documents}
    said = notes(register, found, registers.agencies)
    target = csv or xlsx
    if as_json:
        print_json(rows)
    elif target:
        (write_csv if csv else write_xlsx)(sheet(register, rows, documents, lang, COLUMNS[register]), target)
        said.append(wordings().messages["written"](lang, n=str(len(rows)), file=str(target)))
    elif rows:
        for document in documents.values():
            if own := [row for row in rows if row["doc_id"] == document.id]:
                _print_table(sheet(register, own, documents, lang, BRIEF[register]), document_label(document, lang))
        typer.echo(wordings().messages["count"](lang, n=str(len(rows))))
    for line in said:
        print(line, file=sys.stderr if as_json else sys.stdout)


def _give_calendar(found: Found[Any], registers: Registers, target: Path) -> None:
    from bot.registers.calendar import write_calendar
    from bot.registers.notes import notes
    from bot.registers.wordings import wordings

    lang = found.wanted.lang
    entries, left = write_calendar(found, registers.agencies, target)
    for line in notes("deadlines", found, registers.agencies):
        typer.echo(line)
    print(
        "clausecare: "
        + wordings().messages["calendar_written"](lang, n=str(entries), file=str(target), left=str(left)),
        file=sys.stderr,
    )


def _print_table(laid: Sheet, title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console = Console(width=TERMINAL_MIN)
    table = Table(title=Text(title), title_justify="left", box=SIMPLE_HEAD, show_lines=True, expand=True)
    for column, heading in zip(laid.columns, laid.headings, strict=True):
        table.add_column(heading, ratio=RATIOS.get(column, 2), overflow="fold")
    for line in laid.lines:
        table.add_row(*(Text(text) for text in line))
    console.print(table)
