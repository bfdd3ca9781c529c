"""The Check tab as HTML: a draft sentence by sentence, and the source behind one of them, in one interface language."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bot.answerer import Answerer
from bot.claims.export import MARKS, SHOWN, Checked, markdown
from bot.claims.export_docx import docx_bytes
from bot.claims.result import ClaimCheck, Difference, Proof
from bot.claims.words import in_words, reason_in_words
from bot.drafts.draft import Draft
from bot.replies import Wording, WordingFile, read_wordings, replies
from bot.web.page import Pieces, macros, pieces_of
from corpus.language import detect_language
from corpus.provision import Language

DRAFT_MAX = 20_000  # code points: about ten pages
FILE_MAX_MB = 2
MEDIA: Final = {
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "MD": "text/markdown;charset=utf-8",
}
Parts = list[tuple[bool, str]]  # words that differ, and those between them


class CheckWordings(WordingFile):
    """The wordings of the tab by group and name, from prompts/check.yaml."""

    texts: dict[str, Wording]
    audiences: dict[str, Wording]
    problems: dict[str, Wording]


@cache
def wordings() -> CheckWordings:
    """The wordings, read once."""
    return read_wordings("check.yaml", CheckWordings)


@dataclass(frozen=True, slots=True)
class Checkup:
    """A draft with what was found of each sentence; it lives in the visitor's session alone."""

    draft: str
    checked: Checked


class CheckPage:
    """The parts of the tab in one language."""

    def __init__(self, answerer: Answerer, lang: Language) -> None:
        self.lang = lang
        self._index = answerer.index
        self._parts: Any = macros(
            "check.html", answerer.index, lang, w=wordings(), claims=replies().claims, marks=MARKS
        )  # fmt: skip

    def text(self, name: str) -> str:
        """A wording of the tab, as plain text."""
        return wordings().texts[name](self.lang)

    def html(self, part: str, *values: object) -> str:
        """A part of the tab that has a macro of its own: welcome, upload, no_sentence, written."""
        return str(getattr(self._parts, part)(*values))

    def problem(self, name: str) -> str:
        """A line that says what cannot be done, and what to do."""
        return self.html("problem", name, FILE_MAX_MB if name == "file" else DRAFT_MAX)

    def result(self, checkup: Checkup) -> str:
        """The draft, sentence by sentence, with how often each verdict was given and the files to take along."""
        rows = [
            (at, " ".join(sentence.text.split()), check.verdict, detect_language(sentence.text))
            for at, (sentence, check) in enumerate(checkup.checked)
        ]
        counts = {verdict: sum(row[2] == verdict for row in rows) for verdict in SHOWN}
        return self.html("result", rows, counts, self._files(checkup) if any(counts.values()) else [])

    def panel(self, checkup: Checkup | None, key: str) -> str:
        """The source beside a sentence, the words that differ marked in both."""
        check = self.found(checkup, key)
        if check is None:
            return self.html("no_sentence")
        own = marked(check.sentence, [d.draft for d in check.differences])
        proofs = [self._proof(proof, check.differences) for proof in check.evidence]
        accept = check.suggestion if check.verdict == "contradicted" else None
        return self.html(
            "sentence", key, check, detect_language(check.sentence), own, self._told(check), proofs, accept
        )

    def written(self, draft: Draft) -> str:
        """A message that was written, or why there is none."""
        return self.html("written", draft)

    def found(self, checkup: Checkup | None, key: str) -> ClaimCheck | None:
        """The check with a key that a browser sent; None for anything that is none."""
        at = int(key) if key.isascii() and key.isdigit() and len(key) < 6 else -1
        if checkup is None or not 0 <= at < len(checkup.checked):
            return None
        check = checkup.checked[at][1]
        return None if check.verdict == "not_a_claim" else check

    def _told(self, check: ClaimCheck) -> list[str]:
        """What differs, or why a sentence was not found, in words."""
        if check.verdict == "not_found":
            return [reason_in_words(check, self.lang)]
        return in_words(check, self.lang)[1 : 1 + len(check.differences)]

    def _proof(self, proof: Proof, differences: Sequence[Difference]) -> tuple[Proof, Parts, Pieces | None]:
        pieces = None
        if proof.span is not None:
            pieces, _ = pieces_of(self._index, proof.ref, proof.span, quoted=True)
        return proof, marked(proof.quote, [d.source for d in differences]), pieces

    def _files(self, checkup: Checkup) -> list[tuple[str, str]]:
        """The files as addresses that hold them: nothing of a draft waits on the server to be fetched."""
        contents = {
            "DOCX": docx_bytes(checkup.draft, checkup.checked),
            "MD": markdown(checkup.draft, checkup.checked).encode("utf-8"),
        }
        return [(name, f"data:{MEDIA[name]};base64,{base64.b64encode(c).decode()}") for name, c in contents.items()]


def marked(text: str, wordings: Sequence[str]) -> Parts:
    """A text cut at the first place of each wording, which is marked where it stands there word for word."""
    return list(_parts(text, [w for w in wordings if w]))


def _parts(text: str, wordings: Sequence[str]) -> Iterator[tuple[bool, str]]:
    places = sorted((at, at + len(w)) for w in dict.fromkeys(wordings) if (at := text.find(w)) >= 0)
    done = 0
    for start, end in places:
        if start >= done:
            yield False, text[done:start]
            yield True, text[start:end]
            done = end
    yield False, text[done:]
