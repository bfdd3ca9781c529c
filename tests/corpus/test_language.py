from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import (
    STOP_EN,
    STOP_VI,
    analyze,
    detect_language,
    fold,
    has_diacritics,
    is_stop,
    normal,
    stem,
    with_bigrams,
    words,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều trị", "dieu tri"), ("ĐƯỜNG", "duong"), ("Bộ Y tế", "bo y te"), ("BHXH", "bhxh"), ("khuỷu", "khuyu"),
        ("người nghèo", "nguoi ngheo"), ("", ""), ("Café №5", "cafe №5"), ("sẽ được", "se duoc"), ("İstanbul", "istanbul"),
    ],
)  # fmt: skip
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    # However the accents are encoded: files from macOS hold them apart from their letters.
    assert fold(unicodedata.normalize("NFD", text)) == expected


@given(st.text())
def test_fold_is_idempotent_and_leaves_no_accent(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not any(unicodedata.combining(c) for c in once)


@pytest.mark.parametrize(
    "text",
    [
        "Bảo hiểm y tế chi trả bao nhiêu?", "Bộ Y tế có trách nhiệm gì", "Điều 22", "Chỉ thị 16/CT-TTg yêu cầu gì?",
        "thẻ BHYT hết hạn thì sao", "Công điện 778", "ĐỐI TƯỢNG", "bao hiem y te chi tra bao nhieu", "nguoi ngheo duoc huong gi",
        "ai duoc mien vien phi", "tre em duoi 6 tuoi co duoc mien phi khong", "Bo Y te phai lam gi", "bhyt cho sinh vien",
        "khi nao phai nop bao cao", "muc dong bao hiem y te ho gia dinh", "kham suc khoe dinh ky mien phi tu nam nao",
        "nghi quyet 72 noi gi ve vien phi", "UBND tinh co trach nhiem gi", "dich sot xuat huyet", "ai chiu trach nhiem dau thau thuoc",
        "nghi dinh 146", "toi bi benh tieu duong", "em bi covid thi bao hiem co tra khong", "chuyen tuyen",
        "thuoc het o benh vien", unicodedata.normalize("NFD", "Bộ Y tế phải làm gì"),
        pytest.param(
            "ho so can nhung gi",
        ),
        pytest.param(
            "the BHYT het han khi nao",
        ),
        # "may", "can" and "so" are English words too.
        "cong ty dong may phan bhyt con nguoi lao dong dong may phan", "luong co so can bao nhieu moi an toan",
    ],
)  # fmt: skip
def test_vietnamese_is_recognised(text: str) -> None:
    assert detect_language(text) == "vi"


@pytest.mark.parametrize(
    "text",
    [
        "What does health insurance pay?", "who pays for the poor", "Ministry of Health duties", "deadline for report",
        "health insurance card", "What is BHYT?", "is COVID-19 covered", "free check-up 2026", "vaccines", "Resolution 72",
        "hospital fees", "Who does Vietnam Social Security work with?", "Can an infant go to any hospital", "hello", "when",
        "give me the deadline", "no pain no gain", "do they pay me", "tell me about Article 32", "ban on tobacco",
        "the man can go to the hotel", "home care", "2026", "", "???",
        # One Vietnamese name in an English sentence leaves it English.
        "Bộ Y tế means what in English and who leads it in this country now and what else does it do",
        "can he do that then", "may i see the plan", "so can me do", "do children go in on time",
    ],
)  # fmt: skip
def test_english_is_recognised(text: str) -> None:
    assert detect_language(text) == "en"


@given(st.text())
def test_a_language_is_always_found(text: str) -> None:
    assert detect_language(text) in {"vi", "en"}


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    found = words(text)
    assert all(text[w.start : w.end] == w.text and w.text for w in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    covered = {i for w in found for i in range(w.start, w.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("insurance", stem("insured")), ("hospitals", stem("hospital")), ("treated", "treat"), ("Covered", stem("covers")),
        ("paid", stem("pays")), ("lost", stem("losing")), ("children", "child"), ("left", "left"),
        ("BHYT", "bhyt"), ("who", "who"), ("covid19", "covid19"), ("QH15", "qh15"), ("was", "was"),
    ],
)  # fmt: skip
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_stems_keep_different_words_apart() -> None:
    assert len({stem(w) for w in ("insurance", "inpatient", "ministry", "minister", "report", "resort")}) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bộ Y tế", True),
        ("điều", True),
        ("Bo Y te", False),
        ("café", True),
        ("naïve", False),
        ("Healthcare", False),
        ("", False),
    ],
)
def test_has_diacritics(text: str, expected: bool) -> None:
    assert has_diacritics(text) is expected
    assert has_diacritics(unicodedata.normalize("NFD", text)) is expected


@pytest.mark.parametrize(
    ("analyzer", "expected"),
    [
        ("en", ["dieu", "tri", "25", "2008", "qh12", stem("treated")]),
        ("vi", ["điều", "trị", "25", "2008", "qh12", "treated"]),
        ("folded", ["dieu", "tri", "25", "2008", "qh12", "treated"]),
    ],
)
def test_analyze(analyzer: str, expected: list[str]) -> None:
    text = "Điều trị (25/2008/QH12) treated"
    assert analyze(text, analyzer) == expected  # type: ignore[arg-type]
    assert analyze(unicodedata.normalize("NFD", text), analyzer) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "analyzer", "expected"),
    [
        ("the", "en", True), ("health", "en", False), ("của", "vi", True), ("cua", "vi", False), ("cua", "folded", True),
        ("thuốc", "vi", False),
        # Folded, "the" could be "thẻ" (a card), so it stays a topic; English function words leave the folded list.
        ("the", "folded", False), ("to", "folded", False),
    ],
)  # fmt: skip
def test_function_words(term: str, analyzer: str, expected: bool) -> None:
    assert is_stop(term, analyzer) is expected  # type: ignore[arg-type]


def test_stop_lists_are_in_the_form_that_is_compared() -> None:
    assert all(normal(w) == w for w in STOP_VI)
    assert all(fold(w) == w for w in STOP_EN)


@pytest.mark.parametrize(
    ("terms", "expected"), [([], []), (["y"], ["y"]), (["bo", "y", "te"], ["bo", "y", "te", "bo_y", "y_te"])]
)
def test_bigrams(terms: list[str], expected: list[str]) -> None:
    assert with_bigrams(terms) == expected


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Uỷ ban", "ủy ban"),
        ("hoà giải", "hòa giải"),
        ("sức khoẻ", "sức khỏe"),
        ("quý", "quý"),
        ("toàn", "toàn"),
        ("hoàn", "hoàn"),
    ],
)
def test_the_two_ways_to_place_a_tone_mark_are_one_word(written: str, compared: str) -> None:
    assert normal(written) == compared
    assert len(normal(written)) == len(written)
