from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answerer import Answerer

CLINICS = {
    "clinic.txt": "The clinic opens on Monday.\n", "pool.txt": "The swimming pool closes at nine in the evening.\n",
    "tram.txt": "Trạm y tế xã tiêm chủng vào thứ hai.\n", "hoboi.txt": "Hồ bơi đóng cửa lúc chín giờ tối.\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("When does the clinic open?", "clinic"),
        ("swimming pool", "pool"),
        ("Trạm y tế tiêm chủng khi nào?", "tram"),
        ("tram y te xa tiem chung", "tram"),
        ("Hồ bơi đóng cửa lúc mấy giờ?", "hoboi"),
    ],
)
def test_the_text_that_holds_the_words_is_first_in_a_corpus_of_two_languages(
    small: Callable[..., Answerer], query: str, best: str
) -> None:
    assert small(CLINICS).search(query)[0].chunk.ref.doc_id == best


@pytest.mark.parametrize("k", [1, 3, 10, 100])
def test_k_passages_best_first_each_once(answerer: Answerer, k: int) -> None:
    found = answerer.search("health insurance", k)
    assert len(found) == k if k < 96 else len(found) <= k
    assert [p.rank for p in found] == list(range(1, len(found) + 1))
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert len({p.position for p in found}) == len(found)


@pytest.mark.parametrize(
    ("query", "eid"),
    [
        ("section 11", "sec_11__para_1"),
        ("mục 12", "sec_12"),
        ("muc 6 gach dau dong 3", "sec_6__bullet_3"),
        ("section 6, bullet 3", "sec_6__bullet_3"),
    ],
)
def test_a_provision_that_is_named_comes_first(answerer: Answerer, query: str, eid: str) -> None:
    first = answerer.search(query)[0]
    assert str(first.chunk.ref) == f"directive-16-ct-ttg-2022#{eid}"
    assert "reference" in first.origins


@pytest.mark.parametrize(
    ("with_diacritics", "without"),
    [
        ("Cơ quan nào chịu trách nhiệm tiêm chủng?", "co quan nao chiu trach nhiem tiem chung?"),
        ("Thuốc hiếm", "thuoc hiem"),
        ("chuyển đổi số trong y tế", "chuyen doi so trong y te"),
    ],
)
def test_typing_without_diacritics_finds_the_same(answerer: Answerer, with_diacritics: str, without: str) -> None:
    one, other = ({p.position for p in answerer.search(q, 5)} for q in (with_diacritics, without))
    assert answerer.search(with_diacritics)[0].position in other
    assert len(one & other) >= 3
