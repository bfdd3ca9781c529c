"""Notices on quoted provisions that a work outside the corpus has changed, as its digest tells."""

from __future__ import annotations

from collections.abc import Iterator

from bot.groups import load_groups
from bot.notices.digests import digests
from bot.replies import replies
from bot.turn import Citation, Notice, Turn
from corpus.digest import Digest, DigestEntry
from corpus.label import kind_name, place_label
from corpus.provision import EId, Period
from ingest.gloss import is_of
from ingest.index import Index


class ChangeNotices:
    """What a reader must know of rules that the texts at hand no longer tell."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def of(self, turn: Turn) -> Iterator[Notice]:
        """A notice for each change that holds on the day of the answer, unless it is on other people than the question."""
        told: dict[str, list[int]] = {}
        for citation in (c for c in turn.citations if c.authority != "digest"):
            for text in self._changes(citation, turn):
                told.setdefault(text, []).append(citation.n)
        return (Notice("superseded", text, tuple(numbers)) for text, numbers in told.items())

    def _changes(self, citation: Citation, turn: Turn) -> Iterator[str]:
        document = self._index.documents[citation.ref.doc_id]
        quoted = next((digest for digest in digests() if is_of(document, digest)), None)
        day = Period(turn.question.as_of, turn.question.as_of)
        if quoted is None:
            return
        for by, entry in self._elsewhere():
            changed = _changed(entry, quoted, citation.ref.eid)
            if changed and Period(entry.from_, entry.until).meets(day) and not _of_others(turn, entry):
                yield _told(by, entry, quoted, changed, turn)

    def _elsewhere(self) -> list[tuple[Digest, DigestEntry]]:
        """The entries that change something, of works of which nothing is in the corpus."""
        changing = [(by, entry) for by in digests() for entry in by.entries if entry.changes]
        return [(by, entry) for by, entry in changing if not self._holds(by)]

    def _holds(self, digest: Digest) -> bool:
        """Whether the corpus has a text of a work, or its digest."""
        own = f"digest-{digest.work.id}"
        return any(
            doc_id.startswith(own) or is_of(document, digest) for doc_id, document in self._index.documents.items()
        )


def _changed(entry: DigestEntry, quoted: Digest, eid: EId) -> EId | None:
    """Which provision of a work that an entry changes a quoted one is, or is in."""
    changed = [EId.parse(key.partition("#")[2]) for key in entry.changes if key.startswith(f"{quoted.work.id}#")]
    return next((place for place in changed if eid.starts_with(place)), None)


def _of_others(turn: Turn, entry: DigestEntry) -> bool:
    groups = load_groups()
    asked = groups.asked(turn.question.text, turn.lang)
    return groups.of_others(asked, groups.named(entry.text(turn.lang), turn.lang))


def _told(by: Digest, entry: DigestEntry, quoted: Digest, changed: EId, turn: Turn) -> str:
    lang = turn.lang
    title = quoted.work.title_vi if lang == "vi" else quoted.work.title_en
    place = place_label(EId.parse(entry.eid), lang)
    return replies().notices["changed_elsewhere"](
        lang, by=f"{kind_name(by.work.kind or 'law', lang)} {by.work.number} ({place})",
        place=place_label(changed, lang), law=f"{title} ({quoted.work.number})", text=entry.text(lang),
    )  # fmt: skip
