from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query import ANALYZERS, Query, QueryAnalyzer
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.provision import Language
from corpus.reference import pinpoint_eid


@pytest.fixture(scope="module")
def analyzer(glossary: Glossary, agencies: Agencies) -> QueryAnalyzer:
    return QueryAnalyzer(glossary, agencies)


_CAPITALS = "in a question typed in capitals, every term of the field is taken for a part of a name"


def once_wrong(*values: object, reason: str) -> object:
    """A row that the product once got wrong; `reason` says what went wrong then."""
    assert reason
    return pytest.param(*values)


def terms_of_the_field(query: Query) -> set[str]:
    return {c.id for c in query.concepts if c.origin != "word"}


@pytest.mark.parametrize(
    ("question", "lang", "found"),
    [
        ("Bảo hiểm y tế chi trả thế nào cho người nghèo?", "vi", {"health-insurance", "payment", "poor-household"}),
        ("bao hiem y te chi tra the nao cho nguoi ngheo", "vi", {"health-insurance", "payment", "poor-household"}),
        once_wrong(
            "BAO HIEM Y TE CHI TRA THE NAO CHO NGUOI NGHEO?", "vi", {"payment", "poor-household"}, reason=_CAPITALS
        ),
        once_wrong("BẢO HIỂM Y TẾ CHI TRẢ THẾ NÀO?", "vi", {"health-insurance", "payment"}, reason=_CAPITALS),
        once_wrong("DOES HEALTH INSURANCE COVER THE NEAR-POOR?", "en", {"health-insurance"}, reason=_CAPITALS),
        ("Does health insurance cover the near-poor?", "en", {"health-insurance", "near-poor-household"}),
        ("COVID-19 vaccination", "en", {"covid", "vaccination"}),
        ("COVID-19 vaccine", "en", {"covid", "vaccine"}),
        ("Trạm y tế xã do ai quản lý?", "vi", {"commune-health-stations"}),
        ("tram y te xa do ai quan ly", "vi", {"commune-health-stations"}),
        ("Chủ tịch Ủy ban nhân dân tỉnh chịu trách nhiệm gì?", "vi", {"provincial-chair"}),
    ],
)
def test_terms_and_agencies_of_a_question(
    analyzer: QueryAnalyzer, question: str, lang: Language, found: set[str]
) -> None:
    query = analyzer.analyze(question)
    assert query.lang == lang
    assert found <= terms_of_the_field(query)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("BHYT do BHXH Việt Nam thanh toán", {"health-insurance", "vss"}),
        ("BYT phối hợp VSS", {"moh", "vss"}),
        ("What does the MoH do with VSS?", {"moh", "vss"}),
        ("What does bhyt cover", {"health-insurance"}),
    ],
)
def test_acronyms(analyzer: QueryAnalyzer, question: str, found: set[str]) -> None:
    assert found <= terms_of_the_field(analyzer.analyze(question))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("helth insurence for the near-poor", {"health-insurance", "near-poor-household"}),
        ("vacination by the Minstry of Health", {"vaccination", "moh"}),
    ],
)
def test_english_typos_are_mended(analyzer: QueryAnalyzer, question: str, found: set[str]) -> None:
    assert found <= terms_of_the_field(analyzer.analyze(question))


def test_a_word_that_the_texts_hold_is_no_typo(analyzer: QueryAnalyzer) -> None:
    # "vacin" is one edit from "vaccin", unless it stands in a text itself.
    assert "vaccin" in analyzer.analyze("vacin for all").terms
    assert "vacin" in analyzer.analyze("vacin for all", in_texts=lambda: ["vacin"]).terms


def test_vietnamese_words_are_never_mended(analyzer: QueryAnalyzer) -> None:
    assert analyzer.analyze("nghiem thu the nao", in_texts=lambda: ["nghiep"]).terms[0] == "nghiem"


@pytest.mark.parametrize(
    ("question", "name", "taken_for"),
    [
        # The right-hand side is what the same syllable means as a word of the field.
        ("Ông Nguyễn Thế Mạnh phát biểu gì?", "Mạnh", {"health", "strong"}),
        ("Bà Đào Hồng Lan nói gì về nguồn lực?", "Lan", set()),
        ("Ông Nguyễn Đức Hòa khẳng định điều gì?", "Đức", {"medical-ethics"}),
        ("Bac si Tran Van Thuan noi gi ve bao hiem", "Van", set()),
    ],
)
def test_a_name_inside_a_question_is_no_term(
    analyzer: QueryAnalyzer, question: str, name: str, taken_for: set[str]
) -> None:
    concepts = {c.surface: c for c in analyzer.analyze(question).concepts}
    assert concepts[name].origin == "word"
    assert not taken_for & terms_of_the_field(analyzer.analyze(question))


def test_a_name_ends_where_a_sentence_ends(analyzer: QueryAnalyzer) -> None:
    assert "assisted-reproduction" in terms_of_the_field(
        analyzer.analyze("We hope for a child by IVF. Will it be paid?")
    )


def test_a_name_crosses_over_with_and_without_its_diacritics(analyzer: QueryAnalyzer) -> None:
    concept = next(c for c in analyzer.analyze("Bà Đào Hồng Lan nói gì?").concepts if c.surface == "Hồng")
    assert ("hong",) in concept.variants["en"]
    assert ("hồng",) in concept.variants["vi"]


def test_an_agency_is_an_agency_even_when_it_is_named_after_a_place(analyzer: QueryAnalyzer) -> None:
    found = terms_of_the_field(analyzer.analyze("Cơ sở 2 Bệnh viện Bạch Mai khi nào xong?"))
    assert {"bach-mai-hospital", "second-facility"} <= found


def test_one_syllable_without_diacritics_says_nothing(analyzer: QueryAnalyzer) -> None:
    # "gia" may be giá (price), già (old) or the gia of "tham gia".
    assert not terms_of_the_field(analyzer.analyze("gia"))


@pytest.mark.parametrize(
    ("question", "to", "words"),
    [
        ("Bảo hiểm y tế chi trả cho người nghèo?", "en", ["health insurance", "poor household"]),
        ("Does health insurance cover the near-poor?", "vi", ["bảo hiểm y tế", "hộ cận nghèo"]),
        ("BYT phối hợp VSS", "en", ["Ministry of Health", "Vietnam Social Security"]),
    ],
)
def test_translation_keeps_the_order_of_the_question(
    analyzer: QueryAnalyzer, question: str, to: Language, words: list[str]
) -> None:
    translated = analyzer.analyze(question).translation(to)
    places = [translated.find(word) for word in words]
    assert -1 not in places and places == sorted(places)


@pytest.mark.parametrize(
    ("question", "serial", "pinpoint"),
    [
        ("Nghị quyết 72-NQ/TW nói gì?", "72", ()),
        ("What does Clause 2 Article 32 say?", None, (("para", "2"), ("art", "32"))),
        ("muc 6 cua chi thi quy dinh gi", None, (("sec", "6"),)),
    ],
)
def test_references(
    analyzer: QueryAnalyzer, question: str, serial: str | None, pinpoint: tuple[tuple[str, str], ...]
) -> None:
    (reference,) = analyzer.analyze(question).references
    assert (reference.number.serial if reference.number else None) == serial
    assert pinpoint_eid(reference.pinpoint) == pinpoint_eid(pinpoint)


def test_the_title_of_a_law_names_a_document(analyzer: QueryAnalyzer) -> None:
    concepts = analyzer.analyze("Luật Khám bệnh, chữa bệnh quy định gì?").concepts
    assert [c.id for c in concepts if c.names_document] == ["law-on-medical-examination"]


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(analyzer: QueryAnalyzer, text: str) -> None:
    query = analyzer.analyze(text)
    for concept in query.concepts:
        assert concept.variants[query.analyzer][0], "a concept is seen at least by the analysis of its question"
        assert set(concept.variants) <= set(ANALYZERS)
        assert all(variant for variants in concept.variants.values() for variant in variants)


@given(
    st.lists(
        st.sampled_from("Bộ Y tế phối hợp với Bộ Tài chính chi trả bảo hiểm người nghèo 72-NQ/TW Lan ai".split()),
        max_size=14,
    )
)
def test_concepts_come_in_the_order_of_the_question_and_never_overlap(
    analyzer: QueryAnalyzer, words: list[str]
) -> None:
    text = " ".join(words)
    surfaces = " ".join(c.surface for c in analyzer.analyze(text).concepts).split()
    tokens = iter(text.replace("-", " ").replace("/", " ").split())
    assert all(surface in tokens for surface in surfaces), "surfaces are a subsequence of the question's words"
