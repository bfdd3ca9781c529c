"""A second look at the best passages: it gives them another order, and nothing else."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import UsageError
from bot.answerer import Answerer
from bot.fuse import Fused
from bot.rerank import DEPTH, CrossEncoderReranker, reranked
from bot.retrieve import Retriever


def by_number(_question: str, texts: Sequence[str]) -> list[float]:
    """A reranker of which the text is the score."""
    return [float(text) for text in texts]


@given(st.lists(st.integers(0, 5), max_size=8), st.integers(0, 4))
def test_the_order_is_the_rerankers_and_the_scores_are_the_fusions(values: list[int], unread: int) -> None:
    fused = [Fused(i, 10.0 - i, ("dense",)) for i in range(len(values) + unread)]
    found = reranked(fused, "?", [str(value) for value in values], by_number)
    assert [f.score for f in found] == [f.score for f in fused]
    assert [f.position for f in found[: len(values)]] == sorted(range(len(values)), key=lambda i: (-values[i], i))
    assert found[len(values) :] == fused[len(values) :]


def test_the_last_of_those_that_are_read_again_can_become_the_first(answerer: Answerer) -> None:
    query = answerer.analyze("health insurance")
    plain = Retriever(answerer.index, answerer.embeddings).retrieve(query).fused
    asked: list[str] = []

    def backwards(question: str, texts: Sequence[str]) -> list[float]:
        asked.append(question)
        return [float(i) for i in range(len(texts))]

    found = Retriever(answerer.index, answerer.embeddings, reranker=backwards).retrieve(query).fused
    assert [f.position for f in found[:DEPTH]] == [f.position for f in plain[:DEPTH]][::-1]
    assert found[DEPTH:] == plain[DEPTH:]
    assert asked == ["health insurance"]


def test_a_cross_encoder_reads_question_and_passage(
    tmp_path: Path, tiny_cross_encoder: Callable[[Path, int], str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, on models this small
        model = CrossEncoderReranker(tiny_cross_encoder(tmp_path, 1))
        scores = model("a fund", ["fund", "boat", "a boat for a fund", "fund"])
        assert model("a fund", []) == []
    assert len({round(score, 4) for score in scores}) == 3
    assert scores[0] == pytest.approx(scores[3], abs=1e-4)  # batched another way
    assert scores[0] != pytest.approx(scores[1], abs=1e-4)


def test_a_model_of_several_scores_is_refused(tmp_path: Path, tiny_cross_encoder: Callable[[Path, int], str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        name = tiny_cross_encoder(tmp_path, 3)
        with pytest.raises(UsageError, match=r"CLAUSECARE_RERANKER.*gives 3 scores"):
            CrossEncoderReranker(name)


def test_a_model_that_does_not_exist_is_one_clear_line(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(UsageError, match=r"CLAUSECARE_RERANKER.*check its name or path"):
        CrossEncoderReranker(str(tmp_path / "none"))


def test_without_the_library_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(UsageError, match=r'pip install "clausecare\[models\]"'):
        CrossEncoderReranker("some/model")


@pytest.fixture
def tiny_cross_encoder() -> Callable[[Path, int], str]:
    """`tiny_cross_encoder(folder, labels)`: the path of a cross-encoder of random weights."""
    pytest.importorskip("sentence_transformers")
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    def make(folder: Path, labels: int) -> str:
        torch.manual_seed(
            1
        )  # weights whose scores are thousandths apart; with others they can be too near to be told apart
        (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "fund", "boat"]))
        config = BertConfig(
            vocab_size=7, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
            num_labels=labels, initializer_range=1.0,
        )  # fmt: skip
        BertForSequenceClassification(config).save_pretrained(folder)
        BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
        return str(folder)

    return make
