"""JSON lines in, JSON lines out: one line for each input line, in order, whatever a line holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bot import UsageError
from corpus import CorpusError

Row = dict[str, Any]


def run_batch(source: Path, target: Path, work: Callable[[Row], Row], progress: Callable[[int, int], None]) -> int:
    """Write `work(row)` with the row's id for each line; a bad line yields `{id, error}`. Returns how many were bad."""
    lines = list(_lines(source))
    bad = 0
    try:
        with target.open("w", encoding="utf-8") as out:
            for number, line in enumerate(lines, 1):
                result = _result(number, line, work)
                bad += "error" in result
                out.write(json.dumps(result, ensure_ascii=False) + "\n")
                progress(number, len(lines))
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error
    return bad


def _lines(source: Path) -> Iterator[str]:
    try:
        text = source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{source}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    return (line for line in text.split("\n") if line.strip())


def _result(number: int, line: str, work: Callable[[Row], Row]) -> Row:
    identifier: object = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise UsageError("not a JSON object")
        identifier = row.get("id")
        return {"id": identifier, **work(row)}
    except ValueError:
        return {"id": identifier, "error": f"line {number}: not valid JSON"}
    except CorpusError as error:
        return {"id": identifier, "error": f"line {number}: {error}"}


def text_of(row: Row, key: str) -> str:
    """A row's text under `key`; raises `UsageError` when there is none."""
    value = row.get(key)
    if not isinstance(value, str):
        raise UsageError(f'no text under "{key}"')
    return value
