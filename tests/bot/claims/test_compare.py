"""Comparisons by type, side against side, without search and without learned weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.claims.compare_agencies import compare_agencies
from bot.claims.compare_amounts import compare_amounts, compare_pairs, compare_times
from bot.claims.compare_documents import compare_documents, compare_laws
from bot.claims.compare_names import compare_persons, compare_places
from bot.claims.compare_ordered import compare_ordinals
from bot.claims.compare_sense import compare_direction, compare_sense
from bot.claims.sides import Comparison, Side, clauses
from bot.claims.vocabulary import Words, masked
from corpus.provision import Span

ReadSide = Callable[[str], Side]


def kinds(result: Comparison, hard: bool | None = None) -> set[str]:
    return {f.difference.kind for f in result.findings if hard is None or f.hard == hard}


def whole(side: Side) -> Span:
    return Span(0, len(side.text))


AMOUNTS = [
    ("The fund has 92 million members.", "Quỹ có 92 triệu người tham gia.", set()),
    ("The fund has 92,000,000 members.", "The fund has 92 million members.", set()),
    ("Coverage is 95%.", "Coverage is over 95%.", {"approximation"}),
    ("Coverage is nearly 90%.", "Coverage is 90%.", {"approximation"}),
    ("Độ bao phủ đạt trên 95%.", "Coverage is over 95%.", set()),
    ("Độ bao phủ đạt gần 95%.", "Coverage is over 95%.", {"approximation"}),
    ("Coverage is 38%.", "Coverage is only 38%.", set()),
    ("The rule has 4 chapters.", "The rule has 3 chapters and 11 articles.", {"number"}),
    ("The rule has 11 articles.", "The rule has 3 chapters and 11 articles.", set()),
]


@pytest.mark.parametrize(("draft", "source", "expected"), AMOUNTS)
def test_amounts(side: ReadSide, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_amounts(side(draft), side(source), whole(side(source)), result)
    assert kinds(result) == expected


def test_an_amount_that_the_source_lacks_is_unmatched_and_no_difference(side: ReadSide) -> None:
    result = Comparison()
    source = side("The fund supports the poor.")
    compare_amounts(side("The fund supports 300,000 poor families."), source, whole(source), result)
    assert (kinds(result), result.unmatched) == (set(), ["number"])


TIMES = [
    ("It ends by 2026.", "It ends by 2030.", {"date"}),
    ("It was signed in September 2020.", "It was signed on September 3, 2020.", set()),
    ("Ký ngày 3/9/2020.", "It was signed on September 3, 2020.", set()),
    ("It starts from 2026.", "It ends by 2026.", {"date"}),
    ("The plan runs for five years.", "The plan runs for ten years.", {"duration"}),
    ("The review ends in 2033.", "Review the fund under Decision No. 812/QD-TTg dated June 9, 2028.", set()),
    (
        "Decision No. 812/QD-TTg is of June 19, 2028.",
        "Review it under Decision No. 812/QD-TTg dated June 9, 2028.",
        {"date"},
    ),
    ("Members are seen regularly.", "Members are seen once a year.", set()),
]


@pytest.mark.parametrize(("draft", "source", "expected"), TIMES)
def test_times(side: ReadSide, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_times(side(draft), side(source), whole(side(source)), result)
    assert kinds(result) == expected


def test_amounts_that_changed_places_in_time(side: ReadSide) -> None:
    result = Comparison()
    compare_pairs(
        side("It was 89% in 2017 and is 38% today."), side("In 2017 it was 38%, and so far it has reached 89%."), result
    )
    assert kinds(result, hard=True) == {"number"}


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("The third building of the clinic opens.", {"number"}),
        ("Tòa nhà thứ bảy của phòng khám mở cửa.", {"number"}),
        ("Phòng khám mở cửa thứ bảy.", set()),  # on Saturdays
        ("Phòng khám nghỉ thứ năm.", set()),
    ],
)
def test_ordinals(side: ReadSide, vocabulary: Words, draft: str, expected: set[str]) -> None:
    result, source = Comparison(), side("The second building of the clinic opens.")
    compare_ordinals(side(draft), source, whole(source), vocabulary, result)
    assert kinds(result) == expected


AGENCIES = [
    ("The Ministry of Justice leads the review.", "The Ministry of Finance shall take charge of the review.", {"agency"}),
    ("The Ministry of Finance leads the review.", "The Ministry of Finance shall take charge of the review.", set()),
    ("Bộ Tài chính chủ trì rà soát.", "The Ministry of Finance shall take charge of the review.", set()),
    ("Bộ Y tế chủ trì, phối hợp với Bộ Tài chính.", "The Ministry of Finance shall take charge, cooperate with the Ministry of Health.", {"role"}),
    ("The Ministry of Health reports to the Ministry of Finance.", "The Ministry of Health shall report to the Ministry of Justice.", {"agency"}),
    ("The Minister of Finance leads the review.", "The Ministry of Finance shall take charge of the review.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "source", "expected"), AGENCIES)
def test_agencies_and_roles(side: ReadSide, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_agencies(side(draft), side(source), whole(side(source)), result)
    assert kinds(result) == expected


DOCUMENTS = [
    ("Directive No. 81-CT/TW of the Secretariat applies.", "The Secretariat has issued Directive No. 81-CT/TW.", set()),
    (
        "The Government has issued Directive No. 81-CT/TW.",
        "The Secretariat has issued Directive No. 81-CT/TW.",
        {"issuer"},
    ),
    ("Directive No. 18-CT/TW applies.", "The Secretariat has issued Directive No. 81-CT/TW.", {"document"}),
    ("It follows Clause 3 Article 8.", "It follows Clause 2 Article 8.", {"document"}),
    ("It follows Decree No. 81-CT/TW.", "It follows Directive No. 81-CT/TW.", {"document"}),
]


@pytest.mark.parametrize(("draft", "source", "expected"), DOCUMENTS)
def test_documents(side: ReadSide, vocabulary: Words, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_documents(side(draft), side(source), vocabulary, result)
    assert kinds(result) == expected


def test_laws_by_title(side: ReadSide) -> None:
    result = Comparison()
    compare_laws(side("The Law on River Traffic is amended."), side("The Law on Inland Fishing is amended."), result)
    assert kinds(result) == {"document"}


PERSONS = [
    ("Minister Le Thi Hoa spoke.", "Acting Minister Le Thi Hoa spoke.", {"title"}),
    ("Acting Minister Le Thi Hoa spoke.", "Acting Minister Le Thi Hoa spoke.", set()),
    ("Quyền Bộ trưởng Lê Thị Hoa phát biểu.", "Acting Minister Le Thi Hoa spoke.", set()),
    ("Minister Tran Van An spoke.", "Minister Le Thi Hoa spoke.", {"person"}),
]


@pytest.mark.parametrize(("draft", "source", "expected"), PERSONS)
def test_persons_and_titles(side: ReadSide, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_persons(side(draft), side(source), result)
    assert kinds(result) == expected


def test_places_are_one_in_both_languages(side: ReadSide) -> None:
    same, other = Comparison(), Comparison()
    compare_places(side("Lễ ký diễn ra tại Hà Nội."), side("The ceremony was held in Hanoi."), same)
    compare_places(side("Lễ ký diễn ra tại Đà Nẵng."), side("The ceremony was held in Hanoi."), other)
    assert (kinds(same), kinds(other)) == (set(), {"place"})


SENSE = [
    ("The fund is not sustainable.", "The fund is sustainable.", {"negation"}),
    ("The fund has not reached the target.", "The fund has reached the target.", {"negation"}),
    ("Clinics must open at night.", "Clinics are encouraged to open at night.", {"modality"}),
    ("Phòng khám phải mở cửa ban đêm.", "Clinics are encouraged to open at night.", {"modality"}),
    ("New prices have already taken effect.", "The ministry proposes new prices.", {"modality"}),
    ("All clinics open at night.", "Several clinics open at night.", {"scope"}),
    ("Only clinics open at night.", "Clinics open at night.", {"scope"}),
    ("The fund reduces support for the poor.", "The fund increases support for the poor.", {"opposite"}),
    ("Quỹ giảm mức hỗ trợ cho người nghèo.", "The fund increases support for the poor.", {"opposite"}),
    ("The review ends on May 3.", "The review must end on May 3.", set()),
]


@pytest.mark.parametrize(("draft", "source", "expected"), SENSE)
def test_sense(side: ReadSide, vocabulary: Words, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_sense(side(draft), side(source), whole(side(source)), vocabulary, result)
    assert kinds(result) - {"name"} == expected


def test_the_same_sentence_never_differs_from_itself(side: ReadSide, vocabulary: Words) -> None:
    for text in {row[1] for table in (AMOUNTS, TIMES, AGENCIES, DOCUMENTS, PERSONS, SENSE) for row in table}:
        result, one = Comparison(), side(text)
        compare_amounts(one, one, whole(one), result)
        compare_times(one, one, whole(one), result)
        compare_agencies(one, one, whole(one), result)
        compare_documents(one, one, vocabulary, result)
        compare_persons(one, one, result)
        compare_sense(one, one, whole(one), vocabulary, result)
        assert (kinds(result), result.unmatched) == (set(), [])


def test_a_change_that_runs_the_other_way(side: ReadSide) -> None:
    result = Comparison()
    compare_direction(
        side("The sector moves from prevention towards hospital treatment."),
        side("The sector is shifting from hospital treatment to prevention."),
        result,
    )
    assert kinds(result, hard=True) == {"direction"}


def test_items_under_a_denial_are_denied(side: ReadSide, vocabulary: Words) -> None:
    lead = "Cases that are not paid for by the fund"
    item = replace(side("Cosmetic surgery."), lead=lead, above=side(lead).wording)
    denying, affirming = Comparison(), Comparison()
    compare_sense(side("The fund does not pay for cosmetic surgery."), item, whole(item), vocabulary, denying)
    compare_sense(side("The fund pays for cosmetic surgery."), item, whole(item), vocabulary, affirming)
    assert (kinds(denying), kinds(affirming)) == (set(), {"negation"})


def test_clauses_cover_the_sentence() -> None:
    text = "The ministry shall: (1) check the accounts of the fund, (2) report, and (3) publish what it has found; others help."
    assert "".join(text[s.start : s.end] for s in clauses(text)) == text


def test_masking_keeps_places(vocabulary: Words) -> None:
    text = "Chỉ thị có hiệu lực từ May 2, not only here."
    assert len(masked(text, vocabulary)) == len(text)
    assert "chỉ" not in masked(text, vocabulary) and "may" not in masked(text, vocabulary)


def test_what_a_source_turns_from_is_denied(side: ReadSide, vocabulary: Words) -> None:
    source = side("Rather than building harbour hospitals, the town trains family doctors.")
    affirming, agreeing = Comparison(), Comparison()
    compare_sense(side("The town is building harbour hospitals."), source, whole(source), vocabulary, affirming)
    compare_sense(side("The town trains family doctors."), source, whole(source), vocabulary, agreeing)
    assert ("negation" in kinds(affirming), "negation" in kinds(agreeing)) == (True, False)


def test_a_heading_denies_only_what_it_speaks_of(side: ReadSide, vocabulary: Words) -> None:
    lead = "Visits without a referral"
    item = replace(side("A pensioner is paid 95% of the cost."), lead=lead, above=side(lead).wording)
    result = Comparison()
    compare_sense(side("Pensioners are paid 95% of the cost."), item, whole(item), vocabulary, result)
    assert kinds(result) == set()


def test_a_body_that_no_register_knows_is_still_another_body(side: ReadSide) -> None:
    source, result = side("The Ministry of Health shall check the river fund."), Comparison()
    compare_agencies(side("The Ministry of Rivers shall check the river fund."), source, whole(source), result)
    assert kinds(result, hard=True) == {"agency"}


def test_the_head_of_a_committee_is_its_chairperson(side: ReadSide) -> None:
    source = side("Chairpersons of People's Committees of provinces are responsible to the Government for the ferries.")
    result = Comparison()
    compare_agencies(
        side("The head of the Provincial People's Committee is responsible to the Government for the ferries."),
        source, whole(source), result,
    )  # fmt: skip
    assert kinds(result) == set()


def test_a_title_after_a_name_is_borne_by_it(side: ReadSide) -> None:
    result = Comparison()
    compare_persons(
        side("Tran Van Muoi opened the ferry as Acting Minister of Health."),
        side("Director Tran Van Muoi opened the ferry beside Acting Minister Le Thi Ba."), result,
    )  # fmt: skip
    assert kinds(result) == {"title"}
