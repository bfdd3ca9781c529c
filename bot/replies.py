"""The fixed wordings of the product, from prompts/replies.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.provision import Language

REPLIES_FILE = Path(__file__).parent.parent / "prompts" / "replies.yaml"


class Wording(BaseModel):
    """One wording in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    vi: str

    def __call__(self, lang: Language, **values: str) -> str:
        """The wording in `lang` with its places filled."""
        return (self.vi if lang == "vi" else self.en).format(**values)


class Replies(BaseModel):
    """All wordings, by group and name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    declined: dict[str, Wording]
    frames: dict[str, Wording]
    notices: dict[str, Wording]
    claims: dict[str, Wording]


@cache
def replies() -> Replies:
    """The wordings, read once."""
    return Replies.model_validate(yaml.load(REPLIES_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
