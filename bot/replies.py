"""The fixed wordings of the product, from prompts/replies.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.provision import Language

PROMPTS = Path(__file__).parent.parent / "prompts"


class Wording(BaseModel):
    """One wording in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    vi: str

    def __call__(self, lang: Language, **values: str) -> str:
        """The wording in `lang` with its places filled."""
        return (self.vi if lang == "vi" else self.en).format(**values)


class WordingFile(BaseModel):
    """A file of wordings under prompts/: a key that nobody reads is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int


F = TypeVar("F", bound=WordingFile)


def read_wordings(name: str, model: type[F]) -> F:
    """A file of wordings by its name under prompts/; raises `ValidationError` where it is not what `model` says."""
    text = (PROMPTS / name).read_text(encoding="utf-8")
    return model.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))


class Replies(WordingFile):
    """All wordings, by group and name."""

    declined: dict[str, Wording]
    frames: dict[str, Wording]
    notices: dict[str, Wording]
    claims: dict[str, Wording]


@cache
def replies() -> Replies:
    """The wordings, read once."""
    return read_wordings("replies.yaml", Replies)
