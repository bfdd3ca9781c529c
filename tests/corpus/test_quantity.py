"""Amounts in both languages and both conventions, and numbers that are names."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings

from corpus.quantity import Quantity, find_quantities
from tests.corpus.test_temporal import SOUP, WORDS, st


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximation"),
    [
        ("more than 81 million Vietnamese people", "81000000", "person", "over"),
        ("hơn 81 triệu người dân", "81000000", "person", "over"),
        ("hon 81 trieu nguoi", "81000000", "person", "over"),
        ("81,000,000 people", "81000000", "person", None),
        ("81.000.000 người", "81000000", "person", None),
        ("nearly 7,500 health care facilities", "7500", "facility", "nearly"),
        ("gần 7.500 cơ sở y tế", "7500", "facility", "nearly"),
        ("tăng 3,5% so với kế hoạch", "3.5", "percent", None),
        ("rose by 3.5% against the plan", "3.5", "percent", None),
        ("about 12 per cent of costs", "12", "percent", "about"),
        ("khoảng 12 phần trăm chi phí", "12", "percent", "about"),
        ("tối đa bằng 7% tiền lương", "7", "percent", "at_most"),
        ("a maximum of 7% of wages", "7", "percent", "at_most"),
        ("không quá 3 lần mức chuẩn", "3", "times", "at_most"),
        ("ít nhất 25 bác sĩ", "25", "doctor", "at_least"),
        ("at least 25 doctors", "25", "doctor", "at_least"),
        ("dưới 40 giường bệnh", "40", "bed", "under"),
        ("only 9% of wards", "9", "percent", "only"),
        ("từ đủ 70 tuổi trở lên", "70", "age", "at_least"),
        ("1.350.000 đồng/tháng", "1350000", "dong", None),
        ("VND 1,350,000", "1350000", "dong", None),
        ("1 triệu 350 nghìn đồng", "1350000", "dong", None),
        ("5,2 nghìn tỷ đồng", "5200000000000", "dong", None),
        ("USD 2.4 billion", "2400000000", "usd", None),
        ("2.5 times the base rate", "2.5", "times", None),
        ("three provinces take part", "3", "province", None),
        ("mười lăm tỉnh tham gia", "15", "province", None),
        ("hai mươi mốt bệnh viện", "21", "hospital", None),
        ("một nửa chi phí", "0.5", None, None),
        ("đóng ba phần tư", "0.75", None, None),
        ("two-thirds of costs", str(Decimal(2) / 3), None, None),
        ("insured for 4 consecutive years or more", "4", "year", "at_least"),
        ("at least one hospital", "1", "hospital", "at_least"),
        ("841.000.000 đồng", "841000000", "dong", None),
        ("three quarters of costs", "0.75", None, None),
        ("within 20 working days", "20", "day", "at_most"),
    ],
)
def test_amounts(text: str, value: str, unit: str | None, approximation: str | None) -> None:
    amount = only(text)
    assert (amount.value, amount.unit, amount.approximation) == (Decimal(value), unit, approximation)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("từ 35% đến 65% mức hưởng", "35", "65", "percent"),
        ("35-65% of the rate", "35", "65", "percent"),
        ("between 35 and 65 percent", "35", "65", "percent"),
        ("from 80.000 đồng đến 120.000 đồng", "80000", "120000", "dong"),
        ("in the next 4-6 years", "4", "6", "year"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    amount = only(text)
    assert (amount.value, amount.upper, amount.unit) == (Decimal(low), Decimal(high), unit)


def test_two_amounts_that_are_only_listed_are_no_range() -> None:
    assert [a.upper for a in find_quantities("30% and 50% of the two groups' costs")][:2] == [None, None]


def test_the_wording_holds_the_words_that_qualify() -> None:
    assert only("coverage shall exceed 88% of people").wording == "exceed 88%"


@pytest.mark.parametrize(
    "text",
    [
        "Điểm b khoản 4 Điều 17 của Luật",
        "Decree No. 88/2031/NĐ-CP of the 14th session",
        "COVID-19, H5N1 and the 2K rules",
        "ngày 05 tháng 3 năm 2031, quý 3, giai đoạn 2031-2035",
        "[12] (3) the first item",
        "1. General provisions",
        "call 0987 654 321 or 1900 5678, a@b1.vn",
        "at 14:30, trực 24/24",
        "one of the tasks, một số nhiệm vụ, một bệnh viện, Viet Nam people",
        "Ba Đình, Scheme No. 9, Mẫu số 5, lần thứ 3",
    ],
)
def test_numbers_that_are_names(text: str) -> None:
    assert find_quantities(text) == []


@settings(deadline=None)
@given(SOUP)
def test_every_text_is_read_and_every_span_is_its_text(text: str) -> None:
    found = find_quantities(text)
    assert all(text[amount.start : amount.end] == amount.text for amount in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_decomposed_text_says_the_same(text: str) -> None:
    def said(form: str) -> list[tuple[object, ...]]:
        return [(a.value, a.upper, a.unit, a.approximation) for a in find_quantities(form)]

    assert said(unicodedata.normalize("NFC", text)) == said(unicodedata.normalize("NFD", text))


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_grouping_is_read_in_both_languages(value: int) -> None:
    english, vietnamese = f"{value:,} people", f"{value:,}".replace(",", ".") + " người dân"
    assert only(english).value == only(vietnamese).value == value
