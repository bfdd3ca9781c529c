"""The typed facts of a sentence: amounts, times, documents, agencies with roles, persons, places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.claims.vocabulary import Words
from corpus.agencies import Agencies, Agency, AgencyMention
from corpus.language import Word, fold, has_diacritics, normal, words
from corpus.quantity import Quantity, find_quantities
from corpus.reference import Reference, find_references
from corpus.temporal import TimeExpression, find_times

# Bodies that a text names in passing, or that stand for many: their absence is no difference.
GENERIC_KINDS = frozenset({"group", "state", "facility"})
GENERIC = frozenset({
    "communist-party", "party-congress", "state", "government", "local-governments", "ministers", "social-insurance-agency", "peoples-committee", "peoples-council",
    "departments-local", "party-committees",
})  # fmt: skip
_NEXT_PERSON = re.compile(
    r"[,;.()]|\b(?:and|và|with|cùng)\b", re.IGNORECASE
)  # what parts one person's titles from another's
REACH = 45  # code points around an agency's name in which its role stands
_JOINED = re.compile(r"[\s,;]*(?:and|và|or|the|relevant|,|cùng|with)?[\s,]*(?:the\s+)?", re.IGNORECASE)
_RATE = re.compile(r"\bmức(?=\s+\d)", re.IGNORECASE)
_NAME_MAX = 4  # words of a Vietnamese person's name


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class AgencyFact:
    """An agency at `[start, end)`. `role`: lead, partner, recipient, or None where the words give none."""

    id: str
    body: str
    surface: str
    start: int
    end: int
    role: str | None
    generic: bool
    acts: bool = False  # it stands before the verb: one of those who act


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person's folded name, family name first, with the kinds of titles before and after it."""

    name: tuple[str, ...]
    surface: str
    start: int
    end: int
    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A province or city by its Vietnamese name."""

    name: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence states by type."""

    text: str
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    references: tuple[Reference, ...]
    agencies: tuple[AgencyFact, ...]
    persons: tuple[PersonFact, ...]
    places: tuple[PlaceFact, ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The places of all facts."""
        groups: tuple[Sequence[_Placed], ...] = (
            self.quantities, self.times, self.references, self.agencies, self.persons, self.places,
        )  # fmt: skip
        return [(fact.start, fact.end) for group in groups for fact in group]


class FactReader:
    """Reads the facts of sentences."""

    def __init__(self, agencies: Agencies, vocabulary: Words) -> None:
        self._agencies = agencies
        self._words = vocabulary
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str) -> Facts:
        """The facts of a text, each with its place in it."""
        plain = _without_rates(text)
        references = tuple(find_references(plain))
        times = tuple(find_times(text))
        taken = [*((r.start, r.end) for r in references), *((t.start, t.end) for t in times)]
        quantities = tuple(q for q in find_quantities(plain) if not _overlaps(q.start, q.end, taken))
        tokens = words(text)
        places = tuple(self._places(text, tokens))
        persons = tuple(self._persons(text, tokens, [(p.start, p.end) for p in places]))
        return Facts(text, quantities, times, references, tuple(self._agents(text)), persons, places)

    def _agents(self, text: str) -> Iterator[AgencyFact]:
        lowered = normal(text)
        if len(lowered) != len(text):
            lowered = text.lower()  # decomposed letters: places matter more than accents here
        mentions = self._agencies.find(text)
        roles = [self._role(lowered, mention) for mention in mentions]
        for i, mention in enumerate(mentions):
            joined = i > 0 and _JOINED.fullmatch(lowered[mentions[i - 1].end : mention.start])
            if joined and roles[i] is None:
                roles[i] = roles[i - 1]  # "cooperate with A, B and C"
        subjects = self._subjects(lowered, mentions)
        for i in reversed(range(subjects - 1)):
            roles[i] = roles[i] or roles[i + 1]  # "A, B and C shall cooperate"
        for i, (mention, role) in enumerate(zip(mentions, roles, strict=True)):
            yield _agency_fact(mention, text, role, acts=i < subjects)

    def _subjects(self, lowered: str, mentions: list[AgencyMention]) -> int:
        """How many of the agencies stand in a row at the head of the sentence, before its verb."""
        if not mentions or mentions[0].start > 6:
            return 0
        count = 1
        while count < len(mentions) and _JOINED.fullmatch(lowered[mentions[count - 1].end : mentions[count].start]):
            count += 1
        return count

    def _role(self, lowered: str, mention: AgencyMention) -> str | None:
        ahead = lowered[max(0, mention.start - REACH) : mention.start]
        after = lowered[mention.end : mention.end + REACH]
        cues = self._words.roles
        if cues["recipient_before"].search(ahead) or self._words.receiving.search(
            lowered[max(0, mention.start - 110) : mention.start]
        ):
            return "recipient"
        if cues["partner_before"].search(ahead):
            return "partner"
        if cues["lead_before"].search(ahead) or cues["lead_after"].match(after):
            return "lead"
        return "partner" if cues["partner_after"].match(after) else None

    def _places(self, text: str, tokens: list[Word]) -> Iterator[PlaceFact]:
        taken = -1
        for i, token in enumerate(tokens):
            if i <= taken or not token.text[0].isupper():
                continue
            for size in (5, 4, 3, 2, 1):
                run = tokens[i : i + size]
                name = self._words.places.get(fold(" ".join(t.text for t in run)))
                if name and len(run) == size and run[-1].text[0].isupper():
                    yield PlaceFact(name, text[run[0].start : run[-1].end], run[0].start, run[-1].end)
                    taken = i + size - 1
                    break

    def _persons(self, text: str, tokens: list[Word], places: list[tuple[int, int]]) -> Iterator[PersonFact]:
        i, accented = 0, has_diacritics(text)
        while i < len(tokens):
            run = _capitals(text, tokens, i)
            if (
                len(run) >= 2
                and self._is_surname(tokens[i].text, accented)
                and not _overlaps(run[0].start, run[-1].end, places)
            ):
                start, end = run[0].start, run[-1].end
                yield PersonFact(
                    tuple(fold(t.text) for t in run), text[start:end], start, end, self._titles(text, start, end)
                )
                i += len(run)
            else:
                i += 1

    def _is_surname(self, word: str, accented: bool) -> bool:
        """In a text with diacritics "Tổng" (general) is no "Tống"."""
        return (normal(word) if accented else fold(word)) in self._words.surnames

    def _titles(self, text: str, start: int, end: int) -> frozenset[str]:
        before = _NEXT_PERSON.split(text[max(0, start - 60) : start])[-1]
        after = _NEXT_PERSON.split(text[end + 1 : end + 41].lstrip())[0] if text[end : end + 1] in (",", "(") else ""
        around = normal(f"{before} | {after}")
        return frozenset(name for name, cue in self._words.titles.items() if cue.search(around))


def _without_rates(text: str) -> str:
    """ "mức 0,7" is a rate; without its tone mark it would be a section ("mục"). Places stay as they are."""
    return _RATE.sub(lambda m: " " * len(m[0]), text)


def _capitals(text: str, tokens: list[Word], at: int) -> list[Word]:
    """The run of capitalised words from `at`, blanks alone between them."""
    run: list[Word] = []
    for token in tokens[at : at + _NAME_MAX]:
        joined = not run or text[run[-1].end : token.start].strip() == ""
        if not joined or not token.text[0].isupper() or token.text.isupper() or not token.text.isalpha():
            break
        run.append(token)
    return run


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


def _agency_fact(mention: AgencyMention, text: str, role: str | None, acts: bool) -> AgencyFact:
    agency = mention.agency
    generic = agency.kind in GENERIC_KINDS or agency.id in GENERIC
    return AgencyFact(
        agency.id, body_of(agency), text[mention.start : mention.end], mention.start, mention.end, role, generic, acts
    )


def body_of(agency: Agency) -> str:
    """The body that an office-holder acts for, else the agency itself."""
    return agency.acts_for or agency.id
