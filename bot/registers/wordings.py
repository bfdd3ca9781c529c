"""The wordings of the registers, from prompts/registers.yaml."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict

from bot.replies import REPLIES_FILE, Wording

REGISTERS_FILE = REPLIES_FILE.with_name("registers.yaml")


class RegisterWordings(BaseModel):
    """Headings of columns, names of values by field, titles and messages, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    titles: dict[str, Wording]
    columns: dict[str, Wording]
    values: dict[str, dict[str, Wording]]
    messages: dict[str, Wording]


@cache
def wordings() -> RegisterWordings:
    """The wordings, read once."""
    return RegisterWordings.model_validate(
        yaml.load(REGISTERS_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    )
