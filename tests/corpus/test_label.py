from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from corpus.label import KIND_NAMES, TITLE_MAX, document_label, kind_name, label, place_label
from corpus.provision import EID_LEVELS, Document, EId
from corpus.reference import KIND_WORDS


@pytest.mark.parametrize(
    ("eid", "en", "vi"),
    [
        ("", "", ""),
        ("art_22", "Article 22", "Điều 22"),
        ("art_32__para_2", "Clause 2, Article 32", "khoản 2 Điều 32"),
        ("art_22__para_1__point_d", "Point d, Clause 1, Article 22", "điểm d khoản 1 Điều 22"),
        ("art_22__para_1__point_dd", "Point đ, Clause 1, Article 22", "điểm đ khoản 1 Điều 22"),
        ("sec_6", "section 6", "mục 6"),
        ("sec_6__bullet_3", "section 6, bullet 3", "mục 6, gạch đầu dòng 3"),
        ("sec_6__bullet_2__item_4", "section 6, bullet 2, item (4)", "mục 6, gạch đầu dòng 2, ý (4)"),
        ("sec_11__para_1", "section 11, paragraph 1", "mục 11, đoạn 1"),
        ("para_4", "paragraph 4", "đoạn 4"),
        ("preamble__para_3", "preamble, paragraph 3", "phần mở đầu, đoạn 3"),
        ("hdg_2", "heading 2", "tiểu đề 2"),
        ("chp_5", "Chapter 5", "Chương 5"),
        ("att_1__art_2", "Article 2, attachment 1", "Điều 2 văn bản kèm theo 1"),
        ("fn_107__art_3__para_2", "Clause 2, Article 3, footnote 107", "khoản 2 Điều 3 chú thích 107"),
        ("quot_1__art_7", "Article 7, quoted text 1", "Điều 7 phần trích 1"),
        ("title", "title", "tiêu đề"),
        ("table_1", "table 1", "bảng 1"),
    ],
)
def test_place(eid: str, en: str, vi: str) -> None:
    assert place_label(EId.parse(eid), "en") == en
    assert place_label(EId.parse(eid), "vi") == vi


@pytest.mark.parametrize("level", EID_LEVELS)
def test_every_level_has_words_in_both_languages(level: str) -> None:
    en, vi = (place_label(EId().child(level, "7"), lang) for lang in ("en", "vi"))
    assert en != vi
    assert "7" in en or level in {"head", "title", "preamble", "sig"}


def document(**facts: Any) -> Document:
    return Document(
        **{"id": "d", "file": "d.txt", "kind": "directive", "authority": "administrative", "language": "en", **facts}
    )


LAW = document(
    kind="law", short_en="Law on Health Insurance (25/2008/QH12)", short_vi="Luật Bảo hiểm y tế (25/2008/QH12)"
)
DIRECTIVE = document(number="16/CT-TTg", issued=dt.date(2022, 9, 20))


@pytest.mark.parametrize(
    ("one", "en", "vi"),
    [
        (LAW, "Law on Health Insurance (25/2008/QH12)", "Luật Bảo hiểm y tế (25/2008/QH12)"),
        (DIRECTIVE, "Directive 16/CT-TTg (2022)", "Chỉ thị 16/CT-TTg (2022)"),
        (document(number="47/2026/QĐ-UBND", kind="decision", issued=dt.date(2026, 9, 14)), "Decision 47/2026/QĐ-UBND", "Quyết định 47/2026/QĐ-UBND"),
        (document(number="16/CT-TTg"), "Directive 16/CT-TTg", "Chỉ thị 16/CT-TTg"),
        (document(short_en="Short"), "Short", "Short"),
        (document(short_vi="Ngắn"), "Ngắn", "Ngắn"),
        (document(title_en="On vaccines"), "Directive “On vaccines”", "Chỉ thị “On vaccines”"),
        (document(), "Directive d", "Chỉ thị d"),
        (document(kind="unheard-of"), "Text d", "Văn bản d"),
    ],
)  # fmt: skip
def test_document(one: Document, en: str, vi: str) -> None:
    assert document_label(one, "en") == en
    assert document_label(one, "vi") == vi


def test_a_long_title_is_cut_between_words() -> None:
    words = "word " * 40
    shown = document_label(document(title_en=words.strip()), "en")
    assert len(shown) <= TITLE_MAX + len("Directive “”")
    assert shown.endswith("word…”")


@pytest.mark.parametrize(
    ("one", "eid", "en", "vi"),
    [
        (
            LAW, "art_32__para_2", "Clause 2, Article 32, Law on Health Insurance (25/2008/QH12)",
            "Khoản 2 Điều 32, Luật Bảo hiểm y tế (25/2008/QH12)",
        ),
        (LAW, "art_22__para_1__point_d", "Point d, Clause 1, Article 22, Law on Health Insurance (25/2008/QH12)", None),
        (DIRECTIVE, "sec_6__bullet_3", "Directive 16/CT-TTg (2022), section 6, bullet 3", "Chỉ thị 16/CT-TTg (2022), mục 6, gạch đầu dòng 3"),
        (DIRECTIVE, "", "Directive 16/CT-TTg (2022)", "Chỉ thị 16/CT-TTg (2022)"),
    ],
)  # fmt: skip
def test_label(one: Document, eid: str, en: str, vi: str | None) -> None:
    assert label(one, EId.parse(eid), "en") == en
    if vi is not None:
        assert label(one, EId.parse(eid), "vi") == vi


@pytest.mark.parametrize("kind", sorted(set(KIND_WORDS.values())))
def test_every_kind_that_can_be_referred_to_has_a_name(kind: str) -> None:
    assert kind in KIND_NAMES
    assert kind_name(kind, "en") != kind_name(kind, "vi")
