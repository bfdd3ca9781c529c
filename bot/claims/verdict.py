"""From what was weighed to what is said: differences, proofs, suggestion, warnings, reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.claims.parts import Part
from bot.claims.result import ClaimCheck, Difference, Proof
from bot.claims.settle import Ground, Judged
from bot.claims.suggest import suggestion
from bot.claims.warn import warnings_on
from bot.claims.weigh import Label
from corpus.agencies import Agencies
from corpus.label import label as label_of
from corpus.language import detect_language
from corpus.provision import Language, ProvisionRef, Span
from ingest.index import Index
from ingest.sentences import MAX_QUOTE

LIST_MARKS = " -–—•*\n\t"


def check_of(
    sentence: str, label: Label, grounds: Sequence[Ground], index: Index, agencies: Agencies, as_of: dt.date
) -> ClaimCheck:
    """The check of a sentence; the nearest provision stands as evidence of `not_found` too, with the reason why.

    A sentence whose statements are supported each for itself has a proof for each.
    """
    lang, best = detect_language(sentence), grounds[0].settled.best
    differences = differences_of(best, grounds[0].part) if label == "contradicted" else ()
    rows = [ground.settled.best for ground in grounds]
    told = [w for row in rows for w in warnings_on(sentence, row, index, agencies, as_of, lang)]
    return ClaimCheck(
        sentence,
        label,
        differences,
        tuple(dict.fromkeys(proof for row in rows for proof in proofs_of(row, index, lang))),
        suggestion(sentence, best, differences) if label == "contradicted" else None,
        tuple(dict.fromkeys(told)) if label == "supported" else (),
        reason_of(label, best),
        min(ground.settled.chance for ground in grounds),
    )


def differences_of(best: Judged, part: Part | None = None) -> tuple[Difference, ...]:
    """The differences to show, each place once: what a type has told apart need not be called another name too.

    Places in a part of the sentence are counted in the sentence.
    """
    found = [f.difference for f in best.comparison.findings]
    typed = [d.draft_span for d in found if d.kind != "name" and d.draft_span]
    shown = [d for d in found if d.kind != "name" or not any(_overlap(d.draft_span, span) for span in typed)]
    return tuple(placed(difference, best, part) for difference in dict.fromkeys(shown))


def _overlap(one: Span | None, other: Span) -> bool:
    return one is not None and one.start < other.end and other.start < one.end


def proofs_of(best: Judged, index: Index, lang: Language) -> list[Proof]:
    """The citations of a candidate: the sentence itself, verbatim, without its list mark; then what it refers to."""
    own = best.candidate
    return [_proof(c.ref, c.text, c.span, index, lang) for c in (own, *((own.cited,) if own.cited else ()))]


def _proof(ref: ProvisionRef, text: str, span: Span | None, index: Index, lang: Language) -> Proof:
    quote = text.lstrip(LIST_MARKS)[:MAX_QUOTE]
    document = index.documents.get(ref.doc_id)
    name = label_of(document, ref.eid, lang) if document else str(ref)
    start = span.end - len(text.lstrip(LIST_MARKS)) if span else None
    return Proof(ref, name, quote, Span(start, start + len(quote)) if start is not None else None)


def placed(difference: Difference, best: Judged, part: Part | None = None) -> Difference:
    """A difference with its places counted in the draft's sentence and, where it is known, in the source document."""
    ours, theirs, own = difference.draft_span, difference.source_span, best.candidate.span
    if part is not None and ours is not None:
        ours = part.placed(ours)
    if theirs is not None and own is not None:
        theirs = Span(own.start + theirs.start, own.start + theirs.end)
    return replace(difference, draft_span=ours, source_span=theirs)


def reason_of(label: Label, best: Judged) -> str:
    """Why, as names that prompts/replies.yaml words: what differs, or what is missing."""
    if label == "contradicted":
        return ",".join(dict.fromkeys(f.difference.kind for f in best.comparison.findings))
    if label == "not_found" and best.comparison.unmatched:
        return "unmatched:" + ",".join(dict.fromkeys(best.comparison.unmatched))
    return "close" if label == "supported" else "not_said"
