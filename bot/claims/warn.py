"""What a reader should know of a sentence although the source supports it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cite import status_at
from bot.claims.result import ClaimWarning
from bot.conflicts import Passage as Stated
from bot.replies import replies
from bot.wording import written_day
from corpus.agencies import Agencies
from corpus.label import document_label
from corpus.label import label as label_of
from corpus.provision import Document, Language
from ingest.index import Index

if TYPE_CHECKING:
    from bot.claims.settle import Judged

DATED_AFTER = 365  # days after which "currently" of a text is no longer of today
_CURRENTLY = re.compile(
    r"\b(?:currently|now|at present|today|so far|to date|hiện nay|hiện|đến nay|hiện tại)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[“\"«](?P<words>[^”\"»]{12,})[”\"»]")


def warnings_on(
    sentence: str, best: Judged, index: Index, agencies: Agencies, as_of: dt.date, lang: Language
) -> tuple[ClaimWarning, ...]:
    """All warnings on a supported sentence."""
    document = best.candidate.document
    found = list(_of_quotations(sentence, index, lang))
    if document is not None:
        found += _of_document(document, as_of, lang)
        found += _of_time(sentence, best, document, as_of, lang)
        found += _of_defects(best, document, lang)
    found += _of_agencies(sentence, agencies, as_of, lang)
    return tuple(found)


def _of_quotations(sentence: str, index: Index, lang: Language) -> Iterator[ClaimWarning]:
    for match in _QUOTED.finditer(sentence):
        plain = _plain(match["words"])
        if not any(plain in _plain(source) for source in index.sources.values()):
            yield _warning("not_verbatim", lang, quote=match["words"])


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split()).rstrip(".,; ")


def _of_document(document: Document, as_of: dt.date, lang: Language) -> Iterator[ClaimWarning]:
    name = document_label(document, lang)
    if document.authority in ("press", "digest"):
        yield _warning(document.authority, lang, label=name)
    if status_at(document, as_of) in ("expired", "spent", "suspended"):
        yield _warning("superseded", lang, label=name)


def _of_time(sentence: str, best: Judged, document: Document, as_of: dt.date, lang: Language) -> Iterator[ClaimWarning]:
    stretch = best.candidate.text
    old = document.issued is not None and (as_of - document.issued).days > DATED_AFTER
    if old and (_CURRENTLY.search(stretch) or _CURRENTLY.search(sentence)):
        assert document.issued is not None
        day = written_day(document.issued, lang)
        yield _warning("dated", lang, label=document_label(document, lang), date=day)


def _of_defects(best: Judged, document: Document, lang: Language) -> Iterator[ClaimWarning]:
    """What the register knows of the quoted words: a figure that others have overtaken, a slip of the translation."""
    for defect in document.defects:
        if defect.quote in best.candidate.text:
            yield _warning("defect", lang, quote=defect.quote, note=defect.note_vi if lang == "vi" else defect.note_en)


def _of_agencies(sentence: str, agencies: Agencies, as_of: dt.date, lang: Language) -> Iterator[ClaimWarning]:
    for mention in {m.agency.id: m for m in agencies.find(sentence)}.values():
        rows = [row for row in agencies.successors(mention.agency.id) if row.date <= as_of]
        if rows and mention.agency.until:
            successors = ", ".join(dict.fromkeys(agencies[row.to].name(lang) for row in rows))
            yield _warning("renamed_agency", lang, agency=mention.agency.name(lang), successors=successors)


def later_figure(stated: Stated, index: Index, lang: Language) -> ClaimWarning:
    """That another figure was stated later, with its words and where they stand."""
    document = index.documents[stated.ref.doc_id]
    words = " ".join(stated.words.split())
    text = replies().claims["warning_later_figure"](lang, label=label_of(document, stated.ref.eid, lang), quote=words)
    return ClaimWarning("superseded", text)


def _warning(kind: str, lang: Language, **values: str) -> ClaimWarning:
    return ClaimWarning(kind, replies().claims[f"warning_{kind}"](lang, **values))  # type: ignore[arg-type]
