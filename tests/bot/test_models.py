from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from bot import ModelError, ModelUnavailable
from bot.breaker import FAILURES, Breaker
from bot.budget import Budget
from bot.generation_cache import GenerationCache
from bot.models import Model, connect
from bot.settings import Settings
from tests.bot.scripted_model import DIE, DRIP, HANG, Cut, scripted

ASKED = [HumanMessage("What is the goal?")]


class Shape(BaseModel):
    text: str


def model_at(url: str, **settings: Any) -> Model:
    found = connect(Settings(model="scripted", model_url=url, model_seconds=settings.pop("seconds", 5), **settings))
    assert found is not None
    return found


def test_without_a_setting_there_is_no_model() -> None:
    assert connect(Settings()) is None


def test_a_model_writes_and_fills_a_shape() -> None:
    with scripted("Over 95%.", {"text": "Over 95%."}) as (url, script):
        model = model_at(url)
        assert model.write(ASKED, model.budget()) == "Over 95%."
        assert model.fill(ASKED, Shape, model.budget()) == Shape(text="Over 95%.")
    assert script.requests[0]["temperature"] == 0


@pytest.mark.parametrize(
    "answer", ['{"text": "Over', Cut('{"text": "Over'), "", "{}", '{"words": 3}', "I would rather tell a story."]
)
def test_half_a_json_is_no_answer_but_no_fault_of_the_server(answer: Any) -> None:
    with scripted(answer) as (url, script):
        model = model_at(url)
        for _ in range(FAILURES + 2):
            assert model.fill(ASKED, Shape, model.budget()) is None
        assert len(script.requests) == FAILURES  # then it is asked for lines at once
        model.write(ASKED, model.budget())


def test_what_was_cut_off_is_paid_for_and_leaves_tokens_for_a_second_try() -> None:
    with scripted(Cut("one two three")) as (url, script):
        model = model_at(url, model_tokens=6)
        budget = model.budget()
        assert model.fill(ASKED, Shape, budget) is None
        budget.seconds()
        model.write(ASKED, budget)
        with pytest.raises(ModelUnavailable, match="budget"):
            budget.seconds()
    assert {request.get("max_tokens") or request["max_completion_tokens"] for request in script.requests} == {3}


@pytest.mark.parametrize("answer", [HANG, DRIP, DIE, 400, 401])
def test_a_model_that_does_not_answer_is_unavailable_within_its_budget(answer: Any) -> None:
    with scripted(answer) as (url, _):
        model = model_at(url, seconds=1)
        with pytest.raises(ModelUnavailable):
            model.write(ASKED, model.budget())


def test_a_failing_server_is_tried_again_and_then_left_alone() -> None:
    with scripted(500, 500, "At last.") as (url, script):
        assert model_at(url).write(ASKED, Budget(5, 100)) == "At last."
        assert len(script.requests) == 3
    with scripted(400) as (url, script):
        model = model_at(url)
        for _ in range(5):
            with pytest.raises(ModelUnavailable):
                model.write(ASKED, model.budget())
        assert len(script.requests) == 3  # then the breaker is open


def test_a_budget_of_tokens_ends_a_question() -> None:
    with scripted("one two three four") as (url, _):
        model, budget = model_at(url), Budget(5, 4)
        model.write(ASKED, budget)
        with pytest.raises(ModelUnavailable, match="budget"):
            model.write(ASKED, budget)


def test_a_breaker_opens_rests_and_lets_one_try_again() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest=10, clock=lambda: now[0])
    breaker.failed()
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    now[0] = 11
    assert breaker.admits()
    assert not breaker.admits()
    breaker.succeeded()
    assert breaker.admits()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(model_url="http://127.0.0.1:1"), "CLAUSECARE_MODEL"),
        (Settings(model="nobody:model"), "provider:name"),
        (Settings(model="mistralai:model"), "package"),
        (Settings(model="gguf:/nowhere/model.gguf"), "no such file"),
    ],
)
def test_a_model_that_cannot_be_set_up_is_told_in_one_line(settings: Settings, told: str) -> None:
    with pytest.raises(ModelError, match=told) as error:
        connect(settings)
    assert "\n" not in str(error.value)


def test_the_cache_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = GenerationCache(tmp_path / "below" / "cache.sqlite", most=10)
    cache.put("a", "12345")
    cache.put("b", "12345")
    assert cache.get("a") == "12345"
    cache.put("c", "12345")
    assert [cache.get(key) for key in "abc"] == ["12345", None, "12345"]
    cache.close()


def test_a_cache_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="CLAUSECARE_MODEL_CACHE"):
        GenerationCache(tmp_path, most=10)
