"""What a fresh machine says from the digests: citizens' questions in both languages, with the clause, on a day."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot.answerer import Answerer
from bot.currency import asked_period
from bot.turn import Answer, Question
from corpus.provision import Document, Period
from corpus.toml import BUNDLED
from ingest.library import find_entry, folder_digests
from ingest.sentences import MAX_QUOTE
from tests.bot.conftest import AS_OF

_LAW, _PAYING, _VISITS, _SALARY = (
    "digest-law-25-2008-qh12", "digest-resolution-261-2025-qh15", "digest-decree-188-2025-nd-cp", "digest-decree-161-2026-nd-cp",
)  # fmt: skip

# Question, language, work and provision that must be cited, words that must stand in a quote.
ANSWERED = [
    ("What share does insurance pay for a pensioner?", "en", _LAW, "art_22__para_1", "95%"),
    ("Người về hưu được bảo hiểm y tế chi trả bao nhiêu phần trăm?", "vi", _LAW, "art_22__para_1", "95%"),
    ("nguoi huong luong huu duoc chi tra may phan tram", "vi", _LAW, "art_22__para_1", "95%"),
    ("How much does health insurance pay for near-poor people?", "en", _PAYING, "art_2__para_1__point_a", "100%"),
    ("Người cận nghèo được quỹ bảo hiểm trả bao nhiêu phần trăm chi phí?", "vi", _LAW, "art_22__para_1", "100%"),
    ("What share is paid for children under 6?", "en", _LAW, "art_22__para_1", "100%"),
    ("Trẻ em dưới 6 tuổi được bảo hiểm chi trả bao nhiêu phần trăm?", "vi", _LAW, "art_22__para_1", "100%"),
    ("What share of the cost does insurance pay for students?", "en", _LAW, "art_22__para_1", "80%"),
    ("Sinh viên đi khám được bảo hiểm y tế trả bao nhiêu phần trăm?", "vi", _LAW, "art_22__para_1", "80%"),
    ("How much is paid for an inpatient stay without a referral?", "en", _LAW, "art_22__para_4", "%"),
    ("Không có giấy chuyển viện mà nằm viện nội trú thì được trả bao nhiêu?", "vi", _LAW, "art_22__para_4", "%"),
    ("How much is paid for an outpatient visit without a referral?", "en", _VISITS, "art_19", "50%"),
    ("Khám ngoại trú trái tuyến được trả bao nhiêu?", "vi", _VISITS, "art_19", "50%"),
    ("How long does it take to replace a lost card?", "en", _LAW, "art_18__para_3", "7 working days"),
    ("Mất thẻ BHYT bao lâu được cấp lại?", "vi", _LAW, "art_18__para_3", "7 ngày làm việc"),
    ("mat the bao hiem y te thi may ngay duoc cap lai", "vi", _LAW, "art_18__para_3", "7 ngày làm việc"),
    ("What does the second family member pay?", "en", _LAW, "art_13__para_6", "70%"),
    ("Người thứ hai trong hộ gia đình đóng bao nhiêu?", "vi", _LAW, "art_13__para_6", "70%"),
    ("When does a card start to work after a gap in contributions?", "en", _LAW, "art_16__para_3", "30 days"),
    ("Đóng gián đoạn rồi đóng lại thì bao lâu thẻ mới có giá trị?", "vi", _LAW, "art_16__para_3", "30 ngày"),
    ("What does Clause 2 Article 32 of the Law on Health Insurance say?", "en", _LAW, "art_32__para_2", "30 days"),
    ("Khoản 2 Điều 32 Luật Bảo hiểm y tế quy định gì?", "vi", _LAW, "art_32__para_2", "30 ngày"),
    ("Within how many days must the social insurance agency advance money to a hospital?", "en", _LAW, "art_32__para_1", "5 working days"),
    ("What does health insurance not pay for?", "en", _LAW, "art_23", "Not paid"),
    ("Liệt kê những khoản bảo hiểm y tế không trả", "vi", _LAW, "art_23", "Không trả"),
]  # fmt: skip


def asked(answerer: Answerer, question: str, as_of: dt.date = AS_OF) -> Answer:
    return answerer.ask(Question(question, as_of))


@pytest.mark.parametrize(("question", "lang", "work", "eid", "words"), ANSWERED)
def test_a_citizen_gets_an_answer_with_the_clause(
    bundled_answerer: Answerer, question: str, lang: str, work: str, eid: str, words: str
) -> None:
    answer = asked(bundled_answerer, question)
    assert answer.status == "partial"
    cited = [c for c in answer.citations if c.ref.doc_id == f"{work}.{lang}" and str(c.ref.eid).startswith(eid)]
    assert any(words in c.quote for c in cited), [(str(c.ref), c.quote) for c in answer.citations]


def test_quotes_of_a_digest_are_verbatim_in_the_language_of_the_question_and_labelled(
    bundled_answerer: Answerer,
) -> None:
    for question, lang, *_ in ANSWERED:
        answer = asked(bundled_answerer, question)
        for c in answer.citations:
            document = bundled_answerer.index.documents[c.ref.doc_id]
            assert bundled_answerer.index.sources[c.ref.doc_id][c.span.start : c.span.end] == c.quote
            assert document.authority != "digest" or document.language == lang
            marked = "not the official text" if lang == "en" else "không phải văn bản chính thức"
            assert document.authority != "digest" or marked in c.label
        assert all(str(document.source) in answer.text for document in _digests_cited(bundled_answerer, answer))


def _digests_cited(answerer: Answerer, answer: Answer) -> list[Document]:
    cited = {c.ref.doc_id: answerer.index.documents[c.ref.doc_id] for c in answer.citations}
    return [document for document in cited.values() if document.authority == "digest"]


DATED = [
    ("How much is the base salary?", "2026-06-30", "2,340,000", "2,530,000"),
    ("How much is the base salary?", "2026-07-01", "2,530,000", "2,340,000"),
    ("Mức lương cơ sở là bao nhiêu?", "2026-06-30", "2.340.000", "2.530.000"),
    ("Mức lương cơ sở là bao nhiêu?", "2026-07-01", "2.530.000", "2.340.000"),
    ("What share of the cost is paid for near-poor people?", "2025-12-31", "95%", "Since 1 January 2026"),
    ("What share of the cost is paid for near-poor people?", "2026-01-01", "100%", "Until 31 December 2025"),
    ("Năm 2025 người cận nghèo được trả bao nhiêu phần trăm?", "2026-11-21", "95%", "Từ 01/01/2026"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "day", "said", "unsaid"), DATED)
def test_the_rule_of_the_day_counts(
    bundled_answerer: Answerer, question: str, day: str, said: str, unsaid: str
) -> None:
    quotes = " ".join(c.quote for c in asked(bundled_answerer, question, dt.date.fromisoformat(day)).citations)
    assert said in quotes
    assert unsaid not in quotes


@pytest.mark.parametrize(
    "question",
    [
        "How much does an MRI scan cost?",
        "Số điện thoại đường dây nóng của BHXH Việt Nam là gì?",
        "Which hospitals in Da Nang take insurance cards?",
        "bang gia vien phi benh vien cho ray la bao nhieu tien",
    ],
)
def test_what_the_digest_does_not_hold_is_declined(bundled_answerer: Answerer, question: str) -> None:
    answer = asked(bundled_answerer, question)
    assert answer.status in {"abstained", "out_of_scope"}
    assert not answer.citations


@pytest.mark.parametrize(
    ("text", "start", "until"),
    [
        ("What is paid?", "2026-11-21", "2026-11-21"),
        ("What was paid in 2025?", "2025-01-01", "2025-12-31"),
        ("Từ năm 2024 đến năm 2025 thì sao?", "2024-01-01", "2025-12-31"),
        ("What does Decree 188/2025/ND-CP say?", "2026-11-21", "2026-11-21"),
        ("Mục tiêu đến năm 2030 là gì?", "2026-11-21", "2026-11-21"),
        ("What changes between 2025 and 2030?", "2025-01-01", "2026-11-21"),
    ],
)
def test_the_days_that_a_question_is_about(text: str, start: str, until: str) -> None:
    assert asked_period(text, AS_OF) == Period(dt.date.fromisoformat(start), dt.date.fromisoformat(until))


def test_a_digest_is_shown_like_any_document(bundled_answerer: Answerer) -> None:
    digests = folder_digests([BUNDLED])
    entry = find_entry(f"{_LAW}.vi", [], bundled_answerer.agencies, digests)
    assert entry is not None and entry.quotable is not None
    nodes = list(entry.tree.walk())
    assert len({node.ref.eid for node in nodes}) == len(nodes)
    for node in nodes:
        assert entry.source.text[node.span.start : node.span.end] == node.text
        assert all(child.span in node.span for child in node.children)
    for eid, spans in entry.quotable.items():
        node = next(node for node in nodes if node.ref.eid == eid)
        assert all(span in node.span and span.end - span.start > 0 for span in spans)
    assert all(len(s.text) <= MAX_QUOTE for s in bundled_answerer.index.sentences)


def test_an_official_text_drives_its_digest_out(bundled_answerer: Answerer) -> None:
    """The works that the index holds as digests are those whose number no other document has."""
    documents = bundled_answerer.index.documents.values()
    official = {d.number for d in documents if d.authority != "digest" and d.number}
    digests = {d.number for d in documents if d.authority == "digest"}
    assert digests and not official & digests
    assert not re.search("digest", " ".join(d.id for d in documents if d.authority != "digest"))
