"""A claim beside its candidates: ranked by how much they speak to it, the best compared by type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.claims.compare_agencies import compare_agencies
from bot.claims.compare_amounts import compare_amounts, compare_pairs, compare_times
from bot.claims.compare_counted import compare_counted, compare_past
from bot.claims.compare_crossed import compare_crossed
from bot.claims.compare_documents import compare_document_kinds, compare_documents, compare_laws
from bot.claims.compare_names import compare_other_names, compare_persons, compare_places
from bot.claims.compare_ordered import compare_nth, compare_numbered, compare_ordinals
from bot.claims.compare_sense import compare_sense
from bot.claims.compare_terms import compare_families
from bot.claims.concepts import ConceptReader, Part, Wording
from bot.claims.evidence import Candidate
from bot.claims.facts import FactReader
from bot.claims.settle import Judged
from bot.claims.sides import Comparison, Side, coverage, window
from bot.claims.vocabulary import Words
from bot.claims.weigh import Features, rank_features, score, verdict_features
from corpus.language import detect_language, is_stop, normal, words
from corpus.provision import Language, Span

Rarity = Callable[[str, Language], float]
COMPARED = 3  # best candidates that are compared by type
MOST_AGREED = 3  # typed facts in common that count


class Comparer:
    """Compares by type, with the vocabulary, the agencies and the glossary."""

    def __init__(
        self, concepts: ConceptReader, facts: FactReader, words: Words, rank: Mapping[str, float], rarity: Rarity
    ) -> None:
        """`rarity` gives the inverse document frequency of a term of a language."""
        self._concepts = concepts
        self._facts = facts
        self._words = words
        self._rank = rank
        self._rarity = rarity

    def judge(self, claim: str, candidates: Sequence[Candidate]) -> list[Judged]:
        """The candidates that speak most to the claim, best first, each compared by type."""
        draft = self._draft(claim, detect_language(claim))
        ranked = self._scored(draft, self._eligible(draft, candidates))[: COMPARED + 1]
        judged = []
        for i, (candidate, features, rank) in enumerate(ranked[:COMPARED]):
            comparison, near = self.compare(draft, candidate)
            following = ranked[i + 1][2] if i + 1 < len(ranked) else rank - 3
            found = verdict_features(features, comparison, min(3.0, rank - following))
            judged.append(Judged(candidate, rank, found, comparison, near))
        return judged

    def ranked(
        self, claim: str, lang: Language, candidates: Sequence[Candidate]
    ) -> list[tuple[Candidate, Features, float]]:
        """The candidates by how much they speak to the claim, each with its features and its score."""
        draft = self._draft(claim, lang)
        return self._scored(draft, [(candidate, self._likeness(draft, candidate)) for candidate in candidates])

    def _draft(self, claim: str, lang: Language) -> Side:
        return Side(claim, self._concepts.read(claim, lang), self._facts.read(claim))

    def _eligible(self, draft: Side, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Features]]:
        """The candidates that can still be among the best whatever typed facts they share with the claim: reading the
        facts of everything that stands around the others would take most of the time, and change nothing."""
        rows = [(candidate, self._likeness(draft, candidate)) for candidate in candidates]
        scores = [score(self._rank, features) for _, features in rows]
        least = sorted(scores, reverse=True)[COMPARED] if len(scores) > COMPARED else float("-inf")
        reach = abs(self._rank.get("agreed", 0.0)) * MOST_AGREED
        return [row for row, found in zip(rows, scores, strict=True) if found + reach >= least]

    def _scored(
        self, draft: Side, rows: Iterable[tuple[Candidate, Features]]
    ) -> list[tuple[Candidate, Features, float]]:
        """With the typed facts that both state, and their scores; best first."""
        found = [(c, features | {"agreed": self._agreed(draft, c)}) for c, features in rows]
        return sorted(((c, f, score(self._rank, f)) for c, f in found), key=lambda row: -row[2])

    def _likeness(self, draft: Side, candidate: Candidate) -> Features:
        """The features of a candidate that its words give; those of its typed facts are not read yet."""
        side = self._side(candidate)
        near = window(draft.wording, side.wording)
        stretch = self._concepts.read(candidate.text[near.start : near.end], candidate.lang)
        typed = draft.facts.measured
        own = coverage(draft.wording, side.wording, None, typed)
        around = coverage(draft.wording, side.wording, side.around, typed)
        back = coverage(stretch, draft.wording).all
        found = rank_features(candidate, own, around, back, draft.wording.lang != candidate.lang)
        weights = {
            "extra": self._weight(around.lacking, draft.wording),
            "tail": self._weight(around.tail, draft.wording),
        }
        return found | weights

    def _agreed(self, draft: Side, candidate: Candidate) -> float:
        """How many amounts, times and documents of the draft a candidate states."""
        numbers, side = Comparison(), self._side(candidate)
        near = window(draft.wording, side.wording)
        compare_amounts(draft, side, near, numbers)
        compare_times(draft, side, near, numbers)
        compare_documents(draft, side, self._words, numbers)
        return float(min(numbers.agreed, MOST_AGREED))

    def _weight(self, parts: Iterable[Part], wording: Wording) -> float:
        """How much words weigh that are no terms of the field: the sum of their inverse document frequencies, in tens."""
        terms = [t for p in parts if not p.topical for t in p.terms if not is_stop(t, wording.lang)]
        return min(3.0, sum(self._rarity(t, wording.lang) for t in terms) / 10)

    def compare(self, draft: Side, candidate: Candidate) -> tuple[Comparison, Span]:
        """The comparison by type with one candidate, and the stretch of it that speaks of the claim."""
        source, result = self._side(candidate), Comparison(verbatim=_plain(draft.text) in _plain(candidate.text))
        near = window(draft.wording, source.wording)
        compare_amounts(draft, source, near, result)
        compare_times(draft, source, near, result)
        compare_pairs(draft, source, result)
        compare_counted(draft, source, result)
        compare_past(draft, source, self._words, result)
        compare_agencies(draft, source, near, result)
        compare_documents(draft, source, self._words, result)
        compare_document_kinds(draft, source, near, result)
        compare_laws(draft, source, result)
        compare_crossed(draft, source, result)
        compare_ordinals(draft, source, near, self._words, result)
        compare_numbered(draft, source, self._words, result)
        compare_nth(draft, source, self._words, result)
        compare_persons(draft, source, result)
        compare_places(draft, source, result)
        compare_other_names(draft, source, near, result)
        compare_sense(draft, source, near, self._words, result)
        compare_families(draft, source, near, self._concepts.families, result)
        return result, near

    def _side(self, candidate: Candidate) -> Side:
        text, around = candidate.text, f"{candidate.lead}\n{candidate.around}"
        wording = self._read(text, candidate.lang)
        if candidate.cited is not None:  # a point of a list, and the group it means: neither says it all alone
            around = f"{around}\n{candidate.cited.text}"
            wording = wording.with_more(self._read(around, candidate.lang))
        return Side(
            text, wording, self._facts.read(text), candidate.lead,
            self._read(f"{around}\n{candidate.about}", candidate.lang), self._facts.read(around), self._facts.read(candidate.about), candidate.ref.eid.segments,
            self._read(candidate.lead, candidate.lang),
        )  # fmt: skip

    def _read(self, text: str, lang: Language) -> Wording:
        return self._concepts.read(text, lang)


def _plain(text: str) -> str:
    """The words alone: what is quoted is the same without its marks."""
    return f" {' '.join(word.text for word in words(normal(text)))} "
