"""The checker: sentence in, verdict with its proof out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from bot.claims.compare import Comparer
from bot.claims.concepts import ConceptReader
from bot.claims.entailment import CrossEncoderEntailment, Entailment, confirmed
from bot.claims.evidence import Backgrounds, Candidate, EvidenceSearch, Vectors, about
from bot.claims.facts import FactReader
from bot.claims.groups import GroupRules
from bot.claims.later import LaterFigures
from bot.claims.parts import Part, parts_of
from bot.claims.result import ClaimCheck, ClaimWarning
from bot.claims.settle import Ground, Judged, Reading, verdict_on
from bot.claims.split import DraftSentence, asserts, claim_text, split_draft
from bot.claims.verdict import check_of
from bot.claims.vocabulary import load_words
from bot.claims.warn import later_figure
from bot.claims.weigh import ClaimWeights, Features, Label, claim_weights
from bot.conflicts import has_digit
from bot.query import Query
from bot.settings import Settings
from corpus.language import detect_language
from corpus.provision import Language, ProvisionRef, Span
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from bot.answerer import Answerer


Found = tuple[list[Judged], list[Candidate]]  # the compared candidates, best first, and all of them


class ProvisionText(Protocol):
    """What `check_against` compares with: a passage, a chunk, a provision."""

    @property
    def ref(self) -> ProvisionRef:
        """Where the text stands."""
        ...

    @property
    def text(self) -> str:
        """The words."""
        ...


Row = tuple[ProvisionText, Span]  # a sentence of a given text


class Checker:
    """Checks sentences against one open index. Safe to share between threads: it keeps nothing of a draft."""

    def __init__(
        self,
        answerer: Answerer,
        weights: ClaimWeights | None = None,
        as_of: dt.date | None = None,
        entails: Entailment | None = None,
    ) -> None:
        """`entails` confirms what the learned weights call supported; none unless the settings name a model."""
        self._answerer = answerer
        self._index = answerer.index
        self._words = load_words()
        self._weights = weights or claim_weights()
        self._as_of = as_of or dt.date.today()
        self._facts = FactReader(answerer.agencies, self._words)
        self._concepts = ConceptReader(answerer.glossary, answerer.agencies, self._words)
        self._comparer = Comparer(self._concepts, self._facts, self._words, self._weights.rank, self._rarity)
        self._entails = entails or _configured()
        self._later = LaterFigures(answerer.index, answerer.agencies, answerer.glossary)
        groups = GroupRules(answerer.index, self._concepts)
        self._search = EvidenceSearch(answerer.index, answerer.embeddings, answerer.agencies, groups)

    def check(self, sentence: str) -> ClaimCheck:
        """What the documents say of one sentence."""
        return self.check_all([sentence])[0]

    def check_draft(self, draft: str) -> list[tuple[DraftSentence, ClaimCheck]]:
        """Every sentence of a draft with what the documents say of it; one batch of embeddings for the page."""
        sentences = split_draft(draft, self._words)
        checks = self.check_all([s.text for s in sentences if s.asserts])
        found = iter(checks)
        return [(s, next(found) if s.asserts else ClaimCheck(s.text, "not_a_claim")) for s in sentences]

    def check_all(self, sentences: Sequence[str]) -> list[ClaimCheck]:
        """The same for many sentences, in order; those that join several statements are checked part by part too."""
        claims = [claim_text(s) for s in sentences]
        parts = {i: self.parts(claim) for i, claim in enumerate(claims) if asserts(claim, self._words)}
        texts = [text for i, found in parts.items() for text in (claims[i], *(part.text for part in found))]
        readings = map(self._judge, texts, self._search.embed(texts) if texts else ())
        checks = {}
        for i, found in parts.items():
            read = _reading(found, [next(readings) for _ in range(1 + len(found))])
            checks[i] = self._checked(sentences[i], read)
        return [checks.get(i) or ClaimCheck(s, "not_a_claim") for i, s in enumerate(sentences)]

    def check_against(self, sentence: str, provisions: Sequence[ProvisionText]) -> ClaimCheck:
        """What the given provisions say of a sentence; nothing else is searched."""
        claim = claim_text(sentence)
        if not asserts(claim, self._words):
            return ClaimCheck(sentence, "not_a_claim")
        rows = [(provision, span) for provision in provisions for span in sentence_spans(provision.text)]
        if not rows:
            return ClaimCheck(sentence, "not_found")
        parts = self.parts(claim)
        texts = [claim, *(part.text for part in parts)]
        vectors = self._search.embed([*texts, *(p.text[s.start : s.end] for p, s in rows)])
        judged: list[Found] = [
            (self._comparer.judge(text, self._given(vector, rows, vectors[len(texts) :])), [])
            for text, vector in zip(texts, vectors, strict=False)
        ]
        return self._checked(sentence, _reading(parts, judged))

    def parts(self, claim: str) -> list[Part]:
        """The statements that a claim joins; none when it makes but one."""
        return parts_of(claim, self._words, self._facts)

    def candidates(self, sentence: str) -> list[tuple[Candidate, Features, float]]:
        """All candidates that a search finds for a sentence, best first, each with its features: what is learned from."""
        claim = claim_text(sentence)
        found = self._found(self._answerer.analyze(claim), self._search.embed([claim])[0])
        return self._comparer.ranked(claim, detect_language(claim), found)

    def read(self, sentence: str) -> Reading:
        """The compared candidates of a sentence and of the statements that it joins: what is learned from."""
        claim = claim_text(sentence)
        parts = self.parts(claim)
        texts = [claim, *(part.text for part in parts)]
        return _reading(parts, list(map(self._judge, texts, self._search.embed(texts))))

    def verdict(self, sentence: str, reading: Reading) -> tuple[Label, tuple[Ground, ...]]:
        """The verdict on a sentence that was read, and what it rests on."""
        label, grounds = verdict_on(reading, self._weights)
        if self._entails is not None:
            label = confirmed(label, grounds, claim_text(sentence), self._entails)
        return label, grounds

    def _rarity(self, term: str, lang: Language) -> float:
        return self._index.fields["en" if lang == "en" else "vi"].idf(term)

    def _judge(self, text: str, vector: Vectors) -> Found:
        query = self._answerer.analyze(text)
        candidates = self._found(query, vector)
        return self._comparer.judge(query.restored, candidates), candidates

    def _found(self, query: Query, vector: Vectors) -> list[Candidate]:
        wording = self._concepts.read(query.restored, detect_language(query.restored))
        return self._search.candidates(query, vector, wording)

    def _given(self, claim: Vectors, rows: Sequence[Row], vectors: Vectors) -> list[Candidate]:
        backgrounds = self._search.backgrounds(claim)
        cosines = [float(vector @ claim) for vector in vectors]
        return [self._given_one(p, s, c, backgrounds) for (p, s), c in zip(rows, cosines, strict=True)]

    def _given_one(
        self, provision: ProvisionText, span: Span, similarity: float, backgrounds: Backgrounds
    ) -> Candidate:
        text = provision.text[span.start : span.end]
        document = self._index.documents.get(provision.ref.doc_id)
        lang = document.language if document else detect_language(text)
        described = about(document) if document else ""
        mean, spread = backgrounds[lang]
        return Candidate(
            provision.ref, text, "", provision.text, described, lang,
            similarity, (similarity - mean) / spread, similarity - mean, None, document,
        )  # fmt: skip

    def _checked(self, sentence: str, reading: Reading) -> ClaimCheck:
        label, grounds = self.verdict(sentence, reading)
        check = check_of(sentence, label, grounds, self._index, self._answerer.agencies, self._as_of)
        if label == "supported":
            check = replace(check, warnings=(*check.warnings, *self._overtaken(sentence, reading, grounds)))
        return replace(check, features=MappingProxyType(grounds[0].settled.best.features))

    def _overtaken(self, sentence: str, reading: Reading, grounds: Sequence[Ground]) -> list[ClaimWarning]:
        """Warnings on evidence whose figure was stated otherwise later, in what was found beside it."""
        candidates = [ground.settled.best.candidate for ground in grounds]
        stated = [self._later.of(c, reading.near) for c in candidates if has_digit(c.text)]
        lang = detect_language(sentence)
        return [later_figure(passage, self._index, lang) for passage in stated if passage is not None]


def _reading(parts: Sequence[Part], found: Sequence[Found]) -> Reading:
    """What was found for a sentence and, after it, for each of its parts."""
    whole, *others = (judged for judged, _ in found)
    return Reading(whole, tuple(parts), tuple(others), tuple(c for _, candidates in found for c in candidates))


@cache
def _configured() -> Entailment | None:
    """The entailment model of the settings, loaded once."""
    name = Settings().entailment
    return CrossEncoderEntailment(name) if name else None
