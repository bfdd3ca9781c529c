"""A follow-up and the question before it, made one question.

"What does a pensioner get?", "And a near-poor person?" becomes "What does a near-poor person get?": what the follow-up
names takes the place of what the question before it named of the same family (families are in glossary.toml). A
follow-up that asks for something of its own is put behind the question before it, and retrieval weighs both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.query import Concept, Query
from bot.turn import Turn
from bot.vocabulary import Vocabulary
from corpus.language import has_diacritics, words
from corpus.provision import Language
from corpus.reference import find_references, named_span

BESIDE = 2  # words that a follow-up may have beside another document: "còn Nghị quyết 72 thì sao?"
_YEAR = re.compile(r"(?:19|20)\d{2}")


class CondenseStep:
    """Makes a question that stands alone; `families` maps glossary ids to the family that they belong to."""

    def __init__(self, analyze: Callable[[str], Query], vocabulary: Vocabulary, families: Mapping[str, str]) -> None:
        self._analyze = analyze
        self._vocabulary = vocabulary
        self._families = families

    def __call__(self, turn: Turn) -> Turn:
        """Set the question that stands alone; an exchanged one asks what the question before it asked."""
        context, text = turn.question.context, turn.question.text
        if not context:
            return replace(turn, standalone=text)
        exchanged = self._other_document(context, text) or self._exchanged(context, text, turn.lang)
        if exchanged is None:
            return replace(turn, standalone=f"{self._said_in(turn.lang, context)} {text}")
        need, kinds = self._vocabulary.need(exchanged), self._vocabulary.kinds(exchanged)
        return replace(turn, standalone=self._said_in(turn.lang, exchanged), need=need, kinds=kinds | turn.kinds)

    def _said_in(self, lang: Language, text: str) -> str:
        """A question in the language of its follow-up: as it is, else what it names and cites, as far as that is known.

        A question half in one language and half in the other would be read in one, and the other half not understood.
        """
        query = self._analyze(text)
        if query.lang == lang:
            return text
        cited = [(r.start, r.end) for r in query.references]
        outside = (c for c in query.concepts if not any(a <= c.span[0] < b for a, b in cited))
        said = {c.span[0]: c.names[lang] for c in outside if lang in c.names}
        said |= {start: query.text[start:end] for start, end in cited}
        return ", ".join(said[start] for start in sorted(said)) + "."

    def _other_document(self, context: str, text: str) -> str | None:
        """The question before on another document: "còn Nghị quyết 72-NQ/TW?"; None when the follow-up says more."""
        said = self._vocabulary.without_opener(text)
        old, new = ([r for r in find_references(t) if r.number] for t in (context, said))
        if len(old) != 1 or len(new) != 1:
            return None
        start, end = named_span(said, new[0])
        if len(words(said[:start] + said[end:])) > BESIDE:
            return None
        a, b = named_span(context, old[0])
        return context[:a] + said[start:end] + context[b:]

    def _exchanged(self, context: str, text: str, lang: Language) -> str | None:
        """The question before with the follow-up's concepts in it; None when the follow-up says more than those."""
        before, now = self._analyze(context), self._behind(context, self._vocabulary.without_opener(text), lang)
        new = [c for c in now.concepts if not self._vocabulary.is_filler(c.surface)]
        if not new or self._vocabulary.need(text) is not None:
            return None
        by_family = {self._family(c): c for c in new}
        places = {family: self._last(before.concepts, family) for family in by_family}
        if None in by_family or any(place is None for place in places.values()):
            return None
        exchanges = [(place, by_family[f]) for f, place in places.items() if place is not None]
        return _substituted(before, exchanges, same_language=now.lang == before.lang)

    def _behind(self, context: str, text: str, lang: Language) -> Query:
        """The follow-up taken apart: where both are typed without diacritics, in the language of the two together.

        "the con nguoi can ngheo?" alone could be taken for English.
        """
        alone = self._analyze(text)
        if has_diacritics(context) or has_diacritics(text) or alone.lang == lang:
            return alone
        both, start = self._analyze(f"{context} {text}"), len(context) + 1
        return replace(both, text=text, concepts=tuple(c for c in both.concepts if c.span[0] >= start))

    def _family(self, concept: Concept) -> str | None:
        if concept.origin == "agency":
            return "agency"
        return "year" if _YEAR.fullmatch(concept.surface) else self._families.get(concept.id)

    def _last(self, concepts: Iterable[Concept], family: str | None) -> Concept | None:
        return next((c for c in reversed(list(concepts)) if self._family(c) == family), None)


def _substituted(before: Query, exchanges: list[tuple[Concept, Concept]], same_language: bool) -> str:
    """The question with the new names, as the follow-up wrote them where it is in the same language."""
    text = before.text
    for old, new in sorted(exchanges, key=lambda pair: -pair[0].span[0]):
        name = new.surface if same_language else new.names.get(before.lang, new.surface)
        text = text[: old.span[0]] + name + text[old.span[1] :]
    return text
