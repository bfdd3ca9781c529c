"""The checker: sentence in, verdict with its proof out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from bot.claims.compare_agencies import compare_agencies
from bot.claims.compare_amounts import compare_amounts, compare_ordinals, compare_pairs, compare_times
from bot.claims.compare_documents import compare_document_kinds, compare_documents, compare_laws
from bot.claims.compare_names import compare_other_names, compare_persons, compare_places
from bot.claims.compare_sense import compare_sense
from bot.claims.concepts import ConceptReader, Wording
from bot.claims.evidence import Candidate, EvidenceSearch, Vectors, about
from bot.claims.facts import FactReader
from bot.claims.result import ClaimCheck
from bot.claims.sides import Comparison, Side, coverage, window
from bot.claims.split import DraftSentence, asserts, claim_text, split_draft
from bot.claims.verdict import verdict_of
from bot.claims.vocabulary import load_words
from bot.claims.weigh import (
    ClaimWeights,
    Features,
    Label,
    claim_weights,
    decide,
    rank_features,
    score,
    verdict_features,
)
from bot.weights import logistic
from corpus.language import detect_language
from corpus.provision import Language, ProvisionRef, Span
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from bot.answerer import Answerer

CLOSE = 0.9  # probability of speaking of the same thing from which a sentence that differs is not passed over
AMOUNTS = frozenset({"number", "approximation", "date", "duration"})
COMPARED = 3  # best candidates that are compared by type


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


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its features and what the comparison has found."""

    candidate: Candidate
    rank: float
    features: Features
    comparison: Comparison
    near: Span


def judge_verdict(weights: ClaimWeights, judged: Sequence[Judged]) -> tuple[Judged, Label, float]:
    """The candidate that decides, the verdict on it and how sure it is.

    A candidate that supports decides before one that differs: the same figure may stand elsewhere, of another year.
    """
    chances = [(logistic(weights.about, row.features), logistic(weights.differs, row.features)) for row in judged]
    return settle(judged, chances, weights.least)


def settle(
    judged: Sequence[Judged], chances: Sequence[tuple[float, float]], least: Mapping[str, float]
) -> tuple[Judged, Label, float]:
    """The same from the probabilities that each candidate speaks of the claim, and that it differs."""
    verdicts = [(row, *decide(*pair, row.comparison, least)) for row, pair in zip(judged, chances, strict=True)]
    against: list[Judged] = []
    for (row, label, chance), (same, _) in zip(verdicts, chances, strict=True):
        if label == "supported" and all(_outweighs(row, other) for other in against):
            return row, label, chance
        if label == "contradicted" and same >= CLOSE:
            against.append(row)
    return verdicts[0] if verdicts[0][1] != "supported" else (judged[0], "not_found", 1 - chances[0][0])


def _outweighs(supporting: Judged, differing: Judged) -> bool:
    """Whether support stands although another near sentence differs: it states the very amount or time that differs."""
    kinds = {f.difference.kind for f in differing.comparison.findings}
    return kinds <= AMOUNTS and supporting.comparison.agreed_amounts > 0


class Checker:
    """Checks sentences against one open index. Safe to share between threads: it keeps nothing of a draft."""

    def __init__(self, answerer: Answerer, weights: ClaimWeights | None = None, as_of: dt.date | None = None) -> None:
        self._answerer = answerer
        self._index = answerer.index
        self._words = load_words()
        self._weights = weights or claim_weights()
        self._as_of = as_of or dt.date.today()
        self._concepts = ConceptReader(answerer.glossary, answerer.agencies, self._words)
        self._facts = FactReader(answerer.agencies, self._words)
        self._search = EvidenceSearch(answerer.index, answerer.embeddings)

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
        """The same for many sentences, in order."""
        claims = [claim_text(s) for s in sentences]
        checkable = [i for i, claim in enumerate(claims) if asserts(claim, self._words)]
        vectors = list(self._search.embed([claims[i] for i in checkable])) if checkable else []
        found = {i: self._checked(sentences[i], claims[i], v) for i, v in zip(checkable, vectors, strict=True)}
        return [found.get(i) or ClaimCheck(s, "not_a_claim") for i, s in enumerate(sentences)]

    def check_against(self, sentence: str, provisions: Sequence[ProvisionText]) -> ClaimCheck:
        """What the given provisions say of a sentence; nothing else is searched."""
        claim = claim_text(sentence)
        if not asserts(claim, self._words):
            return ClaimCheck(sentence, "not_a_claim")
        candidates = self._given(claim, provisions)
        return self._judged(sentence, claim, candidates) if candidates else ClaimCheck(sentence, "not_found")

    def candidates(self, sentence: str) -> list[tuple[Candidate, Features, float]]:
        """All candidates that a search finds for a sentence, best first, each with its features: what is learned from."""
        claim = claim_text(sentence)
        found = self._search.candidates(self._answerer.analyze(claim), self._search.embed([claim])[0])
        return self.ranked(claim, detect_language(claim), found)

    def judged(self, sentence: str) -> list[Judged]:
        """The compared candidates of a sentence, best first: what is learned from."""
        claim = claim_text(sentence)
        query, vector = self._answerer.analyze(claim), self._search.embed([claim])[0]
        return self.judge(query.restored, self._search.candidates(query, vector))

    def _checked(self, sentence: str, claim: str, vector: Vectors) -> ClaimCheck:
        query = self._answerer.analyze(claim)
        return self._judged(sentence, query.restored, self._search.candidates(query, vector))

    def _given(self, claim: str, provisions: Sequence[ProvisionText]) -> list[Candidate]:
        rows = [(p, span) for p in provisions for span in sentence_spans(p.text)]
        if not rows:
            return []
        vectors = self._search.embed([claim, *(p.text[s.start : s.end] for p, s in rows)])
        mean, spread = self._search.background(vectors[0])
        cosines = [float(v @ vectors[0]) for v in vectors[1:]]
        return [self._given_one(p, s, c, mean, spread) for (p, s), c in zip(rows, cosines, strict=True)]

    def _given_one(
        self, provision: ProvisionText, span: Span, similarity: float, mean: float, spread: float
    ) -> Candidate:
        text = provision.text[span.start : span.end]
        document = self._index.documents.get(provision.ref.doc_id)
        lang = document.language if document else detect_language(text)
        described = about(document) if document else ""
        return Candidate(
            provision.ref, text, "", provision.text, described, lang,
            similarity, (similarity - mean) / spread, similarity - mean, None, document,
        )  # fmt: skip

    def _judged(self, sentence: str, claim: str, candidates: list[Candidate]) -> ClaimCheck:
        judged = self.judge(claim, candidates)
        best, label, chance = judge_verdict(self._weights, judged)
        check = verdict_of(sentence, label, chance, best, self._index, self._answerer.agencies, self._as_of)
        return replace(check, features=MappingProxyType(best.features))

    def judge(self, claim: str, candidates: Sequence[Candidate]) -> list[Judged]:
        """The candidates that speak most to the claim, best first, each compared by type."""
        lang = detect_language(claim)
        ranked = self.ranked(claim, lang, candidates)[: COMPARED + 1]
        draft = Side(claim, self._concepts.read(claim, lang), self._facts.read(claim))
        compared = [self.compare(draft, candidate) for candidate, _, _ in ranked[:COMPARED]]
        judged = []
        for i, ((candidate, features, rank), (comparison, near)) in enumerate(zip(ranked, compared, strict=False)):
            following = ranked[i + 1][2] if i + 1 < len(ranked) else rank - 3
            found = verdict_features(features, comparison, min(3.0, rank - following))
            judged.append(Judged(candidate, rank, found, comparison, near))
        return judged

    def ranked(
        self, claim: str, lang: Language, candidates: Sequence[Candidate]
    ) -> list[tuple[Candidate, Features, float]]:
        """The candidates by how much they speak to the claim, each with its features and its score."""
        wording, facts = self._concepts.read(claim, lang), self._facts.read(claim)
        rows = []
        for candidate in candidates:
            side = self._side(candidate)
            near = window(wording, side.wording)
            stretch = self._concepts.read(candidate.text[near.start : near.end], candidate.lang)
            own, around = coverage(wording, side.wording), coverage(wording, side.wording, side.around)
            numbers = Comparison()
            draft = Side(claim, wording, facts)
            compare_amounts(draft, side, near, numbers)
            compare_times(draft, side, near, numbers)
            compare_documents(draft, side, self._words, numbers)
            back = coverage(stretch, wording).all
            features = rank_features(candidate, own, around, back, numbers.agreed, lang != candidate.lang)
            rows.append((candidate, features, score(self._weights.rank, features)))
        return sorted(rows, key=lambda row: -row[2])

    def compare(self, draft: Side, candidate: Candidate) -> tuple[Comparison, Span]:
        """The comparison by type with one candidate, and the stretch of it that speaks of the claim."""
        source, result = self._side(candidate), Comparison()
        near = window(draft.wording, source.wording)
        compare_amounts(draft, source, near, result)
        compare_times(draft, source, near, result)
        compare_pairs(draft, source, result)
        compare_agencies(draft, source, near, result)
        compare_documents(draft, source, self._words, result)
        compare_document_kinds(draft, source, near, result)
        compare_laws(draft, source, result)
        compare_ordinals(draft, source, near, self._words, result)
        compare_persons(draft, source, result)
        compare_places(draft, source, result)
        compare_other_names(draft, source, near, result)
        compare_sense(draft, source, near, self._words, result)
        return result, near

    def _side(self, candidate: Candidate) -> Side:
        text, around = candidate.text, f"{candidate.lead}\n{candidate.around}"
        return Side(
            text, self._read(text, candidate.lang), self._facts.read(text), candidate.lead,
            self._read(f"{around}\n{candidate.about}", candidate.lang), self._facts.read(around), self._facts.read(candidate.about), candidate.ref.eid.segments,
        )  # fmt: skip

    def _read(self, text: str, lang: Language) -> Wording:
        return self._concepts.read(text, lang)
