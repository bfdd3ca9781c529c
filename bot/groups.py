"""Which groups of people a text names. The words are in groups.toml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from corpus.language import Analyzer, analyze, has_diacritics
from corpus.phrases import PhraseMatch, PhraseTable
from corpus.provision import Language
from corpus.toml import Entry, entries, read_toml, refuse_unknown

BEFORE = 3  # words before a group in which a negation may stand
GROUPS_FILE = Path(__file__).parent / "groups.toml"
Named = frozenset[str]


class GroupEntry(Entry):
    """`[[group]]`"""

    id: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    case: bool = False


class NegationEntry(Entry):
    """`[negation]`"""

    words: tuple[str, ...]


class Groups:
    """Finds the groups that texts name."""

    def __init__(self, rows: Sequence[GroupEntry], negation: NegationEntry) -> None:
        self._negation = frozenset(negation.words)
        self._tables: dict[Analyzer, PhraseTable[str]] = {
            "en": PhraseTable("en", ((word, row.id) for row in rows for word in row.en)),
            "vi": PhraseTable("vi", ((word, row.id) for row in rows for word in row.vi)),
            # One syllable without its diacritics is many words.
            "folded": PhraseTable("folded", ((word, row.id) for row in rows for word in row.vi if " " in word)),
        }
        self._excluded = {row.id: frozenset(row.excludes) for row in rows}
        self._cases = frozenset(row.id for row in rows if row.case)
        self.named = lru_cache(maxsize=65536)(self._named)

    def _named(self, text: str, lang: Language) -> Named:
        """The ids of the groups that a text in a language names."""
        return frozenset(name for match in self._found(text, lang)[1] for name in match.values)

    def asked(self, question: str, lang: Language) -> Named:
        """The ids of the groups that a question is on: those that it names, and not to say who one is not."""
        terms, found = self._found(question, lang)
        meant = (
            match for match in found if self._negation.isdisjoint(terms[max(0, match.start - BEFORE) : match.start])
        )
        return frozenset(name for match in meant for name in match.values)

    def _found(self, text: str, lang: Language) -> tuple[list[str], list[PhraseMatch[str]]]:
        analyzer: Analyzer = "en" if lang == "en" else "vi" if has_diacritics(text) else "folded"
        terms = list(analyze(text, analyzer))
        return terms, self._tables[analyzer].find(terms)

    def opposed(self, asked: Named, told: Named) -> bool:
        """Whether a text tells of the opposite of something asked for, and of that itself not: of inpatients, to a question on
        outpatients. A question that names both asks for both."""
        return any(name not in told and (self._excluded[name] & told) - asked for name in asked)

    def of_others(self, asked: Named, told: Named) -> bool:
        """Whether a text tells of people, and of none whom the question names."""
        people = told - self._cases
        return bool(asked - self._cases and people and not asked & people)


@cache
def load_groups(path: Path = GROUPS_FILE) -> Groups:
    """Read groups.toml; raises `RegisterError` when an entry is wrong."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("group", "negation"))
    return Groups(entries(path, tables, "group", GroupEntry), NegationEntry.model_validate(tables["negation"]))
