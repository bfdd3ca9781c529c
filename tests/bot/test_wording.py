from __future__ import annotations

import datetime as dt
import string

import pytest

from bot.wording import amount, instrument, time, wordings, written_day
from corpus.provision import Language
from corpus.quantity import find_quantities
from corpus.temporal import find_times
from corpus.units import COUNTED, SIGNS


@pytest.mark.parametrize(
    ("text", "source", "lang", "said"),
    [
        ("The rate reached over 95% of the population.", "en", "vi", "trên 95%"),
        ("nearly 92 million people", "en", "vi", "gần 92 triệu người"),
        ("4.5 percent", "en", "vi", "4,5%"),
        ("1,234 cards", "en", "vi", "1.234 thẻ"),
        ("mức lương cơ sở 2.530.000 đồng", "vi", "en", "2.53 million dong"),
        ("tối đa 6 tháng", "vi", "en", "at most 6 months"),
        # In its own language, the source's own words.
        ("more than 92 million people", "en", "en", "more than 92 million people"),
        # What has no unit cannot be said in the other language.
        ("a third of them", "en", "vi", None),
    ],
)
def test_amounts_are_said_in_the_language_of_the_answer(
    text: str, source: Language, lang: Language, said: str | None
) -> None:
    assert amount(find_quantities(text)[0], source, lang) == said


@pytest.mark.parametrize(
    ("text", "source", "lang", "said"),
    [
        ("the goal by 2026", "en", "vi", "đến năm 2026"),
        ("Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", "vi", "en", "within 5 working days"),
        ("từ ngày 01 tháng 7 năm 2026", "vi", "en", "from 1 July 2026"),
        ("in the next 2-3 years", "en", "vi", "trong 2–3 năm"),
        ("from 2021 to 2025", "en", "vi", "từ năm 2021 đến năm 2025"),
        ("within 5 working days of the visit", "en", "en", "within 5 working days"),
    ],
)
def test_times_are_said_in_the_language_of_the_answer(text: str, source: Language, lang: Language, said: str) -> None:
    assert time(find_times(text)[0], source, lang) == said


@pytest.mark.parametrize(
    ("written", "lang", "said"),
    [
        ("Decree 188/2025, Article 19", "vi", "Nghị định 188/2025"),
        ("Decree 188/2025/ND-CP", "vi", "Nghị định 188/2025/NĐ-CP"),
        ("Law 51/2024/QH15", "vi", "Luật 51/2024/QH15"),
        ("Decree 188/2025, Article 19", "en", "Decree 188/2025, Article 19"),
        ("a notice on the door", "vi", "a notice on the door"),
    ],
)
def test_what_a_rule_rests_on_is_named_in_the_language_of_the_answer(written: str, lang: Language, said: str) -> None:
    assert instrument(written, lang) == said


@pytest.mark.parametrize(
    ("day", "lang", "said"),
    [
        (dt.date(2026, 7, 1), "en", "1 July 2026"),
        (dt.date(2026, 7, 1), "vi", "01/07/2026"),
        (dt.date(2031, 12, 25), "en", "25 December 2031"),
        (dt.date(2031, 12, 25), "vi", "25/12/2031"),
    ],
)
def test_a_day_is_written_as_readers_of_the_language_write_it(day: dt.date, lang: Language, said: str) -> None:
    assert written_day(day, lang) == said


def test_every_unit_and_wording_has_both_languages() -> None:
    assert set(wordings().unit) == set(SIGNS) | set(COUNTED)
    for group in (wordings().unit, wordings().scale, wordings().relation, wordings().lead, wordings().time):
        for wording in group.values():
            fields = [
                {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (wording.en, wording.vi)
            ]
            assert fields[0] == fields[1] or fields[1] < fields[0]
            assert wording.en and wording.vi
