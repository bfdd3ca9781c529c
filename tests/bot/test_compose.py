"""What holds of every answer, over all gold questions; then the rules of choosing sentences one by one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from itertools import combinations

import pytest

from bot.answerer import Answerer
from bot.compose import LEAD_WORDS, MAX_CITATIONS, MAX_SENTENCES, MAX_WORDS, ComposeStep
from bot.replies import replies
from bot.turn import Answer, Candidate, Question, Turn
from bot.vocabulary import load_vocabulary
from corpus.label import document_label
from corpus.provision import EId, ProvisionRef, Span
from corpus.temporal import find_times
from ingest.chunk import Sentence


@pytest.fixture(scope="module")
def answers(plain_answers: dict[str, Answer], bundled_answers: dict[str, Answer]) -> list[Answer]:
    found = [*plain_answers.values(), *bundled_answers.values()]
    assert sum(a.status == "answered" for a in found) > 100, "too few answers to say anything about answers"
    return found


def test_statements_cite_existing_numbers(answers: list[Answer]) -> None:
    for answer in answers:
        numbers = [c.n for c in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        cited = [n for s in answer.statements for n in s.citations]
        assert all(s.citations for s in answer.statements)
        assert set(cited) == set(numbers), "no statement without proof, no proof without a statement"
        assert all(set(n.citations) <= set(numbers) for n in answer.notices)
        assert set(map(int, re.findall(r" \[(\d+)\]", answer.text))) <= set(numbers)


def test_an_answer_has_statements_and_a_declined_question_none(answers: list[Answer]) -> None:
    for answer in answers:
        assert (answer.status == "answered") <= bool(answer.statements)
        assert (answer.status in {"abstained", "out_of_scope", "blocked"}) <= (not answer.statements)
        assert (answer.reason is None) or answer.status != "answered"
        assert (answer.reason is not None) or answer.status in {"answered", "partial"}


def test_statuses_go_with_their_reasons(answers: list[Answer]) -> None:
    allowed = {"medical_advice": {"out_of_scope"}, "out_of_scope": {"out_of_scope"}, "unsafe": {"blocked"}}
    for answer in answers:
        if answer.reason:
            assert answer.status in allowed.get(answer.reason, {"abstained", "partial"})


def test_limits(answers: list[Answer]) -> None:
    for answer in answers:
        assert len(answer.citations) <= 8
        assert len(answer.passages) <= 10
        assert all(len(p.chunk.text) <= 2000 for p in answer.passages)
        assert [p.rank for p in answer.passages] == list(range(1, len(answer.passages) + 1))


def test_the_first_five_passages_do_not_lie_inside_one_another(answers: list[Answer]) -> None:
    for answer in answers:
        for a, b in combinations(answer.passages[:5], 2):
            if a.chunk.ref.doc_id == b.chunk.ref.doc_id:
                assert a.chunk.span not in b.chunk.span and b.chunk.span not in a.chunk.span


def test_without_a_model_nothing_is_invented(answers: list[Answer]) -> None:
    for answer in answers:
        quotes = {c.n: c.quote for c in answer.citations}
        for statement in answer.statements:
            quote = quotes[statement.citations[0]]
            if statement.text.startswith("“"):
                assert statement.text.strip("“”") in quote
            else:  # a lead: its figures are those of the quote
                months = {str(t.first.month) for t in find_times(quote) if t.first}  # written as words in English
                assert set(re.findall(r"\d+", statement.text)) <= set(re.findall(r"\d+", quote)) | months


def test_the_markdown_says_nothing_beside_statements_labels_and_notices(answers: list[Answer]) -> None:
    frames = {
        word for wording in replies().frames.values() for text in (wording.en, wording.vi) for word in text.split()
    }
    for answer in (a for a in answers if a.status == "answered"):
        parts = [
            *(n.text for n in answer.notices),
            *(s.text for s in answer.statements),
            *(c.label for c in answer.citations),
        ]
        parts += [document_label(answer.documents[c.ref.doc_id], answer.lang) for c in answer.citations]
        rest = answer.text
        for part in sorted(set(parts), key=len, reverse=True):
            assert part in answer.text
            rest = rest.replace(part, "")
        assert set(re.findall(r"[^\W\d_]+", rest)) <= frames


def test_an_answer_that_is_no_list_is_short(answers: list[Answer]) -> None:
    for answer in (a for a in answers if len(a.statements) > 1):
        is_list = all(c.ref.eid.segments[-1][0] in {"item", "point"} for c in answer.citations)
        is_of_tasks = (
            "list" in load_vocabulary().kinds(answer.question) and len({c.ref.doc_id for c in answer.citations}) == 1
        )
        if not (is_list or is_of_tasks):
            assert sum(len(c.quote.split()) for c in answer.citations) <= MAX_WORDS + LEAD_WORDS
            assert len(answer.citations) <= MAX_SENTENCES + 1, "the sentences, and the words that a list is under"


def candidate(text: str, score: float, eid: str = "para_1", rank: int = 1, start: int = 0) -> Candidate:
    ref = ProvisionRef("d", EId.parse(eid))
    return Candidate(Sentence(f"d#{eid}", ref, text, Span(start, start + len(text)), ""), rank, score, 1.0, True)


def composed(answerer: Answerer, candidates: list[Candidate], wants_list: bool = False) -> Turn:
    turn = Turn(
        Question("q", dt.date(2026, 11, 21)),
        candidates=tuple(candidates),
        kinds=frozenset({"list"} if wants_list else set()),
    )
    return ComposeStep(answerer.index)(turn)


def test_the_best_sentence_is_there_even_when_it_is_long(answerer: Answerer) -> None:
    long = "word " * 200
    turn = composed(answerer, [candidate(long, 0.9), candidate("short one", 0.8, start=2000)])
    assert [c.sentence.text for c in turn.chosen] == [long]


def test_a_sentence_far_from_the_best_is_left_out(answerer: Answerer) -> None:
    turn = composed(answerer, [candidate("good", 0.9), candidate("poor", 0.08, start=10)])
    assert [c.sentence.text for c in turn.chosen] == ["good"]


PILLARS = """The clinics of the coast rest on three pillars:
-
Boats: every island gets a boat of its own.
-
Nurses: every boat carries a nurse.
-
Radios: every nurse carries a radio.
The pillars are looked at again each spring.
"""


@pytest.mark.parametrize(
    "question", ["What are the three pillars of the coast clinics?", "three pillars of the clinics"]
)
def test_what_introduces_a_list_comes_with_the_list(small: Callable[..., Answerer], question: str) -> None:
    answer = small({"coast.txt": PILLARS}).ask(Question(question, dt.date(2026, 11, 21)))
    assert [c.quote.split()[0] for c in answer.citations[:4]] == ["The", "Boats:", "Nurses:", "Radios:"]


MEASURES = """The harbour board told the press what it had done for the fishers this year and what was ahead.

First, it opened a clinic on the quay.

Second, it bought a boat for the doctors; the boat is white.

Third, it trained ten nurses.

The board meets again in May.
"""


def test_a_list_told_off_by_paragraphs_is_a_list(small: Callable[..., Answerer]) -> None:
    question = "List what the harbour board told the press it had done for the fishers."
    answer = small({"harbour.txt": MEASURES}).ask(Question(question, dt.date(2026, 11, 21)))
    assert [c.quote.split()[0] for c in answer.citations] == ["The", "First,", "Second,", "Third,"]


SIGNED = (
    "On 3 May 2027 in Hue the boards of the two coast hospitals signed the boat agreement. "
    "The boat agreement of the coast hospitals has 4 parts and 19 articles.\n"
)


def test_a_number_of_something_else_is_not_the_number_asked_for(small: Callable[..., Answerer]) -> None:
    question = "How many articles has the boat agreement that the coast hospitals signed in 2027?"
    answer = small({"news.txt": SIGNED}).ask(Question(question, dt.date(2027, 11, 21)))
    assert "19 articles" in answer.citations[0].quote


TWO_ARTICLES = {
    "coast.txt": "Directive No. 11-CT/TW is on the coast.\n\nUnder Directive No. 11-CT/TW coast clinics keep a boat.\n",
    "hills.txt": "Directive No. 22-CT/TW is on the hills.\n\nUnder Directive No. 22-CT/TW hill clinics keep a mule.\n",
}


def test_each_document_that_is_named_has_its_say(small: Callable[..., Answerer]) -> None:
    question = "Which boats do coast clinics keep under Directive 11-CT/TW, unlike Directive 22-CT/TW?"
    answer = small(TWO_ARTICLES).ask(Question(question, dt.date(2026, 11, 21)))
    assert {c.ref.doc_id for c in answer.citations} == {"coast", "hills"}


def test_a_sentence_on_another_year_gives_way(small: Callable[..., Answerer]) -> None:
    text = "By 2031 the share of insured fishers will reach 95%.\n\nIn 2029 the share of fishers insured was 40%.\n"
    answer = small({"report.txt": text}).ask(
        Question("What share of fishers was insured in 2029?", dt.date(2031, 1, 1))
    )
    assert [c.quote[:7] for c in answer.citations] == ["In 2029"]
    assert "In 2029" in answer.passages[0].chunk.text


def test_the_same_sentence_is_said_once(answerer: Answerer) -> None:
    turn = composed(answerer, [candidate("said twice", 0.9), candidate("said twice", 0.9, eid="para_2", start=50)])
    assert len(turn.chosen) == 1


def test_the_best_sentence_comes_first_then_its_passage_in_the_order_of_its_text(answerer: Answerer) -> None:
    rows = [
        candidate("Best.", 0.9, rank=2, start=40),
        candidate("Third.", 0.8),
        candidate("Second.", 0.6, rank=2, start=60),
        candidate("First.", 0.7, rank=2, start=3),
    ]
    assert [s.text for s in composed(answerer, rows).statements] == ["“Best.”", "“First.”", "“Second.”", "“Third.”"]


def test_the_words_that_a_list_is_under_come_before_its_item(answerer: Answerer) -> None:
    rows = [
        candidate("a) all of the cost;", 0.9, eid="art_1__para_2__point_a", start=40),
        candidate("The fund pays for:", 0.5, eid="art_1__para_2", start=20),
        candidate("Another clause.", 0.8, eid="art_1__para_1", start=3),
    ]
    said = [s.text for s in composed(answerer, rows).statements]
    assert said == ["“The fund pays for:”", "“a) all of the cost;”", "“Another clause.”"]


def test_a_provision_that_is_named_comes_first_in_the_order_of_its_text(bundled_answerer: Answerer) -> None:
    question = Question("Khoản 2 Điều 32 quy định thời hạn tạm ứng, quyết toán thế nào?", dt.date(2026, 11, 21))
    answer = bundled_answerer.ask(question)
    inside = [c.ref.eid.starts_with(EId.parse("art_32__para_2")) for c in answer.citations]
    assert inside[0] and inside == sorted(inside, reverse=True)
    starts = [c.span.start for c, own in zip(answer.citations, inside, strict=True) if own]
    assert starts == sorted(starts)


def test_a_provision_is_that_of_the_document_that_is_named(bundled_answerer: Answerer) -> None:
    text = "Theo khoản 2 Điều 19 Nghị định 188/2025/NĐ-CP, khám ngoại trú trái tuyến được trả bao nhiêu phần trăm?"
    first = bundled_answerer.ask(Question(text, dt.date(2026, 11, 21))).citations[0].ref
    assert first.doc_id == "digest-decree-188-2025-nd-cp.vi" and str(first.eid).startswith("art_19__para_2")


def test_a_list_is_given_whole_up_to_the_limit(answerer: Answerer) -> None:
    items = [candidate(f"({i}) item", 1 - i / 100, eid=f"sec_1__bullet_1__item_{i}", start=20 * i) for i in range(1, 6)]
    assert [c.sentence.text for c in composed(answerer, items[::-1][::-1], wants_list=True).chosen] == [
        f"({i}) item" for i in range(1, 6)
    ]
    many = [candidate(f"({i}) item", 1 - i / 100, eid=f"sec_1__bullet_1__item_{i}", start=20 * i) for i in range(1, 20)]
    assert len(composed(answerer, many, wants_list=True).chosen) == MAX_CITATIONS


def asked_for_tasks(small: Callable[..., Answerer], items: list[str]) -> Answer:
    listed = "; ".join(f"({n}) {item}" for n, item in enumerate(items, 1))
    text = f"DIRECTIVE\nON VACCINATION\nThe Prime Minister hereby requests:\n1. Vaccination\n- Ministry of Health shall: {listed}.\n- Others cooperate.\n2. Other tasks\n- Hospitals help.\n"
    question = Question(
        "What are the tasks of the Ministry of Health on vaccination?", dt.date(2026, 11, 21), documents=("d",)
    )
    return small({"d.txt": text}).ask(question)


@pytest.mark.parametrize("number", [2, 8, 9, 12, 30])
def test_a_list_is_complete(small: Callable[..., Answerer], number: int) -> None:
    items = [f"buy vaccine of kind {n} for the stations" for n in range(1, number + 1)]
    answer = asked_for_tasks(small, items)
    quoted = " ".join(citation.quote for citation in answer.citations)
    assert all(item in quoted for item in items)
    assert len(answer.citations) <= MAX_CITATIONS
    assert "incomplete" not in {n.kind for n in answer.notices}


def test_items_that_share_a_quote_are_cited_as_their_provision(small: Callable[..., Answerer]) -> None:
    answer = asked_for_tasks(small, [f"buy vaccine of kind {n} for the stations" for n in range(1, 13)])
    assert {str(citation.ref.eid) for citation in answer.citations} == {"sec_1__bullet_1"}


def test_a_list_that_is_cut_says_so(small: Callable[..., Answerer]) -> None:
    long = "for the stations of the communes, the wards and the towns of every province " * 4
    answer = asked_for_tasks(small, [f"buy vaccine of kind {n} {long}" for n in range(1, 31)])
    assert len(answer.citations) == MAX_CITATIONS, "thirty items that no eight quotes hold"
    assert "incomplete" in {n.kind for n in answer.notices}


def test_a_piece_of_a_long_sentence_comes_with_its_beginning(small: Callable[..., Answerer]) -> None:
    listed = ", ".join(f"the department of area {n} of the province" for n in range(1, 20))
    text = f"DECISION\nOn stations\n\nFirst of all {listed}, shall pay a monthly allowance to village midwives.\n"
    question = Question("Who pays an allowance to village midwives?", dt.date(2026, 11, 21))
    answer = small({"d.txt": text}).ask(question)
    quotes = [citation.quote for citation in answer.citations]
    assert "midwives" in quotes[-1]
    assert quotes[0].startswith("First of all"), "a quote from the middle of a sentence alone cannot be read"


def test_the_mark_of_a_list_is_not_quoted(answerer: Answerer) -> None:
    assert (
        composed(answerer, [candidate("- Ministry of Health shall act.", 0.9)]).statements[0].text
        == "“Ministry of Health shall act.”"
    )


@pytest.mark.parametrize(
    ("question", "never"),
    [
        # The news of November 2025 has a goal for 2026; it is no answer about 2020 or 2019.
        ("ty le bao phu bao hiem y te nam 2020 la bao nhieu", "by 2026"),
        ("What was the health insurance coverage rate in 2019?", "by 2026"),
    ],
)
def test_a_sentence_on_another_year_is_no_answer(answerer: Answerer, question: str, never: str) -> None:
    answer = answerer.ask(Question(question, dt.date(2026, 11, 21)))
    assert not any(never in citation.quote for citation in answer.citations)


def test_a_document_of_the_year_asked_about_may_look_ahead(answerer: Answerer) -> None:
    answer = answerer.ask(Question("2020: remaining 10% not huge, target group difficult", dt.date(2026, 11, 21)))
    assert any("by 2025" in citation.quote for citation in answer.citations)


def test_asked_for_a_date_another_year_may_be_the_answer(small: Callable[..., Answerer]) -> None:
    text = "NEWS\n\nThe rules of the 2024 law on transfer of patients take effect on 1 January 2025.\n\nCoverage was discussed.\n"
    answer = small({"d.txt": text}).ask(
        Question("From what date do the 2024 rules on transfer of patients apply?", dt.date(2026, 11, 21))
    )
    assert any("1 January 2025" in citation.quote for citation in answer.citations)
