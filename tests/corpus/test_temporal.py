"""Time expressions in both languages: what is read, what is left alone, and that no text breaks the reader."""

from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.temporal import TimeExpression, find_times


def only(text: str) -> TimeExpression:
    found = find_times(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "iso"),
    [
        ("có hiệu lực từ ngày 05 tháng 3 năm 2031", "date", "2031-03-05", "2031-03-05", "2031-03-05/.."),
        ("nộp hồ sơ trước ngày 5/3/2031", "date", "2031-03-05", "2031-03-05", "2031-03-05"),
        ("applications close by March 5, 2031", "date", "2031-03-05", "2031-03-05", "2031-03-05"),
        ("no later than 5 March 2031", "date", "2031-03-05", "2031-03-05", "2031-03-05"),
        ("before 2031-03-05", "date", "2031-03-05", "2031-03-05", "2031-03-05"),
        ("chậm nhất là tháng 2 năm 2032", "month", "2032-02-01", "2032-02-29", "2032-02"),
        ("until February 2032", "month", "2032-02-01", "2032-02-29", "2032-02"),
        ("trong quý II/2031", "quarter", "2031-04-01", "2031-06-30", "2031-04/P3M"),
        ("in the third quarter of 2031", "quarter", "2031-07-01", "2031-09-30", "2031-07/P3M"),
        ("đến năm 2035", "year", "2035-01-01", "2035-12-31", "2035"),
        ("by the end of 2035", "year", "2035-01-01", "2035-12-31", "2035"),
        ("from 2035", "year", "2035-01-01", "2035-12-31", "2035/.."),
        ("giai đoạn 2031-2035", "period", "2031-01-01", "2035-12-31", "2031/2035"),
        ("for the period of 2031 - 2035", "period", "2031-01-01", "2035-12-31", "2031/2035"),
        ("from 2031 to 2035", "period", "2031-01-01", "2035-12-31", "2031/2035"),
        ("từ ngày 01/4/2031 đến hết ngày 30/9/2031", "period", "2031-04-01", "2031-09-30", "2031-04-01/2031-09-30"),
        ("6 tháng cuối năm 2031", "period", "2031-07-01", "2031-12-31", "2031-07/P6M"),
        ("15 March - 20 April 2031", "period", "2031-03-15", "2031-04-20", "2031-03-15/2031-04-20"),
        ("from 1-5 May 2031", "period", "2031-05-01", "2031-05-05", "2031-05-01/2031-05-05"),
        ("March 15-20, 2031", "period", "2031-03-15", "2031-03-20", "2031-03-15/2031-03-20"),
        ("January to March 2031", "period", "2031-01-01", "2031-03-31", "2031-01/2031-03"),
        ("from November to February 2032", "period", "2031-11-01", "2032-02-29", "2031-11/2032-02"),
        (
            "từ ngày 01 tháng 3 đến ngày 15 tháng 4 năm 2031",
            "period",
            "2031-03-01",
            "2031-04-15",
            "2031-03-01/2031-04-15",
        ),
        ("từ ngày 01/3 đến hết ngày 15/4/2031", "period", "2031-03-01", "2031-04-15", "2031-03-01/2031-04-15"),
        ("ngày 1-5 tháng 5 năm 2031", "period", "2031-05-01", "2031-05-05", "2031-05-01/2031-05-05"),
        ("từ tháng 1 đến tháng 3 năm 2031", "period", "2031-01-01", "2031-03-31", "2031-01/2031-03"),
        ("compared to 2031 when people paid more", "year", "2031-01-01", "2031-12-31", "2031"),
        ("trước 17 giờ ngày 05/3/2031", "date", "2031-03-05", "2031-03-05", "2031-03-05"),
        ("den nam 2035", "year", "2035-01-01", "2035-12-31", "2035"),
    ],
)
def test_points_and_periods(text: str, kind: str, first: str, last: str, iso: str) -> None:
    time = only(text)
    assert (time.kind, time.first, time.last, time.iso) == (
        kind, dt.date.fromisoformat(first), dt.date.fromisoformat(last), iso,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "duration", "day_type", "relation", "trigger"),
    [
        ("trong thời hạn 12 ngày làm việc kể từ ngày nhận đơn, phòng khám trả lời", "P12D", "working", "within", "ngày nhận đơn"),
        ("within 12 working days of receiving the form, the clinic replies", "P12D", "working", "within", "receiving the form"),
        ("within 45 days from the date of discharge", "P45D", "calendar", "within", "the date of discharge"),
        ("không quá 45 (bốn mươi lăm) ngày, kể từ ngày ra viện", "P45D", "calendar", "within", "ngày ra viện"),
        ("sau 20 ngày kể từ ngày nộp đủ", "P20D", "calendar", "from", "ngày nộp đủ"),
        ("có thời gian công tác 7 năm liên tục trở lên", "P7Y", None, "at_least", None),
        ("từ đủ 04 tháng trở lên", "P4M", None, "at_least", None),
        ("within six (06) working days from the date of receipt", "P6D", "working", "within", "the date of receipt"),
        ("insured for 4 consecutive years or more", "P4Y", None, "at_least", None),
        ("within two weeks after the decision takes effect", "P2W", None, "within", "the decision takes effect"),
        ("trong mười lăm ngày", "P15D", "calendar", "within", None),
        ("trong vong 36 gio ke tu khi phat hien", "PT36H", None, "within", "khi phat hien"),
        ("kể từ ngày nhận báo cáo về khám bệnh, chữa bệnh thì trong 9 ngày", "P9D", "calendar", "within", None),
    ],
)  # fmt: skip
def test_durations_keep_their_trigger_in_words(
    text: str, duration: str, day_type: str | None, relation: str, trigger: str | None
) -> None:
    time = only(text)
    assert (time.kind, time.duration, time.day_type, time.relation, time.trigger) == (
        "duration", duration, day_type, relation, trigger,
    )  # fmt: skip
    assert time.first is None and time.last is None  # no date is made up


def test_a_trigger_may_hold_a_term_with_a_comma() -> None:
    text = "trong thời hạn 9 ngày kể từ ngày nhận kế hoạch khám bệnh, chữa bệnh của trạm, Sở trả lời"
    assert only(text).trigger == "ngày nhận kế hoạch khám bệnh, chữa bệnh của trạm"


def test_a_range_of_years_has_an_upper_end() -> None:
    time = only("in the next 4-6 years")
    assert (time.text, time.duration, time.upper) == ("in the next 4-6 years", "P4Y", "P6Y")


@pytest.mark.parametrize(
    ("text", "iso", "duration", "recurrence"),
    [
        ("Hằng quý, kho báo cáo", "R/P3M", "P3M", "each quarter"),
        ("the store reports quarterly", "R/P3M", "P3M", "every P3M"),
        ("mỗi tháng một lần", "R/P1M", "P1M", "once each month"),
        ("ít nhất hai lần mỗi năm", "R/P1Y", "P1Y", "2 times each year"),
        ("twice yearly", "R/P1Y", "P1Y", "2 times every P1Y"),
        ("trong tháng 10 hằng năm", "R/P1Y", "P1Y", "--10 each year"),
        ("in October every year", "R/P1Y", "P1Y", "--10 each year"),
        ("định kỳ (2 tháng, 4 tháng và 8 tháng", "R/P2M", "P2M", "every P2M or every P4M or every P8M"),
        ("twice a year", "R/P1Y", "P1Y", "2 times each year"),
        ("định kỳ 02 năm", "R/P2Y", "P2Y", "every P2Y"),
        ("once every two years", "R/P2Y", "P2Y", "every P2Y"),
        ("định kỳ 2 tháng, 4 tháng hoặc 8 tháng", "R/P2M", "P2M", "every P2M or every P4M or every P8M"),
        ("trong 10 ngày đầu của mỗi tháng", "R/P1M", "P10D", "first 10 days of each month"),
        ("the last 10 days of each quarter", "R/P3M", "P10D", "last 10 days of each quarter"),
        ("ngày cuối cùng của quý tiếp theo", "R/P3M", "P3M", "last day of the next quarter"),
        ("trước ngày 10 của tháng đầu mỗi quý", "R/P3M", "P3M", "10. day of the first month of each quarter"),
        ("ngày 15 tháng đầu quý sau", "R/P3M", "P3M", "15. day of the first month of the next quarter"),
        ("ngày 25 tháng cuối của quý", "R/P3M", "P3M", "25. day of the last month of each quarter"),
        ("by the 20th of the following month", "R/P1M", "P1M", "20. day of the next month"),
        ("trước ngày 15 tháng 11 hằng năm", "R/P1Y", "P1Y", "--11-15 each year"),
        ("before 15 November of the following year", None, "P1Y", "--11-15 of the next year"),
        ("phạt 0,2%/ngày", "R/P1D", "P1D", "each day"),
    ],
)
def test_what_repeats(text: str, iso: str | None, duration: str, recurrence: str) -> None:
    time = only(text)
    assert (time.kind, time.iso, time.duration, time.recurrence) == ("recurring", iso, duration, recurrence)


def test_a_day_without_a_year_gets_none() -> None:
    time = only("có giá trị đến ngày 31 tháng 8 của năm đó")
    assert (time.kind, time.first, time.iso, time.recurrence) == ("date", None, None, "--08-31 of that year")


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 88/2031/NĐ-CP",
        "Resolution No. 12-NQ/TW on COVID-19",
        "trẻ em dưới 7 tuổi, đủ 30 tháng tuổi",
        "children under 7 years old",
        "2050 doctors and 1999 beds",
        "31/02/2031",
        "khoản 3 Điều 15",
        "trực 24/24 giờ",
        "Viet Nam days of action",
        "",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text) == []


WORDS = (
    "ngày tháng năm quý 01 7 2026 2021-2025 15 đầu cuối hằng mỗi kể từ trong thời hạn một lần hai ba mươi lăm triệu % "
    "92.000 4,5 from to by the of next month half July May 31/02/2023 99/99/2024 phần / ( ) . , twice times a year within "
    "0 00 ½ ² ١ quarter Q3 first last 13 months nam thang"
).split()
SOUP = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text() | st.text(alphabet="năm quý 2031/-.,0")


@settings(deadline=None)
@given(SOUP)
def test_every_text_is_read_and_every_span_is_its_text(text: str) -> None:
    found = find_times(text)
    assert all(text[time.start : time.end] == time.text for time in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_decomposed_text_says_the_same(text: str) -> None:
    def said(form: str) -> list[tuple[object, ...]]:
        times = find_times(form)
        return [(unicodedata.normalize("NFC", t.text), t.kind, t.first, t.iso, t.duration, t.relation) for t in times]

    assert said(unicodedata.normalize("NFC", text)) == said(unicodedata.normalize("NFD", text))
