"""Composing without a language model: the best sentences, each in quotation marks with its source.

The words of a statement are copied from verified spans; the frame around them names the source and
nothing else, so that no word about policy comes from this program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.cite import LIST_MARKS
from bot.currency import Currency
from bot.holdings import documents_on_each
from bot.lists import ListReader, is_item, length, parent
from bot.lookup import named_documents
from bot.replies import replies
from bot.support import only_repealed, own_words
from bot.turn import Candidate, Notice, Statement, Turn
from corpus.provision import ProvisionRef
from corpus.reference import pinpoint_eid
from ingest.index import Index

MAX_WORDS = 200  # of an answer that is not a list; about 120 on average
LEAD_WORDS = 40  # beside them, of the words that a list is under
MAX_CITATIONS = 8  # the contract of the command line
MAX_SENTENCES = 6
KEEP = 0.2  # a further sentence must score this share of the best one's
KEEP_APART = 0.07  # the same where questions asked before set sentences further apart
SIBLINGS = 3  # points of one list in an answer that is not a list
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]\s]*$")  # a sentence, or an item of a list


class ComposeStep:
    """Chooses the sentences of an answer and writes its statements."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lists = ListReader(index)
        self._currency = Currency(index)
        self._rules = _rules_of_exceptions(index)

    def __call__(self, turn: Turn) -> Turn:
        """Choose the sentences and write a statement for each."""
        items = self._lists.shared(self._lists(turn), MAX_CITATIONS)
        named = self._is_named(turn)
        chosen = list(turn.chosen) or items[:MAX_CITATIONS] or self._best(turn, named)
        if not items:
            chosen = self._listed(_ordered(chosen, turn.candidates, named), turn)
        statements = tuple(Statement(_quoted(c.sentence.text), (number,)) for number, c in enumerate(chosen, 1))
        cut = not turn.chosen and len(items) > MAX_CITATIONS
        notices = (
            (*turn.notices, Notice("incomplete", replies().notices["incomplete"](turn.lang))) if cut else turn.notices
        )
        return replace(turn, chosen=tuple(chosen), statements=statements, notices=notices)

    def _listed(self, chosen: list[Candidate], turn: Turn) -> list[Candidate]:
        """The same, a list that is there as a whole under its opening words in the order of the text."""
        items = self._lists.introduced(chosen[0], turn) if chosen else []
        spans = [c.sentence.span for c in items]
        whole = all(any(c.sentence.span == span for c in chosen) for span in spans)
        return sorted(
            chosen, key=lambda c: spans.index(c.sentence.span) if whole and c.sentence.span in spans else len(spans)
        )

    def _is_named(self, turn: Turn) -> Callable[[Candidate], bool]:
        """Whether a sentence stands in a provision that the question names by number, of the document that it names."""
        query = turn.query
        eids = [pinpoint_eid(r.pinpoint) for r in query.references if r.pinpoint] if query else []
        documents = (
            {d.id for d in named_documents(query, list(self._index.documents.values()))} if query and eids else set()
        )

        def named(candidate: Candidate) -> bool:
            ref = candidate.sentence.ref
            return (not documents or ref.doc_id in documents) and any(ref.eid.starts_with(eid) for eid in eids)

        return named

    def _best(self, turn: Turn, named: Callable[[Candidate], bool]) -> list[Candidate]:
        """The best sentences, while they fit into the length of an answer and are near the best.

        The best one comes with the words that its list is under: "80% for the others" alone says nothing.
        """
        tells = self._currency.of_year(turn)
        fitting = [c for c in turn.candidates if tells(c.sentence) and _says_something(c.sentence.text)]
        if fitting and not fitting[0].of_others:
            fitting = [c for c in fitting if not c.of_others]
        chosen = self._opening(fitting[0], turn) if fitting else []
        share = KEEP_APART if turn.evidence and turn.evidence.likeness.sentences else KEEP
        # What the question names stands first, and something else may be likelier.
        least = share * max((c.score for c in fitting), default=0.0)
        sides = self._sides(turn, fitting)
        for candidate in self._what_follows(fitting, lambda c: named(c) or c in sides):
            more = self._whole(candidate, chosen)
            too_long = sum(map(length, (*chosen, *more))) > MAX_WORDS or len(chosen) + len(more) > MAX_SENTENCES
            too_far = candidate.score < least and not named(candidate) and candidate not in sides
            if (
                too_long
                or too_far
                or _adds_little(candidate, chosen)
                or any(_same(candidate, other) for other in chosen)
            ):
                continue
            chosen += more
        leading = _lead(fitting[0], turn.candidates) if fitting else None
        return [*chosen, leading] if leading and leading not in chosen else chosen

    def _opening(self, best: Candidate, turn: Turn) -> list[Candidate]:
        """The best sentence, whole; with the short list that it introduces, since alone it says nothing."""
        introduced = self._lists.introduced(best, turn)
        is_short = len(introduced) <= MAX_SENTENCES and sum(map(length, introduced)) <= MAX_WORDS
        return introduced if introduced and is_short else self._whole(best, [])

    def _sides(self, turn: Turn, fitting: Sequence[Candidate]) -> list[Candidate]:
        """The best sentence on each document that the question names, where it names several: an answer has all sides."""
        on = documents_on_each(turn.query, self._index.documents.values()) if turn.query else []
        best = (next((c for c in fitting if c.sentence.ref.doc_id in documents), None) for documents in on)
        return [candidate for candidate in best if candidate] if len(on) > 1 else []

    def _what_follows(self, fitting: Sequence[Candidate], asked_for: Callable[[Candidate], bool]) -> list[Candidate]:
        """What may follow the best sentence, in this order: what the question names; the rule that the best ones are
        exceptions from; the best of the best passage, which other evidence has put first; the best one that carries what
        is asked for (an amount, a date, a name), since words alone answer no "how much?"; the others."""
        rules = {rule for c in fitting[:SIBLINGS] for rule in self._rules.get(c.sentence.ref, ())}
        rule = next((c for c in fitting if c.sentence.ref in rules), None)
        first = next((c for c in fitting if c.passage_rank == 1), None)
        carrying = next((c for c in fitting if c.meets_need), None)
        return sorted(fitting[1:], key=lambda c: (not asked_for(c), c is not rule, c is not first, c is not carrying))

    def _whole(self, candidate: Candidate, chosen: Sequence[Candidate]) -> list[Candidate]:
        """A sentence with the pieces before it, where it is a later piece of a sentence too long for one quote."""
        pieces = [candidate]
        while (before := self._piece_before(pieces[0])) and all(
            c.sentence.span != before.sentence.span for c in chosen
        ):
            pieces.insert(0, before)
        return pieces

    def _piece_before(self, candidate: Candidate) -> Candidate | None:
        sentence, every = candidate.sentence, self._index.sentences
        positions = self._index.sentences_of.get(sentence.chunk_id, ())
        at = next((p for p in positions if every[p].span == sentence.span), 0)
        before = every[at - 1] if at else None
        runs_on = before is not None and before.ref == sentence.ref and not _ENDED.search(before.text)
        return replace(candidate, sentence=before) if before is not None and runs_on else None


def _rules_of_exceptions(index: Index) -> dict[ProvisionRef, set[ProvisionRef]]:
    """For each point of a list the points of the same list that name it: the rule from which it is taken out."""
    found: dict[ProvisionRef, set[ProvisionRef]] = {}
    for reference in index.references.references:
        source, target = reference.source, reference.target
        if target and source != target and is_item(target.eid) and _list_of(source) == _list_of(target):
            found.setdefault(target, set()).add(source)
    return found


def _list_of(ref: ProvisionRef) -> tuple[str, tuple[tuple[str, str], ...]]:
    return ref.doc_id, ref.eid.segments[:-1]


def _says_something(text: str) -> bool:
    """Not a note alone, nor that a provision holds no more."""
    return bool(own_words(text).strip()) and not only_repealed(text)


def _ordered(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], named: Callable[[Candidate], bool]
) -> list[Candidate]:
    """The best sentence first, with what it begins with or the words that its list is under; then the rest of its
    passage and the other passages, by their best sentences; the sentences of one passage in the order of its text.

    What stands in a provision that the question names comes before all else, in the order of the text.
    """
    if not chosen:
        return []
    best = next((c for c in candidates if c in chosen), chosen[0])
    by_score = sorted(chosen, key=lambda c: (c is not best, -c.score))
    ranks = [c.passage_rank for c in by_score]
    in_order = sorted(chosen, key=lambda c: (ranks.index(c.passage_rank), c.sentence.span.start))
    if any(map(named, in_order)):
        return sorted(in_order, key=lambda c: not named(c))
    return sorted(in_order, key=lambda c: not _belongs(c, by_score[0]))


def _belongs(candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence is the best one, a piece that runs on into it, or the words before the list that it stands in."""
    sentence = candidate.sentence
    before = sentence.ref == best.sentence.ref and sentence.span.start < best.sentence.span.start
    runs_on = before and not _ENDED.search(sentence.text)
    introduces = is_item(best.sentence.ref.eid) and _own(candidate) == parent(best)
    return candidate is best or runs_on or introduces


def _lead(best: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """The words before the list that the best sentence is an item of, where they are a sentence."""
    if not is_item(best.sentence.ref.eid):
        return None
    above = (c for c in candidates if c.passage_rank == best.passage_rank and _own(c) == parent(best))
    return next((c for c in above if c.sentence.text.rstrip().endswith(":") and length(c) <= LEAD_WORDS), None)


def _own(candidate: Candidate) -> tuple[str, tuple[tuple[str, str], ...]]:
    return candidate.sentence.ref.doc_id, candidate.sentence.ref.eid.segments


def _adds_little(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether enough points of its list are there already, since the answer may stand in another provision, or whether it
    is a long introduction to points that are there."""
    points = [parent(c) for c in chosen if is_item(c.sentence.ref.eid)]
    ends_open = not _ENDED.search(candidate.sentence.text) or candidate.sentence.text.rstrip().endswith(":")
    introduces = ends_open and _own(candidate) in points and length(candidate) > LEAD_WORDS
    return introduces or points.count(parent(candidate)) >= SIBLINGS


def _same(a: Candidate, b: Candidate) -> bool:
    return a.sentence.text == b.sentence.text


def _quoted(text: str) -> str:
    """A sentence between quotation marks, without the mark of its list."""
    return f"“{text.strip(LIST_MARKS)}”"
