"""What a question names in particular, and whether the texts have it: a person, a thing that is counted, a proper name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from bot.claims.facts import FactReader
from bot.claims.vocabulary import load_words
from bot.query import Concept, Query
from corpus.agencies import Agencies
from corpus.language import Analyzer, Word, analyze, fold, normal, term, words
from ingest.lexical import LexicalField

_COUNTS = re.compile(
    r"\bhow many\b|\bnumber of\b|\bbao nhiêu\b|\bmấy\b|\bsố lượng\b|\bbao nhieu\b|\bmay\b", re.IGNORECASE
)
NEAR = 20  # code points between "how many" and what is counted: "how many different kinds of …"
BEHIND = 6  # words behind a number in which stands what it counts: "2,000 provincial and district hospitals"


@lru_cache(maxsize=4)
def _reader(agencies: Agencies) -> FactReader:
    return FactReader(agencies, load_words())


def names_person(text: str, agencies: Agencies) -> bool:
    """Whether a text names a person; "the Minister" alone is an office."""
    return bool(_reader(agencies).read(text).persons)


def counted(query: Query) -> Concept | None:
    """What a question asks the number of: the first thing behind "how many"; None where there is none."""
    cue = _COUNTS.search(normal(query.text))
    swallowed = cue and any(c.span[0] <= cue.start() and cue.end() < c.span[1] for c in query.concepts)
    if cue is None or swallowed:  # "how many people" as a term of its own
        return None
    behind = (c for c in query.concepts if cue.end() <= c.span[0] <= cue.end() + NEAR)
    return min(behind, key=lambda c: c.span[0], default=None)


def counts(text: str, concept: Concept, analyzer: Analyzer) -> bool:
    """Whether in a text a number stands in front of a wording of what is counted."""
    told = analyze(text, analyzer)
    numbers = [i for i, one in enumerate(told) if one[:1].isdigit()]
    wordings = concept.variants.get(analyzer, ())
    return any(_stands_in(wording, told[i + 1 : i + 1 + BEHIND]) for i in numbers for wording in wordings)


def _stands_in(wording: tuple[str, ...], terms: list[str]) -> bool:
    return any(tuple(terms[i : i + len(wording)]) == wording for i in range(len(terms) - len(wording) + 1))


def unknown_names(query: Query, fields: Mapping[Analyzer, LexicalField]) -> list[tuple[int, int]]:
    """Where the question has proper names of two words or more that no text has side by side."""
    taken = [c.span for c in query.concepts if c.origin != "word"] + [(r.start, r.end) for r in query.references]
    names = _names(query.text, taken)
    return [(name[0].start, name[-1].end) for name in names if not _known([word.text for word in name], fields)]


def _names(text: str, taken: list[tuple[int, int]]) -> list[list[Word]]:
    """Runs of capitalised words; the first word of a sentence is capitalised whatever it is."""
    runs: list[list[Word]] = []
    last = -2
    for at, token in enumerate(words(text)):
        opens = not text[: token.start].strip() or text[: token.start].rstrip()[-1] in ".?!:"
        inside = any(a <= token.start < b for a, b in taken)
        named = token.text[0].isupper() and token.text.isalpha() and not _is_title(token.text)
        if named and not opens and not inside:
            if at == last + 1:
                runs[-1].append(token)
            else:
                runs.append([token])
            last = at
    return [run for run in runs if len(run) > 1]


def _is_title(word: str) -> bool:
    """Whether a word is of a title: "Minister Lan" is one name of one word."""
    return any(cue.search(normal(word)) for cue in load_words().titles.values())


def _known(name: list[str], fields: Mapping[Analyzer, LexicalField]) -> bool:
    return any(
        all(field.knows(f"{term(a, analyzer)}_{term(b, analyzer)}") for a, b in pairwise(wording))
        for analyzer, field in fields.items()
        for wording in (name, [fold(word) for word in name])
    )
