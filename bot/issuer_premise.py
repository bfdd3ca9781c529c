"""Who issued a document, where the question names somebody: yes, or no and who it was.

Only for a question on the document itself, and only where a quote of the answer tells the issuer. A body and the one that
it is part of are left alone: what the Secretariat issues is of the Party's Central Committee, too.
"""

from __future__ import annotations

from dataclasses import replace

from bot.aspects import load_aspects
from bot.document_question import DocumentQuestion, DocumentQuestions
from bot.identity_proofs import IdentityProofs, Subject
from bot.turn import Citation, Statement, Turn
from bot.vocabulary import Vocabulary
from bot.wording import wordings
from corpus.agencies import Agencies, Agency, AgencyMention
from corpus.provision import Language
from ingest.chunk import Sentence


class IssuerPremiseStep:
    """Puts yes, or the true issuer, in front of the statements."""

    def __init__(self, agencies: Agencies, questions: DocumentQuestions, vocabulary: Vocabulary) -> None:
        self._agencies = agencies
        self._questions = questions
        self._vocabulary = vocabulary
        self._proofs = IdentityProofs(agencies, load_aspects())

    def __call__(self, turn: Turn) -> Turn:
        """Add the lead, where the question asks to confirm an issuer and a quote names one."""
        if turn.leads or not turn.citations or self._vocabulary.claim(turn.question.text) is None:
            return turn
        question = self._questions.read(turn)
        asked = self._asked(turn, question) if question and question.aspects == {"issuer"} else None
        if question is None or asked is None:
            return turn
        for citation in turn.citations:
            told = self._proofs.issuer(Subject(question.numbers, question.document), _as_sentence(citation))
            if told is not None and not _are_related(asked.agency, told.agency):
                return replace(turn, leads=(Statement(_said(asked.agency, told.agency, turn.lang), (citation.n,)),))
        return turn

    def _asked(self, turn: Turn, question: DocumentQuestion) -> AgencyMention | None:
        """The one agency that the question names, outside the document's own title."""
        titles = (question.document.title_vi, question.document.title_en) if question.document else ()
        titled = {m.agency.id for title in titles if title for m in self._agencies.find(title)}
        named = [m for m in self._agencies.find(turn.question.text) if m.agency.id not in titled]
        return named[0] if len({m.agency.id for m in named}) == 1 else None


def _as_sentence(citation: Citation) -> Sentence:
    return Sentence("", citation.ref, citation.quote, citation.span, "")


def _are_related(one: Agency, other: Agency) -> bool:
    """Whether one of two bodies is part of the other or acts for it."""
    above = ({a.part_of, a.acts_for} for a in (one, other))
    return one.id != other.id and any(b.id in ids for b, ids in zip((other, one), above, strict=True))


def _said(asked: Agency, told: Agency, lang: Language) -> str:
    lead = wordings().lead
    return lead["yes"](lang) if asked.id == told.id else lead["no_issuer"](lang, issuer=told.name(lang))
