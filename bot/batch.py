"""JSON lines in, JSON lines out: one line for each input line, in order, whatever a line holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import UsageError
from corpus import CorpusError

Row = dict[str, Any]


def run_batch(source: Path, target: Path, work: Callable[[Row], Row], progress: Callable[[int, int], None]) -> int:
    """Write `work(row)` with the row's id for each line; a bad line yields `{id, error}`. Returns how many were bad."""
    if target.exists() and target.samefile(source):
        raise UsageError(f"{target}: the answers would overwrite the questions; give --out another file")
    lines = _lines(source)
    bad = 0
    try:
        with target.open("w", encoding="utf-8") as out:
            for done, (number, line) in enumerate(lines, 1):
                result = _result(number, line, work)
                bad += "error" in result
                out.write(_json(result) + "\n")
                progress(done, len(lines))
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error
    return bad


def _lines(source: Path) -> list[tuple[int, str]]:
    """The lines that are not blank, each with its number in the file."""
    try:
        text = source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{source}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _result(number: int, line: str, work: Callable[[Row], Row]) -> Row:
    try:
        row = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return {"id": None, "error": f"line {number}: not valid JSON"}
    if not isinstance(row, dict):
        return {"id": None, "error": f"line {number}: not a JSON object"}
    try:
        return {"id": row.get("id"), **work(row)}
    except CorpusError as error:
        return {"id": row.get("id"), "error": f"line {number}: {error}"}
    except Exception as error:  # a fault of the program costs its line, not the batch
        return {"id": row.get("id"), "error": f"line {number}: a fault of the program ({type(error).__name__})"}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _json(result: Row) -> str:
    """One line of JSON; escaped throughout where a text cannot be encoded (half a surrogate pair)."""
    plain = json.dumps(result, ensure_ascii=False)
    return plain if plain.isascii() or _encodes(plain) else json.dumps(result)


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def text_of(row: Row, key: str) -> str:
    """A row's text under `key`; raises `UsageError` when there is none."""
    value = row.get(key)
    if not isinstance(value, str):
        raise UsageError(f'no text under "{key}"')
    return value
