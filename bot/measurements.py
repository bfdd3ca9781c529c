"""What a sentence measures: an amount with the time that it is tied to, what it is of, and whether it is an aim.

Two measurements are compared only when they are of the same thing at the same stage: a target with a target, a figure
reached with a figure reached. Rules of a statute are neither; an amount there holds for the case that it is given for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.language import Analyzer, analyze, fold, is_stop
from corpus.provision import Language
from corpus.quantity import Quantity, find_quantities
from corpus.reference import KIND_WORDS, find_references
from ingest.index import FIELDS

Stage = Literal["target", "state"]
# Words that show an aim, and words that show what is or was; the first that stands in the clause decides.
STAGES: dict[Language, tuple[tuple[Stage, re.Pattern[str]], ...]] = {
    "en": (
        ("target", re.compile(r"\b(?:goals?|targets?|aim(?:s|ed|ing)?|striv\w+|shall|will|to (?:achieve|reach|attain))\b", re.I)),
        ("state", re.compile(r"\b(?:currently|so far|has|have|had|was|were|is|are|reached|participates?)\b", re.I)),
    ),
    "vi": (
        ("target", re.compile(r"mục tiêu|chỉ tiêu|phấn đấu|nhằm đạt|để đạt|sẽ|cần đạt|phải đạt", re.I)),
        ("state", re.compile(r"hiện nay|hiện có|hiện đã|tính đến|tới nay|đến nay|đã|đang|mới đạt|chỉ đạt|có \D{0,20}\d", re.I)),
        ("target", re.compile(r"(?:đến|vào|tới|trong) (?:hết |cuối )?năm 20\d\d", re.I)),
    ),
}  # fmt: skip
# Where the clause of an amount ends: behind it, at the next one of these.
CLAUSE_ENDS = re.compile(r"[;:]|,\s|\s(?:and|while|but|which|whereas|và|còn|nhưng|trong khi)\s", re.I)
# What is left over or added is another measure than the whole: 10% to go, up by 2 points.
PARTS = re.compile(r"\b(?:remaining|rest|increase[sd]?|up by|decrease[sd]?|growth|còn lại|tăng|giảm|thêm)\b", re.I)
# A person counts as one of the population.
POPULATION = "population"
UNIT_GROUPS: dict[str | None, str] = {"percent": "share", "person": "share"}
# Terms that say nothing of what is measured: how it is counted, and what everybody insured is.
GENERIC = frozenset({
    "goal", "reach-target", "percentage", "million", "number-quantity", "achievements", "roadmap", "formulate", "resolution",
    "participant-group", "insured-person", "people", "participation", "take-part",
})  # fmt: skip
# A clause that begins so goes on about what the one before it measured.
GOES_ON = re.compile(
    r"\W*(?:so far,?\s+|and\s+)?(?:which|it|this|that|they|nay|đến nay|tới nay|con số này|tỷ lệ này)\b", re.I
)
NATION = frozenset({"vietnam", "vietnamese", "viet", "nam"})
_YEAR = re.compile(r"(?<![\d/.,-])(?:19|20)\d{2}(?![\d/%])")
_PHRASE = 8  # words of a glossary term at most
_CAPITAL = re.compile(r"(?<=[\w,;:)] )[A-ZĐ][\w-]*")


@dataclass(frozen=True, slots=True)
class Measurement:
    """An amount at `text[start:end]` of a sentence, in the clause `text[clause[0]:clause[1]]`.

    `year` is the one that the clause ties it to. `concepts` are glossary terms, `groups` those of a family (pupils,
    pensioners), `names` the capitalised words (folded) that say of what or where.
    """

    text: str
    amount: Quantity
    clause: tuple[int, int]
    year: int | None
    stage: Stage | None
    concepts: frozenset[str]
    groups: frozenset[str]
    names: frozenset[str]

    @property
    def words(self) -> str:
        """The clause, verbatim."""
        return self.text[slice(*self.clause)]


class MeasurementReader:
    """Reads sentences of both languages."""

    def __init__(self, glossary: Glossary, agencies: Agencies) -> None:
        self._glossary = glossary
        self._agencies = agencies
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str, lang: Language) -> tuple[Measurement, ...]:
        """The measurements of a sentence, in order; cached, since the same sentences come again."""
        found = [q for q in find_quantities(text) if q.unit in UNIT_GROUPS]
        clauses = list(_clauses(text, found))
        measured: list[Measurement] = []
        for amount, clause in zip(found, clauses, strict=True):
            one = self._measurement(text, lang, amount, clause)
            goes_on = not one.concepts or GOES_ON.match(one.words)
            same_unit = measured and one.amount.unit == measured[-1].amount.unit
            measured.append(_anaphor(one, measured[-1]) if goes_on and same_unit else one)
        return tuple(one for one in measured if not PARTS.search(one.words))

    def _measurement(self, text: str, lang: Language, amount: Quantity, clause: tuple[int, int]) -> Measurement:
        words = text[slice(*clause)]
        concepts = self._concepts(words, FIELDS[lang][0])
        if amount.unit == "person":
            concepts |= {POPULATION}
        stage = next((stage for stage, cue in STAGES[lang] if cue.search(words)), None)
        concepts -= GENERIC
        return Measurement(
            text, amount, clause, _year(text, amount, clause), stage, concepts,
            concepts & self._glossary.families.keys(), self._names(text, clause),
        )  # fmt: skip

    def _concepts(self, words: str, analyzer: Analyzer) -> frozenset[str]:
        """Every glossary term in some words, those inside longer ones too."""
        terms = analyze(words, analyzer)
        table = self._glossary.table(analyzer)
        found: set[str] = set()
        for start in range(len(terms)):
            for end in range(start + 1, min(start + _PHRASE, len(terms)) + 1):
                mere = end - start == 1 and is_stop(terms[start], analyzer)  # "it" is not IT
                for match in () if mere else table.find(terms[start:end])[:1]:
                    if match.start == 0 and match.end == end - start:
                        found.update(match.values)
        return frozenset(found)

    def _names(self, text: str, clause: tuple[int, int]) -> frozenset[str]:
        """Capitalised words that are no agency, no document and not the nation: places, programmes."""
        words = text[slice(*clause)]
        known = [(m.start, m.end) for m in self._agencies.find(words)]
        known += [(r.start, r.end) for r in find_references(words)]
        capitals = (m for m in _CAPITAL.finditer(words) if not any(a <= m.start() < b for a, b in known))
        return frozenset(fold(m[0]) for m in capitals if not m[0].isupper()) - NATION - KIND_WORDS.keys()


def _anaphor(one: Measurement, before: Measurement) -> Measurement:
    """What names nothing of its own ("… was 38%, so far it has reached 89%") goes on about the same."""
    return replace(one, concepts=before.concepts, groups=before.groups, names=before.names)


def _clauses(text: str, amounts: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """For each amount the stretch from the clause of the one before it to the end of its own clause."""
    start = 0
    for number, amount in enumerate(amounts):
        limit = amounts[number + 1].start if number + 1 < len(amounts) else len(text)
        cut = CLAUSE_ENDS.search(text, amount.end, limit)
        end = cut.start() if cut else limit
        yield start, end
        start = cut.end() if cut else end


def _year(text: str, amount: Quantity, clause: tuple[int, int]) -> int | None:
    """The year in the clause that stands nearest to the amount; years of document numbers and of bygone acts are none."""
    numbers = [(r.start, r.end) for r in find_references(text) if r.number]
    years = [
        m for m in _YEAR.finditer(text, *clause)
        if not any(a <= m.start() < b for a, b in numbers) and not amount.start <= m.start() < amount.end
    ]  # fmt: skip
    near = min(years, key=lambda m: min(abs(m.start() - amount.end), abs(amount.start - m.end())), default=None)
    return int(near[0]) if near else None
