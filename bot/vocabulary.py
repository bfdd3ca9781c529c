"""Cues of questions, from vocabulary.toml: needs, kinds, screens, filler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.confirm import Confirmation, ConfirmWords
from bot.cues import GAP, START, CueTable
from corpus.language import aligned, fold, has_diacritics, term, words
from corpus.phrases import PhraseTable
from corpus.toml import Entry, entries, read_toml

Need = Literal[
    "contact", "duration", "date", "percent", "price", "money", "count", "place", "procedure", "person", "agency"
]  # fmt: skip
Kind = Literal[
    "content_of_provision",
    "list",
    "two_lists",
    "compare",
    "whether",
    "exact",
    "present",
    "reorganised",
    "definition",
    "frequency",
]
Screen = Literal["unsafe", "medical_advice", "personal_case", "out_of_scope"]
BODY = "body0"  # a word that nobody types, for the name of a body in a cue
PERCENT = " phần trăm "
AMOUNTS: frozenset[Need | None] = frozenset({"money", "percent", "price"})
OF_RULES: frozenset[Need | None] = frozenset({"duration", "date", "agency", "procedure"})
# "từ bao nhiêu năm 2017 lên bao nhiêu" names a year and asks for no number of years.
_DATED = re.compile(r"\b(?:năm|nam|tháng|thang|ngày|ngay)\s+\d+")
VOCABULARY_FILE = Path(__file__).parent / "vocabulary.toml"


class NeedEntry(Entry):
    """`[[need]]`"""

    id: Need
    cues: tuple[str, ...]


class KindEntry(Entry):
    """`[[kind]]`"""

    id: Kind
    cues: tuple[str, ...]


class MatterEntry(Entry):
    """`[[matter]]`"""

    id: str
    words: tuple[str, ...]


class ScreenEntry(Entry):
    """`[[screen]]`; one that is not `unread` only gives the reason where no text answers."""

    id: Screen
    unread: bool = True
    any: tuple[str, ...]
    with_: tuple[str, ...] = Field(default=(), alias="with")
    unless: tuple[str, ...] = ()


class MoneyWords(Entry):
    """`[money]`"""

    words: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class TaskWords(Entry):
    """`[tasks]`: in the cues `BODY` stands for the name of a body; `words` go with them."""

    cues: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def _spelled(question: str) -> str:
    return question.replace("%", PERCENT if has_diacritics(question) else fold(PERCENT))


class EveryWords(Entry):
    """`[every]`"""

    words: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    def pattern(self) -> re.Pattern[str]:
        """What finds them in a question."""
        written, plain, after = ("|".join(map(re.escape, part)) for part in (self.words, self.plain, self.not_before))
        return re.compile(rf"\b(?:{written})\b|\b(?:{plain})\b(?! (?:{after})\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _ScreenTables:
    id: Screen
    any: CueTable
    company: CueTable | None
    unless: CueTable

    def catches(self, question: str) -> bool:
        """Whether a question is caught: it has a cue, and the company that the cue needs, and nothing that lets it go."""
        company = self.company is None or self.company.found_in(question)
        return company and self.any.found_in(question) and not self.unless.found_in(question)


def _screen_tables(entry: ScreenEntry) -> _ScreenTables:
    company = CueTable(entry.with_) if entry.with_ else None
    return _ScreenTables(entry.id, CueTable(entry.any), company, CueTable(entry.unless))


class Vocabulary:
    """What the words of a question say about what is wanted."""

    def __init__(
        self,
        needs: list[NeedEntry],
        kinds: list[KindEntry],
        matters: list[MatterEntry],
        screens: list[ScreenEntry],
        filler: list[str],
        money: MoneyWords,
        people: list[str],
        share: list[str],
        confirm: ConfirmWords,
        openers: list[str],
        tasks: TaskWords,
        every: EveryWords,
    ) -> None:
        self._needs = [(entry.id, CueTable(entry.cues)) for entry in needs]
        self._asking = frozenset(fold(word) for entry in needs for cue in entry.cues for word in cue.split())
        self._kinds = [(entry.id, CueTable(entry.cues)) for entry in kinds]
        self._matters = [CueTable(entry.words) for entry in matters]
        self._screens = [_screen_tables(screen) for screen in screens if screen.unread]
        self._reasons = [_screen_tables(screen) for screen in screens if not screen.unread]
        self._money, self._money_asks = CueTable(money.words), CueTable(money.asks)
        self._tasks = CueTable(tasks.cues)
        self._of_tasks = frozenset(
            fold(word) for cue in (*tasks.cues, *tasks.words) for word in cue.replace(GAP, " ").split()
        )
        self._people, self._share = CueTable(people), CueTable(share)
        self._one_word_cues = frozenset(
            fold(cue.removeprefix(START)) for entry in needs for cue in entry.cues if " " not in cue
        )
        self._confirmation = Confirmation(confirm)
        self._opener = re.compile(rf"\s*(?:{'|'.join(sorted(map(fold, openers), key=len, reverse=True))})\b[\s,:]*")
        self._every = every.pattern()
        self._filler = frozenset(fold(word) for word in filler)
        phrases = [phrase for phrase in filler if " " in phrase]
        self._filler_accented = PhraseTable("vi", ((phrase, phrase) for phrase in phrases))
        self._filler_folded = PhraseTable("folded", ((phrase, phrase) for phrase in phrases))

    def need(self, question: str) -> Need | None:
        """What an answer to the question must carry, or None."""
        asked = self._without_acronyms(self._every.sub(" ", _DATED.sub(" ", _spelled(question))))
        need = next((need for need, table in self._needs if table.found_in(asked)), None)
        if need == "agency" and self._people.found_in(asked):
            return None
        of_money = need == "count" and self._money_asks.found_in(asked) and self._money.found_in(asked)
        return "money" if of_money else need

    def asks_for_rule(self, question: str) -> bool:
        """Whether what is asked for is a rule, whoever's case it is asked for: a share, a time limit, who decides."""
        need = self.need(question)
        return need in OF_RULES or (need == "percent" and self._share.found_in(_spelled(question)))

    def asks_for_tasks(self, question: str, body: tuple[int, int]) -> bool:
        """Whether a question asks what the body, named in it from one place to another, is told to do."""
        before = re.sub(r"(?i)\b(?:the|a|an|all|each|every)\s+$", "", question[: body[0]])
        return self._tasks.found_in(" ".join(f"{before} {BODY} {question[body[1] :]}".split()))

    def is_of_tasks(self, text: str) -> bool:
        """Whether all words of a text ask for tasks."""
        return all(fold(word) in self._of_tasks for word in text.split())

    def _without_acronyms(self, question: str) -> str:
        """The question without words in capitals that would be cues in small letters: WHO and AI ask for nobody."""
        if question == question.upper():
            return question
        return re.sub(r"\b[A-Z]{2,}\b", lambda m: "" if fold(m[0]) in self._one_word_cues else m[0], question)

    def kinds(self, question: str) -> frozenset[Kind]:
        """Everything that the question's cues say it wants."""
        asked = self._every.sub(" ", question)
        return frozenset(kind for kind, table in self._kinds if table.found_in(asked))

    def unworded_matters(self, question: str, texts: Sequence[str]) -> int:
        """How many of the matters that the question words no text words."""
        words = _DATED.sub(" ", question)
        asked = [table for table in self._matters if table.found_in(words)]
        return sum(not any(table.found_in(text) for text in texts) for table in asked)

    def screen(self, question: str) -> Screen | None:
        """The first screen that the question is caught in, or None."""
        return next((screen.id for screen in self._screens if screen.catches(question)), None)

    def why_unanswered(self, question: str) -> Screen | None:
        """What explains that no text answers the question, as far as its words tell."""
        return next((screen.id for screen in self._reasons if screen.catches(question)), None)

    def claim(self, question: str) -> str | None:
        """What the question asks to confirm, None when it asks something else."""
        return self._confirmation.claim(question)

    def is_to_write(self, question: str) -> bool:
        """Whether a question asks if a sentence may be written or said in public."""
        return self._confirmation.is_to_write(question)

    def limits(self, text: str, claim: str) -> bool:
        """Whether a text limits what it says in a way that a claim does not."""
        return self._confirmation.limits(text, claim)

    def is_cue_word(self, word: str) -> bool:
        """Whether a word stands in the cues of a need, as "share" does in "what share": it asks and names nothing."""
        return fold(word) in self._asking

    def without_opener(self, follow_up: str) -> str:
        """A follow-up without the words that open it: "thế còn người cận nghèo?" is on the near-poor."""
        opener = self._opener.match(aligned(follow_up).lower())
        return follow_up[opener.end() :] if opener else follow_up

    def filler_places(self, text: str) -> list[tuple[int, int]]:
        """Where a text has a phrase that carries no topic: "bây giờ" (now), "cho hỏi" (may I ask)."""
        table = self._filler_accented if has_diacritics(text) else self._filler_folded
        tokens = words(text)
        found = table.find([term(token.text, table.analyzer) for token in tokens])
        return [(tokens[match.start].start, tokens[match.end - 1].end) for match in found]

    def is_filler(self, word: str) -> bool:
        """Whether a word carries no topic."""
        return fold(word) in self._filler


def load_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """Read vocabulary.toml; raises `RegisterError` when an entry is wrong."""
    tables = read_toml(path)
    return Vocabulary(
        entries(path, tables, "need", NeedEntry),
        entries(path, tables, "kind", KindEntry),
        entries(path, tables, "matter", MatterEntry),
        entries(path, tables, "screen", ScreenEntry),
        tables.get("filler", {}).get("words", []),
        MoneyWords.model_validate(tables.get("money", {})),
        tables.get("people", {}).get("cues", []),
        tables.get("share", {}).get("words", []),
        ConfirmWords.model_validate(tables.get("confirm", {})),
        tables.get("follow_up", {}).get("openers", []),
        TaskWords.model_validate(tables.get("tasks", {})),
        EveryWords.model_validate(tables.get("every", {})),
    )
