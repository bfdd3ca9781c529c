from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answerer import Answerer
from bot.cite import CiteStep, status_at
from bot.turn import Answer, Citation
from corpus.provision import Document, EId, ProvisionRef, Span
from ingest.index import Index
from tests.bot.conftest import Ask


def assert_proved(index: Index, answer: Answer) -> None:
    for c in answer.citations:
        source = index.sources[c.ref.doc_id]
        assert c.quote == source[c.span.start : c.span.end]
        assert 0 < len(c.quote) <= 600
        tree = index.tree(c.ref.doc_id)
        assert tree is not None
        (node,) = [n for n in tree.walk() if n.ref == c.ref]
        assert node.span.start <= c.span.start and c.span.end <= node.span.end


def test_every_quote_is_its_span_of_the_source(
    plain_answerer: Answerer, plain_answers: dict[str, Answer], answerer: Answerer, bundled_answers: dict[str, Answer]
) -> None:
    assert sum(len(a.citations) for a in plain_answers.values()) > 100
    for answer in plain_answers.values():
        assert_proved(plain_answerer.index, answer)
    for answer in bundled_answers.values():
        assert_proved(answerer.index, answer)


@pytest.fixture
def citation(ask: Ask) -> Citation:
    return ask("Who takes charge of resolving difficulties in paying insured treatment costs?").citations[0]


@pytest.fixture
def step(answerer: Answerer) -> CiteStep:
    return CiteStep(answerer.index)


def test_a_true_citation_is_proved(step: CiteStep, citation: Citation) -> None:
    assert step.proved(citation)


def test_a_tampered_citation_is_refused(step: CiteStep, citation: Citation) -> None:
    span = citation.span
    tampered = {
        "a word changed": replace(citation, quote=citation.quote.replace("shall", "may")),
        "a figure changed": replace(citation, quote=citation.quote.replace("Clause 2", "Clause 3")),
        "a word left out": replace(citation, quote=citation.quote.replace(" especially", "")),
        "case changed": replace(citation, quote=citation.quote.upper()),
        "a blank added": replace(citation, quote=citation.quote + " "),
        "cut without its span": replace(citation, quote=citation.quote[:-1]),
        "span moved": replace(citation, span=Span(span.start + 1, span.end + 1)),
        "span from the end": replace(citation, span=Span(span.start - 10**6, span.end - 10**6)),
        "span beyond the text": replace(citation, span=Span(10**7, 10**7 + len(citation.quote))),
        "another provision": replace(citation, ref=replace(citation.ref, eid=EId.parse("sec_6__bullet_2"))),
        "no such provision": replace(citation, ref=replace(citation.ref, eid=EId.parse("art_32__para_2"))),
        "another document": replace(citation, ref=ProvisionRef("laodong-news-directive-52-2025", EId.parse("para_1"))),
        "unknown document": replace(citation, ref=ProvisionRef("law-25-2008-qh12", citation.ref.eid)),
        "empty": replace(citation, quote="", span=Span(span.start, span.start)),
    }
    for what, forged in tampered.items():
        assert forged != citation, f"{what}: nothing was tampered with"
        assert not step.proved(forged), what


def test_a_quote_over_600_characters_is_refused(answerer: Answerer, step: CiteStep, citation: Citation) -> None:
    source = answerer.index.sources[citation.ref.doc_id]
    root = replace(citation, ref=ProvisionRef(citation.ref.doc_id))
    for length, proved in ((600, True), (601, False)):
        assert step.proved(replace(root, quote=source[:length], span=Span(0, length))) is proved


@given(st.integers(-50, 12_000), st.integers(-50, 12_000), st.integers(0, 700))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_only_the_words_of_a_span_prove_it(
    answerer: Answerer, step: CiteStep, citation: Citation, start: int, other: int, length: int
) -> None:
    source = answerer.index.sources[citation.ref.doc_id]
    quote = source[max(other, 0) :][:length]
    forged = replace(citation, ref=ProvisionRef(citation.ref.doc_id), quote=quote, span=Span(start, start + length))
    same = start >= 0 and source[start : start + length] == quote
    assert step.proved(forged) == (same and 0 < len(quote) <= 600 and len(quote) == length)


def test_what_cannot_be_proved_goes_with_its_statement(answerer: Answerer, ask: Ask) -> None:
    from bot.turn import Question

    question = Question("How many people participate in health insurance?", dt.date(2026, 11, 21))
    turn = next(t for name, t in answerer.stream(question) if name == "compose")
    assert len(turn.chosen) >= 2
    forged = replace(turn.chosen[0], sentence=replace(turn.chosen[0].sentence, text="All of them."))
    cited = CiteStep(answerer.index)(replace(turn, chosen=(forged, *turn.chosen[1:])))
    assert len(cited.statements) == len(cited.citations) == len(turn.chosen) - 1
    assert [c.n for c in cited.citations] == list(range(1, len(turn.chosen)))
    assert [s.citations for s in cited.statements] == [(n,) for n in range(1, len(turn.chosen))]


DAY = dt.date(2026, 11, 21)


def document(**facts: object) -> Document:
    return Document(**{"id": "d", "file": "d.txt", "kind": "law", "authority": "law", "language": "vi", **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "as_of", "status"),
    [
        ({"status": "in_force"}, DAY, "in_force"),
        ({"status": "unknown"}, DAY, "unknown"),
        ({"status": "in_force", "expired": dt.date(2026, 11, 21)}, DAY, "expired"),
        ({"status": "in_force", "expired": dt.date(2026, 11, 22)}, DAY, "in_force"),
        ({"status": "in_force", "effective": dt.date(2026, 11, 21)}, DAY, "in_force"),
        ({"status": "in_force", "effective": dt.date(2026, 11, 22)}, DAY, "not_yet"),
        ({"status": "suspended"}, DAY, "suspended"),
    ],
)
def test_status_on_a_day(facts: dict[str, object], as_of: dt.date, status: str) -> None:
    assert status_at(document(**facts), as_of) == status


@pytest.mark.parametrize(
    ("facts", "as_of"),
    [
        ({"status": "expired", "effective": dt.date(2009, 7, 1), "expired": dt.date(2025, 8, 15)}, dt.date(2024, 1, 1)),
        ({"status": "not_yet", "effective": dt.date(2026, 7, 1)}, dt.date(2026, 8, 1)),
    ],
)
def test_status_on_a_day_when_it_was_or_will_be_in_force(facts: dict[str, object], as_of: dt.date) -> None:
    assert status_at(document(**facts), as_of) == "in_force"
