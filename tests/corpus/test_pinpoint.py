from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import aligned
from corpus.pinpoint import HERE, ORDER, find_pinpoints

# (text, the places that it names: levels from the widest, "*" for "this", "..n" for a range)
PLACES = [
    ("điểm a khoản 2 Điều 7", ["art_7/para_2/point_a"]),
    ("các điểm a, b và đ khoản 3 Điều 9", ["art_9/para_3/point_a", "art_9/para_3/point_b", "art_9/para_3/point_dd"]),
    ("điểm a khoản 2, điểm k khoản 3 và điểm b khoản 4 Điều 6", ["art_6/para_2/point_a", "art_6/para_3/point_k", "art_6/para_4/point_b"]),
    ("khoản 3, các điểm a và b khoản 4, khoản 5 Điều 8", ["art_8/para_3", "art_8/para_4/point_a", "art_8/para_4/point_b", "art_8/para_5"]),
    ("điểm a khoản này", ["para_*/point_a"]),
    ("điểm a của khoản này", ["para_*/point_a"]),
    ("Các điểm a, b và đ thuộc khoản 3", ["para_3/point_a", "para_3/point_b", "para_3/point_dd"]),
    ("khoản 2 và khoản 3 Điều này", ["art_*/para_2", "art_*/para_3"]),
    ("các điểm a và b khoản này, khoản 2 Điều này", ["art_*/para_*/point_a", "art_*/para_*/point_b", "art_*/para_2"]),
    ("từ khoản 1 đến khoản 6 Điều 4", ["art_4/para_1..6"]),
    ("từ Điều 5 đến Điều 8", ["art_5..8"]),
    ("clauses 1 to 3 of this Article", ["art_*/para_1..3"]),
    ("Articles 26 and 27 of this Law", ["art_26", "art_27"]),
    ("Article 12, clauses 2 and 3", ["art_12/para_2", "art_12/para_3"]),
    ("Points a, b and dd, Clause 2 of Article 3", ["art_3/para_2/point_a", "art_3/para_2/point_b", "art_3/para_2/point_dd"]),
    ("Point a, Clause 1 of this Article", ["art_*/para_1/point_a"]),
    ("Khoản 1 Điều 10; khoản 2 Điều 12", ["art_10/para_1", "art_12/para_2"]),
    ("khoản 1 Điều 4, Điều 5", ["art_4/para_1", "art_5"]),
    ("khoản 1 và Điều 27", ["para_1", "art_27"]),
    ("Article 5 and Clause 2, Article 6", ["art_5", "art_6/para_2"]),
    ("Mục 1 Chương III", ["chp_iii/sec_1"]),
    ("Điều 7(2)(a)", ["art_7/para_2/point_a"]),
    ("khoản này", []),
    ("điều này cho thấy", []),
    ("danh mục 3 loại", []),
    ("3 chapters and 11 articles", []),
]  # fmt: skip


def written(text: str) -> list[str]:
    return [
        "/".join(f"{level}_{number or '*'}" for level, number in place.levels) + (f"..{place.until}" if place.until else "")
        for place in find_pinpoints(text)
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: list[str]) -> None:
    assert written(text) == expected
    assert written(unicodedata.normalize("NFD", text)) == expected


@pytest.mark.parametrize(("text", "document"), [
    ("theo khoản 1 Điều 4, khoản 2 Điều 5 của Luật Nguồn nước", "của Luật Nguồn nước"),
    ("under Clause 1, Article 4 and Article 5 of the Law on Springs", "of the Law on Springs"),
])  # fmt: skip
def test_the_document_is_looked_for_behind_the_whole_group(text: str, document: str) -> None:
    assert {text[place.tail :].strip() for place in find_pinpoints(text)} == {document}


_pieces = st.sampled_from(
    ["Điều", "khoản", "các", "điểm", "Article", "Clause", "clauses", "này", "this", "và", "and", ",", ";", "đến", "to", "của", "of",
     "1", "2", "7a", "12", "a", "đ", "ii", "(1)", "Chương", "mục", "section", "Luật"]
)  # fmt: skip


@given(st.lists(_pieces, max_size=14).map(" ".join))
def test_a_place_stands_where_it_says(text: str) -> None:
    lowered = aligned(text).lower()
    for place in find_pinpoints(text):
        assert 0 <= place.start < place.end <= place.tail <= len(text)
        ranks = [ORDER.index(level) for level, _ in place.levels]
        assert ranks == sorted(set(ranks))
        assert any(number != HERE for _, number in place.levels)
        for _, number in place.levels:
            assert number.replace("dd", "d") in lowered[place.start : place.end]
