"""Who has to keep a deadline: the one who acts in its clause, else in the words that introduce it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.agencies import Agencies
from corpus.provision import Span
from ingest.norms.clauses import Clause
from ingest.norms.duty_bearers import Bearer, find_bearers, rolls
from ingest.norms.duty_clause import clauses as tasks
from ingest.norms.duty_patterns import Lexicon
from ingest.norms.duty_scene import Clause as Task
from ingest.norms.duty_scene import Scene
from ingest.norms.duty_text import Reading, reading

# What stands right after who acts, and before whom something is done for.
_ACTS = re.compile(
    r"(?:\[\d+\])?\s+(?:phải(?!\s+được)|có trách nhiệm|chủ trì|thực hiện|báo cáo|chuyển|đóng|tạm ứng|thanh toán|shall|must|will|is to|are to)\b",
    re.IGNORECASE,
)
_PASSING = (" do", " được", "nhóm do", " by", " của", " cho", " đối với", " for", " of")
_BESIDE = 40  # code points between "done by X" and the time by which it is done
_OPENING = re.compile(
    r"[\s,]*(?:(?:trách nhiệm của|đối với|responsibilities of|accordingly,|notably,)\s+)?(?:(?:the|các)\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as written and the id of the agency acted for; both None where the text names nobody."""

    name: str | None = None
    agency: str | None = None


def who_acts(clause: Clause, time: Span, agencies: Agencies, lex: Lexicon) -> Who:
    """The bearer that acts in the clause, or opens it before or after its `time`; else the same in the words above."""
    for words in (clause.text, *clause.above):
        found = _subject(reading(words), time, agencies, lex)
        if found:
            return Who(found.name, found.agency)
        time = Span(0, 0)
    return Who()


def _subject(read: Reading, time: Span, agencies: Agencies, lex: Lexicon) -> Bearer | None:
    found = find_bearers(read.text, read.lowered, agencies, lex)
    bearers = [b for b in found if _tells(b, lex)]
    acting = next((b for b in bearers if _acts(read.text, b)), None)
    if acting:
        return acting
    starts = {words.end() for at in (0, time.end) if (words := _OPENING.match(read.text, at))}
    opening = next((b for b in bearers if b.start in starts), None)
    if opening:
        return opening
    scene = Scene(read, Span(0, len(read.text)), tuple(rolls(read.lowered, bearers, lex)), lex, normative=True)
    acts = (b for task in tasks(scene) if not task.agent or _beside(task, time) for b in task.bearers)
    return next((b for b in acts if _tells(b, lex)), None)


def _tells(bearer: Bearer, lex: Lexicon) -> bool:
    """Whether a name says who it is: "the subject" alone is nobody."""
    return bearer.agency is not None or lex.noun.fullmatch(bearer.name.lower()) is None


def _beside(task: Task, time: Span) -> bool:
    """Whether what is done by an agent is done by the time that follows: "lists made by X within 30 days"."""
    return task.predicate.start <= time.start <= task.predicate.start + _BESIDE


def _acts(text: str, bearer: Bearer) -> bool:
    """Whether a verb of duty follows; "paid by X" and "của X" name X in passing."""
    passing = text[: bearer.start].rstrip().lower().endswith(_PASSING)
    return not passing and _ACTS.match(text, bearer.end) is not None
