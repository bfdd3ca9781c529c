"""The templates of messages, from prompts/drafts.yaml."""

from __future__ import annotations

from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bot.replies import REPLIES_FILE, Wording

Audience = Literal["citizen", "official", "press"]
RegisterName = Literal["duties", "deadlines", "entitlements", "figures"]
DRAFTS_FILE = REPLIES_FILE.with_name("drafts.yaml")


class Template(BaseModel):
    """What a message for one audience begins and ends with, and which registers it looks at first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: Wording
    greeting: Wording
    closing: Wording
    first: tuple[RegisterName, ...]


class DraftWordings(BaseModel):
    """Templates by audience, frames around sentences, names of what is left open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    audiences: dict[Audience, Template]
    frames: dict[str, Wording]
    missing: dict[str, Wording]


@cache
def wordings() -> DraftWordings:
    """The templates, read once."""
    return DraftWordings.model_validate(yaml.load(DRAFTS_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
