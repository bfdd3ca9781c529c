"""What a fresh machine says from the digests: citizens' questions in both languages, with the clause, on a day."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot.answerer import Answerer
from bot.currency import asked_period
from bot.support import own_words
from bot.turn import Answer, Question
from corpus.provision import Document, Period
from corpus.toml import BUNDLED
from ingest.library import find_entry, folder_digests
from ingest.sentences import MAX_QUOTE
from tests.bot.conftest import AS_OF

_LAW, _PAYING, _VISITS, _SLIPS, _VILLAGES = (
    "digest-law-25-2008-qh12", "digest-resolution-261-2025-qh15", "digest-decree-188-2025-nd-cp", "digest-circular-01-2025-tt-byt",
    "digest-decree-192-2026-nd-cp",
)  # fmt: skip

# Question, language, work and provision that must be cited, words that must stand in a quote.
ANSWERED = [
    ("What share does insurance pay for a pensioner?", "en", _LAW, "art_22__para_1", "95%"),
    ("Người về hưu được bảo hiểm y tế chi trả bao nhiêu phần trăm?", "vi", _LAW, "art_22__para_1", "95%"),
    ("nguoi huong luong huu duoc chi tra may phan tram", "vi", _LAW, "art_22__para_1", "95%"),
    ("How much does health insurance pay for near-poor people?", "en", _PAYING, "art_2__para_1__point_a", "100%"),
    ("Người cận nghèo được quỹ bảo hiểm trả bao nhiêu phần trăm chi phí?", "vi", _PAYING, "art_2__para_1__point_a", "100%"),
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
    ("When does cover start after a gap?", "en", _LAW, "art_16__para_3", "30 days"),
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


# How people ask, the provisions of which one is quoted first, and the words of which some stand in a quote.
PHRASINGS = [
    ([(_LAW, "art_22__para_1")], ["95%"], [
        "What does health insurance pay for retirees?",
        "I am retired, how much of the bill does insurance cover?",
        "My father draws a pension. What percentage will insurance pay?",
        "Người hưởng lương hưu được BHYT chi trả mức nào?",
        "Người hưởng lương hưu được bảo hiểm trả bao nhiêu phần trăm?",  # and not what is paid in for them
        "Bố tôi về hưu, đi khám được trả mấy phần trăm?",
        "bo toi ve huu di kham duoc bao hiem tra bao nhieu",
        "My mother gets a monthly work-incapacity allowance. How much of her hospital bill is covered?",
        "Mẹ tôi hưởng trợ cấp mất sức lao động hằng tháng thì được trả bao nhiêu phần trăm viện phí?",
    ]),
    ([(_PAYING, "art_2__para_1__point_a"), (_LAW, "art_22__para_1")], ["100%"], [
        "What percentage is covered for a near-poor household?",
        "I am from a near-poor household. How much does insurance pay?",
        "Hộ cận nghèo được hưởng BHYT bao nhiêu phần trăm?",
        "ho can ngheo duoc huong bhyt bao nhieu",
    ]),
    ([(_LAW, "art_22__para_1")], ["100%"], [
        "Is treatment free for children under six?",
        "Trẻ 4 tuổi đi khám được bảo hiểm trả bao nhiêu?",
        "tre em duoi 6 tuoi kham benh co mat tien khong",
        "con toi 5 tuoi nam vien bao hiem tra may phan tram",
    ]),
    ([(_LAW, "art_22__para_1")], ["80%"], [
        "Học sinh đi khám bệnh được BHYT trả bao nhiêu phần trăm?",
        "hoc sinh sinh vien duoc bao hiem chi tra may phan tram",
        "sinh vien kham benh phai tra bao nhieu",
    ]),
    ([(_LAW, "art_22__para_4")], ["40%"], [
        "What happens if I am hospitalised without a referral?",
        "How much is covered if I stay in a provincial hospital without a referral letter?",
        "Nằm viện trái tuyến được bảo hiểm chi trả bao nhiêu?",
        "Điều trị nội trú trái tuyến tỉnh được hưởng bao nhiêu phần trăm?",
        "nam vien khong co giay chuyen vien duoc tra bao nhieu",
    ]),
    ([(_VISITS, "art_19"), (_LAW, "art_22__para_4")], ["50%"], [
        "I went to a hospital for an outpatient visit without a referral. What is paid?",
        "Do I get anything for an outpatient visit without referral?",
        "Khám ngoại trú không có giấy chuyển",
        "Khám ngoại trú trái tuyến có được bảo hiểm trả không?",
        "kham ngoai tru trai tuyen duoc bao nhieu phan tram",
    ]),
    ([(_LAW, "art_18")], ["7 working days", "7 ngày làm việc"], [
        "I lost my insurance card, how long until I get a new one?",
        "How many days to reissue a lost health insurance card?",
        "Làm mất thẻ bảo hiểm y tế thì mấy ngày có thẻ mới?",
        "Xin cấp lại thẻ BHYT bị mất mất bao lâu?",
        "lam mat the bhyt bao lau thi co lai",
    ]),
    ([(_LAW, "art_13__para_6"), (_VISITS, "art_6__para_5")], ["70%"], [
        "How much does the second person in a household pay?",
        "Family discount for the second member?",
        "Thành viên thứ hai của hộ gia đình đóng bao nhiêu phần trăm?",
        "nguoi thu 2 trong ho gia dinh dong bhyt bao nhieu",
        "mua bao hiem ho gia dinh nguoi thu hai giam bao nhieu",
    ]),
    ([(_LAW, "art_16__para_3")], ["30 days", "30 ngày"], [
        "After a break in insurance, how long until the card is valid again?",
        "Đứt quãng bảo hiểm 4 tháng, mua lại thì bao giờ dùng được?",
        "Gián đoạn đóng BHYT thì khi nào thẻ có giá trị sử dụng?",
        "ngung dong bao hiem 5 thang mua lai bao lau co hieu luc",
    ]),
    ([(_LAW, "art_32__para_2")], ["first 15 days", "15 ngày đầu"], [
        "When must a hospital send its claim to the agency?",
        "khoan 2 dieu 32 luat bao hiem y te noi gi",
    ]),
    ([(_LAW, "art_32")], ["10 days", "10 ngày"], [
        "By when must the agency pay the hospital after the settlement notice?",
        "trong bao nhieu ngay phai quyet toan chi phi voi benh vien",
    ]),
    ([(_LAW, "art_32")], ["60 days", "60 ngày"], [
        "How long does the insurer have to settle the quarterly report?",
        "What is the deadline for quarter 4 settlement?",
    ]),
    ([(_LAW, "art_32__para_1")], ["5 working days", "5 ngày làm việc"], [
        "tam ung chi phi kham chua benh bhyt cho benh vien trong may ngay",
    ]),
    ([(_LAW, "art_23")], ["Not paid", "Không trả"], [
        "Which costs are not covered by health insurance?",
        "Những trường hợp nào không được hưởng bảo hiểm y tế?",
        "Bảo hiểm y tế không chi trả những gì?",
        "bao hiem y te khong thanh toan cac truong hop nao",
    ]),
    ([(_SLIPS, "art_12")], ["10 working days", "10 ngày làm việc"], [
        "How long is a transfer slip valid?",
        "Giấy chuyển tuyến có giá trị bao lâu?",
        "giay chuyen vien co gia tri may ngay",
    ]),
    ([(_VILLAGES, "art_7")], ["0.7", "0,7"], [
        "How much does a village health worker get a month?",
        "Nhân viên y tế thôn bản được hưởng phụ cấp bao nhiêu?",
        "nhan vien y te thon ban duoc ho tro bao nhieu mot thang",
    ]),
    ([(_LAW, "art_49")], ["0.03%", "0,03%"], [
        "How much interest does an employer who pays late owe?",
        "Chậm đóng bảo hiểm y tế bị tính lãi bao nhiêu?",
    ]),
    ([(_LAW, "art_48b"), (_LAW, "art_49"), (_VISITS, "item_4")], ["60 ngày"], [
        "doanh nghiep tron dong bao hiem y te thi bi sao",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "first", "words"),
    [(q, first, words) for first, words, questions in PHRASINGS for q in questions],
)
def test_however_a_citizen_asks_the_right_provision_comes_first(
    bundled_answerer: Answerer, question: str, first: list[tuple[str, str]], words: list[str]
) -> None:
    citations = asked(bundled_answerer, question).citations
    assert citations
    ref = citations[0].ref
    assert any(ref.doc_id.startswith(f"{work}.") and str(ref.eid).startswith(eid) for work, eid in first)
    assert any(word in c.quote for c in citations for word in words)


FOLLOW_UPS = [
    ("What share for a pensioner?", "and a student?", "80%"),
    ("What share for a pensioner?", "And a near-poor person?", "100%"),
    ("What share does insurance pay for a pensioner?", "and for a poor person?", "100%"),
    ("Người hưởng lương hưu được trả bao nhiêu phần trăm?", "thế còn người cận nghèo?", "100%"),
    ("Người hưởng lương hưu được trả bao nhiêu phần trăm?", "Còn sinh viên thì sao?", "80%"),
    ("nguoi huong luong huu duoc tra bao nhieu phan tram", "the con nguoi can ngheo?", "100%"),
    ("nguoi huong luong huu duoc tra bao nhieu phan tram", "con hoc sinh?", "80%"),
]


@pytest.mark.parametrize(("context", "question", "said"), FOLLOW_UPS)
def test_a_follow_up_on_another_group_gets_its_share(
    bundled_answerer: Answerer, context: str, question: str, said: str
) -> None:
    answer = bundled_answerer.ask(Question(question, AS_OF, context=context))
    assert any(said in c.quote for c in answer.citations)
    assert answer.lang == ("en" if question.startswith(("and ", "And ")) else "vi")


# A follow-up in the other language is answered in its own: (question before, follow-up, language, words of a quote).
ACROSS = [
    ("What share does insurance pay for a pensioner?", "còn người cận nghèo?", "vi", "100%"),
    ("What share does insurance pay for a pensioner?", "con nguoi can ngheo?", "vi", "100%"),
    ("Người hưởng lương hưu được trả bao nhiêu phần trăm?", "and a near-poor person?", "en", "near-poor people"),
    ("nguoi huong luong huu duoc tra bao nhieu phan tram", "and a near-poor person?", "en", "near-poor people"),
    (
        "Who is responsible for vaccination in the provinces?",
        "thế ai phối hợp?",
        "vi",
        "vaccination in their provinces",
    ),
    (
        "Who is responsible for vaccination in the provinces?",
        "the ai phoi hop?",
        "vi",
        "vaccination in their provinces",
    ),
    ("Ai chịu trách nhiệm về tiêm chủng ở tỉnh?", "and who has to cooperate?", "en", "vaccination in their provinces"),
    ("Ai chiu trach nhiem ve tiem chung o tinh?", "and who has to cooperate?", "en", "vaccination in their provinces"),
    ("Bộ Tài chính phải làm gì?", "and by when?", "en", "Ministry of Finance"),
    ("How long does it take to replace a lost card?", "ai cấp lại?", "vi", "cơ quan bảo hiểm xã hội cấp lại"),
    ("Làm mất thẻ thì mấy ngày được cấp lại?", "who issues it?", "en", "the social insurance agency must issue"),
    ("Chỉ tiêu bao phủ bảo hiểm y tế năm 2026 là bao nhiêu?", "and in 2030?", "en", "by 2030"),
    ("What is the coverage goal for health insurance in 2026?", "còn năm 2030?", "vi", "đến 2030"),
]


@pytest.mark.parametrize(("context", "question", "lang", "said"), ACROSS)
def test_a_follow_up_in_the_other_language_is_answered_in_its_own(
    bundled_answerer: Answerer, context: str, question: str, lang: str, said: str
) -> None:
    answer = bundled_answerer.ask(Question(question, AS_OF, context=context))
    assert answer.status in {"answered", "partial"}
    assert answer.lang == lang
    assert any(said in c.quote for c in answer.citations)


DATED = [
    ("How much is the base salary?", "2026-06-30", "2,340,000", "2,530,000"),
    ("How much is the base salary?", "2026-07-01", "2,530,000", "2,340,000"),
    ("Mức lương cơ sở là bao nhiêu?", "2026-06-30", "2.340.000", "2.530.000"),
    ("Mức lương cơ sở là bao nhiêu?", "2026-07-01", "2.530.000", "2.340.000"),
    ("What share of the cost is paid for near-poor people?", "2025-12-31", "95%", "Since 1 January 2026"),
    ("What share of the cost is paid for near-poor people?", "2026-01-01", "100%", "Until 31 December 2025"),
    ("Năm 2025 người cận nghèo được trả bao nhiêu phần trăm?", "2026-11-21", "95%", "Từ 01/01/2026"),
    ("Người cận nghèo được bảo hiểm trả bao nhiêu phần trăm?", "2025-10-01", "95%", "Từ 01/01/2026"),
    ("What percentage is covered for a near-poor household?", "2025-10-01", "95%", "Since 1 January 2026"),
    ("How much is paid for an outpatient visit without a referral?", "2025-10-01", "0%", "since 1 July 2026"),
    ("kham ngoai tru trai tuyen duoc bao nhieu phan tram", "2025-10-01", "0%", "từ 01/7/2026"),
    ("Khám ngoại trú không có giấy chuyển", "2025-10-01", "0%", "từ 01/7/2026"),
    ("Nằm viện trái tuyến được bảo hiểm chi trả bao nhiêu?", "2025-10-01", "40%", "từ 01/7/2026"),
    ("How much is paid for an inpatient stay without a referral?", "2025-10-01", "40%", "since 1 July 2026"),
    ("Người thứ nhất trong hộ đóng bao nhiêu tiền một tháng?", "2025-10-01", "105.300", "113.850"),
    ("How much does the first family member pay in dong?", "2025-10-01", "105,300", "113,850"),
    ("Khám dưới bao nhiêu tiền thì được trả 100%?", "2025-10-01", "351.000", "379.500"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How has the near-poor benefit changed between 2025 and 2026?", ("95%", "100%")),
        ("Mức hưởng của người cận nghèo năm 2025 và 2026 khác nhau thế nào?", ("95%", "100%")),
        ("How did the base salary change from 2025 to 2026?", ("2,340,000", "2,530,000")),
    ],
)
def test_what_changed_is_told_with_both_sides(bundled_answerer: Answerer, question: str, said: tuple[str, str]) -> None:
    quotes = [own_words(citation.quote) for citation in asked(bundled_answerer, question).citations]
    assert all(any(words in quote for quote in quotes) for words in said)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        (
            "In the interview, what does the minister say about grassroots health care?",
            "laodong-interview-dao-hong-lan-2026",
        ),
        ("Trong bài phỏng vấn, Bộ trưởng nói gì về đào tạo nhân lực y tế?", "laodong-interview-dao-hong-lan-2026"),
        ("What does the Prime Minister's directive want for hospitals without medicine?", "directive-16-ct-ttg-2022"),
        ("What does Article 18 of the Law say about lost cards?", "digest-law-25-2008-qh12.en"),
    ],
)
def test_the_document_that_is_pointed_at_speaks_first(bundled_answerer: Answerer, question: str, document: str) -> None:
    assert asked(bundled_answerer, question).citations[0].ref.doc_id == document


@pytest.mark.parametrize(("question", "day", "said", "unsaid"), DATED)
def test_the_rule_of_the_day_counts(
    bundled_answerer: Answerer, question: str, day: str, said: str, unsaid: str
) -> None:
    citations = asked(bundled_answerer, question, dt.date.fromisoformat(day)).citations
    assert said in " ".join(own_words(c.quote) for c in citations)
    assert unsaid not in " ".join(c.quote for c in citations)


@pytest.mark.parametrize(
    "question",
    [
        "How much does an MRI scan cost?",
        "Số điện thoại đường dây nóng của BHXH Việt Nam là gì?",
        "Which hospitals in Da Nang take insurance cards?",
        "bang gia vien phi benh vien cho ray la bao nhieu tien",
        "How much does a knee replacement cost with insurance?",
        "Số điện thoại tổng đài BHXH?",
        "Which hospitals in Ho Chi Minh City are specialised level?",
        "What is the fine in dong for evading health insurance?",
        "Mức phạt tiền cụ thể đối với trốn đóng BHYT là bao nhiêu triệu?",
        "Bảo hiểm thất nghiệp được hưởng mấy tháng?",
        "thai san duoc huong bao nhieu tien",
        "Thai sản được hưởng bao nhiêu tiền?",
        "How much is the maternity allowance?",
        "How many people died of cancer in 2025?",
        "Who is the current Minister of Health?",
        "Lệ phí đổi thẻ rách là bao nhiêu tiền?",
        "Which drugs are on the covered list?",
        "Thuốc Panadol có trong danh mục bảo hiểm không?",
        "Can I use my health insurance card in Thailand?",
        "Mức đóng bảo hiểm xã hội tự nguyện là bao nhiêu?",
        "How do I log in to the VssID app?",
        "Vắc xin HPV có được bảo hiểm chi trả không?",
        "Is dialysis covered abroad?",
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
        ("luong co so hoi thang 5/2026 la bao nhieu", "2026-05-01", "2026-05-31"),
        ("What was the base salary in May 2026?", "2026-05-01", "2026-05-31"),
        ("Lương cơ sở trước ngày 01/7/2026 là bao nhiêu?", "2026-06-30", "2026-06-30"),
        ("I was in hospital on 3 March 2026. What is paid?", "2026-03-03", "2026-03-03"),
        ("Thẻ của tôi có từ tháng 3/2025, giờ đi khám trái tuyến được bao nhiêu?", "2026-11-21", "2026-11-21"),
        ("My daughter was born on 3 May 2027.", "2026-11-21", "2026-11-21"),
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
