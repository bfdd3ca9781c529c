"""How well a text supports a query: which of its concepts it covers, and whether it carries what is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from bot.particulars import names_person
from bot.query import Concept, Query
from bot.vocabulary import Need, Vocabulary
from corpus.agencies import Agencies
from corpus.language import Analyzer, analyze, fold, is_stop, normal, with_bigrams
from corpus.provision import Language
from corpus.reference import find_references
from corpus.temporal import find_times
from ingest.index import FIELDS
from ingest.lexical import LexicalField

_NUMBER_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|first|second|third|fourth|fifth|"
    "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa"
)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|chủ nhật"  # "thứ hai" is the second too
_PART = r"(?<![\d/])(?<!ngày )[1-9]/[2-9](?![\d/])|\b(?:half|(?:a|one|two)[ -]thirds?|(?:a|one|three)[ -]quarters? of|nửa|phần ba|phần tư)\b"  # "2/3", and not "1/7/2025"
# What shows that a text carries a need; compared in lower case, Vietnamese with its diacritics.
_NEED_PATTERNS: dict[Need, re.Pattern[str]] = {
    "contact": re.compile(r"\b(?:\+84|0|1[89]00)[\d .-]{6,}|[\w.]+@[\w.]+|https?://"),
    "duration": re.compile(
        rf"(?:\d|\b(?:{_NUMBER_WORD}|every|each)\b)[\d\s-]*(?:\w+\s)?(?:year|month|week|day|quarter|decade|năm|tháng|tuần|ngày|quý)"
        r"|\b20\d\d\s*[-–]\s*20\d\d|life ?long|life cycle|annual|suốt đời"
    ),
    "date": re.compile(
        rf"\b(?:19|20)\d\d\b|\b(?:{_MONTH})\b|\b(?:{_WEEKDAY})s?\b|\d{{1,2}}[:h]\d{{2}}\b|o'clock\b|\d giờ\b"
        r"|\d{1,2}/\d{1,2}|\bngày \d|\btháng \d|\bquarter\b|\bquý\b"
        # Times that an event sets: "before the end of the treatment", "trước khi kết thúc đợt điều trị".
        r"|\b(?:before|after|until|upon|as soon as|at the time|trước khi|sau khi|ngay khi|đến khi|cho đến|kể từ|tại thời điểm)\b"
    ),
    "percent": re.compile(rf"\d\s*(?:%|percent|per cent|phần trăm)|{_PART}"),
    "money": re.compile(
        r"(?:vnd|usd|[$₫])\s*\d|\d\s*(?:%|percent|phần trăm|vnd|đồng|dong|usd|dollars?|million|billion|triệu|tỷ)|lần mức|times the"
        rf"|{_PART}|một phần\b"
    ),
    "price": re.compile(
        r"(?:vnd|usd|[$₫])\s*\d|\d\s*(?:vnd|đồng|dong|usd|dollars?|triệu|tỷ)|\d\s*(?:million|billion) (?:vnd|dong)"
    ),
    "place": re.compile(r"\b(?:in|at|from|tại|ở|tỉnh|thành phố)\s+(?!the\b)[A-ZĐ]"),
    "procedure": re.compile(
        r"\b(?:form|forms|application|apply|submit|register|registration|dossier|counter|website|procedure|portal)\b"
        r"|hồ sơ|giấy tờ|biểu mẫu|nộp|đăng ký|thủ tục|xuất trình"
    ),
    "count": re.compile(rf"\d|\b(?:{_NUMBER_WORD}|every|each|once|twice)\b"),
}

# "The Government elaborates this clause.", "Bộ trưởng Bộ Y tế quy định khoản này.": another text has the answer.
_DELEGATION = re.compile(
    # "theo quy định của Luật này", "đối tượng quy định tại khoản 2 Điều này" leave nothing to anybody.
    r"(?:(?<!theo )quy định(?! tại| của| ở| trong)|hướng dẫn)\b.{0,80}\b(?:điểm|khoản|điều|luật) này\W*$"
    r"|^\W*(?:chính phủ|bộ trưởng|the government|the minister)\b[^.;]{0,60}"
    r"(?:quy định|shall (?:detail|specify|provide for|elaborate)|\bdetails|\bspecifies|\belaborates)",
    re.IGNORECASE,
)
# "The Minister issues the list of covered drugs": what is on it stands there.
_LIST_ELSEWHERE = re.compile(
    r"\b(?:issues?|promulgates?|sets?|publishes|compiles|ban hành|công bố|lập|định)\b[^.;]{0,60}\b(?:lists?|danh mục|danh sách)\b",
    re.IGNORECASE,
)
BEHIND_NUMBER = 12  # code points: " dated ", ", ngày "
_DEFINITION = re.compile(
    r"\W*(?:\d+\.?(?:\[\d+\])?\s*)?(?P<term>[^,.;:]{3,70}?) (?:là|gồm|means?|is|are|refers to)\b", re.IGNORECASE
)
_REPEALED = re.compile(
    r"\W*(?:\w{1,3}[.)]?\W*)?(?:\[\d+\])?\s*\(?(?:được )?bãi bỏ\W*$|.{0,40}\b(?:has|have) been (?:repealed|annulled)"
    r"|.{0,60}\bđã (?:bị|được) (?:bãi )?bỏ",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*\((?:Note|Ghi chú): .*\)$", re.DOTALL)
PERCENT: dict[Analyzer, str] = {"en": " percent ", "vi": " phần trăm ", "folded": " phan tram "}
REPEALED_LONGEST = 120  # code points; a longer sentence says what was repealed, and when


def delegates(text: str) -> bool:
    """Whether a sentence leaves its matter to rules that another body is to make."""
    return _DELEGATION.search(text) is not None


def leaves_list_elsewhere(text: str) -> bool:
    """Whether a sentence says that somebody issues a list, which is then not in it."""
    return _LIST_ELSEWHERE.search(own_words(text)) is not None


def defined_term(text: str) -> str | None:
    """What a sentence may define: the words before "là", "means", "is"."""
    match = _DEFINITION.match(text)
    return match["term"] if match else None


def own_words(text: str) -> str:
    """A quote without the note behind it: what the provision says, and not what is said of the provision."""
    return _NOTE.sub("", text)


def only_repealed(text: str) -> bool:
    """Whether a sentence says nothing but that its provision holds no more."""
    own = own_words(text)
    return len(own) < REPEALED_LONGEST and _REPEALED.match(own) is not None


def carries(text: str, need: Need, agencies: Agencies) -> bool:
    """Whether a text holds something of the kind that is needed: an amount, a date, an agency."""
    if need == "person":
        return names_person(text, agencies)
    if need == "agency":
        return bool(agencies.find(text)) or re.search(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", text) is not None
    # Places are told from other words by their capitals.
    return _NEED_PATTERNS[need].search(text if need == "place" else normal(text)) is not None


def without_cited_dates(text: str) -> str:
    """A text without the numbers of the documents that it cites, and their dates: "Resolution No. 33/NQ-CP dated May 19,
    2019" sets no time."""
    cited = [reference for reference in find_references(text) if reference.number]
    dates = find_times(text) if cited else []
    for reference in reversed(cited):
        own = (date.end for date in dates if 0 <= date.start - reference.end <= BEHIND_NUMBER)
        text = text[: reference.start] + text[next(own, reference.end) :]
    return text


@dataclass(frozen=True, slots=True)
class WeighedConcept:
    """A concept with its weight in the texts of one language: how rare its commonest wording is there.

    `topical` concepts are terms of the field, agencies, names and numbers; the rest are words of any talk.
    """

    concept: Concept
    weight: float
    seen: bool
    topical: bool
    is_name: bool


class Support:
    """Coverage of one query in texts of one language."""

    def __init__(
        self,
        query: Query,
        lang: Language,
        field: LexicalField,
        vocabulary: Vocabulary,
        held: Collection[tuple[int, int]] = (),
    ) -> None:
        """`held` are the places where the query names documents that are here; evidence need not repeat them."""
        self.analyzer: Analyzer = query.analyzer if query.lang == lang else FIELDS[lang][0]
        places = vocabulary.filler_places(query.text)
        distinct = {
            (c.origin, c.id): c
            for c in query.concepts
            if c.origin != "word" or not (vocabulary.is_filler(c.surface) or _within(c, places))
        }
        names = names_and_numbers(query.text)
        open_to_proof = [c for c in distinct.values() if not _within(c, held)]
        weighed = [self._weighed(concept, field, names) for concept in open_to_proof]
        content = [term if not is_stop(term, self.analyzer) else "" for term in query.terms]
        pairs = (f"{a}_{b}" for a, b in pairwise(content) if a and b)
        self._pairs = tuple(dict.fromkeys(pairs)) if query.lang == lang else ()
        # A word that the texts' language cannot even show is no evidence against them.
        self.concepts = tuple(w for w in weighed if w.topical or self.analyzer in w.concept.variants)

    def _weighed(self, concept: Concept, field: LexicalField, names: Collection[str]) -> WeighedConcept:
        known = [v for v in concept.variants.get(self.analyzer, ()) if all(map(field.knows, v))]
        rarities = [max(field.idf(t) for t in v) for v in known]
        is_name = concept.origin == "word" and fold(concept.surface) in names
        return WeighedConcept(
            concept,
            min(rarities) if rarities else field.idf(""),
            bool(known),
            concept.origin != "word" or is_name,
            is_name,
        )

    @property
    def topics(self) -> int:
        """How many topical concepts the query has."""
        return sum(c.topical for c in self.concepts)

    @property
    def unseen(self) -> float:
        """The weighted share of topical concepts that no text of this language words, 0…1."""
        return self._share(lambda c: 0.0 if c.seen else 1.0, topical=True)

    def coverage(self, terms: Collection[str], topical: bool) -> float:
        """The weighted share of topical (or of the other) concepts that a text with these index terms covers, 0…1."""
        return self._share(lambda c: covered(c.concept, self.analyzer, terms), topical)

    def joint(self, terms: Collection[str]) -> float:
        """The weighted share of all concepts that a text with these index terms covers together, 0…1."""
        return self._share(lambda c: covered(c.concept, self.analyzer, terms), None)

    def pairs(self, terms: Collection[str]) -> float:
        """The share of the question's pairs of neighbouring words that stand side by side in a text, 0…1.

        Syllables of a Vietnamese name or term stand in many texts; side by side they stand where it is spoken of.
        Of a question in another language than the texts nothing is known: 0.
        """
        return sum(pair in terms for pair in self._pairs) / len(self._pairs) if self._pairs else 0.0

    def missing_names(self, terms: Collection[str]) -> float:
        """The share of the query's names and numbers that a text lacks, 0…1."""
        names = [c for c in self.concepts if c.is_name]
        return sum(covered(c.concept, self.analyzer, terms) < 1 for c in names) / len(names) if names else 0.0

    def _share(self, value: Callable[[WeighedConcept], float], topical: bool | None) -> float:
        chosen = [c for c in self.concepts if topical is None or c.topical == topical]
        total = sum(c.weight for c in chosen)
        return sum(c.weight * value(c) for c in chosen) / total if total else 0.0


def _within(concept: Concept, places: Collection[tuple[int, int]]) -> bool:
    return any(a <= concept.span[0] and concept.span[1] <= b for a, b in places)


def covered(concept: Concept, analyzer: Analyzer, terms: Collection[str]) -> float:
    """1 when all words of a wording occur; half their share when only some do."""
    best = 0.0
    for variant in concept.variants.get(analyzer, ()):
        share = sum(t in terms for t in variant) / len(variant)
        best = max(best, 1.0 if share == 1 else 0.5 * share)
    return best


def term_set(text: str, analyzer: Analyzer) -> frozenset[str]:
    """The index terms of a text and its pairs of neighbours; "80%" is read as it is spoken."""
    return frozenset(with_bigrams(analyze(text.replace("%", PERCENT[analyzer]), analyzer)))


def names_and_numbers(question: str) -> frozenset[str]:
    """Folded numbers and capitalised words inside the sentence: what evidence must not lack silently."""
    inner = [w for w in re.findall(r"(?<=[\w,;:] )\w+", question) if w[0].isupper()]
    return frozenset(fold(w) for w in (*inner, *re.findall(r"\d+", question)))
