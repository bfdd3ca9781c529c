"""How a test set is asked: what each query is put as, and how passages become ranked documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answerer import Answerer
from bot.measure import rank_queries
from bot.turn import Turn
from ingest.beir import Query
from ingest.generation import silent

QUERY = Query("q", "Thuốc hiếm được quỹ chi trả thế nào?")


@pytest.mark.parametrize(("plain", "asked"), [(False, QUERY.text), (True, "thuoc hiem duoc quy chi tra the nao?")])
def test_a_query_is_asked_as_it_is_or_as_typed_plainly(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, plain: bool, asked: str
) -> None:
    texts: list[str] = []

    def retrieve(turn: Turn, _k: int) -> Turn:
        texts.append(turn.standalone)
        return replace(turn, passages=())

    monkeypatch.setattr(answerer, "retrieve", retrieve)
    assert rank_queries(answerer, [QUERY], silent, plain) == {"q": []}
    assert texts == [asked]


def test_documents_are_ranked_once_each_by_their_best_passage(small: Callable[..., Answerer]) -> None:
    texts = {
        "tram.txt": "Trạm y tế xã tiêm chủng vào thứ hai.\n\nTrạm y tế xã mở cửa buổi sáng.\n",
        "hoboi.txt": "Hồ bơi đóng cửa lúc chín giờ tối.\n",
    }
    (ranked,) = rank_queries(small(texts), [Query("q", "Trạm y tế xã tiêm chủng khi nào?")], silent).values()
    assert [document for document, _ in ranked] == ["tram", "hoboi"]
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
