from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query import QueryAnalyzer
from bot.support import (
    Support,
    carries,
    defined_term,
    delegates,
    leaves_list_elsewhere,
    names_and_numbers,
    only_repealed,
    term_set,
    without_cited_dates,
)
from bot.vocabulary import Need, load_vocabulary
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from ingest.lexical import LexicalField

TEXTS = (
    "Vietnam Social Security shall take charge resolving difficulties in paying treatment costs covered by health insurance.",
    "Ministry of Health coordinates vaccination in provinces.",
    "The clinic opens on Monday and closes on Friday.",
)


@pytest.fixture(scope="module")
def analyzer(glossary: Glossary, agencies: Agencies) -> QueryAnalyzer:
    return QueryAnalyzer(glossary, agencies)


def support(analyzer: QueryAnalyzer, question: str) -> Support:
    return Support(analyzer.analyze(question), "en", LexicalField.build(TEXTS, "en"), load_vocabulary())


def coverage(analyzer: QueryAnalyzer, question: str, text: str, topical: bool = True) -> float:
    return support(analyzer, question).coverage(term_set(text, "en"), topical)


@pytest.mark.parametrize(
    "question", ["Who does the vaccination?", "Ai lo tiêm chủng?", "ai lo tiem chung", "tiêm vắc xin do ai lo?"]
)
def test_a_topic_is_covered_across_languages(analyzer: QueryAnalyzer, question: str) -> None:
    assert coverage(analyzer, question, TEXTS[1]) == 1.0
    assert coverage(analyzer, question, TEXTS[2]) == 0.0


def test_half_a_wording_counts_less_than_half(analyzer: QueryAnalyzer) -> None:
    whole, half = (coverage(analyzer, "health insurance", text) for text in ("our health insurance", "our health"))
    assert whole == 1.0
    assert 0 < half < 0.5


def test_a_rare_topic_weighs_more_than_a_common_one(analyzer: QueryAnalyzer) -> None:
    one = Support(
        analyzer.analyze("vaccination and health insurance"), "en",
        LexicalField.build(["vaccination", *["health insurance"] * 9], "en"), load_vocabulary(),
    )  # fmt: skip
    assert (
        one.coverage(term_set("vaccination", "en"), True) > 0.5 > one.coverage(term_set("health insurance", "en"), True)
    )


def test_a_topic_that_no_text_words_is_unseen(analyzer: QueryAnalyzer) -> None:
    assert support(analyzer, "health insurance").unseen == 0.0
    assert support(analyzer, "cataract").unseen == 0.0  # a word of any talk is no topic
    assert 0 < support(analyzer, "health insurance and tuberculosis").unseen < 1
    assert support(analyzer, "tuberculosis").unseen == 1.0


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What happens in Hanoi?", 1.0),
        ("What happens in Vietnam?", 0.0),
        ("What about Vietnam and Laos?", 0.5),
        ("what happens on friday?", 0.0),
    ],
)
def test_missing_names(analyzer: QueryAnalyzer, question: str, missing: float) -> None:
    assert support(analyzer, question).missing_names(term_set(TEXTS[0] + TEXTS[2], "en")) == missing


def test_filler_says_nothing(analyzer: QueryAnalyzer) -> None:
    assert support(analyzer, "what do they say exactly, and is it really true?").topics == 0


@pytest.mark.parametrize(
    "question", ["Bây giờ BHYT trả gì?", "bay gio BHYT tra gi", "Cho em hỏi BHYT trả gì hiện nay?"]
)
def test_a_phrase_of_filler_says_nothing_either(analyzer: QueryAnalyzer, question: str) -> None:
    plain = analyzer.analyze(question)
    weighed = Support(plain, "vi", LexicalField.build(["bảo hiểm y tế trả tiền"], plain.analyzer), load_vocabulary())
    assert not {"bây", "giờ", "bay", "gio", "em", "hiện"} & {w.concept.surface.lower() for w in weighed.concepts}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What percent is paid?", "Insurance pays 95% of it."),
        ("Được trả bao nhiêu phần trăm?", "Quỹ trả 95% chi phí."),
        ("duoc tra bao nhieu phan tram", "Quỹ trả 95% chi phí."),
        ("Hạn 05 ngày thì sao?", "Hạn là 5 ngày."),
    ],
)
def test_a_figure_is_read_as_it_is_spoken(analyzer: QueryAnalyzer, question: str, text: str) -> None:
    query = analyzer.analyze(question)
    weighed = Support(query, query.lang, LexicalField.build([text], query.analyzer), load_vocabulary())
    percent_or_five = [w.concept for w in weighed.concepts if w.concept.id in {"percentage", "5"}]
    assert percent_or_five
    terms = term_set(text, query.analyzer)
    assert all(any(set(v) <= terms for v in concept.variants[query.analyzer]) for concept in percent_or_five)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did Minister Lan say in 2026?", {"lan", "minister", "2026"}),
        ("Minister Lan", {"lan"}),  # the first word has its capital anyway
        ("Bà Đào Hồng Lan nói gì?", {"dao", "hong", "lan"}),
        ("who pays", set()),
        ("", set()),
    ],
)
def test_names_and_numbers(question: str, found: set[str]) -> None:
    assert names_and_numbers(question) == found


@given(st.text(max_size=80), st.text(max_size=80))
def test_shares_are_shares(analyzer: QueryAnalyzer, question: str, text: str) -> None:
    one, terms = support(analyzer, question), term_set(text, "en")
    for share in (one.coverage(terms, True), one.coverage(terms, False), one.unseen, one.missing_names(terms)):
        assert 0 <= share <= 1.0000001


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_more_text_never_covers_less(analyzer: QueryAnalyzer, question: str, text: str, more: str) -> None:
    one = support(analyzer, question)
    assert one.coverage(term_set(f"{text} {more}", "en"), True) >= one.coverage(term_set(text, "en"), True) - 1e-9


CARRIED: list[tuple[Need, str, bool]] = [
    ("contact", "Call 1900 9068 for help", True),
    ("contact", "Write to info@vss.gov.vn", True),
    ("contact", "Resolution 72 of 2025", False),
    ("duration", "within 30 days of the notice", True),
    ("duration", "trong thời hạn 7 ngày làm việc", True),
    ("duration", "at least once every year", True),
    ("duration", "for the period 2021 - 2025", True),
    ("duration", "as soon as it can be done", False),
    ("date", "dated September 5, 2022", True),
    ("date", "ngày 20/9/2022", True),
    ("date", "The clinic opens at eight on Monday.", True),
    ("date", "Người thứ hai trong hộ đóng 70%.", False),
    ("date", "in the coming time", False),
    ("percent", "over 95% of the population", True),
    ("percent", "đạt 95 phần trăm", True),
    ("percent", "most of the population", False),
    ("money", "113,850 đồng một tháng", True),
    ("money", "113,850 dong a month", True),
    ("price", "113,850 dong a month", True),
    ("money", "4.5% of the salary", True),
    ("money", "6 times the reference level", True),
    ("money", "at a price that people can afford", False),
    ("count", "92 million people", True),
    ("count", "three hospitals", True),
    ("count", "several hospitals", False),
    ("place", "was signed in Hanoi", True),
    ("place", "ký tại Hà Nội", True),
    ("place", "in the provinces", False),
    ("procedure", "submit the application form", True),
    ("procedure", "nộp hồ sơ tại bưu điện", True),
    ("procedure", "the sector develops", False),
    ("agency", "Ministry of Health shall take charge", True),
    ("agency", "Bộ Y tế chủ trì", True),
    ("agency", "it rains for hours", False),
]  # fmt: skip


@pytest.mark.parametrize(("need", "text", "expected"), CARRIED)
def test_carries(agencies: Agencies, need: Need, text: str, expected: bool) -> None:
    assert carries(text, need, agencies) is expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("according to Resolution No. 33/NQ-CP dated May 19, 2019 of the Government", False),
        ("theo Nghị định số 188/2025/NĐ-CP ngày 01 tháng 7 năm 2025 của Chính phủ", False),
        ("under Resolution 282/NQ-CP the work ends on 30 June 2027", True),
        ("the work ends on 30 June 2027", True),
    ],
)
def test_the_date_of_a_cited_document_is_no_time_limit(agencies: Agencies, text: str, left: bool) -> None:
    assert carries(without_cited_dates(text), "date", agencies) is left


@pytest.mark.parametrize("text", ["VND 113,850 a month", "USD 50 for a visit"])
def test_carries_an_amount_after_its_currency(agencies: Agencies, text: str) -> None:
    assert carries(text, "money", agencies)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.[12] (được bãi bỏ)", True),
        ("This point has been repealed; nothing holds under it.", True),
        ("It repealed an older decree on ferries.", False),
        ("The fund pays 80%.", False),
    ],
)
def test_only_repealed(text: str, expected: bool) -> None:
    assert only_repealed(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chính phủ quy định chi tiết khoản này.", True),
        ("The Minister of Health shall specify the forms.", True),
        ("The fund pays 80% of the cost.", False),
        ("đ) 95% chi phí đối với các đối tượng quy định tại điểm a khoản 2 Điều 12 của Luật này;", False),
        ("Bảo đảm kinh phí cho các đối tượng theo quy định của Luật này;", False),
    ],
)
def test_delegates(text: str, expected: bool) -> None:
    assert delegates(text) is expected


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("3. Ward means a part of a town.", "Ward"),
        ("Hộ gia đình là nhóm người ở chung.", "Hộ gia đình"),
        ("Pay within ten days.", None),
    ],
)
def test_defined_term(text: str, term: str | None) -> None:
    assert defined_term(text) == term


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("The Minister of Health issues the lists of drugs, devices and technical services.", True),
        ("Bộ trưởng Bộ Y tế ban hành danh mục thuốc được bảo hiểm trả.", True),
        ("The Minister of Health issues the list. (Note: 62 diseases.)", True),
        ("Diseases that the Minister of Health lists are paid in full.", False),
        ("Bệnh hiếm có trong danh sách của Bộ trưởng được trả 100%.", False),
        ("Free care. (Note: The Minister issues the list.)", False),  # of the provision, and not what it says
    ],
)
def test_a_list_that_somebody_issues_stands_elsewhere(text: str, elsewhere: bool) -> None:
    assert leaves_list_elsewhere(text) == elsewhere
