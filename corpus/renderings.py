"""Terms that translations render in several ways."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from corpus import RegisterError
from corpus.toml import BUNDLED, Entry, entries, read_toml, refuse_unknown

RENDERINGS_FILE = "renderings.toml"


class Rendering(Entry):
    """`[[rendering]]`: a Vietnamese term, its usual English and other English for it."""

    vi: str
    en: str
    variants: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of its English wordings, in any case, the plural too; the longest first."""
        forms = sorted((self.en, *self.variants), key=len, reverse=True)
        written = (re.escape(form).replace(r"\ ", r"\s+") + ("s?\\b" if form[-1].isalpha() else "") for form in forms)
        return re.compile(rf"(?<!\w)(?:{'|'.join(written)})", re.IGNORECASE)

    def is_usual(self, written: str) -> bool:
        """Whether a wording is the usual one."""
        return " ".join(written.lower().split()).removesuffix("s") == self.en.lower().removesuffix("s")


def load_renderings(path: Path = BUNDLED / RENDERINGS_FILE) -> list[Rendering]:
    """All renderings; raises `RegisterError` for a wording that two terms claim."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("rendering",))
    found = entries(path, tables, "rendering", Rendering)
    claimed: dict[str, str] = {}
    for one in found:
        for form in (one.en, *one.variants):
            owner = claimed.setdefault(form.lower(), one.vi)
            if owner != one.vi:
                raise RegisterError(f'{path.name}: "{form}" renders both {owner} and {one.vi}; keep it with one')
    return found
