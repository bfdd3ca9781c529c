"""The files of the registers over HTTP: made when they are asked for, kept nowhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from bot import UsageError
from bot.registers.calendar import calendar_of
from bot.registers.files import csv_bytes, workbook
from bot.registers.query import Registers
from bot.registers.table import COLUMNS, objects, sheet
from bot.web.registers_page import FILES, REGISTERS, found_for, wanted_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.registers.table import Register

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8", "ics": "text/calendar; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def add_downloads(app: FastAPI, registers: Registers) -> None:
    """Offer /registers/NAME.csv, .xlsx and .ics, with the fields of the tabs as parameters."""
    from fastapi import Request, Response

    def download(name: str, request: Request) -> Response:
        stem, _, kind = name.rpartition(".")
        register = next((one for one in REGISTERS if one == stem and kind in FILES[one]), None)
        if register is None:
            return Response("no such file", 404, media_type="text/plain")
        try:
            content = file_of(registers, register, kind, dict(request.query_params), dt.date.today())
        except UsageError as error:
            return Response(str(error), 400, media_type="text/plain; charset=utf-8")
        headers = {"Content-Disposition": f'attachment; filename="clausecare-{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type=MEDIA[kind], headers=headers)

    # The annotations of a function inside a function cannot be resolved by name.
    download.__annotations__ = {"name": str, "request": Request}
    app.get("/registers/{name}", response_model=None)(download)


def file_of(registers: Registers, register: Register, kind: str, values: dict[str, str], today: dt.date) -> bytes:
    """The bytes of a file of what the fields of a tab ask for; raises `UsageError`."""
    wanted = wanted_of(values, "en" if values.get("lang") == "en" else "vi", today)
    found = found_for(registers, register, wanted)
    if kind == "ics":
        calendar, _, _ = calendar_of(found, registers.agencies)
        return bytes(calendar.to_ical())
    documents = {document.id: document for document in found.documents}
    laid = sheet(register, objects(found, registers.agencies), documents, wanted.lang, COLUMNS[register])
    return csv_bytes(laid) if kind == "csv" else workbook(laid)
