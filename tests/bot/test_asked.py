"""Questions asked before: where they lead, what they say of a new one, and where they say nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.embed_asked import rows
from bot.answerer import Answerer
from bot.asked import AskedBefore, AskedQuestions, Likeness, key_of_text, load_asked, wording
from bot.asked_words import words_of
from bot.query_adapter import question_embeddings
from bot.turn import Question, Turn
from ingest.embed import load_embeddings
from tests.bot.conftest import AS_OF, LAW

EMBEDDINGS = question_embeddings()


def likeness(answerer: Answerer, question: str) -> Likeness:
    return AskedBefore(answerer.index, EMBEDDINGS)(EMBEDDINGS.embed_query(question), question)


def judged(answerer: Answerer, question: str) -> Turn:
    turns = dict(answerer.stream(Question(question, AS_OF)))
    return turns["rank"]


def test_the_file_has_the_questions_of_the_data_and_what_answers_them(answerer: Answerer) -> None:
    """After the data have changed, `python -m benchmarks.embed_asked` is to be run."""
    found = {wording(row.question): row for row in reversed(list(rows(answerer.index.sentences)))}
    asked = load_asked()
    assert set(asked.wordings.tolist()) == set(found)
    answers: dict[int, set[str]] = {}
    for question, key in asked.pairs.tolist():
        answers.setdefault(question, set()).add(asked.keys[key])
    for number, name in enumerate(asked.wordings.tolist()):
        assert answers.get(number, set()) == set(found[name].keys), found[name].question


def test_every_provision_that_answers_a_question_is_in_the_digests(bundled_answerer: Answerer) -> None:
    index = bundled_answerer.index
    held = {f"{s.ref.doc_id.removeprefix('digest-').rpartition('.')[0]}#{s.ref.eid}" for s in index.sentences}
    named = {key for key in load_asked().keys if not key.startswith("text:")}
    assert not named - held


def test_vectors_are_those_of_the_embedding_in_use(answerer: Answerer) -> None:
    """After the encoder or the adapter was learned anew, the file is to be made anew."""
    asked = load_asked()
    sample = list(rows(answerer.index.sentences))[::400]
    for row in sample:
        number = asked.wordings.tolist().index(wording(row.question))
        assert asked.vectors[number] @ np.asarray(EMBEDDINGS.embed_query(row.question)) > 0.99, row.question


@pytest.mark.parametrize(
    ("question", "eid"),
    [
        ("Ông nội tôi 81 tuổi chưa từng đi làm nhà nước, có được phát thẻ bảo hiểm không?", "art_12__para_3__point_t"),
        ("I lost my card yesterday, what do I do", "art_18__para_2"),
        ("vợ tôi mới nghỉ việc muốn tự mua bảo hiểm thì mấy ngày sau dùng được", "art_16__para_3__point_c"),
    ],
)
def test_everyday_questions_lead_to_the_provision(bundled_answerer: Answerer, question: str, eid: str) -> None:
    near = likeness(bundled_answerer, question).sentences
    best = sorted(near, key=lambda position: -near[position])[:6]
    assert eid in {str(bundled_answerer.index.sentences[position].ref.eid) for position in best}


@pytest.mark.parametrize(
    ("answered", "unanswered"),
    [
        (
            "Trẻ em dưới 6 tuổi đi khám được trả bao nhiêu phần trăm?",
            "Tiền giường nằm ở bệnh viện tư một đêm hết bao nhiêu?",
        ),
        ("What share is paid for a pensioner?", "What is the phone number of the social insurance office in Hue?"),
    ],
)
def test_what_such_questions_came_to_is_told(bundled_answerer: Answerer, answered: str, unanswered: str) -> None:
    yes, no = likeness(bundled_answerer, answered), likeness(bundled_answerer, unanswered)
    assert yes.estimate is not None
    assert no.estimate is not None
    assert yes.estimate > 0 > no.estimate


def test_questions_count_only_over_the_texts_that_they_were_judged_by(
    bundled_answerer: Answerer, answerer: Answerer
) -> None:
    question = "Giấy chuyển viện có giá trị bao nhiêu ngày?"
    assert (likeness(bundled_answerer, question).estimate or 0) > 0
    assert (likeness(answerer, question).estimate or 0) < 0


def test_over_texts_that_no_question_is_on_nothing_is_said(small: Callable[..., Answerer]) -> None:
    text = "Điều 1. Quỹ nhà ở\n1. Người thuê nhà nộp tiền thuê trước ngày 5 hằng tháng.\n2. Chủ nhà trả tiền cọc trong 7 ngày.\n"
    other = small({"a.txt": text})
    assert likeness(other, "Khi nào phải nộp tiền thuê nhà?") == Likeness()
    assert other.gate.likeness(judged(other, "Khi nào phải nộp tiền thuê nhà?")) == {}


def test_a_sentence_of_another_document_is_judged_without_them(bundled_answerer: Answerer) -> None:
    turn = judged(bundled_answerer, "What share is paid for a pensioner?")
    assert set(bundled_answerer.gate.likeness(turn)) == {"estimate", "agreed"}
    assert turn.evidence is not None
    assert turn.candidates[0].sentence.ref.doc_id in turn.evidence.likeness.documents


@pytest.mark.parametrize(
    ("question", "eids"),
    [
        ("Người hưu trí được quỹ trả mấy phần trăm?", {"art_22__para_1__point_dd"}),
        ("What share does the fund pay for a child under 6?", {"art_22__para_1__point_a"}),
        # The resolution has changed both.
        ("What share does the fund pay for the near-poor?", {"art_22__para_1__point_dd", "art_22__para_1__point_e"}),
    ],
)
def test_an_official_text_that_is_parted_otherwise_answers_as_its_digest_does(
    small: Callable[..., Answerer], question: str, eids: set[str]
) -> None:
    """By a provision around the digest's, or by one that a work which is not there has changed."""
    index = small({"law.txt": LAW}).index
    near = AskedBefore(index, EMBEDDINGS)(EMBEDDINGS.embed_query(question), question)
    assert (near.estimate or 0) > 0
    best = sorted(near.sentences, key=lambda place: -near.sentences[place])[: len(eids)]
    assert {str(index.sentences[place].ref.eid) for place in best} == eids


def test_with_another_embedding_nothing_is_said(bundled_answerer: Answerer) -> None:
    embeddings = load_embeddings()
    question = "What share is paid for a pensioner?"
    assert AskedBefore(bundled_answerer.index, embeddings)(embeddings.embed_query(question), question) == Likeness()


def test_a_question_is_no_other_one(answerer: Answerer) -> None:
    """Measured on itself, a question asked before would always be near to one."""
    row = next(row for row in rows(answerer.index.sentences) if row.field == "texts" and row.keys)
    asked = AskedBefore(answerer.index, EMBEDDINGS)
    vector = EMBEDDINGS.embed_query(row.question)
    itself = asked(vector, row.question).sentences
    asked.others_only = True
    of_others = asked(vector, row.question).sentences
    answering = [place for place, s in enumerate(answerer.index.sentences) if key_of_text(s.text) in row.keys]
    assert all(itself[place] > of_others.get(place, 0.0) for place in answering)


def test_a_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 16)).astype(np.float32)
    vectors /= 8 * np.linalg.norm(vectors, axis=1, keepdims=True)
    names = np.array([wording(text) for text in ("a", "b", "c")])
    keys = ("some-law#art_1", key_of_text("- A sentence."))
    pairs = np.array([[0, 0], [2, 1]], dtype=np.int32)
    words, fields = words_of(["one two", "two three", "three"]), np.array(["digests", "digests", "texts"])
    AskedQuestions(vectors, pairs, keys, fields, names, words).save(tmp_path / "a.npz")
    again = load_asked(tmp_path / "a.npz")
    assert again.keys == keys
    assert again.pairs.tolist() == pairs.tolist()
    assert again.field.tolist() == ["digests", "digests", "texts"]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert (again.vectors * unit).sum(axis=1) == pytest.approx(1, abs=0.01)
    assert again.words.shared("two").tolist() == words.shared("two").tolist()
