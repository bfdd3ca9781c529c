from __future__ import annotations

import datetime as dt

import pytest

from corpus.agencies import Agencies
from ingest.commencement import Commencement, commencement
from ingest.identify import identify
from ingest.parse import parse
from ingest.source import SourceText

SIGNED = dt.date(2024, 3, 10)
VI = "Điều 1. Phạm vi\nTrạm y tế phát sổ khám cho trẻ em.\nĐiều 2. Hiệu lực thi hành\n{}\n"
EN = "Article 1. Scope\nThe station hands out booklets to children.\nArticle 2. Effect\n{}\n"


def starts(text: str, issued: dt.date | None = SIGNED, kind: str | None = None) -> Commencement:
    return commencement(parse(SourceText(text), "d"), issued, kind)


@pytest.mark.parametrize(
    ("sentence", "kind", "effective", "basis"),
    [
        ("Nghị định này có hiệu lực thi hành từ ngày 05 tháng 8 năm 2024.", "decree", dt.date(2024, 8, 5), "text"),
        (
            "1. Luật này có hiệu lực từ ngày 01 tháng 7 năm 2024, trừ khoản 2 Điều này.",
            "law",
            dt.date(2024, 7, 1),
            "text",
        ),
        ("Bộ luật này có hiệu lực kể từ ngày 01/01/2025.", "law", dt.date(2025, 1, 1), "text"),
        (
            "Thông tư này có hiệu lực thi hành\nkể từ ngày 15 tháng 5\nnăm 2024.",
            "circular",
            dt.date(2024, 5, 15),
            "text",
        ),
        ("Nghị định này có hiệu lực từ ngày **15 tháng 7 năm 2024**.", "decree", dt.date(2024, 7, 15), "text"),
        ("1.[47] Luật này có hiệu lực từ ngày 01 tháng 7 năm 2024.", "law", dt.date(2024, 7, 1), "text"),
        ("Quyết định này có hiệu lực kể từ ngày ký.", "decision", SIGNED, "text"),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", "decision", SIGNED, "text"),
        ("Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.", "circular", dt.date(2024, 4, 24), "inferred"),
        ("Nghi dinh nay co hieu luc thi hanh tu ngay 05/8/2024.", "decree", dt.date(2024, 8, 5), "text"),
    ],
)
def test_vietnamese(sentence: str, kind: str, effective: dt.date, basis: str) -> None:
    assert starts(VI.format(sentence)) == Commencement(kind, effective, basis)


@pytest.mark.parametrize(
    ("sentence", "kind", "effective", "basis"),
    [
        ("This Decree takes effect on August 5, 2024.", "decree", dt.date(2024, 8, 5), "text"),
        ("1. This Law shall take effect from 1 July 2024, except for Clause 2.", "law", dt.date(2024, 7, 1), "text"),
        ("This Circular comes into force as of May 15, 2024.", "circular", dt.date(2024, 5, 15), "text"),
        ("This Decision is effective from the date of its signing.", "decision", SIGNED, "text"),
        (
            "This Decision enters into force 45 days after the date of signing.",
            "decision",
            dt.date(2024, 4, 24),
            "inferred",
        ),
    ],
)
def test_english(sentence: str, kind: str, effective: dt.date, basis: str) -> None:
    assert starts(EN.format(sentence)) == Commencement(kind, effective, basis)


def test_the_end_is_read_too() -> None:
    vi = "Nghị quyết này có hiệu lực từ ngày ký đến hết ngày 31 tháng 12 năm 2028."
    assert starts(VI.format(vi)) == Commencement("resolution", SIGNED, "text", dt.date(2028, 12, 31))
    en = "This Resolution takes effect from May 1, 2024 until December 31, 2028."
    assert starts(EN.format(en)) == Commencement("resolution", dt.date(2024, 5, 1), "text", dt.date(2028, 12, 31))


@pytest.mark.parametrize(
    "sentence",
    [
        "Khoản 2 Điều 1 của Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2027.",
        "Thẻ đã cấp trước ngày Luật này có hiệu lực từ ngày 01 tháng 01 năm 2027 vẫn dùng được.",
        "Nghị định số 12/2019/NĐ-CP hết hiệu lực kể từ ngày 01 tháng 01 năm 2027.",
        "Giấy hẹn có hiệu lực từ ngày 01 tháng 01 năm 2027.",
        "Clause 2 of this Decree takes effect on January 1, 2027.",
    ],
)
def test_what_another_thing_says_of_itself_is_not_the_documents(sentence: str) -> None:
    assert starts(VI.format(sentence)).effective is None


def test_any_decision_is_not_this_one() -> None:
    text = VI.format("Quyết định có hiệu lực kể từ ngày ký.")
    assert starts(text, kind="law") == Commencement()
    assert starts(text, kind="decision") == Commencement("decision", SIGNED, "text")
    assert starts(VI.format("Quyết định có hiệu lực pháp luật của Tòa án."), kind="decision") == Commencement()


def test_a_quoted_law_does_not_speak_for_the_law_that_quotes_it() -> None:
    text = (
        "Điều 1. Sửa đổi Luật Sổ khám\n1. Sửa đổi Điều 9 như sau:\n“Điều 9. Hiệu lực\nLuật này có hiệu lực từ ngày 01 tháng 01 năm 2011.”.\n"
        "Điều 2. Hiệu lực\nLuật này có hiệu lực từ ngày 01 tháng 7 năm 2024.\n"
    )
    assert starts(text).effective == dt.date(2024, 7, 1)


def test_the_day_of_signing_needs_a_day_of_signing() -> None:
    assert starts(VI.format("Quyết định này có hiệu lực kể từ ngày ký."), None) == Commencement("decision")


def test_a_day_that_does_not_exist_is_none() -> None:
    assert starts(VI.format("Luật này có hiệu lực từ ngày 31 tháng 02 năm 2024.")).effective is None


def test_a_text_without_a_head_is_what_it_calls_itself(agencies: Agencies) -> None:
    source = SourceText(VI.format("Nghị định này có hiệu lực từ ngày 05 tháng 8 năm 2024."))
    document = identify("d", "d.txt", source, parse(source, "d"), agencies, "sum")
    assert (document.kind, document.authority, document.effective) == ("decree", "decree", dt.date(2024, 8, 5))


def test_a_codification_names_its_works(agencies: Agencies) -> None:
    text = "Sổ khám\n" + "".join(
        f"Điều 2.2.{symbol}.{n}. Việc thứ {n}\n(Điều {n} {kind} số {number} về sổ khám ngày 01/02/2019, có hiệu lực từ 01/03/2019)\n1. Trạm y tế ghi sổ.\n2. Trạm giữ sổ.\n"
        for symbol, kind, number in (("NĐ.1", "Nghị định", "12/2019/NĐ-CP"), ("TT.1", "Thông tư", "30/2019/TT-BYT"))
        for n in (1, 2)
    )
    source = SourceText(text)
    document = identify("d", "d.txt", source, parse(source, "d"), agencies, "sum")
    assert [(r.type, r.number) for r in document.relations] == [
        ("consolidates", "12/2019/NĐ-CP"), ("consolidates", "30/2019/TT-BYT"),
    ]  # fmt: skip
    assert document.effective is None and document.number is None
