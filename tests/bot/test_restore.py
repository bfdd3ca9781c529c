from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerer import Answerer
from bot.restore import DiacriticRestorer
from corpus.language import fold, normal, words

TEXTS = [
    "Thẻ bảo hiểm y tế được cấp trong năm ngày. Người bệnh xuất trình thẻ khi khám bệnh, chữa bệnh.",
    "Bộ Y tế quy định mức đóng. Người tham gia bảo hiểm y tế chưa có thẻ thì xuất trình giấy tờ khác.",
    "Cơ quan bảo hiểm xã hội cấp lại thẻ. Mức giá do Bộ Y tế quy định.",
]


@pytest.fixture(scope="module")
def restorer() -> DiacriticRestorer:
    return DiacriticRestorer(TEXTS)


@pytest.mark.parametrize(
    ("plain", "restored"),
    [
        ("the bao hiem y te", "thẻ bảo hiểm y tế"),
        # The same syllables, told apart by what stands beside them.
        ("kham benh chua benh", "khám bệnh chữa bệnh"),
        ("tham gia", "tham gia"),
        ("muc gia", "mức giá"),
        ("chua co the", "chưa có thẻ"),
        ("Bo Y te quy dinh?", "bộ y tế quy định?"),
        # What the vocabulary does not have stays.
        ("VNeID xyz 2026", "vneid xyz 2026"),
        ("", ""),
    ],
)
def test_diacritics_come_back(restorer: DiacriticRestorer, plain: str, restored: str) -> None:
    assert restorer.restore(plain) == restored


@given(st.text(max_size=80))
def test_only_diacritics_change(text: str) -> None:
    restored = DiacriticRestorer(TEXTS).restore(text)
    assert [fold(w.text) for w in words(restored)] == [fold(normal(w.text)) for w in words(text)]


def test_a_restorer_without_a_vocabulary_changes_nothing() -> None:
    assert DiacriticRestorer([]).restore("the bao hiem y te") == "the bao hiem y te"


@pytest.mark.parametrize(
    ("question", "restored"),
    [
        ("chi thi 52 ct tw yeu cau cap uy chinh quyen lam gi", "chỉ thị 52 ct tw yêu cầu cấp ủy chính quyền làm gì"),
        # Typed with diacritics or in English: left alone.
        ("Ai chịu trách nhiệm về tiêm chủng?", "Ai chịu trách nhiệm về tiêm chủng?"),
        ("Who is responsible for vaccination?", "Who is responsible for vaccination?"),
    ],
)
def test_only_a_question_without_diacritics_is_restored(answerer: Answerer, question: str, restored: str) -> None:
    assert answerer.analyze(question).restored == restored


MENDED = DiacriticRestorer(TEXTS * 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bao hiêm y tê", "bảo hiểm y tế"),
        ("baor hieemr y tees", "bảo hiểm y tế"),
        ("thẻ bao hiểm y tế", "thẻ bảo hiểm y tế"),
        ("khám bênh, chữa bệnh", "khám bệnh, chữa bệnh"),
        # Known as typed, or unknown beside its neighbours: left alone, capitals too.
        ("Cấp lại thẻ bị hỏng", "Cấp lại thẻ bị hỏng"),
        ("Bộ Y tế nói gì về Bluezone?", "Bộ Y tế nói gì về Bluezone?"),
        ("BHYT mức gia", "BHYT mức giá"),
        ("", ""),
    ],
)
def test_slips_of_typing_are_mended(typed: str, meant: str) -> None:
    assert MENDED.mend(typed) == meant


@given(st.text(max_size=80))
def test_what_is_not_vietnamese_stays_as_typed(text: str) -> None:
    assert DiacriticRestorer([]).mend(text) == text
    assert len(words(MENDED.mend(text))) == len(words(text))


ON_STAYS = DiacriticRestorer(
    ["Người bệnh nội trú và ngoại trú. Chú ý điều trị nội trú. Bệnh viện nào ở đâu? Lao động."] * 40
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("điều trị nội chú", "điều trị nội trú"),  # a word too, but nowhere beside "nội"
        ("khám ngoại chú ở đâu", "khám ngoại trú ở đâu"),
        ("chú ý điều trị", "chú ý điều trị"),
        ("bệnh viện nào", "bệnh viện nào"),  # and not "lao"
        ("Chợ Rẫy", "Chợ Rẫy"),
    ],
)
def test_words_mistaken_for_ones_that_sound_alike(typed: str, meant: str) -> None:
    assert ON_STAYS.mend(typed) == meant
