"""Whether a quote speaks of what a question names: its terms, its other words, and what rules are told apart by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from bot.query import Concept, Query
from bot.support import own_words
from bot.turn import Citation
from bot.vocabulary import Vocabulary
from corpus.glossary import Glossary
from corpus.language import Analyzer, analyze, fold
from corpus.provision import Language, ProvisionRef
from ingest.chunk import Sentence
from ingest.index import FIELDS, Index

# Families of the glossary whose members have rules of their own; a quote on one says nothing of another.
APART = frozenset({"group", "member", "care", "level", "act", "allowance"})
LIMITS = frozenset({"group", "member", "level", "care"})  # … and whose figure is nobody else's
MOST = 0.5  # of the question's words of content that are no terms: more than that, and a quote speaks of the same
# Told by the duty register, or by asking, or what every rule of the scheme is about: no quote has to word them.
UNWORDED = frozenset({
    "take-charge", "cooperate", "be-responsible", "deadline", "percentage", "health-insurance", "insurers", "payment", "benefit-level",
    "scope-of-benefits", "medical-examination-and-treatment", "medical-costs",
})  # fmt: skip
PAID_IN = frozenset({"contribution", "contribution-level", "late-payment", "evasion"})
SAID_OF_MEMBERS = PAID_IN | {"household"}  # which they are of; what each pays is paid in
PAID_OUT = frozenset({"payment", "benefit-level", "scope-of-benefits"})
_YEAR = re.compile(r"(?:19|20)\d{2}")


class About:
    """Holds quotes against questions. Notes of a quote tell a provision's history and count for nothing."""

    def __init__(self, index: Index, glossary: Glossary, vocabulary: Vocabulary) -> None:
        self._index = index
        self._glossary = glossary
        self._families = glossary.families
        self._vocabulary = vocabulary

    @cached_property
    def _headings(self) -> dict[ProvisionRef, str]:
        """What stands above each provision."""
        return {sentence.ref: sentence.lead for sentence in self._index.sentences}

    def language(self, citation: Citation | Sentence) -> Language:
        """The language of a quote."""
        return self._index.documents[citation.ref.doc_id].language

    def analyzer(self, query: Query, citation: Citation) -> Analyzer:
        """The analysis in which a question and a quote are held against each other."""
        own = self.language(citation)
        return query.analyzer if query.lang == own else FIELDS[own][0]

    def terms_of(self, query: Query) -> list[Concept]:
        """What a question names of the field, but for what only asks and for documents: a quote stands in one."""
        named = (c for c in query.concepts if c.origin != "word" and not c.names_document)
        return [c for c in named if c.id not in UNWORDED]

    def terms(self, query: Query, citation: Citation) -> int:
        """How many of the question's terms a quote words."""
        return self._worded(self.terms_of(query), own_words(citation.quote), query, citation)

    def speaks_of_all(self, query: Query, citation: Citation) -> bool:
        """Whether a quote words every term of the question, but for those in its heading or the title of its document."""
        terms = self.terms_of(query)
        text = "\n".join((own_words(citation.quote), self._title(citation), self.heading(query, citation)))
        return self._worded(terms, text, query, citation) == len(terms)

    def heading(self, query: Query, citation: Citation) -> str:
        """What stands above a quote, where that is on nothing but what the question names; else nothing: a heading on
        several matters does not say on which of them the quote is."""
        heading = self._headings.get(citation.ref, "")
        others = self._found(heading, citation) - {c.id for c in query.concepts}
        return "" if any(self._families.get(term) in APART for term in others) else heading

    def share_of_words(self, query: Query, text: str, citation: Citation) -> float | None:
        """The share of the question's other words of content that a text of the quote's document words, 0…1.

        None where the text is in another language than the question, which cannot be told.
        """
        if query.lang != self.language(citation):
            return None
        empty = (self._vocabulary.is_filler, self._vocabulary.is_cue_word)
        words = [c for c in query.concepts if c.origin == "word" and not any(of(c.surface) for of in empty)]
        return self._worded(words, text, query, citation) / len(words) if words else 1.0

    def covers(self, query: Query, citation: Citation) -> bool:
        """Whether a quote speaks of all that the question names, in most of its words where that can be told."""
        share = self.share_of_words(query, own_words(citation.quote), citation)
        return self.speaks_of_all(query, citation) and (share is None or share > MOST)

    def told_apart(self, query: Query) -> list[Concept]:
        """The groups, levels and years that a question names."""
        return [c for c in query.concepts if self._families.get(c.id) in APART or _YEAR.fullmatch(c.surface)]

    def names_all(self, concepts: list[Concept], text: str, citation: Citation) -> bool:
        """Whether a text names each of these by a name of its own."""
        return all(self._names(concept, text, citation) for concept in concepts)

    def tells_of_others(self, query: Query, citation: Citation) -> bool:
        """Whether a quote is on a group, a level or a kind of care, where the question speaks of none such, or on what is
        paid in where the question is not."""
        asked = {c.id for c in query.concepts}
        families = {self._families.get(term) for term in asked}
        there = self._found(own_words(citation.quote), citation)
        if "member" in families:
            there -= SAID_OF_MEMBERS
        limited = {self._families.get(term) for term in there} & LIMITS
        return bool(limited - families) or bool(there & PAID_IN and not asked & PAID_IN)

    def tells_of_contributions(self, query: Query, said: Citation | Sentence) -> bool:
        """Whether a quote or a sentence is on what is paid in, by its words or its heading, where the question plainly is
        on what is paid out."""
        asked = {c.id for c in query.concepts}
        of_members = asked & SAID_OF_MEMBERS or any(self._families.get(term) == "member" for term in asked)
        if not asked & PAID_OUT or of_members:
            return False
        words = said.text if isinstance(said, Sentence) else said.quote
        return bool(self._found(f"{own_words(words)}\n{self._headings.get(said.ref, '')}", said) & PAID_IN)

    def names_some_apart(self, text: str, citation: Citation) -> bool:
        """Whether a text of the quote's document names any group, level or year."""
        families = {self._families.get(term) for term in self._found(text, citation)}
        return bool(families & APART) or _YEAR.search(text) is not None

    def _found(self, text: str, said: Citation | Sentence) -> set[str]:
        """The terms of the glossary in a text of the quote's document."""
        analyzer = FIELDS[self.language(said)][0]
        found = self._glossary.table(analyzer).find(analyze(text, analyzer))
        return {term for match in found for term in match.values}

    def _worded(self, concepts: list[Concept], text: str, query: Query, citation: Citation) -> int:
        analyzer = self.analyzer(query, citation)
        there, found = analyze(text, analyzer), self._found(text, citation)
        # "social pension" is a group of its own, though "pension" stands in it.
        return sum(
            c.id in found
            if self._families.get(c.id) == "group"
            else any(_stands_in(v, there, analyzer) for v in c.variants.get(analyzer, ()))
            for c in concepts
        )

    def _title(self, citation: Citation) -> str:
        document = self._index.documents[citation.ref.doc_id]
        return (document.title_vi if document.language == "vi" else document.title_en) or ""

    def _names(self, concept: Concept, text: str, citation: Citation) -> bool:
        """To a stemmer, "pension" would be "pensioner": here it is another name. What is done goes by many names."""
        if self._families.get(concept.id) == "act":
            return concept.id in self._found(text, citation)
        if self.language(citation) == "vi":  # syllables have no stems: any of its wordings is a name
            there = analyze(text, "vi")
            return any(_stands_in(variant, there, "vi") for variant in concept.variants.get("vi", ()))
        plain = fold(text)
        names = (concept.surface, concept.names.get(self.language(citation), concept.surface))
        return any(re.search(rf"\b{re.escape(fold(name).rstrip('s'))}s?\b", plain) for name in names)


def _stands_in(variant: Sequence[str], terms: Sequence[str], analyzer: Analyzer) -> bool:
    """Whether a text words a variant: side by side in Vietnamese, whose syllables say nothing alone."""
    if analyzer == "en":
        return set(variant) <= set(terms)
    return f" {' '.join(variant)} " in f" {' '.join(terms)} "
