"""The cross-encoder: what was learned tells answers from near misses, and the gate uses it where it is unsure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot import gate as gate_module
from bot.answerer import Answerer
from bot.crossread import FIRMEST_NO, READ, SecondReading
from bot.crossreader import reader as module
from bot.crossreader.reader import READER_FILE, CrossReader, Read, load_reader
from bot.support import own_words
from bot.turn import Question, Turn
from ingest.e5.corrections import load_corrections

MARGIN = 0.2  # log odds


def the_reader() -> CrossReader:
    """The bundled one."""
    reader = load_reader()
    assert reader is not None
    return reader


READER = the_reader()

TEXTS = (
    "Chi phí giường bệnh do quỹ bảo hiểm y tế chi trả.",
    "The fund pays 80% of the covered cost; the patient pays the rest.",
    "Nguoi ngheo duoc huong 100%  chi phi (khoan 1, Dieu 22) – “đúng tuyến”…",
)
# A question, a text that answers it, and one on the same matter that does not; no text here is one that was learned.
ANSWERS = (
    ("Mất thẻ thì mấy ngày được cấp lại?", "Cơ quan cấp lại thẻ trong 2 ngày làm việc kể từ khi nhận đơn.",
     "Thẻ được cấp lại khi bị mất; trong khi chờ, người bệnh vẫn hưởng đủ quyền lợi."),
    ("Ai phai dong tien bao hiem cho tre em duoi 6 tuoi?", "Ngân sách nhà nước đóng bảo hiểm y tế cho trẻ em dưới 6 tuổi.",
     "Trẻ em dưới 6 tuổi được quỹ chi trả toàn bộ chi phí khám bệnh, chữa bệnh."),
    ("Which ministry runs the pilot?", "The Ministry of Health takes charge of the pilot.",
     "The pilot covers ten provinces and lasts two years."),
    ("Phí làm thẻ mới là bao nhiêu tiền?", "Người xin cấp lại thẻ nộp phí 4.000 đồng.",
     "Người xin cấp lại thẻ nộp đơn cho cơ quan bảo hiểm xã hội."),
    ("Trong bao lâu phải nộp phạt?", "Người bị phạt nộp tiền phạt trong 10 ngày kể từ khi nhận quyết định.",
     "Người bị phạt nộp tiền phạt tại kho bạc hoặc ngân hàng."),
    ("Who signs the contract with the clinic?", "The social insurance agency signs the contract with the clinic.",
     "The contract with the clinic lasts at least 12 months and may be renewed."),
    ("Is a false tooth paid for?", "Insurance does not pay for false teeth, glasses or hearing aids.",
     "A dentist of the commune examines children's teeth once a year."),
    ("Học sinh có phải đóng tiền không?", "Học sinh đóng 30% mức phí, phần còn lại do ngân sách hỗ trợ.",
     "Nhà trường lập danh sách học sinh trước ngày 30 tháng 9."),
    ("By when must the province report?", "Provinces report to the ministry before 15 December each year.",
     "The ministry sums up what the provinces report and tells the Prime Minister."),
)  # fmt: skip


# Each question beside each text: only one that reads both can give every question its own.
MATTERS = (
    ("By when must the province report?", "Provinces report to the ministry before 15 December each year."),
    ("Who tells the Prime Minister?", "The ministry sums up what the provinces report and tells the Prime Minister."),
    ("Phí làm thẻ mới là bao nhiêu tiền?", "Người xin cấp lại thẻ nộp phí 4.000 đồng."),
    ("Nộp đơn xin cấp lại thẻ ở đâu?", "Người xin cấp lại thẻ nộp đơn cho cơ quan bảo hiểm xã hội."),
    ("Bao lâu thì có thẻ mới?", "Thẻ được cấp lại trong 7 ngày làm việc kể từ khi nhận đơn."),
    ("Who carries the referral slip?", "The hospital sends the slip with the patient."),
    ("How many days is a referral slip valid?", "A referral slip is valid for 10 working days."),
)


@pytest.mark.parametrize(("question", "answer", "near_miss"), ANSWERS)
def test_what_answers_is_told_from_a_near_miss(question: str, answer: str, near_miss: str) -> None:
    answered, missed = READER(question, [Read("", answer), Read("", near_miss)])
    assert answered > missed + MARGIN


@pytest.mark.parametrize("number", range(len(MATTERS)))
def test_a_question_finds_its_text_among_those_of_others(number: int) -> None:
    question, answer = MATTERS[number]
    odds = READER(question, [Read("", text) for _, text in MATTERS])
    assert MATTERS[int(np.argmax(odds))][1] == answer


def test_a_text_is_read_alike_alone_and_beside_others() -> None:
    reads = [Read("", text) for text in TEXTS]
    together = READER("Quỹ trả bao nhiêu phần trăm?", reads)
    alone = [READER("Quỹ trả bao nhiêu phần trăm?", [one])[0] for one in reads]
    assert together == pytest.approx(alone, abs=1e-3)


def test_long_texts_and_none_at_all_are_read() -> None:
    assert READER("?", []) == []
    odds = READER("Ai? " * 500, [Read("Mức hưởng " * 300, "Quỹ trả. " * 900), Read("", "")])
    assert all(np.isfinite(odds))


def test_a_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    saved = load_corrections(READER_FILE)
    saved.save(tmp_path / "again.npz")
    again = load_corrections(tmp_path / "again.npz")
    assert again.fingerprint == saved.fingerprint
    assert all(np.array_equal(again.tensors[name], tensor) for name, tensor in saved.tensors.items())


def test_corrections_of_another_model_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(load_corrections(READER_FILE), fingerprint="another")
    monkeypatch.setattr(module, "load_corrections", lambda _: other)
    assert load_reader.__wrapped__() is None


def ranked(answerer: Answerer, question: str) -> Turn:
    """The turn of a question as the gate gets it."""
    asked = Question(question, dt.date(2026, 11, 22))
    return next(turn for name, turn in answerer.stream(asked) if name == "rank")


def test_without_a_model_the_gate_goes_by_what_can_be_counted(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "bundled_model", lambda: None)
    assert load_reader.__wrapped__() is None
    monkeypatch.setattr(answerer.gate, "read", SecondReading(lambda: None))
    answer = answerer.ask(Question("Who is responsible for electronic health records?", dt.date(2026, 11, 22)))
    assert answer.status == "answered"


@pytest.mark.parametrize(("unsure", "readings"), [((-1.0, 2.0), 1), ((2.0, 3.0), 0)])
def test_the_gate_reads_where_it_is_unsure(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, unsure: tuple[float, float], readings: int
) -> None:
    read: list[Turn] = []
    monkeypatch.setattr(gate_module, "UNSURE", unsure)
    monkeypatch.setattr(answerer.gate, "read", read.append)
    answerer.gate(ranked(answerer, "How many people take part in health insurance?"))
    assert len(read) == readings


@pytest.mark.parametrize(("odds", "passes"), [(9.0, True), (-9.0, False)])
def test_what_reading_says_weighs_more_than_a_doubt(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, odds: float, passes: bool
) -> None:
    monkeypatch.setattr(gate_module, "UNSURE", (-1.0, 2.0))
    monkeypatch.setattr(answerer.gate, "read", lambda turn: odds)
    verdict = answerer.gate(ranked(answerer, "What do hospitals have to do about their medical records?"))
    assert (verdict.reason is None) is passes


def test_the_best_sentences_are_read_as_one_text(answerer: Answerer) -> None:
    turn = ranked(answerer, "How many people take part in health insurance?")
    read: list[tuple[str, Sequence[Read]]] = []

    def keeping(question: str, texts: Sequence[Read]) -> list[float]:
        read.append((question, texts))
        return READER(question, texts)

    assert len(turn.candidates) > READ
    odds = SecondReading(lambda: keeping)(turn)
    ((question, (one,)),) = read
    assert odds == pytest.approx(max(READER(question, [one])[0], FIRMEST_NO), abs=1e-3)
    assert [own_words(c.sentence.text) in one.text for c in turn.candidates[: READ + 1]] == [True] * READ + [False]
    assert one.lead == turn.candidates[0].sentence.lead
