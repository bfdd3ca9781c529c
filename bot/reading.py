"""How one query reads the texts of an index: each text in its own words, and in those of its gloss."""

from __future__ import annotations

from dataclasses import dataclass

from bot.holdings import Holdings
from bot.query import Query
from bot.support import Support, term_set
from bot.vocabulary import Vocabulary
from corpus.language import Analyzer
from corpus.provision import Language
from ingest.chunk import Chunk, Sentence
from ingest.gloss import Gloss
from ingest.index import FIELDS, Index


@dataclass(frozen=True, slots=True)
class View:
    """A text as index terms, with the support that compares them to the query."""

    support: Support
    terms: frozenset[str]
    text: str


class Reading:
    """The views of sentences and passages for one query."""

    def __init__(self, index: Index, query: Query, vocabulary: Vocabulary, holdings: Holdings) -> None:
        self._index = index
        self._query = query
        held = holdings.held_spans(query)
        self._own = {
            lang: Support(query, lang, index.fields[self._analyzer(lang)], vocabulary, held)
            for lang, members in index.members.items()
            if len(members)
        }
        self._gloss = (
            Support(query, query.lang, index.gloss_fields[query.analyzer], vocabulary, held) if index.glosses else None
        )
        self._glosses_of_chunk: dict[str, list[Gloss]] = {}
        for gloss in index.glosses:
            if gloss.lang == query.lang:
                self._glosses_of_chunk.setdefault(gloss.chunk_id, []).append(gloss)

    def _analyzer(self, lang: Language) -> Analyzer:
        return self._query.analyzer if self._query.lang == lang else FIELDS[lang][0]

    def language(self, doc_id: str) -> Language:
        """The language of a document."""
        return self._index.documents[doc_id].language

    def sentence(self, sentence: Sentence) -> list[View]:
        """A sentence in its own words, and in those of its provision's gloss."""
        support = self._own[self.language(sentence.ref.doc_id)]
        own = View(support, self._terms(sentence, support), sentence.text)
        glosses = [g for g in self._index.glosses_of.get(sentence.ref, ()) if g.lang == self._query.lang]
        return [own, *self._of(glosses)]

    def together(self, sentence: Sentence, cited: Sentence) -> View | None:
        """A sentence with the one that it cites, where that covers a topic of the question that it lacks itself."""
        own, other = self.sentence(sentence), self.sentence(cited)
        best = max(view.support.coverage(view.terms, topical=True) for view in own)
        both = [View(a.support, a.terms | b.terms, sentence.text) for a in own for b in other if a.support is b.support]
        gain = max(both, key=lambda view: view.support.coverage(view.terms, topical=True), default=None)
        return gain if gain and gain.support.coverage(gain.terms, topical=True) > best else None

    def passage(self, chunk: Chunk) -> list[View]:
        """A passage in its own words, and in those of its glosses."""
        support = self._own[self.language(chunk.ref.doc_id)]
        own = View(support, self._terms(chunk, support), chunk.text)
        return [own, *self._of(self._glosses_of_chunk.get(chunk.id, []))]

    def _terms(self, text: Sentence | Chunk, support: Support) -> frozenset[str]:
        """A text's index terms. Of a report each sentence is on the year that it was written in, and few name it."""
        document = self._index.documents[text.ref.doc_id]
        own = term_set(text.embedded, support.analyzer)
        return own | {str(document.issued.year)} if document.authority == "press" and document.issued else own

    def _of(self, glosses: list[Gloss]) -> list[View]:
        if self._gloss is None or not glosses:
            return []
        text = "\n".join(gloss.embedded for gloss in glosses)
        return [View(self._gloss, term_set(text, self._gloss.analyzer), text)]
