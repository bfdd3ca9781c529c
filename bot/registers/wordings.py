"""The wordings of the registers, from prompts/registers.yaml."""

from __future__ import annotations

from functools import cache

from bot.replies import Wording, WordingFile, read_wordings


class RegisterWordings(WordingFile):
    """Headings of columns, names of values by field, titles and messages, in both languages."""

    titles: dict[str, Wording]
    columns: dict[str, Wording]
    values: dict[str, dict[str, Wording]]
    messages: dict[str, Wording]


@cache
def wordings() -> RegisterWordings:
    """The wordings, read once."""
    return read_wordings("registers.yaml", RegisterWordings)
