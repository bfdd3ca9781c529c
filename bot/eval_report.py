"""What `eval answers` reports beside its figures: groups of questions, failures to read, what a language model did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import UsageError
from bot.evaluate import GoldQuestion, answered, cites, score_answers
from bot.turn import Answer

GROUPS = ("role", "lang", "kind")  # the fields of a question that it is grouped by
COUNTS = ("checked", "rewritten", "dropped")


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
    wanted = " | ".join([*question.quotes, *map(str, question.eids)])
    return Failure(question.id, fault, question.question, given, wanted)


def model_account(answers: Mapping[str, Answer]) -> dict[str, float]:
    """How many statements of a language model were checked, rewritten and dropped; how many answers it has no part in."""
    own = [a for a in answers.values() if "checked" in a.provenance]
    totals = {name: float(sum(int(a.provenance[name]) for a in own)) for name in COUNTS}
    without = sum(int(a.provenance["checked"]) == int(a.provenance["dropped"]) for a in own)
    return {"answers_with_model": float(len(own) - without), "answers_without": float(without), **totals}


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
