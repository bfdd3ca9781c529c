from __future__ import annotations

import datetime as dt

import pytest

from corpus.agencies import Agencies
from corpus.provision import Document
from ingest.identify import identify
from ingest.library import LibraryEntry
from ingest.parse import parse
from ingest.read import SourceText


def once_wrong(*values: object, why: str, id: str) -> object:
    """A row that the product once got wrong; `why` says what went wrong then."""
    assert why
    return pytest.param(*values, id=id)


def read_off(text: str, agencies: Agencies) -> Document:
    source = SourceText(text)
    return identify("d", "d.txt", source, parse(source, "d"), agencies, "digest")


# What the five bundled texts say of themselves when no register helps: the kind, and never a number.
@pytest.mark.parametrize(
    ("stem", "kind", "authority", "issuer", "issued", "reports_on"),
    [
        ("000_6c9276836f489cbf", "directive", "administrative", "prime-minister", None, []),
        ("001_3ab8099fb3a9a17b", "interview", "press", None, None, ["72-NQ/TW"]),
        ("002_eb7e4316477e009e", "article", "press", None, None, ["72-NQ/TW"]),
        ("003_f42042fd16e43896", "article", "press", None, None, ["52-CT/TW"]),
        ("004_6e9fecc5d8dd9214", "news", "press", None, dt.date(2020, 9, 4), []),
    ],
)
def test_a_bundled_text_without_a_register(
    plain_entries: dict[str, LibraryEntry], stem: str, kind: str, authority: str, issuer: str | None,
    issued: dt.date | None, reports_on: list[str],
) -> None:  # fmt: skip
    document = plain_entries[stem].document
    assert (document.kind, document.authority, document.issuer, document.issued) == (kind, authority, issuer, issued)
    assert [r.number for r in document.relations] == reports_on
    assert {r.type for r in document.relations} <= {"reports_on"}
    # The directive's file has no header; press pieces report on numbered documents, whose numbers are not theirs.
    assert document.number is None
    assert document.language == "en"
    assert document.date_basis == ("text" if issued else "inferred")
    assert not document.registered
    assert len(document.sha256) == 64


VI = """THỦ TƯỚNG CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: {number}
Hà Nội, ngày 14 tháng 5 năm 2021
CHỈ THỊ
VỀ VIỆC TĂNG CƯỜNG TIÊM CHỦNG
Thực hiện Nghị quyết số 20-NQ/TW ngày 25 tháng 10 năm 2017, Thủ tướng Chính phủ yêu cầu:
1. Bộ Y tế báo cáo.
2. Bộ Tài chính chi.
"""
EN = """THE PRIME MINISTER
No. {number}
Hanoi, May 14, 2021
DIRECTIVE
ON VACCINATION
Pursuant to Resolution No. 20-NQ/TW dated October 25, 2017, the Prime Minister hereby requests:
1. Ministry of Health shall report.
2. Ministry of Finance shall pay.
"""
CIRCULAR = """BỘ Y TẾ
Số: 12/2023/TT-BYT
Hà Nội, ngày 05 tháng 6 năm 2023
THÔNG TƯ
Quy định về khám sức khỏe
Căn cứ Nghị định 146/2018/NĐ-CP, Bộ trưởng Bộ Y tế ban hành Thông tư:
1. Khám định kỳ.
2. Hiệu lực thi hành.
"""


@pytest.mark.parametrize(
    ("text", "kind", "authority", "number", "issuer", "issued"),
    [
        pytest.param(VI.format(number="17/CT-TTg"), "directive", "administrative", "17/CT-TTg", "prime-minister", dt.date(2021, 5, 14), id="vi"),
        pytest.param(EN.format(number="17/CT-TTg"), "directive", "administrative", "17/CT-TTg", "prime-minister", dt.date(2021, 5, 14), id="en"),
        pytest.param(CIRCULAR, "circular", "circular", "12/2023/TT-BYT", "moh-minister", dt.date(2023, 6, 5), id="circular"),
        pytest.param(
            EN.format(number="17/CT-TTg").replace("May 14, 2021", "14 May 2021"), "directive", "administrative", "17/CT-TTg",
            "prime-minister", dt.date(2021, 5, 14), id="day before month",
        ),
        pytest.param(
            EN.format(number="52-CT/TW"), "directive", "party", "52-CT/TW", "prime-minister", dt.date(2021, 5, 14), id="a Party document",
        ),
        once_wrong(
            VI.format(number="07/CT-TTg"), "directive", "administrative", "07/CT-TTg", "prime-minister", dt.date(2021, 5, 14),
            why="a number with a leading zero (01 to 09 of every year) is not recognised", id="leading zero",
        ),
        pytest.param(
            VI.format(number="17/CT-TTg").replace("Số: ", "Số:"), "directive", "administrative", "17/CT-TTg", "prime-minister",
            dt.date(2021, 5, 14), id="no blank after the colon",
        ),
    ],
)  # fmt: skip
def test_a_head_is_read(
    agencies: Agencies, text: str, kind: str, authority: str, number: str | None, issuer: str, issued: dt.date
) -> None:
    document = read_off(text, agencies)
    assert (document.kind, document.authority, document.number, document.issuer) == (kind, authority, number, issuer)
    assert (document.issued, document.date_basis) == (issued, "text")


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        pytest.param("DIRECTIVE\nON VACCINATION\nWe request\n1. One.\n2. Two.\n", "en", "On vaccination", id="en"),
        pytest.param("CHỈ THỊ\nVỀ TIÊM CHỦNG\nYêu cầu các bộ\n1. Bộ Y tế thử.\n2. Bộ Tài chính chi.\n", "vi", "Về tiêm chủng", id="vi"),
        pytest.param("A fee is abolished\nThe Ministry of Health abolished a fee.\n", "en", "A fee is abolished", id="news"),
        pytest.param("The Ministry of Health abolished a fee. It says so.\n", "en", None, id="none"),
        once_wrong(
            VI.format(number="17/CT-TTg"), "vi", "Về việc tăng cường tiêm chủng",
            why="with the official head the title is 'Thủ tướng chính phủ', and stands so in the heading path of every passage", id="head",
        ),
    ],
)  # fmt: skip
def test_language_and_title(agencies: Agencies, text: str, language: str, title: str | None) -> None:
    document = read_off(text, agencies)
    assert document.language == language
    assert (document.title_en, document.title_vi) == ((title, None) if language == "en" else (None, title))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("DIRECTIVE\nON X\nPursuant to Decree 146/2018/ND-CP and Resolution No. 20-NQ/TW\n1. One.\n2. Two.\n", id="grounds"),
        pytest.param("DIRECTIVE\nNo. 20-NQ/TW is carried out by the Ministry of Health as follows:\n1. One.\n2. Two.\n", id="a line that begins so"),
        pytest.param("DIRECTIVE\n1. Carry out Directive 16/CT-TTg.\n2. Carry out Decision 376/QD-TTg.\n", id="tasks"),
        pytest.param("CHỈ THỊ\nCăn cứ Nghị quyết số 72-NQ/TW;\n1. Bộ Y tế thử.\n2. Bộ Tài chính chi.\n", id="vi"),
        pytest.param("No. 72-NQ/TW explained\nThe Resolution is new and so is all that follows from it.\n", id="news"),
        pytest.param("16/CT-TTg\nThis paper reports on a directive and what came of it in the years that followed.\n", id="news about a number"),
        once_wrong(
            "CHỈ THỊ\nThực hiện Nghị quyết của Bộ Chính trị\nsố 72-NQ/TW,\n1. Bộ Y tế thử.\n2. Bộ Tài chính chi.\n",
            why="a wrapped line 'số 72-NQ/TW,' in the grounds is taken for the document's own number, comma included", id="a wrapped line",
        ),
    ],
)  # fmt: skip
def test_a_number_that_is_only_mentioned_is_never_borrowed(agencies: Agencies, text: str) -> None:
    assert read_off(text, agencies).number is None


@pytest.mark.parametrize(
    "line",
    [
        "Hanoi, Foo 14, 2021",
        "Hà Nội, ngày 31 tháng 2 năm 2021",
        "Hà Nội, ngày 14 tháng 13 năm 2021",
        "in the year 2021",
    ],
)
def test_a_date_that_is_none_is_left_out(agencies: Agencies, line: str) -> None:
    document = read_off(f"DIRECTIVE\n{line}\n1. One.\n2. Two.\n", agencies)
    assert (document.issued, document.date_basis) == (None, "inferred")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1. Report by June 1, 2022.", id="a task"),
        once_wrong("Pursuant to the Law, dated November 14, 2008,", why="a date in the grounds is taken for the day of signing", id="grounds"),
        once_wrong("Căn cứ Luật Bảo hiểm y tế, ngày 14 tháng 11 năm 2008", why="a date in the grounds is taken for the day of signing", id="grounds, vi"),
    ],
)  # fmt: skip
def test_a_date_in_the_body_is_not_the_documents(agencies: Agencies, line: str) -> None:
    text = f"DIRECTIVE\nON X\n{line}\n1. One.\n2. Two.\n"
    assert read_off(text, agencies).issued is None


def test_an_agency_that_is_only_mentioned_is_no_issuer(agencies: Agencies) -> None:
    text = "DIRECTIVE\nON X\nThe Ministry of Health reported to the Ministry of Finance.\n1. One.\n2. Two.\n"
    assert read_off(text, agencies).issuer is None


def test_a_press_piece_reports_on_what_its_opening_names(agencies: Agencies) -> None:
    text = (
        "New fees\nUnder Resolution No. 72-NQ/TW and Directive 16/CT-TTg fees change, says Resolution 72-NQ/TW.\n"
        "The Ministry explains it.\nMuch later Decree 146/2018/ND-CP is mentioned in passing.\n"
    )
    assert [r.number for r in read_off(text, agencies).relations] == ["72-NQ/TW", "16/CT-TTg"]


NOTICE = """ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Số: {number}
{place}
THÔNG BÁO
Về việc tiêm vắc xin cho trẻ em
Trạm y tế tiêm vào sáng thứ ba. Cha mẹ mang theo sổ khám của trẻ.
Ai vắng mặt thì được hẹn lại vào tuần sau.
"""


@pytest.mark.parametrize(
    ("number", "place", "read", "issued"),
    [
        ("45/TB-UBND", "Huế, ngày 03 tháng 4 năm 2024", "45/TB-UBND", dt.date(2024, 4, 3)),
        ("45 /TB-UBND", "Huế, ngay3 thang 4 nam 2024", "45/TB-UBND", dt.date(2024, 4, 3)),
        ("/TB-UBND", "Huế, ngày tháng năm", None, None),
    ],
)
def test_an_office_is_no_newspaper(
    agencies: Agencies, number: str, place: str, read: str | None, issued: dt.date | None
) -> None:
    document = read_off(NOTICE.format(number=number, place=place), agencies)
    assert (document.authority, document.number, document.issued) == ("administrative", read, issued)


def test_a_newspaper_may_name_the_state(agencies: Agencies) -> None:
    text = "A new booklet\nThe Socialist Republic of Vietnam has a new booklet.\nParents welcomed it on Monday."
    assert read_off(text, agencies).authority == "press"


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("BỘ Y TẾ", "moh"), ("THỦ TƯỚNG CHÍNH PHỦ", "prime-minister"), ("MINISTRY OF HEALTH", "moh"),
        ("KÍNH GỬI BỘ Y TẾ", None), ("Bộ Y tế", None),
    ],
)  # fmt: skip
def test_the_issuer_stands_alone_in_capitals_where_no_words_enact(
    agencies: Agencies, line: str, issuer: str | None
) -> None:
    text = f"{line}\nSố: 12/2023/TT-BYT\nTHÔNG TƯ\nĐiều 1. Sổ khám\nTrạm phát sổ.\nĐiều 2. Đổi sổ\nTrạm đổi sổ.\n"
    assert read_off(text, agencies).issuer == issuer


@pytest.mark.parametrize(
    "row", ["| **Ngày ban hành** | 05/06/2023 |", "Ngày ký: 05/06/2023", "Date of issue: June 5, 2023"]
)
def test_a_portals_table_says_the_day(agencies: Agencies, row: str) -> None:
    text = f"Số: 12/2023/TT-BYT\n{row}\n| Ngày hiệu lực | 01/09/2023 |\nTHÔNG TƯ\nĐiều 1. Sổ\nTrạm phát sổ.\nĐiều 2. Đổi\nTrạm đổi sổ.\n"
    assert read_off(text, agencies).issued == dt.date(2023, 6, 5)


PROVINCIAL = """{head}

QUYẾT ĐỊNH
Ban hành Quy định về sổ khám cho người cao tuổi
Căn cứ Luật Người cao tuổi;
QUYẾT ĐỊNH:
Điều 1. Sổ khám
Trạm y tế phát sổ.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực từ ngày 01 tháng 12 năm 2031.
"""


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        pytest.param(
            "ỦY BAN NHÂN DÂN\nTỈNH SÔNG NGÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
            "Số: 47/2031/QĐ-UBND\nSông Ngân, ngày 14 tháng 9 năm 2031", "provincial-peoples-committee", id="one column",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SÔNG NGÂN Độc lập - Tự do - Hạnh phúc\n"
            "Số: 47/2031/QĐ-UBND Sông Ngân, ngày 14 tháng 9 năm 2031", "provincial-peoples-committee", id="two, a blank apart",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SÔNG NGÂN           Độc lập - Tự do - Hạnh phúc\n"
            "Số: 47/2031/QĐ-UBND      Sông Ngân, ngày 14 tháng 9 năm 2031", "provincial-peoples-committee", id="two, far apart",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\nSố: 47/2031/QĐ-UBND\nHải Phòng, ngày 14 tháng 9 năm 2031",
            "provincial-peoples-committee", id="a city",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN TỈNH SÔNG NGÂN\nSỞ Y TẾ\nSố: 47/2031/QĐ-UBND\nSông Ngân, ngày 14 tháng 9 năm 2031",
            "department-health", id="below the body that it belongs to",
        ),
    ],
)  # fmt: skip
def test_a_local_letterhead(agencies: Agencies, head: str, issuer: str) -> None:
    document = read_off(PROVINCIAL.format(head=head), agencies)
    assert (document.number, document.kind, document.authority) == ("47/2031/QĐ-UBND", "decision", "local")
    assert (document.issuer, document.issued) == (issuer, dt.date(2031, 9, 14))
    assert document.title_vi == "Ban hành Quy định về sổ khám cho người cao tuổi"


def test_a_party_directive_is_called_by_its_subject(agencies: Agencies) -> None:
    text = (
        "BAN CHẤP HÀNH TRUNG ƯƠNG          ĐẢNG CỘNG SẢN VIỆT NAM\nBAN BÍ THƯ\n*      Hà Nội, ngày 12 tháng 8 năm 2031\n"
        "Số 88-CT/TW\n\nCHỈ THỊ\nCỦA BAN BÍ THƯ\nvề tăng cường công tác y tế trường học\n\nBan Bí thư yêu cầu:\n"
        "1. Các cấp ủy lãnh đạo.\n2. Đảng ủy các trường chỉ đạo.\n\nT/M BAN BÍ THƯ\nNguyễn Văn Mực\n"
    )
    document = read_off(text, agencies)
    assert (document.number, document.authority, document.issuer) == ("88-CT/TW", "party", "secretariat")
    assert document.title_vi == "Về tăng cường công tác y tế trường học"
    assert document.issued == dt.date(2031, 8, 12)


def test_an_official_letter_has_a_subject_and_no_kind(agencies: Agencies) -> None:
    text = (
        "BỘ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 2210/BYT-BH\nV/v phát sổ khám\nHà Nội, ngày 03 tháng 11 năm 2031\n"
        "Kính gửi: Các bệnh viện\nBộ Y tế yêu cầu các bệnh viện:\n1. Lập sổ khám trước ngày 20/11/2031.\n2. Báo cáo kết quả.\n"
    )
    document = read_off(text, agencies)
    assert (document.kind, document.number, document.authority) == ("letter", "2210/BYT-BH", "administrative")
    assert (document.title_vi, document.issuer, document.issued) == ("Phát sổ khám", "moh", dt.date(2031, 11, 3))


def test_a_text_without_a_head_says_nothing_of_itself(agencies: Agencies) -> None:
    document = read_off("Điều 1. Sổ khám\nTrạm phát sổ.\nĐiều 2. Đổi sổ\nTrạm đổi sổ.\n", agencies)
    assert (document.number, document.issuer, document.issued, document.title_vi) == (None, None, None, None)
