"""The program as the tests of the command line call it, and what its JSON has."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.turn import Reason, Status
from corpus.provision import Authority, DocumentStatus

DAY = "2026-11-21"
QUESTION = "Who is responsible to the Government for vaccination in the provinces?"
CLINIC = "The clinic in Hanoi opens at eight on Monday. Patients show their health insurance card at the desk.\n"
PROGRAM = (sys.executable, "-m", "bot")

ANSWER_KEYS = {
    "question", "lang", "status", "reason", "answer", "statements", "citations", "notices", "passages", "provenance", "timings_ms",
}  # fmt: skip
CITATION_KEYS = {
    "n", "doc_id", "doc_number", "doc_title", "eid", "label", "quote", "start", "end", "authority", "status", "file",
}  # fmt: skip
PASSAGE_KEYS = {"doc_id", "eid", "label", "text", "score", "origins", "file"}
NODE_KEYS = {"eid", "kind", "num", "heading", "text", "start", "end", "page", "children"}


def once_wrong(*values: object, reason: str) -> object:
    """A row that the product once got wrong; `reason` says what went wrong then."""
    assert reason
    return pytest.param(*values)


@dataclass(frozen=True)
class Run:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def assert_one_clear_line(self) -> None:
        assert self.code == 1, self
        assert self.out == ""
        told = [line for line in self.err.splitlines() if line.startswith("clausecare: ")]
        assert len(told) == 1 and self.err.endswith(told[0] + "\n"), self.err
        assert "Traceback" not in self.err and "a fault of the program" not in self.err, self.err


Cli = Callable[..., Run]


def within(base: Path) -> tuple[object, ...]:
    return "--corpus", base / "corpus", "--index", base / "index"


def assert_answer(found: dict[str, Any], extra: frozenset[str] = frozenset()) -> None:
    assert set(found) == ANSWER_KEYS | extra
    assert found["lang"] in {"vi", "en"}
    assert found["status"] in get_args(Status)
    assert found["reason"] is None or found["reason"] in get_args(Reason)
    assert isinstance(found["answer"], str) and found["answer"]
    assert all(set(s) == {"text", "citations"} for s in found["statements"])
    assert all(set(n) == {"kind", "text", "citations"} for n in found["notices"])
    for citation in found["citations"]:
        assert set(citation) == CITATION_KEYS
        assert citation["authority"] in get_args(Authority) and citation["status"] in get_args(DocumentStatus)
        assert citation["end"] - citation["start"] == len(citation["quote"]) <= 600
    for passage in found["passages"]:
        assert set(passage) >= PASSAGE_KEYS
        assert set(passage["origins"]) <= {"dense", "lexical", "reference", "register"} and passage["origins"]
        assert len(passage["text"]) <= 2000
    assert {"generation", "embedding", "as_of"} <= set(found["provenance"])
    assert found["timings_ms"]["total"] >= 0


def row(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False)
