"""Prompts for language models: versioned YAML files in prompts/, checked when they are read.

A file has a version, the names of its variables, and a system and a user text with {variables}. What a prompt does not
name is refused, and so is what it names but is not given; the digest of the file goes into an answer's provenance.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import yaml
from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate
from pydantic import BaseModel, ConfigDict, ValidationError

from bot import PromptError

PROMPTS_FOLDER = Path(__file__).parent.parent / "prompts"


class PromptFile(BaseModel):
    """What a prompt file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    variables: tuple[str, ...]
    system: str
    user: str


class Prompt:
    """A prompt, ready to be filled."""

    def __init__(self, name: str, file: PromptFile, digest: str) -> None:
        self.name = name
        self.version = file.version
        self.digest = digest
        self._template = ChatPromptTemplate.from_messages([("system", file.system), ("user", file.user)])
        named, used = set(file.variables), set(self._template.input_variables)
        if named != used:
            odd = ", ".join(sorted(named ^ used))
            raise PromptError(f"prompts/{name}.yaml: variables and texts differ in: {odd}; name each one that is used")

    def messages(self, **values: str) -> list[BaseMessage]:
        """The messages with every variable filled; raises `PromptError` when the names differ."""
        if set(values) != set(self._template.input_variables):
            wanted = ", ".join(sorted(self._template.input_variables))
            raise PromptError(f"prompts/{self.name}.yaml wants exactly: {wanted}")
        return self._template.format_messages(**values)


@cache
def prompt(name: str, folder: Path = PROMPTS_FOLDER) -> Prompt:
    """The prompt of that name; raises `PromptError` when its file is missing or wrong."""
    path = folder / f"{name}.yaml"
    try:
        raw = path.read_bytes()
        file = PromptFile.model_validate(yaml.load(raw, Loader=yaml.CSafeLoader))
    except OSError as error:
        raise PromptError(f"{path}: cannot be read ({error.strerror}); install the package again") from error
    except (ValidationError, yaml.YAMLError) as error:
        raise PromptError(f"{path}: {_first_line(error)}; a prompt has version, variables, system and user") from error
    return Prompt(name, file, hashlib.sha256(raw).hexdigest()[:12])


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
    return str(error).splitlines()[0]
