"""A sentence that joins several statements ("A is the case, and B does C"), taken apart.

A joining word parts two statements only where each side has a predicate and says enough, and where what follows has a
subject or begins with its predicate, whose subject is then that of the statement before. Lists of nouns stay together.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.claims.facts import FactReader
from bot.claims.vocabulary import Words, masked
from corpus.language import words as tokens
from corpus.provision import Span

MIN_WORDS = 5  # a shorter piece is an addition to its neighbour, not a statement of its own
MAX_SUBJECT = 12  # words


@dataclass(frozen=True, slots=True)
class Part:
    """A statement of the sentence at `span`; `subject` is the stretch of the sentence that it takes its subject from."""

    text: str
    span: Span
    subject: Span | None = None

    def placed(self, span: Span) -> Span:
        """A place in `text` counted in the sentence."""
        ahead = len(self.text) - (self.span.end - self.span.start)
        moved = self.span.start - ahead if span.start >= ahead else self.subject.start if self.subject else 0
        return Span(span.start + moved, span.end + moved)


def parts_of(sentence: str, words: Words, facts: FactReader) -> list[Part]:
    """The statements that a sentence joins, in order; none when it makes but one."""
    lowered = masked(sentence, words)
    if len(lowered) != len(sentence) or words.conditions.match(lowered):
        return []
    named = {f.start for group in (facts.read(sentence).agencies, facts.read(sentence).references) for f in group}
    joints = [m.span() for m in words.joints.finditer(lowered)]
    found: list[Part] = []
    start, subject = 0, None
    for i, (end, begin) in enumerate(joints):
        after = joints[i + 1][0] if i + 1 < len(joints) else len(sentence)
        if not (_states(lowered[start:end], words) and _states(lowered[begin:after], words)):
            continue
        if words.openers.search(lowered, start, end) and lowered[end] not in ",;":
            continue  # "something that the ministry and …", "between A and B": the joining word goes on with it
        own = begin in named or words.subjects.match(lowered, begin) is not None
        lent = None if own else _subject(lowered, start, end, subject, words)
        if own or (lent and words.predicates.match(lowered, begin)):
            found.append(_part(sentence, Span(start, end), subject))
            start, subject = begin, lent
    return [*found, _part(sentence, Span(start, len(sentence)), subject)] if found else []


def _states(piece: str, words: Words) -> bool:
    return len(tokens(piece)) >= MIN_WORDS and words.predicates.search(piece) is not None


def _subject(lowered: str, start: int, end: int, lent: Span | None, words: Words) -> Span | None:
    """What stands before the first predicate of a statement, or what it was lent itself."""
    predicate = words.predicates.search(lowered, start, end)
    if predicate is None or lent:
        return lent
    span = Span(start, predicate.start())
    return span if 0 < len(tokens(lowered[start : span.end])) <= MAX_SUBJECT else None


def _part(sentence: str, span: Span, subject: Span | None) -> Part:
    ahead = sentence[subject.start : subject.end] if subject else ""
    return Part(ahead + sentence[span.start : span.end], span, subject)
