"""The second look of an entailment model: it takes support away and never gives any."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import UsageError
from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.claims.entailment import CrossEncoderEntailment
from tests.bot.claims.conftest import AS_OF
from tests.bot.claims.test_check import CASES

RIGHT = CASES[0][0]


class Says:
    """An entailment model that gives one answer to everything and keeps what it was asked."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        self.asked += pairs
        return [self.answer] * len(pairs)


def _with(checker: Checker, entails: Says) -> Checker:
    answerer: Answerer = checker._answerer
    return Checker(answerer, as_of=AS_OF, entails=entails)


def test_what_is_not_entailed_is_not_supported(checker: Checker) -> None:
    doubting = Says(False)
    assert checker.check(RIGHT).verdict == "supported"
    assert _with(checker, doubting).check(RIGHT).verdict == "not_found"
    assert doubting.asked and doubting.asked[0][1] == RIGHT


def test_a_model_that_believes_everything_changes_nothing(checker: Checker) -> None:
    believing = _with(checker, Says(True))
    assert [believing.check(s).verdict for s, *_ in CASES] == [checker.check(s).verdict for s, *_ in CASES]


def test_a_model_that_does_not_exist_is_one_clear_line(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(UsageError, match=r"CLAUSECARE_ENTAILMENT.*check its name or path"):
        CrossEncoderEntailment(str(tmp_path / "none"))


def _tiny(folder: Path, labels: tuple[str, ...]) -> str:
    """A cross-encoder of random weights, with the labels of a model for entailment."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "fund", "boat"]))
    names = dict(enumerate(labels))
    config = BertConfig(
        vocab_size=7, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        num_labels=len(labels), id2label=names, label2id={v: k for k, v in names.items()},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def test_a_cross_encoder_is_loaded_and_asked(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, on models this small
        model = CrossEncoderEntailment(_tiny(tmp_path, ("contradiction", "entailment", "neutral")))
        answers = model([("a fund for a boat", "a boat"), ("a boat", "a fund")])
    assert len(answers) == 2 and all(isinstance(answer, bool) for answer in answers)


def test_a_model_of_other_labels_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        name = _tiny(tmp_path, ("no", "yes"))
        with pytest.raises(UsageError, match="three labels"):
            CrossEncoderEntailment(name)
