"""The typed facts of a sentence: amounts, times, documents, agencies with roles, persons, places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from bot.claims.fact_types import AgencyFact, PersonFact, PlaceFact, agency_fact, body_of
from bot.claims.vocabulary import Words
from corpus.agencies import Agencies, AgencyMention
from corpus.language import Word, fold, has_diacritics, normal, words
from corpus.quantity import Quantity, find_quantities
from corpus.reference import Reference, find_references
from corpus.temporal import TimeExpression, find_times

_NEXT_PERSON = re.compile(
    r"[,;.()]|\b(?:and|và|with|cùng)\b", re.IGNORECASE
)  # what parts one person's titles from another's
_SENTENCE_END = re.compile(r"[.;]")
REACH = 45  # code points around an agency's name in which its role stands
_JOINED = re.compile(r"[\s,;]*(?:and|và|or|the|relevant|,|cùng|with)?[\s,]*(?:the\s+)?", re.IGNORECASE)
_LEADING_ON = re.compile(r"[\s,]*(?:\s(?:and|và))?[\s,]*$")
_RATE = re.compile(r"\bmức(?=\s+\d)", re.IGNORECASE)
_NAME_MAX = 4  # words of a Vietnamese person's name


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Facts:
    """What a sentence states by type. Each type is read when it is first asked for: of the many passages that stand
    around a candidate most are asked for few."""

    def __init__(self, text: str, reader: FactReader) -> None:
        self.text = text
        self._reader = reader
        self._plain = _without_rates(text)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Documents and places in them."""
        return tuple(find_references(self._plain))

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """Dates, periods, durations."""
        return tuple(find_times(self.text))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Amounts that are no part of a date or of a document's number."""
        taken = [*((r.start, r.end) for r in self.references), *((t.start, t.end) for t in self.times)]
        return tuple(q for q in find_quantities(self._plain) if not _overlaps(q.start, q.end, taken))

    @cached_property
    def agencies(self) -> tuple[AgencyFact, ...]:
        """Agencies with their roles."""
        return tuple(self._reader.agents(self.text))

    @cached_property
    def places(self) -> tuple[PlaceFact, ...]:
        """Provinces and cities."""
        return tuple(self._reader.places(self.text))

    @cached_property
    def persons(self) -> tuple[PersonFact, ...]:
        """Persons with their titles."""
        return tuple(self._reader.persons(self.text, [(p.start, p.end) for p in self.places]))

    @property
    def measured(self) -> list[tuple[int, int]]:
        """The places of amounts and times."""
        return [*((q.start, q.end) for q in self.quantities), *((t.start, t.end) for t in self.times)]

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
        """The facts of a text, each with its place in it; cached, since the same passages come again."""
        return Facts(text, self)

    def agents(self, text: str) -> Iterator[AgencyFact]:
        """The agencies that a text names, then the bodies whose names nobody has registered."""
        known = list(self._known(text))
        yield from known
        for match in self._words.named_bodies.finditer(text):
            if not any(a.start <= match.start() < a.end for a in known):
                end = min((a.start for a in known if match.start() < a.start < match.end()), default=match.end())
                yield self._named_body(text, match.start(), match.start() + len(_name_in(text[match.start() : end])))

    def _named_body(self, text: str, start: int, end: int) -> AgencyFact:
        """A body by the beginning of its name ("Ministry of Labour"), or one of its own when it is nobody's."""
        spelt = fold(text[start:end])
        of = {body_of(a) for a in self._agencies for name in (a.vi, a.en) if fold(name).startswith(spelt)}
        body = of.pop() if len(of) == 1 else f"named:{spelt}"
        lowered = normal(text)
        role = self._role(lowered, start, end) if len(lowered) == len(text) else None
        return AgencyFact(body, body, text[start:end], start, end, role, False, acts=start <= 6)

    def _known(self, text: str) -> Iterator[AgencyFact]:
        lowered = normal(text)
        if len(lowered) != len(text):
            lowered = text.lower()  # decomposed letters: places matter more than accents here
        mentions = self._agencies.find(text)
        roles = [self._role(lowered, mention.start, mention.end) for mention in mentions]
        for i, mention in enumerate(mentions):
            joined = i > 0 and _JOINED.fullmatch(lowered[mentions[i - 1].end : mention.start])
            if joined and roles[i] is None:
                roles[i] = roles[i - 1]  # "cooperate with A, B and C"
        subjects = self._subjects(lowered, mentions)
        for i in reversed(range(subjects - 1)):
            roles[i] = roles[i] or roles[i + 1]  # "A, B and C shall cooperate"
        for i, (mention, role) in enumerate(zip(mentions, roles, strict=True)):
            head = (
                self._words.headed.get(mention.agency.id)
                if self._words.heads.search(lowered[: mention.start])
                else None
            )
            yield agency_fact(mention, text, role, acts=i < subjects, head=head)

    def _subjects(self, lowered: str, mentions: list[AgencyMention]) -> int:
        """How many of the agencies stand in a row at the head of the sentence, before its verb."""
        if not mentions or mentions[0].start > 6:
            return 0
        count = 1
        while count < len(mentions) and _JOINED.fullmatch(lowered[mentions[count - 1].end : mentions[count].start]):
            count += 1
        return count

    def _role(self, lowered: str, start: int, end: int) -> str | None:
        ahead = lowered[max(0, start - REACH) : start]
        after = lowered[end : end + REACH]
        cues = self._words.roles
        if cues["recipient_before"].search(ahead) or self._words.receiving.search(lowered[max(0, start - 110) : start]):
            return "recipient"
        if cues["partner_before"].search(ahead):
            return "partner"
        if cues["lead_before"].search(ahead) or cues["lead_after"].match(after):
            return "lead"
        return "partner" if cues["partner_after"].match(after) else None

    def places(self, text: str) -> Iterator[PlaceFact]:
        """The provinces and cities that a text names."""
        tokens, taken = words(text), -1
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

    def persons(self, text: str, places: list[tuple[int, int]]) -> Iterator[PersonFact]:
        """The persons that a text names; `places` are no names of theirs."""
        tokens, i, accented = words(text), 0, has_diacritics(text)
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
        said = _SENTENCE_END.split(text[end : end + 120])[0]
        bearing = self._words.bearing.search(normal(said))
        borne = said[bearing.end() : bearing.end() + 40] if bearing else ""
        around = normal(f"{before} | {after} | {borne}")
        return frozenset(name for name, cue in self._words.titles.items() if cue.search(around))


def _name_in(text: str) -> str:
    """A name without the joining word that led on to the next one."""
    return _LEADING_ON.sub("", text)


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
