"""The templates of messages, from prompts/drafts.yaml."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.replies import Wording, WordingFile, read_wordings

Audience = Literal["citizen", "official", "press"]
RegisterName = Literal["duties", "deadlines", "entitlements", "figures"]


class Template(BaseModel):
    """What a message for one audience begins and ends with, and which registers it looks at first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: Wording
    greeting: Wording
    closing: Wording
    first: tuple[RegisterName, ...]


class DraftWordings(WordingFile):
    """Templates by audience, frames around sentences, names of what is left open."""

    audiences: dict[Audience, Template]
    frames: dict[str, Wording]
    missing: dict[str, Wording]


@cache
def wordings() -> DraftWordings:
    """The templates, read once."""
    return read_wordings("drafts.yaml", DraftWordings)
