"""From what was weighed to what is said: differences, proofs, suggestion, warnings, reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.claims.result import ClaimCheck, Difference, Proof
from bot.claims.suggest import suggestion
from bot.claims.warn import warnings_on
from bot.claims.weigh import Label
from corpus.agencies import Agencies
from corpus.label import label as label_of
from corpus.language import detect_language
from corpus.provision import Language, Span
from ingest.index import Index
from ingest.sentences import MAX_QUOTE

if TYPE_CHECKING:
    from bot.claims.check import Judged

LIST_MARKS = " -–—•*\n\t"


def verdict_of(
    sentence: str, label: Label, chance: float, best: Judged, index: Index, agencies: Agencies, as_of: dt.date
) -> ClaimCheck:
    """The check of a sentence; the nearest provision stands as evidence of `not_found` too, with the reason why."""
    lang = detect_language(sentence)
    proof = proof_of(best, index, lang)
    differences = differences_of(best) if label == "contradicted" else ()
    return ClaimCheck(
        sentence,
        label,
        differences,
        (proof,),
        suggestion(sentence, best, differences) if label == "contradicted" else None,
        warnings_on(sentence, best, index, agencies, as_of, lang) if label == "supported" else (),
        reason_of(label, best),
        chance,
    )


def differences_of(best: Judged) -> tuple[Difference, ...]:
    """The differences to show, each place once: what a type has told apart need not be called another name too."""
    found = [f.difference for f in best.comparison.findings]
    typed = [d.draft_span for d in found if d.kind != "name" and d.draft_span]
    shown = [d for d in found if d.kind != "name" or not any(_overlap(d.draft_span, span) for span in typed)]
    return tuple(placed(difference, best) for difference in dict.fromkeys(shown))


def _overlap(one: Span | None, other: Span) -> bool:
    return one is not None and one.start < other.end and other.start < one.end


def proof_of(best: Judged, index: Index, lang: Language) -> Proof:
    """The citation of a candidate: the sentence itself, verbatim, without its list mark."""
    candidate = best.candidate
    quote = candidate.text.lstrip(LIST_MARKS)[:MAX_QUOTE]
    document = index.documents.get(candidate.ref.doc_id)
    name = label_of(document, candidate.ref.eid, lang) if document else str(candidate.ref)
    start = candidate.span.end - len(candidate.text.lstrip(LIST_MARKS)) if candidate.span else None
    return Proof(candidate.ref, name, quote, Span(start, start + len(quote)) if start is not None else None)


def placed(difference: Difference, best: Judged) -> Difference:
    """A difference with its source's place counted in the document, where the candidate's place is known."""
    at, own = difference.source_span, best.candidate.span
    if at is None or own is None:
        return difference
    shifted = Span(own.start + at.start, own.start + at.end)
    return Difference(difference.kind, difference.draft, difference.source, difference.draft_span, shifted)


def reason_of(label: Label, best: Judged) -> str:
    """Why, as names that prompts/replies.yaml words: what differs, or what is missing."""
    if label == "contradicted":
        return ",".join(dict.fromkeys(f.difference.kind for f in best.comparison.findings))
    if label == "not_found" and best.comparison.unmatched:
        return "unmatched:" + ",".join(dict.fromkeys(best.comparison.unmatched))
    return "close" if label == "supported" else "not_said"
