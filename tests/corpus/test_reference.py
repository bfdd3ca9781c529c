from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import fold
from corpus.provision import EId
from corpus.reference import (
    KIND_WORDS,
    DocumentNumber,
    Reference,
    find_references,
    parse_number,
    pinpoint_eid,
    symbol_kind,
)  # fmt: skip


def once_wrong(*values: object, why: str) -> object:
    """A row that the product once got wrong; `why` says what went wrong then."""
    assert why
    return pytest.param(*values)


def number(reference: Reference) -> str | None:
    if reference.number is None:
        return None
    parts = (reference.number.serial, reference.number.year, reference.number.symbol)
    return " ".join(p for p in parts if p)


# (text, what is underlined, kind, serial year symbol)
DOCUMENTS = [
    ("Resolution No. 20-NQ/TW", "20-NQ/TW", "resolution", "20 NQ/TW"),
    ("under Resolution 72-NQ/TW, hospitals", "72-NQ/TW", "resolution", "72 NQ/TW"),
    ("Nghị quyết số 72-NQ/TW", "72-NQ/TW", "resolution", "72 NQ/TW"),
    ("nghi quyet 72 nq tw", "nghi quyet 72 nq tw", "resolution", "72 nq tw"),
    ("nghị quyết 72 nói gì", "nghị quyết 72", "resolution", "72"),
    ("Resolution 72 says", "Resolution 72", "resolution", "72"),
    ("16/CT-TTg", "16/CT-TTg", "directive", "16 CT-TTg"),
    ("Chỉ thị 16/CT-TTg", "16/CT-TTg", "directive", "16 CT-TTg"),
    ("chi thi 16/ct-ttg", "chi thi 16/ct-ttg", "directive", "16 ct-ttg"),
    ("chỉ thị 16 ct ttg", "chỉ thị 16 ct ttg", "directive", "16 ct ttg"),
    ("Directive No. 52-CT/TW", "52-CT/TW", "directive", "52 CT/TW"),
    ("Directive No.52-CT/TW", "52-CT/TW", "directive", "52 CT/TW"),
    ("Official Telegram No. 778/CD-TTg", "778/CD-TTg", "telegram", "778 CD-TTg"),
    ("Công điện 778/CĐ-TTg", "778/CĐ-TTg", "telegram", "778 CD-TTg"),
    ("25/2008/QH12", "25/2008/QH12", "law", "25 2008 QH12"),
    ("Law on Health Insurance 25/2008/QH12", "25/2008/QH12", "law", "25 2008 QH12"),
    ("Luật Khám bệnh, chữa bệnh số 15/2023/QH15", "15/2023/QH15", "law", "15 2023 QH15"),
    ("Decree No. 146/2018/ND-CP", "146/2018/ND-CP", "decree", "146 2018 ND-CP"),
    ("Nghị định 146/2018/NĐ-CP", "146/2018/NĐ-CP", "decree", "146 2018 ND-CP"),
    ("nghi dinh 146/2018", "nghi dinh 146/2018", "decree", "146 2018"),
    ("Thông tư 01/2025/TT-BYT", "01/2025/TT-BYT", "circular", "1 2025 TT-BYT"),
    ("thong tu 01 tt byt", "thong tu 01 tt byt", "circular", "1 tt byt"),
    ("Joint Circular 37/2015/TTLT-BYT-BTC", "37/2015/TTLT-BYT-BTC", "circular", "37 2015 TTLT-BYT-BTC"),
    ("Decision No. 376/QD-TTg", "376/QD-TTg", "decision", "376 QD-TTg"),
    ("Quyết định 376/QĐ-TTg ngày 17/3/2021", "376/QĐ-TTg", "decision", "376 QD-TTg"),
    ("Văn bản hợp nhất 26/VBHN-VPQH", "26/VBHN-VPQH", "consolidated", "26 VBHN-VPQH"),
    ("Pháp lệnh 06/2003/PL-UBTVQH11", "06/2003/PL-UBTVQH11", "ordinance", "6 2003 PL-UBTVQH11"),
    ("Resolution 1037/NQ-UBTVQH15", "1037/NQ-UBTVQH15", "resolution", "1037 NQ-UBTVQH15"),
    ("Kết luận 80-KL/TW", "80-KL/TW", "conclusion", "80 KL/TW"),
    ("Resolution 282/NQ-CP;", "282/NQ-CP", "resolution", "282 NQ-CP"),
    # A misprint of the bundled text: still read as it stands.
    ("Resolution. No. 20/2017/NQ-TW", "20/2017/NQ-TW", "resolution", "20 2017 NQ-TW"),
    once_wrong(
        "luat 51/2024/qh15", "luat 51/2024/qh15", "law", "51 2024 qh15",
        why="a law's number in small letters loses its symbol: luat 51/2024/qh15 is read as 51/2024",
    ),
    once_wrong(
        "Nghị quyết 261/2025/QH15", "261/2025/QH15", "resolution", "261 2025 QH15",
        why="a National Assembly resolution is called a law: QH says the issuer, the word before it says the kind",
    ),
    once_wrong(
        "Nghị quyết 57-NQ/TW và Chỉ thị 16 / CT-TTg", "16 / CT-TTg", "directive", "16 CT-TTg",
        why="blanks around the stroke cost the symbol when the number has capitals",
    ),
]  # fmt: skip

# (text, what is underlined, eId)
PLACES = [
    ("Clause 2 Article 32 of the Law on Health Insurance", "Clause 2 Article 32", "art_32__para_2"),
    ("Clause 2, Article 32, Law on Health Insurance", "Clause 2, Article 32", "art_32__para_2"),
    ("Clause 2 of Article 32", "Clause 2 of Article 32", "art_32__para_2"),
    ("Point a, Clause 1, Article 22", "Point a, Clause 1, Article 22", "art_22__para_1__point_a"),
    ("điểm b khoản 3 Điều 22", "điểm b khoản 3 Điều 22", "art_22__para_3__point_b"),
    ("diem b khoan 3 dieu 22", "diem b khoan 3 dieu 22", "art_22__para_3__point_b"),
    ("Điều 22 khoản 1 điểm d", "Điều 22 khoản 1 điểm d", "art_22__para_1__point_d"),
    ("khoản 1 của Điều 5", "khoản 1 của Điều 5", "art_5__para_1"),
    ("Điều 22(1)(d)", "Điều 22(1)(d)", "art_22__para_1__point_d"),
    ("Article 22(1)(d)", "Article 22(1)(d)", "art_22__para_1__point_d"),
    ("Article 5(3)", "Article 5(3)", "art_5__para_3"),
    ("Điều 22a", "Điều 22a", "art_22a"),
    ("khoản 1a Điều 22", "khoản 1a Điều 22", "art_22__para_1a"),
    ("art. 7", "art. 7", "art_7"),
    ("theo mục 6", "mục 6", "sec_6"),
    ("section 6, bullet 3", "section 6, bullet 3", "sec_6__bullet_3"),
    ("mục 6 gạch đầu dòng 3", "mục 6 gạch đầu dòng 3", "sec_6__bullet_3"),
    ("ĐIỀU 12 quy định", "ĐIỀU 12", "art_12"),
    once_wrong(
        "điểm đ khoản 1 Điều 12", "điểm đ khoản 1 Điều 12", "art_12__para_1__point_dd",
        why="point đ is folded to d: another point is cited than the one that was named",
    ),
    once_wrong("Điều 22(1)(đ)", "Điều 22(1)(đ)", "art_22__para_1__point_dd", why="point đ in brackets is folded to d"),
]  # fmt: skip

NEITHER = [
    "90% of the population", "in 2020", "Resolution of the 13th National Congress", "the law in 2020", "COVID-19 control",
    "3/4/2020", "ngày 10/10/2020", "resolution 72 percent", "quyết định 90% chi phí", "point of view", "section a", "điều a",
    "mục tiêu 5 năm", "theo luật định", "khoản tiền 5 triệu", "24/7", "100.000 đồng", "the law", "2021-2025", "",
    once_wrong("at this point a patient pays", why="'point a' of running English is read as a pinpoint"),
    once_wrong("quan điểm a dua", why="'quan điểm' (view) holds 'điểm'"),
    once_wrong("thời điểm 1/1/2025", why="'thời điểm' (point in time) with a date is read as point 1"),
    once_wrong("theo Luật 2024 thì sao", why="a year is read as a serial number: 'Luật 2024' means the law of 2024, not number 2024"),
    once_wrong("the Law 2024", why="a year is read as a serial number"),
    once_wrong("a decision 3 years ago", why="'decision 3 years' is read as Decision 3"),
    once_wrong("chụp 20/CT scan", why="any number, stroke and capitals counts as a document number"),
    once_wrong("area code 12", why="'code 12' is read as a law"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "kind", "expected"), DOCUMENTS)
def test_a_document_is_found(text: str, written: str, kind: str, expected: str) -> None:
    reference = [r for r in find_references(text) if not r.pinpoint][-1]
    assert (text[reference.start : reference.end], reference.kind, number(reference)) == (written, kind, expected)


@pytest.mark.parametrize(("text", "written", "eid"), PLACES)
def test_a_place_is_found(text: str, written: str, eid: str) -> None:
    (reference,) = [r for r in find_references(text) if r.pinpoint]
    assert text[reference.start : reference.end] == written
    assert str(pinpoint_eid(reference.pinpoint)) == eid


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_no_reference(text: str) -> None:
    assert [text[r.start : r.end] for r in find_references(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 5 and Article 7", ["Article 5", "Article 7"]),
        ("Điều 5 Nghị định 146/2018/NĐ-CP", ["Điều 5", "146/2018/NĐ-CP"]),
        ("Directive 16/CT-TTg, Resolution 20-NQ/TW and Decision 376/QD-TTg", ["16/CT-TTg", "20-NQ/TW", "376/QD-TTg"]),
        ("Clause 2, Article 32, Law 25/2008/QH12", ["Clause 2, Article 32", "25/2008/QH12"]),
        once_wrong("khoản 2, 3 Điều 22", ["khoản 2, 3 Điều 22"] * 2, why="an enumeration of clauses loses its article: 'khoản 2' stands alone"),
        once_wrong("Articles 5 and 7", ["Articles 5 and 7"] * 2, why="the plural is not read at all"),
    ],
)  # fmt: skip
def test_several_references_come_in_order(text: str, expected: list[str]) -> None:
    assert [text[r.start : r.end] for r in find_references(text)] == expected


def test_accents_may_be_written_apart() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "điểm b khoản 3 Điều 22")
    assert [str(pinpoint_eid(r.pinpoint)) for r in find_references(text)] == ["art_22__para_3__point_b"]


def test_a_letter_that_grows_when_folded_shifts_nothing() -> None:
    (reference,) = find_references("ẞ Điều 5")
    assert "ẞ Điều 5"[reference.start : reference.end] == "Điều 5"


_pieces = st.one_of(
    st.sampled_from(
        [*KIND_WORDS, "Điều", "khoản", "Article", "No.", "20-NQ/TW", "25/2008/QH12", "16/CT-TTg", "của", "of", "a", "đ"]
    ),
    st.integers(0, 3000).map(str),
    st.sampled_from(list(" ,./-()%\n")),
    st.text(alphabet=st.characters(exclude_characters="ẞ"), max_size=3),
)


@given(st.lists(_pieces, max_size=12).map(" ".join))
def test_a_reference_stands_where_it_says(text: str) -> None:
    references = find_references(text)
    assert references == sorted(references, key=lambda r: r.start)
    for reference in references:
        written = fold(text[reference.start : reference.end])
        assert written
        assert bool(reference.number) != bool(reference.pinpoint)
        if reference.number:
            # The serial is written there; only zeros in front of it may have gone.
            serials = [found.lstrip("0") or "0" for found in re.findall(r"[0-9]+", written)]
            assert reference.number.serial in serials
            assert all(
                part is None or fold(part) in written for part in (reference.number.year, reference.number.symbol)
            )
        for _, place in reference.pinpoint:
            assert fold(place) in written
        assert EId.parse(str(pinpoint_eid(reference.pinpoint))) == pinpoint_eid(reference.pinpoint)


@given(st.lists(_pieces, max_size=12).map(" ".join))
def test_documents_do_not_overlap(text: str) -> None:
    spans = [(r.start, r.end) for r in find_references(text) if r.number]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("16/CT-TTg", "16/CT-TTg", True),
        ("20-NQ/TW", "20-NQ-TW", True),  # the strokes differ between sources, the letters do not
        ("01/2025/TT-BYT", "1/2025/TT-BYT", True),
        ("Công điện 778/CĐ-TTg", "778/CD-TTg", True),
        ("16/CT-TTg", "16/CT-TW", False),
        ("16/CT-TTg", "160/CT-TTg", False),
        ("146/2018/ND-CP", "146/2023/ND-CP", False),
        ("25/2008/QH12", "25/2008/QH13", False),
        ("20/2017/NQ-TW", "20-NQ/TW", True),  # a year that one of them leaves out does not part them
    ],
)
def test_numbers_match(a: str, b: str, expected: bool) -> None:
    first, second = parse_number(a), parse_number(b)
    assert first is not None
    assert second is not None
    assert first.matches(second) is expected
    assert second.matches(first) is expected


def test_a_bare_serial_matches_every_document_of_that_number() -> None:
    assert DocumentNumber("72").matches(DocumentNumber("72", None, "NQ/TW"))
    assert not DocumentNumber("72").matches(DocumentNumber("27", None, "NQ/TW"))


@pytest.mark.parametrize("text", ["", "Resolution", "20 NQ TW", "3/4/2020", "16/ct-ttg"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("CT-TTg", "directive"),
        ("NQ/TW", "resolution"),
        ("QD-TTg", "decision"),
        ("QH12", "law"),
        ("UBND", None),
        (None, None),
    ],
)
def test_symbol_kind(symbol: str | None, expected: str | None) -> None:
    assert symbol_kind(DocumentNumber("1", None, symbol)) == expected
