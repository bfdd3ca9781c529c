"""What the tests of `bot` share: answers over the five bundled texts, with and without their register."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, load_questions
from bot.session import open_answerer, workspace
from bot.turn import Answer, Question
from corpus.register import REGISTER_FILE
from corpus.toml import BUNDLED
from ingest.index import CACHE

DATA = Path(__file__).parent.parent / "data"
AS_OF = dt.date(2026, 11, 21)  # fixed: successions and validity depend on the day

Ask = Callable[..., Answer]
# An invented text with the number and some eIds of a law that a digest is of; the digest parts its points further, and a resolution has
# changed one of them.
LAW = (
    "LUẬT\nBẢO HIỂM Y TẾ\nSố: 25/2008/QH12\nĐiều 21. Việc được trả\n1. Quỹ trả tiền khám bệnh.\n2. Quỹ trả tiền giường.\nĐiều 22. Phần được trả\n1. Quỹ trả cho từng nhóm như sau:\n"
    "a) Trả đủ cho trẻ nhỏ;\nđ) Trả 95% cho hộ cận nghèo và người hưu trí;\ne) Trả 80% cho người khác.\n"
    "2. Phần còn lại người bệnh tự trả.\n"
)


@pytest.fixture(scope="session")
def answerer(bundled_answerer: Answerer, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer over the five bundled texts and their register, without the digests."""
    base = tmp_path_factory.mktemp("five")
    shutil.copytree(BUNDLED / "texts", base / "corpus" / "texts")
    shutil.copy(BUNDLED / REGISTER_FILE, base / "corpus")
    (base / "index").mkdir()
    # What the other index has embedded need not be embedded again: the cache is keyed by text.
    shutil.copy(bundled_answerer.index.generation.parent / CACHE, base / "index" / CACHE)
    return open_answerer(workspace(base / "corpus", base / "index"))


@pytest.fixture(scope="session")
def ask(answerer: Answerer) -> Ask:
    """`ask(text, **facts of the question)`: an answer over the five texts with their register."""
    return lambda text, as_of=AS_OF, **facts: answerer.ask(Question(text, as_of, **facts))


@pytest.fixture(scope="session")
def plain_answerer(answerer: Answerer, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer over a folder that holds the same five texts and no register."""
    base = tmp_path_factory.mktemp("plain")
    shutil.copytree(BUNDLED / "texts", base / "corpus")
    (base / "index").mkdir()
    shutil.copy(answerer.index.generation.parent / CACHE, base / "index" / CACHE)
    return open_answerer(workspace(base / "corpus", base / "index"))


@pytest.fixture(scope="session")
def gold() -> dict[str, list[GoldQuestion]]:
    """The question sets by name."""
    return {name: load_questions(DATA / f"questions_{name}.jsonl") for name in ("seeds", "gate")}


@pytest.fixture(scope="session")
def plain_answers(plain_answerer: Answerer, gold: dict[str, list[GoldQuestion]]) -> dict[str, Answer]:
    """The answer to every gold question, by its id, from the folder without a register."""
    questions = [q for group in gold.values() for q in group]
    return {q.id: plain_answerer.ask(Question(q.question, AS_OF, context=q.context)) for q in questions}


@pytest.fixture(scope="session")
def bundled_answers(answerer: Answerer, gold: dict[str, list[GoldQuestion]]) -> dict[str, Answer]:
    """The answer to every fifth gold question, by its id, from the bundled corpus with its register."""
    questions = [q for group in gold.values() for q in group][::5]
    return {q.id: answerer.ask(Question(q.question, AS_OF, context=q.context)) for q in questions}


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Answerer]:
    """`small({"a.txt": text}, register=toml)`: an answerer over a corpus of one's own."""

    def make(texts: dict[str, str], register: str | None = None) -> Answerer:
        folder = tmp_path / "corpus"
        (folder / "texts").mkdir(parents=True)
        for name, text in texts.items():
            (folder / "texts" / name).write_text(text, encoding="utf-8")
        if register is not None:
            (folder / "register.toml").write_text(register, encoding="utf-8")
        return open_answerer(workspace(folder, tmp_path / "index"))

    return make
