"""The register tabs as HTML: tables, pictures and the provision behind a row, in one interface language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from bot import UsageError
from bot.cite import status_at
from bot.registers.notes import notes
from bot.registers.query import Found, Registers, Wanted
from bot.registers.table import Register, cell, objects
from bot.registers.wordings import wordings
from bot.screen import QUESTION_MAX
from bot.web.matrix import Matrix, matrix
from bot.web.page import interface, macros, pieces_of
from bot.web.timeline import timeline
from bot.wire import Json
from corpus.label import document_label
from corpus.provision import Document, Language

# What can be asked in each tab, and what its table shows.
REGISTERS: Final[dict[Register, tuple[str, ...]]] = {
    "duties": ("agency", "role", "document", "topic"),
    "deadlines": ("agency", "upcoming", "document", "topic"),
    "entitlements": ("group", "document", "topic"),
}
COLUMNS: Final[dict[Register, tuple[str, ...]]] = {
    "duties": ("agency", "role", "quote", "partners", "deadline", "label"),
    "deadlines": ("date", "time", "agency", "what", "label"),
    "entitlements": ("holder", "level", "benefit", "condition", "status", "label"),
}
FILES: Final[dict[Register, tuple[str, ...]]] = {
    "duties": ("csv", "xlsx"), "deadlines": ("csv", "xlsx", "ics"), "entitlements": ("csv", "xlsx"),
}  # fmt: skip
ROWS_MAX = 200  # of a table; the files have all rows
CHOICES_MAX = 150
Values = Mapping[str, Any]  # what is asked in a tab, by field; None and "" ask for all


def wanted_of(values: Values, lang: Language, today: dt.date) -> Wanted:
    """What the fields of a tab ask for; anything may come from a browser, so what is no text is nothing."""
    given = {name: value.strip() for name, value in values.items() if isinstance(value, str) and value.strip()}
    role = given.get("role")
    return Wanted(
        lang, today, agency=given.get("agency"), role="lead" if role == "lead" else "cooperate" if role else None,
        topic=given.get("topic"), group=given.get("group"),
        documents=(given["document"],) if "document" in given else (), after=today if values.get("upcoming") else None,
    )  # fmt: skip


def found_for(registers: Registers, register: Register, wanted: Wanted) -> Found[Any]:
    """The rows of a register; raises `UsageError`."""
    if register == "duties":
        return registers.duties(wanted)
    return registers.deadlines(wanted) if register == "deadlines" else registers.entitlements(wanted)


class RegisterPage:
    """One register in one language."""

    def __init__(self, registers: Registers, register: Register, lang: Language) -> None:
        self.register, self.lang = register, lang
        self._registers, self._index = registers, registers.index
        self._parts: Any = macros("registers.html", self._index, lang)

    def text(self, name: str) -> str:
        """A wording of the page, as plain text."""
        return interface().wordings["registers"][name](self.lang)

    @property
    def title(self) -> str:
        """The name of the tab."""
        return wordings().titles[self.register](self.lang)

    def result(self, values: Values) -> str:
        """What was found: its number, files, notes, picture and table; or, in one line, what cannot be meant."""
        today = dt.date.today()
        try:
            found = found_for(self._registers, self.register, wanted_of(values, self.lang, today))
        except UsageError as error:
            return str(self._parts.problem(str(error)[:QUESTION_MAX]))
        rows = [(self._keys[row], shown) for row, shown in zip(found.rows, self._objects(found), strict=True)]
        picture = self._timeline(rows, today) if self.register == "deadlines" else self._matrix(rows)
        documents = {d.id: d for d in found.documents}
        lines = [(key, self._cells(row, documents), documents[row["doc_id"]].language) for key, row in rows[:ROWS_MAX]]
        heads = [(name, wordings().columns[name](self.lang)) for name in COLUMNS[self.register]]
        said = notes(self.register, found, self._registers.agencies)
        return str(self._parts.result(self.title, heads, lines, len(rows), said, picture, self._files(values)))

    def _cells(self, row: Json, documents: Mapping[str, Document]) -> list[tuple[str, str]]:
        """A line of the table; a place is named with its document only where rows of several may stand."""
        place = "label" if len(documents) > 1 else "place"
        shown = [(name, place if name == "label" else name) for name in COLUMNS[self.register]]
        return [(name, cell(row, column, documents[row["doc_id"]], self.lang)) for name, column in shown]

    def panel(self, key: str) -> str:
        """The provision behind a row, its quote marked."""
        row = self._rows.get(key)
        if row is None:
            return str(self._parts.no_row())
        pieces, context = pieces_of(self._index, row.ref, row.span, quoted=True)
        status = status_at(self._index.documents[row.ref.doc_id], dt.date.today())
        return str(self._parts.row_source(key, row.ref, pieces, context, status))

    def choices(self, field: str) -> list[tuple[str, str]]:
        """What a field offers, as (shown, value)."""
        everything = [(self.text("all"), "")]
        if field == "role":
            return everything + [(wording(self.lang), role) for role, wording in wordings().values["role"].items()]
        if field == "document":
            present = {row.ref.doc_id for row in self._readable}
            return everything + [
                (document_label(d, self.lang), d.id) for d in self._index.documents.values() if d.id in present
            ]
        number = Counter(name for row in self._readable if (name := self._named(row)))
        return everything + [(f"{name} ({count})", name) for name, count in number.most_common(CHOICES_MAX)]

    def _named(self, row: Any) -> str | None:
        """Who a row is about: the agency by its canonical name, else as written."""
        if self.register == "entitlements":
            return " ".join(row.holder.split())[:QUESTION_MAX]
        if row.agency in self._registers.agencies:
            return self._registers.agencies[row.agency].name(self.lang)
        written = row.bearer if self.register == "duties" else row.who
        return None if written in {None, "unspecified"} else str(written)

    @cached_property
    def _all(self) -> tuple[Any, ...]:
        found: tuple[Any, ...] = getattr(self._index, self.register)
        return found

    @cached_property
    def _readable(self) -> list[Any]:
        """The rows without those of a digest in the other language, which says the same."""
        documents = self._registers.documents(wanted_of({}, self.lang, dt.date.today()))
        return [row for row in self._all if row.ref.doc_id in documents]

    @cached_property
    def _keys(self) -> dict[Any, str]:
        return {row: f"{self.register}-{at}" for at, row in enumerate(self._all)}

    @cached_property
    def _rows(self) -> dict[str, Any]:
        return {key: row for row, key in self._keys.items()}

    def _objects(self, found: Found[Any]) -> list[Json]:
        return objects(found, self._registers.agencies)

    def _timeline(self, rows: list[tuple[str, Json]], today: dt.date) -> str:
        drawn = timeline(rows, today, self.lang)
        return self._parts.timeline(drawn) if drawn else ""

    def _matrix(self, rows: list[tuple[str, Json]]) -> str:
        """The grid of the document that most of the rows come from."""
        number = Counter(row["doc_id"] for _, row in rows)
        if self.register != "duties" or not number:
            return ""
        doc_id = number.most_common(1)[0][0]
        drawn = self._grid([row for _, row in rows if row["doc_id"] == doc_id], doc_id)
        return self._parts.matrix(drawn, document_label(self._index.documents[doc_id], self.lang)) if drawn else ""

    def _grid(self, rows: list[Json], doc_id: str) -> Matrix | None:
        tree = self._index.tree(doc_id)
        nobody = wordings().values["bearer"]["unspecified"](self.lang)
        return matrix(rows, tree, self.lang, nobody) if tree else None

    def _files(self, values: Values) -> list[tuple[str, str]]:
        """The files that the same rows can be had as: (kind, address)."""
        asked = {name: value for name, value in values.items() if value} | {"lang": self.lang}
        return [(kind, f"registers/{self.register}.{kind}?{urlencode(asked)}") for kind in FILES[self.register]]
