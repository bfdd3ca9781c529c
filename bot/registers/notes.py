"""What has to be said beside the rows of a register: nothing found and where, functions that moved, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.registers.query import Found
from bot.registers.table import Register
from bot.registers.wordings import wordings
from bot.wording import written_day
from corpus.agencies import Agencies, Succession
from corpus.label import document_label
from corpus.provision import Language
from ingest.validity import status_at

# The register's own wording when a name was asked for.
_NONE_FOUND: dict[Register, str] = {"duties": "no_duty", "deadlines": "no_deadline", "entitlements": "no_entitlement"}


def notes(register: Register, found: Found[Any], agencies: Agencies) -> list[str]:
    """The notes on a result, in the language of the asker, one line each."""
    lang = found.wanted.lang
    said = [*_none_found(register, found), *_moved(found, agencies), *_unofficial(found), *_out_of_force(found)]
    return said + undated(found.undated, lang)


def undated(count: int, lang: Language) -> list[str]:
    """That some deadlines have no date and are left out; empty when none is."""
    return [wordings().messages["undated"](lang, n=str(count))] if count else []


def _none_found(register: Register, found: Found[Any]) -> Iterator[str]:
    """Not found is said with the documents looked at: it is never "has no duties"."""
    if found.rows:
        return
    lang = found.wanted.lang
    name = found.bearers.name(lang) if found.bearers else found.wanted.group
    documents = "; ".join(document_label(document, lang) for document in found.documents)
    message = wordings().messages[_NONE_FOUND[register] if name else "nothing"]
    yield message(lang, name=name or "", documents=documents)


def _moved(found: Found[Any], agencies: Agencies) -> Iterator[str]:
    """Each agency whose rows are here although another one was asked for, with what moved and when."""
    if not found.bearers:
        return
    present = dict.fromkeys(row.agency for row in found.rows if row.agency in found.bearers.former)
    for agency_id in present:
        yield _moving(agency_id, found.bearers.former[agency_id], agencies, found.wanted.lang)


def _moving(agency_id: str, rows: tuple[Succession, ...], agencies: Agencies, lang: Language) -> str:
    functions = "; ".join(row.function_vi if lang == "vi" else row.function_en for row in rows)
    first = rows[0]
    return wordings().messages["moved"](
        lang, shown=agencies[agency_id].name(lang), old=agencies[first.from_].name(lang),
        new=agencies[first.to].name(lang), date=written_day(first.date, lang), function=functions,
        instrument=first.instrument, source=first.source,
    )  # fmt: skip


def _out_of_force(found: Found[Any]) -> Iterator[str]:
    """Which of the rows' documents do not hold on the day that was asked about."""
    lang, day = found.wanted.lang, found.wanted.as_of
    seen = {row.ref.doc_id for row in found.rows}
    for message, statuses in (("not_yet", {"not_yet"}), ("ended", {"expired", "spent", "suspended"})):
        names = [document_label(d, lang) for d in found.documents if d.id in seen and status_at(d, day) in statuses]
        if names:
            yield wordings().messages[message](lang, day=written_day(day, lang), documents="; ".join(names))


def _unofficial(found: Found[Any]) -> Iterator[str]:
    """Which of the rows' documents are not official texts."""
    lang = found.wanted.lang
    seen = {row.ref.doc_id for row in found.rows}
    for authority in ("press", "digest"):
        names = [document_label(d, lang) for d in found.documents if d.id in seen and d.authority == authority]
        if names:
            yield wordings().messages[authority](lang, documents="; ".join(names))
