from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.turn import Answer, Notice, NoticeKind, Question
from corpus.provision import Language
from tests.bot.conftest import AS_OF, LAW, Ask

_OLD_MINISTRY = "Bộ nào phối hợp với Bộ Y tế đề xuất chính sách tiền lương, phụ cấp cho nhân viên y tế?"
_PRESS = "How many people take part in health insurance in Vietnam?"


def of_kind(answer: Answer, kind: NoticeKind) -> list[Notice]:
    return [n for n in answer.notices if n.kind == kind]


def test_press_is_said_to_be_press_and_what_it_reports_on(ask: Ask) -> None:
    answer = ask(
        "By which year should health insurance coverage be above 95% of the population?",
        documents=("laodong-news-directive-52-2025",),
    )
    (notice,) = of_kind(answer, "press")
    assert "52-CT/TW" in notice.text and "not that document" in notice.text
    assert set(notice.citations) == {c.n for c in answer.citations}


def test_an_official_text_is_not_called_press(ask: Ask) -> None:
    assert not of_kind(ask("Who is responsible to the Government for vaccination in the provinces?"), "press")


def test_a_known_defect_in_a_quote_is_told_with_the_words_it_concerns(ask: Ask) -> None:
    answer = ask(_PRESS, documents=("laodong-news-directive-52-2025",))
    notices = of_kind(answer, "defect")
    told = next(n for n in notices if "more than 92 million Vietnamese people" in n.text)
    (number,) = told.citations
    assert "more than 92 million Vietnamese people" in answer.citations[number - 1].quote
    assert "94.29%" in told.text


def test_a_defect_of_other_words_is_not_told(ask: Ask) -> None:
    answer = ask(_PRESS)
    quotes = " ".join(c.quote for c in answer.citations)
    for notice in of_kind(answer, "defect"):
        assert notice.text.split("“")[1].split("”")[0] in quotes


@pytest.mark.parametrize(
    ("as_of", "told"),
    [(dt.date(2022, 10, 1), False), (dt.date(2025, 2, 28), False), (dt.date(2025, 3, 1), True), (AS_OF, True)],
)
def test_an_agency_that_has_ended_is_told_from_the_day_it_ended(ask: Ask, as_of: dt.date, told: bool) -> None:
    answer = ask(_OLD_MINISTRY, as_of=as_of)
    assert "Ministry of Labor - War Invalids and Social Affairs" in " ".join(c.quote for c in answer.citations)
    notices = of_kind(answer, "renamed_agency")
    assert bool(notices) is told
    if told:
        # One old body, several new ones, each with its function, and where that is known from.
        assert "từ ngày 01/03/2025" in notices[0].text and "https://" in notices[0].text
        assert "Bộ Nội vụ" in notices[0].text and "Bộ Y tế" in notices[0].text
        assert notices[0].citations


def test_an_agency_that_still_exists_is_no_news(ask: Ask) -> None:
    answer = ask("Who is responsible to the Government for vaccination in the provinces?")
    assert not of_kind(answer, "renamed_agency")


@pytest.mark.parametrize(
    ("question", "lang", "told"),
    [
        ("Who is responsible to the Government for vaccination in the provinces?", "en", False),
        ("Ai chịu trách nhiệm trước Chính phủ về tiêm chủng ở các tỉnh?", "vi", True),
    ],
)
def test_quotes_in_another_language_are_announced(ask: Ask, question: str, lang: str, told: bool) -> None:
    answer = ask(question)
    assert answer.lang == lang and answer.citations
    assert bool(of_kind(answer, "language")) is told


def test_a_declined_question_has_no_notices_on_texts_that_it_does_not_rest_on(ask: Ask) -> None:
    assert (
        ask("How much is the monthly premium for a household of four?", documents=("directive-16-ct-ttg-2022",)).notices
        == ()
    )


TEXT = "The Health Fund pays for dental treatment of children under six within thirty days.\n"
QUESTION = "Who pays for dental treatment of children under six?"
Rule = Callable[..., Callable[..., Answer]]


@pytest.fixture
def rule(small: Callable[..., Answerer]) -> Rule:
    """`rule(status=…)(day, lang=…)`: the answer on a day from a corpus of one document with these facts."""

    def make(**facts: str) -> Callable[..., Answer]:
        written = "".join(f"{name} = {value}\n" for name, value in facts.items())
        register = (
            f'[[document]]\nid = "rule"\nfile = "texts/rule.txt"\nsha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n'
            f'kind = "decision"\nauthority = "pm_decision"\nlanguage = "en"\nshort_en = "Decision 1"\n{written}'
        )
        answerer = small({"rule.txt": TEXT}, register)
        return lambda day, lang=None: answerer.ask(Question(QUESTION, day, lang))

    return make


def test_expired(rule: Rule) -> None:
    answer_on = rule(status='"in_force"', effective="2020-01-01", expired="2026-06-30")
    before, after = answer_on(dt.date(2026, 6, 29)), answer_on(dt.date(2026, 6, 30))
    assert before.citations and after.citations
    assert not of_kind(before, "superseded") and before.citations[0].status == "in_force"
    (notice,) = of_kind(after, "superseded")
    assert "(30 June 2026)" in notice.text and "Decision 1" in notice.text and notice.citations == (1,)
    assert after.citations[0].status == "expired"


def test_not_yet(rule: Rule) -> None:
    answer_on = rule(status='"in_force"', effective="2027-01-01")
    before, after = answer_on(dt.date(2026, 12, 31)), answer_on(dt.date(2027, 1, 1))
    (notice,) = of_kind(before, "not_yet")
    assert "only on 1 January 2027" in notice.text and before.citations[0].status == "not_yet"
    assert not of_kind(after, "not_yet") and after.citations[0].status == "in_force"


@pytest.mark.parametrize("fact", ["effective", "expired"])
@pytest.mark.parametrize(("lang", "told"), [("vi", "01/07/2026"), ("en", "1 July 2026")])
def test_a_day_is_told_as_the_reader_writes_it(rule: Rule, fact: str, lang: Language, told: str) -> None:
    day = dt.date(2026, 6, 30) if fact == "effective" else dt.date(2026, 7, 1)
    texts = [n.text for n in rule(status='"in_force"', **{fact: "2026-07-01"})(day, lang=lang).notices]
    assert any(told in text for text in texts) and not any("2026-07-01" in text for text in texts)


def test_spent(rule: Rule) -> None:
    (notice,) = of_kind(rule(status='"spent"', status_note_en='"It planned for 2021-2025."')(AS_OF), "superseded")
    assert "It planned for 2021-2025." in notice.text


@pytest.mark.parametrize("status", ["suspended", "partly_expired"])
def test_suspended_and_partly_expired(rule: Rule, status: str) -> None:
    answer = rule(status=f'"{status}"')(AS_OF)
    assert answer.citations and answer.notices


def test_a_validity_that_rests_on_an_inferred_date_says_so(rule: Rule) -> None:
    answer = rule(status='"in_force"', issued="2020-01-01", date_basis='"inferred"', expired="2026-01-01")(AS_OF)
    assert of_kind(answer, "inferred_date")


def test_a_digest_is_labelled_and_an_answer_on_it_alone_is_partial(small: Callable[..., Answerer]) -> None:
    register = (
        f'[[document]]\nid = "d"\nfile = "texts/d.txt"\nsha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n'
        'kind = "digest"\nauthority = "digest"\nlanguage = "en"\nshort_en = "Digest of Decision 1"\n'
    )
    answer = small({"d.txt": TEXT}, register).ask(Question(QUESTION, AS_OF))
    assert answer.status == "partial" and answer.citations
    (notice,) = of_kind(answer, "digest")
    assert "not the official text" in notice.text


def test_a_reason_of_a_status_is_told_in_the_language_of_the_question(rule: Rule) -> None:
    answer_on = rule(status='"spent"', status_note_en='"It planned for 2021."', status_note_vi='"Kế hoạch năm 2021."')
    (notice,) = of_kind(answer_on(AS_OF), "superseded")
    assert "It planned for 2021." in notice.text and "Kế hoạch" not in notice.text


def test_figures_that_differ_are_told_both_with_their_dates_and_which_is_the_later(ask: Ask) -> None:
    answer = ask("By which year should health insurance coverage be above 95% of the population?")
    notice = next(n for n in of_kind(answer, "conflict") if "by 2025" in n.text and "by 2026" in n.text)
    assert (
        "; 4 September 2020)" in notice.text
        and "later statement is that of Lao Dong news on Directive 52-CT/TW" in notice.text
    )
    assert set(notice.citations) <= {c.n for c in answer.citations}


def test_a_quote_without_a_rival_has_no_conflict(ask: Ask) -> None:
    answer = ask("Who is responsible to the Government for vaccination in the provinces?")
    assert answer.citations and not of_kind(answer, "conflict")


def test_a_provision_that_was_changed_after_the_text_which_cites_it(ask: Ask) -> None:
    question = "Which provision must the settlement of examination and treatment costs follow?"
    documents = ("directive-16-ct-ttg-2022",)
    told = [n.text for n in of_kind(ask(question, documents=documents), "superseded")]
    assert any(
        "Clause 2, Article 32" in text and "51/2024/QH15" in text and "20 September 2022" in text for text in told
    )
    in_vietnamese = of_kind(ask(question, documents=documents, lang="vi"), "superseded")
    assert any("(Luật 51/2024/QH15)" in n.text for n in in_vietnamese)
    before = of_kind(ask(question, as_of=dt.date(2023, 1, 1), documents=documents), "superseded")
    assert not any("51/2024/QH15" in n.text for n in before)


def test_an_old_body_is_told_of_when_only_its_successor_is_asked_about(ask: Ask) -> None:
    answer = ask("What does the Ministry of Science and Technology do about communication on health policy?")
    assert "Ministry of Information and Communications" in " ".join(c.quote for c in answer.citations)
    told = [n.text for n in of_kind(answer, "renamed_agency")]
    # Its tasks went to two ministries.
    assert any("Ministry of Science and Technology (" in text and "Ministry of Culture" in text for text in told)


def test_sides_of_an_agreement_that_a_text_names_in_two_ways(small: Callable[..., Answerer]) -> None:
    text = (
        "The new agreement on dental data replaces the previous one between the MoF and the VSS.\n\n"
        "The work between the MoH and VSS on dental data has gone well.\n\n"
        "The exchange between the MoH and the MoF on bridges is another matter.\n"
    )
    answer = small({"news.txt": text}).ask(Question("Which previous agreement on dental data is replaced?", AS_OF))
    (notice,) = of_kind(answer, "conflict")
    assert "between the MoF and the VSS" in notice.text and "between the MoH and VSS" in notice.text


def test_one_term_and_one_number_in_two_wordings(small: Callable[..., Answerer]) -> None:
    text = (
        "Resolution No. 95/2031/NQ-TW wants national health insurance for every village by 2040.\n\n"
        "With universal health insurance nobody in the village pays for a tooth.\n"
    )
    answer = small({"news.txt": text}).ask(
        Question("Which resolution wants health insurance for every village?", AS_OF)
    )
    texts = [n.text for n in of_kind(answer, "conflict")]
    assert any("“national health insurance”" in t and "“universal health insurance”" in t for t in texts)
    assert any("95/2031/NQ-TW" in t and "95-NQ/TW" in t for t in texts)


CONSOLIDATED = (
    "LUẬT\nGIẾNG LÀNG\nĐiều 1. Giếng\n1.[1] Mỗi xã đào một giếng nước sạch cho người dân trong xã.\n"
    "2.[2] Người dân trả phí nước giếng mỗi quý một lần.\nĐiều 2. Suối\n1. Suối chảy qua xã do xã giữ sạch.\n"
    "[1] Khoản này được bổ sung theo quy định tại khoản 3 Điều 1 của Luật số 5/2030/QH9 sửa đổi Luật Giếng làng, có hiệu lực kể từ ngày 02 tháng 3 năm 2031.\n"
    "[2] Khoản này được sửa đổi, bổ sung theo quy định tại khoản 4 Điều 1 của Luật số 5/2030/QH9 sửa đổi Luật Giếng làng, có hiệu lực kể từ ngày 02 tháng 3 năm 2031.\n"
)


def test_provisions_of_a_consolidated_text_on_a_day(small: Callable[..., Answerer]) -> None:
    answerer = small({"law.txt": CONSOLIDATED})
    dug, paid = "Khoản 1 Điều 1 quy định gì?", "Khoản 2 Điều 1 quy định gì?"
    for question, kind, status in ((dug, "not_yet", "not_yet"), (paid, "superseded", "unknown")):
        before = answerer.ask(Question(question, dt.date(2031, 3, 1)))
        (notice,) = [n for n in before.notices if n.kind in {"not_yet", "superseded"}]
        assert notice.kind == kind and before.citations[0].status == status
        assert "5/2030/QH9" in notice.text and "từ ngày 02/03/2031" in notice.text and "Điều 1" in notice.text
        after = answerer.ask(Question(question, dt.date(2031, 3, 2)))
        assert after.citations and not [n for n in after.notices if n.kind in {"not_yet", "superseded"}]


@pytest.mark.parametrize(
    ("question", "day", "told"),
    [
        ("Hộ cận nghèo được trả bao nhiêu phần trăm?", dt.date(2026, 1, 1), True),
        ("Hộ cận nghèo được trả bao nhiêu phần trăm?", dt.date(2025, 12, 31), False),
        ("Người hưu trí được trả bao nhiêu phần trăm?", dt.date(2026, 1, 1), False),
    ],
)
def test_what_a_work_outside_the_corpus_has_changed(
    small: Callable[..., Answerer], question: str, day: dt.date, told: bool
) -> None:
    answer = small({"law.txt": LAW}).ask(Question(question, day))
    assert "art_22__para_1__point_dd" in {str(c.ref.eid) for c in answer.citations}
    changed = [n for n in of_kind(answer, "superseded") if "261/2025/QH15" in n.text]
    assert bool(changed) == told
    assert all("100%" in n.text and "bản tóm lược" in n.text and n.citations for n in changed)


def test_a_change_is_no_news_beside_the_work_that_makes_it(bundled_answerer: Answerer) -> None:
    answer = bundled_answerer.ask(Question("Người cận nghèo được quỹ trả bao nhiêu phần trăm?", dt.date(2026, 11, 22)))
    assert any(c.ref.doc_id.startswith("digest-resolution-261") for c in answer.citations)
    assert not [n for n in of_kind(answer, "superseded") if "bản tóm lược" in n.text]


OLD = (
    "NGHỊ ĐỊNH\nVề khám răng\nSố: 1/2020/NĐ-CP\nĐiều 1. Khám răng\n1. Trạm y tế xã khám răng cho trẻ em dưới 6 tuổi.\n"
    "2. Quỹ bảo hiểm y tế trả 40 đồng cho mỗi lần khám răng của trẻ em tại trạm y tế xã vào cuối mỗi quý.\n"
)
NEW = (
    "NGHỊ ĐỊNH\nVề khám răng\nSố: 7/2031/NĐ-CP\nĐiều 1. Khám răng\n1. Trạm y tế xã khám răng cho trẻ em dưới 6 tuổi.\n"
    "2. Quỹ bảo hiểm y tế trả 60 đồng cho mỗi lần khám răng của trẻ em tại trạm y tế xã vào cuối mỗi quý.\n"
    "Điều 2. Hiệu lực thi hành\n1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2031.\n"
    "2. Nghị định số 1/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành.\n"
)


def test_a_document_that_another_one_replaces(small: Callable[..., Answerer]) -> None:
    answerer = small({"old.txt": OLD, "new.txt": NEW})
    question = "Quỹ bảo hiểm y tế trả bao nhiêu đồng cho mỗi lần khám răng của trẻ em?"
    before = answerer.ask(Question(question, dt.date(2031, 4, 30), documents=("old",)))
    after = answerer.ask(Question(question, dt.date(2031, 5, 1), documents=("old",)))
    assert before.citations and not of_kind(before, "superseded")
    (notice,) = of_kind(after, "superseded")
    assert "1/2020/NĐ-CP" in notice.text and "7/2031/NĐ-CP" in notice.text and "01/05/2031" in notice.text
    assert {c.status for c in after.citations} == {"expired"}
    both = answerer.ask(Question(question, dt.date(2031, 5, 1)))
    (conflict,) = of_kind(both, "conflict")
    assert "40 đồng" in conflict.text and "60 đồng" in conflict.text and "sửa đổi hoặc thay thế" in conflict.text
