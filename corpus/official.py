"""Where official texts stand: the addresses from which `clausecare fetch` gets them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import field_validator

from corpus import RegisterError
from corpus.provision import Language
from corpus.reference import parse_number
from corpus.toml import BUNDLED, Entry, entries, read_toml, refuse_unknown, unique_ids

OFFICIAL_FILE = "official.toml"


class OfficialText(Entry):
    """`[[text]]`: a document, its `address` (None: no direct one is known) and the `page` where a person finds it."""

    number: str
    kind: str
    title_vi: str
    title_en: str
    language: Language = "vi"
    address: str | None = None
    page: str
    basis: Literal["seen", "named"] = "named"
    sha256: str | None = None
    note: str | None = None

    @field_validator("number")
    @classmethod
    def _a_number(cls, value: str) -> str:
        if parse_number(value) is None:
            raise ValueError("is no document's number; write it as the document does")
        return value


def load_official(path: Path = BUNDLED / OFFICIAL_FILE) -> list[OfficialText]:
    """The official texts of a list; raises `RegisterError`."""
    if not path.is_file():
        raise RegisterError(f"{path}: no such file; give a list of addresses in the form of {OFFICIAL_FILE}")
    tables = read_toml(path)
    refuse_unknown(path, tables, ("text",))
    found = entries(path, tables, "text", OfficialText)
    unique_ids(path, "text", [one.number for one in found])
    return found
