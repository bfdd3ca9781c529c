"""Reading a TOML data file into checked entries, with one clear line when an entry is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import RegisterError

M = TypeVar("M", bound=BaseModel)

# The bundled corpus: the data files and the texts lie beside this package's modules.
BUNDLED = Path(__file__).parent


class Entry(BaseModel):
    """An entry of a data file: frozen, and a key that nobody reads is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises `RegisterError` when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path}: not valid TOML ({error}); mend the line it names") from error
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error


def entries(path: Path, tables: dict[str, Any], key: str, model: type[M]) -> list[M]:
    """The `[[key]]` tables of a file as `model`; raises `RegisterError` with the entry and the reason."""
    listed = tables.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(table, dict) for table in listed):
        raise RegisterError(f"{path.name}: {key} must be a list of tables; write [[{key}]]")
    return [_entry(path, key, position, table, model) for position, table in enumerate(listed, 1)]


def refuse_unknown(path: Path, tables: dict[str, Any], known: tuple[str, ...]) -> None:
    """Raise `RegisterError` for a top-level key that nobody reads, which is a slip of the pen."""
    for key in tables:
        if key not in known:
            raise RegisterError(f'{path.name}: "{key}" is read by nobody; known are {", ".join(known)}')


def _entry(path: Path, key: str, position: int, table: dict[str, Any], model: type[M]) -> M:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "entry"
        name = table.get("id") or f"number {position}"
        raise RegisterError(f'{path.name}: {key} "{name}": {where}: {first["msg"]}') from error


def unique_ids(path: Path, key: str, ids: list[str]) -> None:
    """Raise `RegisterError` when an id stands twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RegisterError(f'{path.name}: {key} "{one}" stands twice; give each entry an id of its own')
        seen.add(one)
