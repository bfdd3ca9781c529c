"""What `eval answers` reports beside its figures: groups of questions, failures to read, what a language model did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot import UsageError
from bot.evaluate import GoldQuestion, answered, cites, score_answers
from bot.turn import Answer, Statement
from corpus.provision import ProvisionRef

if TYPE_CHECKING:
    from bot.claims.check import Checker
    from ingest.index import Index

GROUPS = ("role", "lang", "kind")  # the fields of a question that it is grouped by
COUNTS = ("checked", "rewritten", "dropped")


@dataclass(frozen=True, slots=True)
class _Cited:
    """A provision as the checker reads it."""

    ref: ProvisionRef
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was not answered as it should be, with what is needed to see why."""

    id: str
    fault: str  # declined, answered, not_cited
    question: str
    given: str
    wanted: str


def groups(gold: Sequence[GoldQuestion], answers: Mapping[str, Answer]) -> dict[str, dict[str, dict[str, float]]]:
    """The figures of every role, language and kind of question."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for field in GROUPS:
        values = sorted({str(getattr(q, field)) for q in gold if getattr(q, field)})
        found[field] = {v: score_answers([q for q in gold if getattr(q, field) == v], answers) for v in values}
    return found


def failures(gold: Sequence[GoldQuestion], answers: Mapping[str, Answer]) -> list[Failure]:
    """Every failure, in the order of the questions."""
    return [found for question in gold if (found := _failure(question, answers[question.id]))]


def _failure(question: GoldQuestion, answer: Answer) -> Failure | None:
    fault = None
    if not question.answerable:
        fault = "answered" if answered(answer) else None
    elif not answered(answer):
        fault = "declined"
    elif not cites(answer, question):
        fault = "not_cited"
    if fault is None:
        return None
    given = " | ".join(f"{c.label}: {c.quote}" for c in answer.citations) or f"{answer.status} ({answer.reason})"
    wanted = " | ".join([*question.quotes, *map(str, question.provisions)])
    return Failure(question.id, fault, question.question, given, wanted)


def model_account(answers: Mapping[str, Answer], index: Index, checker: Checker) -> dict[str, float]:
    """How many statements of a language model were checked, rewritten and dropped; how many answers it has no part in.

    `statements_proved` is the share, 0…1, of the statements shown that the checker supports against the provisions that
    they cite, read anew from the documents; 1 where none is shown.
    """
    own = [a for a in answers.values() if "checked" in a.provenance]
    totals = {name: float(sum(int(a.provenance[name]) for a in own)) for name in COUNTS}
    with_model = [a for a in own if int(a.provenance["checked"]) > int(a.provenance["dropped"])]
    shown = [(a, s) for a in with_model for s in a.statements[a.leads :]]
    proved = sum(checker.check_against(s.text, _cited(a, s, index)).verdict == "supported" for a, s in shown)
    return {
        "answers_with_model": float(len(with_model)), "answers_without": float(len(own) - len(with_model)), **totals,
        "statements_shown": float(len(shown)), "statements_proved": proved / len(shown) if shown else 1.0,
    }  # fmt: skip


def _cited(answer: Answer, statement: Statement, index: Index) -> list[_Cited]:
    """The provisions that a statement cites, whole, as they stand in the documents."""
    refs = [c.ref for c in answer.citations if c.n in statement.citations]
    return [_Cited(ref, _text_of(ref, index)) for ref in dict.fromkeys(refs)]


def _text_of(ref: ProvisionRef, index: Index) -> str:
    tree = index.tree(ref.doc_id)
    node = next((node for node in tree.walk() if node.ref == ref), None) if tree else None
    return index.sources[ref.doc_id][node.span.start : node.span.end] if node else ""


def write_failures(path: Path, found: Sequence[Failure]) -> None:
    """The failures as Markdown, for a person to read; raises `UsageError` when the file cannot be written."""
    parts = [f"# {len(found)} failures\n", *map(_markdown, found)]
    try:
        path.write_text("\n".join(parts), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); give --failures another file") from error


def _markdown(failure: Failure) -> str:
    head = f"## {failure.id}: {failure.fault}\n\n{failure.question}\n\n"
    return f"{head}- given: {failure.given}\n- wanted: {failure.wanted or '—'}\n"
