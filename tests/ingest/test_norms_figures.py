"""The figures of a text: what each measures and when."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.library import LibraryEntry
from ingest.norms.figures import figures
from ingest.norms.rows import Figure
from tests.ingest.test_norms_deadlines import document, tree


def rows(text: str) -> list[Figure]:
    return figures(document(), tree(text))


def test_a_figure_has_what_it_measures_and_its_time() -> None:
    (row,) = rows("Compared to 2021, nearly 71% of wards have a doctor, according to the ministry.")
    assert (row.value, row.unit, row.approximation, row.as_of) == (Decimal(71), "percent", "nearly", "2021")
    assert row.measures == "nearly 71% of wards have a doctor"


def test_what_is_still_to_be_reached_is_not_so_now() -> None:
    now, then = rows("Currently 71% of wards have a doctor, which shall reach 83% by 2033.")
    assert (now.as_of, then.as_of) == ("Currently", "by 2033")


def test_a_range_gives_its_two_ends() -> None:
    low, high = rows("Mức hỗ trợ từ 35% đến 65% chi phí.")
    assert [(low.value, low.approximation), (high.value, high.approximation)] == [
        (Decimal(35), "at_least"),
        (Decimal(65), "at_most"),
    ]


def test_a_bare_amount_takes_the_phrase_before_it() -> None:
    (row,) = rows("Tỷ lệ bao phủ của tỉnh, 71%.")
    assert row.measures == "Tỷ lệ bao phủ của tỉnh, 71%"


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo trong thời hạn 30 ngày.",
        "The two agencies meet once a year.",
        "The Regulation has 4 chapters and 15 articles.",
        "Điều 15 và khoản 3 Điều 22.",
        "Chi trả một lần.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert rows(text) == []


def test_golden(plain_entries: dict[str, LibraryEntry], golden: Callable[[str, object], None]) -> None:
    for stem, entry in plain_entries.items():
        found = figures(entry.document, entry.tree)
        assert all(entry.source.text[row.span.start : row.span.end] == row.quote for row in found)
        golden(
            f"figures/{stem}.json",
            [[str(r.ref.eid), str(r.value), r.unit, r.approximation, r.measures, r.as_of] for r in found],
        )
