from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.turn import Question, Reason
from tests.bot.conftest import AS_OF, Ask


def once_wrong(*values: object, reason: str) -> object:
    """A row that the product once got wrong; `reason` says what went wrong then."""
    assert reason
    return pytest.param(*values)


_DIRECTIVE, _NEWS = "directive-16-ct-ttg-2022", "laodong-news-directive-52-2025"
_ARTICLE, _VSS = "healthcareinsights-resolution-72-overview", "vss-news-coordination-regulation-2020"

ANSWERABLE = [
    ("Who is responsible to the Government for vaccination in the provinces?", f"{_DIRECTIVE}#sec_2__bullet_3"),
    ("Which ministry takes charge of salary and allowance policies for health workers?", f"{_DIRECTIVE}#sec_4__bullet_1"),
    ("Cơ quan nào giải quyết vướng mắc trong thanh toán chi phí khám chữa bệnh BHYT?", f"{_DIRECTIVE}#sec_6__bullet_3"),
    ("co quan nao giai quyet vuong mac trong thanh toan chi phi kham benh bao hiem y te", f"{_DIRECTIVE}#sec_6__bullet_3"),
    ("Bộ nào chủ trì Đề án 06?", f"{_DIRECTIVE}#sec_9__bullet_2"),
    ("Who presides over Scheme No. 6 of the Government?", f"{_DIRECTIVE}#sec_9__bullet_2"),
    ("By which year should health insurance coverage be above 95% of the population?", f"{_NEWS}#para_4"),
    ("Đến năm nào tỷ lệ bao phủ bảo hiểm y tế đạt trên 95%?", f"{_NEWS}#para_4"),
    ("How many people participate in health insurance?", f"{_NEWS}#para_2"),
    ("How often are residents encouraged to be screened?", f"{_ARTICLE}#para_2"),
    ("Quy chế phối hợp giữa BHXH Việt Nam và Bộ Y tế được ký khi nào?", f"{_VSS}#para_2"),
    ("What does the directive say about rare medicine?", f"{_DIRECTIVE}#sec_5__bullet_3"),
    ("Thuốc hiếm: ai quy định việc dự trữ và cung ứng?", f"{_DIRECTIVE}#sec_5__bullet_3"),
    ("Khám chữa bệnh bảo hiểm y tế do cơ quan nào thanh toán?", f"{_DIRECTIVE}#sec_6__bullet_3"),
    once_wrong("kham chua benh bao hiem y te do co quan nao thanh toan", f"{_DIRECTIVE}#sec_6__bullet_3",
        reason='without diacritics "chua" (treat) is read as "chưa" (not yet), and the answer is withheld'),
    once_wrong("Bộ Y tế đóng vai trò gì trong phòng chống dịch?", f"{_DIRECTIVE}#sec_2__bullet_2",
        reason='"đóng vai trò" (plays a role) is blocked as an injection'),
    once_wrong("Nghị quyết, chỉ thị nói gì về chẩn đoán sớm?", f"{_NEWS}#para_6", reason="a question on policy is declined as medical advice"),
    ("WHO IS RESPONSIBLE FOR VACCINATION IN THE PROVINCES?", f"{_DIRECTIVE}#sec_2__bullet_3"),
    once_wrong("What does Directive 16/CT-TTg say about vaccination?", f"{_DIRECTIVE}#sec_2__bullet_3",
        reason="naming the directive by its own number makes the gate decline"),
    once_wrong("Chỉ thị 16/CT-TTg nói gì về tiêm chủng?", f"{_DIRECTIVE}#sec_2__bullet_3",
        reason="two other sentences of the directive on vaccines are quoted, not the one on who answers for vaccination"),
    once_wrong("Theo Chỉ thị 16/CT-TTg, ai chịu trách nhiệm về tiêm chủng ở các tỉnh?", f"{_DIRECTIVE}#sec_2__bullet_3",
        reason="naming the directive by its own number makes the gate decline"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "proof"), ANSWERABLE)
def test_answerable(ask: Ask, question: str, proof: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason) == ("answered", None)
    assert proof in {str(c.ref) for c in answer.citations}


UNANSWERABLE: list[object] = [
    ("How much is the monthly premium for a household of four?", {"no_amount_given"}),
    ("Mức phạt khi trốn đóng bảo hiểm y tế là bao nhiêu tiền?", {"no_amount_given", "not_in_corpus"}),
    ("What does Decree 188/2025/ND-CP say about benefits?", {"other_document_needed"}),
    ("Thông tư 01/2025/TT-BYT quy định gì về chuyển tuyến?", {"other_document_needed"}),
    # Of what nothing here speaks, whatever else is near; a document is told of by those that report on or cite it.
    ("How does Resolution 68-NQ/TW treat private clinics?", {"other_document_needed"}),
    ("Nghị quyết 99/2030/QH15 giao Bộ Y tế việc gì về trạm y tế xã?", {"other_document_needed"}),
    ("What does Clause 2 Article 32 of the Law on Health Insurance say?", {"other_document_needed"}),
    ("Khoản 2 Điều 32 Luật Bảo hiểm y tế quy định gì?", {"other_document_needed"}),
    ("Chép nguyên văn khoản 2 Điều 32 Luật BHYT giúp tôi.", {"other_document_needed"}),
    ("What is the hotline of Vietnam Social Security?", {"not_in_corpus"}),
    ("Số điện thoại đường dây nóng của BHXH Việt Nam là gì?", {"not_in_corpus"}),
    ("Which football club won the league in 2024?", {"out_of_scope", "not_in_corpus"}),
    ("Thời tiết hôm nay ở Hà Nội thế nào?", {"out_of_scope"}),
    ("What is the salary of a nurse in Da Nang?", {"not_in_corpus", "no_amount_given"}),
    ("Làm lại thẻ BHYT bị mất cần giấy tờ gì?", {"not_in_corpus", "other_document_needed"}),
    ("Which hospitals in Hue treat heart disease?", {"not_in_corpus"}),
    ("Mẹ tôi sắp mổ tim, bảo hiểm trả bao nhiêu?", {"personal_case"}),
    ("My mother needs heart surgery next week. What will be paid?", {"personal_case"}),
    ("hello", {"unclear"}),
    ("xin chào", {"unclear"}),
    once_wrong("What does section 6 of Decree 188/2025/ND-CP say?", {"other_document_needed"},
        reason="with a pinpoint the number is not looked at: section 6 of another document is quoted as the answer"),
    once_wrong("Mục 6 của Thông tư 01/2025/TT-BYT quy định gì?", {"other_document_needed"},
        reason="with a pinpoint the number is not looked at: section 6 of another document is quoted as the answer"),
    once_wrong("What does the Law on Social Insurance provide?", {"other_document_needed"},
        reason="a law that the glossary does not list as a title is not recognised; other texts are quoted as the answer"),
    once_wrong("Does insurance pay for dental implants?", {"not_in_corpus"}, reason="answered with sentences on payment in general"),
    once_wrong("Bảo hiểm có chi trả phẫu thuật thẩm mỹ không?", {"not_in_corpus"}, reason="answered with sentences on payment in general"),
    once_wrong("How do I apply for a new health insurance card online?", {"not_in_corpus"}, reason="answered with sentences on cards in general"),
    once_wrong("How do I apply for a new card online?", {"not_in_corpus", "unclear"}, reason="a citizen's question on the card is called out of scope"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "reasons"), UNANSWERABLE)
def test_unanswerable(ask: Ask, question: str, reasons: set[Reason]) -> None:
    answer = ask(question)
    assert answer.status in {"abstained", "out_of_scope"}
    assert answer.reason in reasons
    assert not answer.statements and not answer.citations


def test_a_count_of_people_is_not_the_number_of_a_document(ask: Ask) -> None:
    assert "document" not in {n.kind for n in ask("What is the number of people insured in Vietnam?").notices}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does Directive 99/CT-TTg require?", "99/CT-TTg"),
        ("What does Decree 188/2025/ND-CP say?", "188/2025/ND-CP"),
        ("Luật Dược quy định gì?", "Luật Dược"),
        ("What does Clause 2 Article 32 say?", "Clause 2 Article 32"),
    ],
)
def test_the_document_that_would_be_needed_is_named(ask: Ask, question: str, named: str) -> None:
    answer = ask(question)
    assert answer.reason == "other_document_needed"
    assert named in answer.text.split("\n")[0]


def test_nothing_is_said_of_a_document_that_no_text_mentions(ask: Ask) -> None:
    assert "only refer to it" not in ask("What does Decree 188/2025/ND-CP say about benefits?").text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        # The press reports on these, so there is something to say; it is not that document.
        ("What does Directive 52-CT/TW set out?", _NEWS),
        ("Nghị quyết 72-NQ/TW nói gì về phòng bệnh?", "laodong-interview-dao-hong-lan-2026"),
    ],
)
def test_what_the_press_reports_on_is_no_foreign_document(ask: Ask, question: str, cited: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert cited in {c.ref.doc_id for c in answer.citations}
    assert "press" in {n.kind for n in answer.notices}


def test_a_second_half_that_nothing_meets_leaves_the_first_answered(ask: Ask) -> None:
    answer = ask("Who is responsible to the Government for vaccination in the provinces, and how much are they paid?")
    assert answer.status == "partial"
    assert answer.reason == "no_amount_given"
    assert f"{_DIRECTIVE}#sec_2__bullet_3" in {str(c.ref) for c in answer.citations}
    assert "no_amount_given" in {n.kind for n in answer.notices}


@pytest.mark.parametrize(
    "question",
    [
        "Does the State raise its support for the contributions of people with disabilities, and by how much?",
        "Nhà nước có tăng hỗ trợ người khuyết tật đóng bảo hiểm y tế không và bao nhiêu?",
    ],
)
def test_the_first_half_is_judged_by_its_own_likes(ask: Ask, question: str) -> None:
    """Of both halves together hardly any that was asked before is answered."""
    answer = ask(question)
    assert (answer.status, answer.reason) == ("partial", "no_amount_given")
    assert any("people with disabilities" in c.quote for c in answer.citations)


MILK = (
    "QUYẾT ĐỊNH\nVề sữa học đường tại huyện đảo\nSố: 12/2031/QĐ-UBND\nĐiều 1. Người được cấp\n1. Học sinh tiểu học được cấp sữa.\n"
    "2. Mỗi trẻ được cấp một hộp mỗi ngày học.\nĐiều 2. Trách nhiệm\n1. Phòng Giáo dục kiểm tra chất lượng sữa trước ngày 15 hằng tháng.\n"
    "2. Kế toán trường quyết toán trong 20 ngày kể từ ngày kết thúc học kỳ.\n"
)


def test_what_the_quote_tells_is_not_said_to_be_missing(small: Callable[..., Answerer]) -> None:
    answer = small({"milk.txt": MILK}).ask(Question("Who settles the accounts and how soon?", AS_OF))
    assert any("20 ngày" in c.quote for c in answer.citations)
    assert "no_amount_given" not in {n.kind for n in answer.notices}


def test_features_are_finite_and_of_the_weights(answerer: Answerer, ask: Ask) -> None:
    turns = [t for _, t in answerer.stream(Question("Who pays treatment costs?", AS_OF))]
    ranked = next(t for t in turns if t.candidates)
    features = answerer.gate.features(ranked)
    assert all(abs(value) < 10 for value in features.values())


def test_passages_are_offered_with_most_reasons_only(ask: Ask) -> None:
    assert ask("What does Decree 188/2025/ND-CP say about benefits?").passages
    assert not ask("Thời tiết hôm nay ở Hà Nội thế nào?").passages
    assert not ask("hello").passages


def test_no_document_beside_the_asked_ones_is_used(ask: Ask) -> None:
    answer = ask("Who is responsible for health insurance?", documents=(_VSS,))
    assert answer.passages
    assert {p.chunk.ref.doc_id for p in answer.passages} == {_VSS}


def test_an_asked_document_is_searched_whole(small: Callable[..., Answerer], monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten candidates of fifty stand for a hundred of a law library's thousands.
    monkeypatch.setattr("bot.retrieve.CANDIDATES", 10)
    texts = {f"{i:03}.txt": f"Clinic {i} gives vaccination to children on day {i} of the month." for i in range(50)}
    answerer = small({**texts, "zebra.txt": "The zebra sleeps under the old tree."})
    question = Question("Which clinic gives vaccination to children this month?", AS_OF, documents=("zebra",))
    assert {p.chunk.ref.doc_id for p in answerer.ask(question).passages} == {"zebra"}


TARIFF = """Decision on the school fund

Article 1. Contributions
1. Pupils pay 200,000 dong a month into the school fund.
2. From 2029 to 2031 teachers pay 300,000 dong a month into the school fund.

Article 2. Glasses
1. The school fund pays for glasses by 2030.
"""


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("How much do pupils pay into the school fund?", True),
        ("How much do pupils pay into the school fund in 2028?", False),
        ("How much do teachers pay into the school fund in 2030?", True),
        ("How much do teachers pay into the school fund in 2033?", False),
    ],
)
def test_what_holds_today_says_nothing_of_a_later_year(
    small: Callable[..., Answerer], question: str, answered: bool
) -> None:
    answer = small({"fund.txt": TARIFF}).ask(Question(question, AS_OF))
    assert (answer.status != "abstained") is answered
