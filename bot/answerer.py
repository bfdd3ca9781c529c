"""The answerer: an open index, the vocabulary and the steps, ready for questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from bot import UsageError
from bot.about import About
from bot.assigned import AssignedStep
from bot.cite import CiteStep
from bot.compose import ComposeStep
from bot.condense import CondenseStep
from bot.currency import Currency
from bot.decline import decline
from bot.direct import DirectStep
from bot.document_question import DocumentQuestions
from bot.gate import Gate
from bot.identity import IdentityStep
from bot.issuer_premise import IssuerPremiseStep
from bot.lookup import LookupStep
from bot.notices import NoticeStep
from bot.personal import masked
from bot.pipeline import NamedStep, run
from bot.premise import PremiseStep
from bot.query import Query, QueryAnalyzer
from bot.rank import SentenceRanker
from bot.render import RenderStep, with_nearest
from bot.rerank import configured_reranker
from bot.restore import DiacriticRestorer
from bot.retrieve import Retriever
from bot.screen import ScreenStep, check_question
from bot.shorthand import written_out
from bot.spelling import written_words
from bot.succession import SuccessionStep
from bot.turn import Answer, Candidate, Passage, Question, Turn, in_front
from bot.vocabulary import load_vocabulary
from bot.weights import Weights, weights
from corpus.agencies import Agencies
from corpus.digest import load_digests
from corpus.glossary import Glossary
from corpus.language import detect_language
from ingest.index import Index

if TYPE_CHECKING:
    from bot.claims.check import Checker
    from bot.statements import StatementWriter

PASSAGES = 10  # the contract of the command line
AS_GOOD = 0.3  # of the best score
FEW = 100_000  # code points: less Vietnamese than this is too little to learn its spelling from


class Answerer:
    """Answers questions from one open index. Safe to share between threads: it keeps nothing of a question."""

    def __init__(
        self, index: Index, embeddings: Embeddings, agencies: Agencies, glossary: Glossary, model: Weights | None = None
    ) -> None:
        learned = model or weights()
        vocabulary = load_vocabulary()
        self.index = index
        self.embeddings = embeddings
        self.agencies = agencies
        self.glossary = glossary
        self.writer: StatementWriter | None = None  # a language model's; bot.model_wiring sets it
        self.ranker = SentenceRanker(index, agencies, vocabulary, learned)
        self.retriever = Retriever(index, embeddings, learned.legs, configured_reranker())
        self.gate = Gate(index, self.ranker, vocabulary, learned, self.retriever.likeness)
        self._analyzer = QueryAnalyzer(glossary, agencies)
        self._currency = Currency(index)
        self._compose_step = ComposeStep(index)
        about = self._about = About(index, glossary, vocabulary)
        questions = self._documents = DocumentQuestions(index, agencies, glossary, vocabulary, self.analyze)
        self.steps: tuple[NamedStep, ...] = (
            NamedStep("screen", ScreenStep(vocabulary)),
            NamedStep("condense", CondenseStep(self.analyze, vocabulary, glossary.families)),
            NamedStep("retrieve", self.retrieve),
            NamedStep("identity", IdentityStep(index, agencies, questions)),
            NamedStep("lookup", LookupStep(index)),
            NamedStep("rank", self.rank),
            NamedStep("succession", SuccessionStep(index, agencies)),
            NamedStep("assigned", AssignedStep(index, agencies, vocabulary, questions, self.analyze)),
            NamedStep("gate", self._judge),
            NamedStep("compose", self._compose),
            NamedStep("cite", CiteStep(index)),
            NamedStep("check", _nothing_unproved),
            NamedStep("direct", DirectStep(index, agencies, about)),
            NamedStep("issuer", IssuerPremiseStep(agencies, questions, vocabulary)),
            NamedStep("premise", PremiseStep(self._checker, vocabulary, about)),
            NamedStep("notices", NoticeStep(index, agencies, glossary)),
            NamedStep("render", RenderStep(index)),
        )

    def ask(self, question: Question) -> Answer:
        """The answer to a question; raises `UsageError` for one that cannot be meant."""
        answer = None
        for _, turn in self.stream(question):
            answer = turn.answer
        assert answer is not None  # `run` raises otherwise
        return answer

    def stream(self, question: Question) -> Iterator[tuple[str, Turn]]:
        """The same, step by step: each step's name and the turn after it."""
        text = check_question(question.text)
        for doc_id in question.documents:
            if doc_id not in self.index.documents:
                known = ", ".join(list(self.index.documents)[:8])
                raise UsageError(f'no document "{doc_id}" in this corpus; there are: {known}')
        context = question.context and written_out(masked(question.context))
        meant = replace(question, text=written_out(text), context=context)
        for name, turn in run(self.steps, Turn(meant)):
            yield name, self._stamped(turn, text)

    def search(self, text: str, k: int = PASSAGES) -> tuple[Passage, ...]:
        """The `k` best passages for a query, best first."""
        turn = Turn(Question(check_question(text), dt.date.today()), detect_language(text))
        return self.retrieve(replace(turn, standalone=turn.question.text), k).passages

    def analyze(self, text: str) -> Query:
        """A question taken apart with the vocabulary of this index; its language is its own, not the answer's."""
        return self._analyzer.analyze(
            text,
            lambda: self._english_words,
            lambda t: self._restorer.restore(t),
            lambda t: self._restorer.mend(t),
        )

    @cached_property
    def _english_words(self) -> frozenset[str]:
        """As written, and their stems; read when the first English question comes that has a word which the glossary lacks."""
        texts = (self.index.sources[d.id] for d in self.index.documents.values() if d.language == "en")
        glosses = (gloss.text for gloss in self.index.glosses if gloss.lang == "en")
        stems = chain(self.index.fields["en"].unigrams(), self.index.gloss_fields["en"].unigrams())
        return written_words(chain(texts, glosses)) | frozenset(stems)

    @cached_property
    def _restorer(self) -> DiacriticRestorer:
        """Made when the first Vietnamese question comes."""
        vietnamese = [self.index.sources[d.id] for d in self.index.documents.values() if d.language == "vi"]
        if sum(map(len, vietnamese)) < FEW:
            vietnamese += [entry.vi for digest in load_digests() for entry in digest.entries]
        glosses = (gloss.embedded for gloss in self.index.glosses if gloss.lang == "vi")
        names = (name for agency in self.agencies for name in (agency.vi, *agency.aliases_vi))
        forms = (form for entry in self.glossary for form in entry.forms("vi"))
        return DiacriticRestorer(chain(glosses, names, forms, vietnamese))

    def retrieve(self, turn: Turn, k: int = PASSAGES) -> Turn:
        """The step that finds passages."""
        query = self.analyze(turn.standalone)
        found = self.retriever.retrieve(query, turn.question.documents)
        turn = self._currency.kept(replace(turn, query=query, evidence=found))
        assert turn.evidence is not None  # just found
        passages = tuple(
            Passage(self.index.chunks[f.position], f.position, f.score, rank, f.origins)
            for rank, f in enumerate(turn.evidence.fused[:k], 1)
        )
        return replace(turn, passages=passages)

    def rank(self, turn: Turn) -> Turn:
        """The step that ranks the sentences of the passages."""
        if turn.chosen:
            return turn  # looked up
        assert turn.query is not None and turn.evidence is not None  # set by `retrieve`
        ranked = self.ranker.rank(turn.query, turn.evidence, turn.passages, turn.need)
        speaks, tells = self._currency.of(turn), self._currency.of_year(turn)
        candidates = [candidate for candidate, _ in ranked if speaks(candidate.sentence.ref)]
        inside = self._is_inside(turn, candidates)
        ordered = sorted(candidates, key=lambda c: (not tells(c.sentence) or self._is_aside(c, turn), not inside(c)))
        return replace(turn, candidates=tuple(ordered))

    def _is_inside(self, turn: Turn, candidates: Sequence[Candidate]) -> Callable[[Candidate], bool]:
        """Whether a sentence stands in the document that the question points at ("in the interview"); always, where it points
        at none or that has nothing as good."""
        document = self._documents.pointed_at(turn)
        least = AS_GOOD * max((c.score for c in candidates), default=0.0)
        own = [c for c in candidates if document and c.sentence.ref.doc_id == document.id]
        if not any(c.score >= least for c in own):
            return lambda candidate: True
        return lambda candidate: candidate in own

    def _is_aside(self, candidate: Candidate, turn: Turn) -> bool:
        """Whether a sentence tells what somebody pays in, where a question asks what share is paid out. "How much does he
        pay?" may be on either."""
        if turn.query is None or turn.need != "percent":
            return False
        return self._about.tells_of_contributions(turn.query, candidate.sentence)

    def _checker(self) -> Checker:
        from bot.claims.check import Checker

        return Checker(self)

    def _compose(self, turn: Turn) -> Turn:
        return turn if turn.statements else self._compose_step(turn)

    def _judge(self, turn: Turn) -> Turn:
        if turn.chosen:
            return turn  # looked up
        verdict = self.gate(turn)
        turn = replace(turn, verdict=verdict)
        if verdict.reason:
            return decline(turn, verdict.reason, self.gate.missing_document(turn))
        return replace(turn, passages=in_front(turn.passages, {turn.candidates[0].sentence.chunk_id}))

    def _stamped(self, turn: Turn, asked: str) -> Turn:
        if turn.answer is None:
            return turn
        stamped = replace(
            turn.answer,
            question=asked,
            provenance=self.provenance(turn),
            documents=MappingProxyType(self.index.documents),
        )
        return replace(turn, answer=with_nearest(stamped))

    def provenance(self, turn: Turn) -> Mapping[str, str]:
        """What an answer or a message was made of, and what a language model did for it."""
        manifest = self.index.manifest
        return MappingProxyType({
            "generation": self.index.generation.name, "embedding": manifest.embedding,
            "corpus_digest": manifest.corpus_digest, "as_of": turn.question.as_of.isoformat(), "model": "none",
            **(turn.generation.account if turn.generation else {}),
        })  # fmt: skip


def _nothing_unproved(turn: Turn) -> Turn:
    """The last look before notices: an answer without a proved statement is none."""
    return turn if turn.statements else decline(turn, "not_in_corpus")
