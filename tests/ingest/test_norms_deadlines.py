"""The deadline register: what is a deadline of a text, what is none, and who has to keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.agencies import Agencies, load_agencies
from corpus.provision import Authority, Document, EId, Provision, ProvisionRef, Span
from corpus.temporal import find_times
from ingest.library import CorpusFile, LibraryEntry, load_entry
from ingest.norms.deadlines import deadlines
from ingest.norms.rows import Deadline

LAW = Path(__file__).parents[3] / "shared" / "laws" / "22_VBHN-VPQH_2025_luat_bhyt_hop_nhat.vi.txt"
AGENCIES = load_agencies()


def document(authority: Authority = "law") -> Document:
    return Document("d", "d.txt", "law", authority, "vi")


def tree(text: str) -> Provision:
    paragraph = Provision(ProvisionRef("d", EId.parse("para_1")), "paragraph", None, None, text, Span(0, len(text)))
    return Provision(ProvisionRef("d"), "document", None, None, text, Span(0, len(text)), None, (paragraph,))


def rows(text: str, authority: Authority = "law") -> list[Deadline]:
    return deadlines(document(authority), tree(text), AGENCIES)


def only(text: str, authority: Authority = "law") -> Deadline:
    found = rows(text, authority)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "relation", "iso"),
    [
        ("The clinic shall answer within 9 days of receiving the letter.", "deadline", "within", "P9D"),
        ("Phòng khám phải trả lời trong thời hạn 9 ngày kể từ ngày nhận thư.", "deadline", "within", "P9D"),
        ("Cấp mã số chậm nhất là ngày 05 tháng 3 năm 2031.", "deadline", "by", "2031-03-05"),
        ("Quy định này áp dụng từ ngày 05 tháng 3 năm 2031.", "deadline", "from", "2031-03-05/.."),
        ("Hằng quý, Bộ Y tế công bố số liệu.", "recurring", "within", "R/P3M"),
        ("Phí được nộp vào ngày cuối cùng của tháng tiếp theo.", "recurring", "by", "R/P1M"),
        ("Projects of the period 2031-2035 shall be reviewed.", "period", "within", "2031/2035"),
        ("Người học khóa từ 05 tháng trở lên được cấp thẻ.", "period", "at_least", "P5M"),
        ("The goal is that by 2036 coverage will reach over 97%.", "target", "by", "2036"),
        ("Thẻ có giá trị đến ngày người lao động nghỉ việc.", "deadline", "by", None),
        ("Thẻ đã hết thời hạn sử dụng;", "deadline", "by", None),
        ("Hồ sơ nhận từ ngày 01 tháng 3 đến ngày 15 tháng 4 năm 2031.", "period", "within", "2031-03-01/2031-04-15"),
        ("The centre shall report in October each year.", "recurring", "within", "R/P1Y"),
        ("Tiền phạt bằng 0,2%/ngày tính trên số tiền chậm nộp.", "recurring", "within", "R/P1D"),
    ],
)
def test_kinds(text: str, kind: str, relation: str, iso: str | None) -> None:
    row = only(text)
    assert (row.kind, row.relation, row.iso) == (kind, relation, iso)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Nghị định số 88/2031/NĐ-CP ngày 05 tháng 3 năm 2031 của Chính phủ.",
        "As said in Resolution No. 5/NQ-CP dated March 5, 2031 of the Government.",
        "On March 5, 2021 the two sides met.",
        "(Điều 4 Thông tư số 88/2031/TT-BYT, có hiệu lực thi hành kể từ ngày 05/3/2031)",
        "In 2019 the rate was 40%.",
        "By the end of 2019 the rate had reached 40%.",
        "The program began ten years ago.",
        "Người đang hưởng trợ cấp hằng tháng;",
        "A monthly allowance is paid to nurses.",
        "Nhân viên trực 16 giờ.",
        "Trẻ em dưới 7 tuổi;",
        "Căn cứ khoản 3 Điều 15;",
        "Nghị định này có hiệu lực thi hành từ ngày 05 tháng 3 năm 2031.",
        "This Law takes effect on March 5, 2031.",
        "This Circular shall come into force from 5 March 2031.",
        "Chi phí vượt 30 tháng lương cơ sở do quỹ trả.",
        "The fund pays up to four months' salary.",
        "Hai giường ghép được tính bằng 01 ngày.",
        "Người đã hết thời hạn hưởng trợ cấp;",
        "Trường hợp đến hết ngày 05 tháng 3 năm 2031 mà kho chưa đầy thì mua thêm.",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "who", "agency"),
    [
        ("Giám đốc Sở Y tế phải trả lời trong thời hạn 9 ngày.", "Giám đốc Sở Y tế", "department-health"),
        ("Chủ tịch Ủy ban nhân dân cấp xã gửi danh sách trước ngày 05 hằng tháng.", "Chủ tịch Ủy ban nhân dân cấp xã", "commune-chair"),
        ("Khi thiếu thuốc, sau khi nhận tin báo: Bộ Y tế tổng hợp, báo cáo.", "Bộ Y tế", "moh"),
        ("Sổ do người sử dụng lao động lập trong thời hạn 9 ngày.", "người sử dụng lao động", "employers"),
        ("Sổ mẫu do Bộ Y tế ban hành được gửi cho các trạm ở xã, thôn và các trường học trong thời hạn 9 ngày.", None, None),
        ("Đối tượng quy định tại khoản 9 tự nộp sổ hằng tháng.", None, None),
        # Behind a semicolon acts who acted before it, unless somebody else does.
        ("Bộ Y tế chủ trì kiểm tra; báo cáo Chính phủ trước ngày 15 tháng 12 hằng năm.", "Bộ Y tế", "moh"),
        ("The Ministry of Health shall take charge; report to the Government by 15 December each year.", "Ministry of Health", "moh"),
        ("Sở Y tế các tỉnh, thành phố trực thuộc trung ương báo cáo trước ngày 5 tháng 3 hằng năm.",
         "Sở Y tế các tỉnh, thành phố trực thuộc trung ương", "department-health"),
    ],
)  # fmt: skip
def test_who_has_to_keep_a_deadline(text: str, who: str | None, agency: str | None) -> None:
    assert {(row.who, row.agency) for row in rows(text)} == {(who, agency)}


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 18/2031/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
        "Nghị quyết này có hiệu lực từ ngày 20 tháng 7 năm 2031 đến hết ngày 31 tháng 12 năm 2033.",
        "Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2032, trừ khoản 2 Điều 2 có hiệu lực từ ngày 01 tháng 7 năm 2032.",
        "Decree 5/2031/NĐ-CP ceases to have effect from 1 January 2032.",
    ],
)
def test_when_a_document_begins_or_ends_is_no_deadline(text: str) -> None:
    assert rows(text) == []


def test_the_time_of_a_day_is_no_length() -> None:
    assert only("Bộ Y tế báo cáo trước 15 giờ thứ Sáu hằng tuần.").iso == "R/P1W"
    assert only("Bộ Y tế xử lý trong vòng 48 giờ kể từ khi phát hiện.").iso == "PT48H"


def test_a_trigger_that_is_no_date_stays_in_words() -> None:
    row = only("Trong thời hạn 8 ngày làm việc kể từ ngày nhận đủ giấy tờ, cơ quan bảo hiểm xã hội phải cấp thẻ.")
    assert (row.start, row.end, row.duration, row.day_type) == (None, None, "P8D", "working")
    assert row.trigger == "ngày nhận đủ giấy tờ"
    assert row.what == "cơ quan bảo hiểm xã hội phải cấp thẻ"


@pytest.mark.parametrize(
    "text",
    [
        "The target is 91% of people by 2033 and 96% of people by 2036.",
        "The target is that by 2033 coverage is 91%, by 2036 it is 96%.",
        "Phấn đấu đến năm 2033 đạt 91% dân số, đến năm 2036 đạt 96% dân số.",
    ],
)
def test_each_year_of_a_sentence_has_its_own_value(text: str) -> None:
    assert [(row.iso, row.kind, row.value) for row in rows(text)] == [
        ("2033", "target", "91%"),
        ("2036", "target", "96%"),
    ]


def test_a_target_without_a_time_is_kept_in_a_programme_and_not_in_a_law() -> None:
    text = "Providing tablets for 100% of village health workers;"
    assert only(text, "administrative").value == "100%"
    assert rows(text, "law") == []


def test_a_clause_ends_at_its_semicolon() -> None:
    found = rows("Bộ Y tế báo cáo hằng năm; Bộ Tài chính trả lời trong thời hạn 6 ngày kể từ ngày nhận báo cáo.")
    assert [row.agency for row in found] == ["moh", "mof"]
    assert found[0].quote == "Bộ Y tế báo cáo hằng năm;"


def test_words_broken_over_lines_are_shown_on_one_line_and_quoted_as_they_stand() -> None:
    row = only("Bộ Y tế phải trả lời trong thời\nhạn 6 ngày kể từ\nngày nhận đơn.")
    assert (row.time, row.trigger) == ("trong thời hạn 6 ngày", "ngày nhận đơn")
    assert "\n" in row.quote


@settings(deadline=None)
@given(st.text(alphabet="ngày tháng năm 0123456789/.,;:()%\nTrong thời hạn kể từ by within of 2030", max_size=120))
def test_every_row_quotes_its_source(text: str) -> None:
    for row in rows(text, "press"):
        assert text[row.span.start : row.span.end] == row.quote


@pytest.fixture(scope="module")
def law(agencies: Agencies) -> LibraryEntry:
    if not LAW.is_file():
        pytest.skip("the consolidated law is not at hand")
    return load_entry(CorpusFile(LAW, LAW.name, None), agencies)


def test_every_duration_with_a_trigger_of_the_law_is_in_the_register(law: LibraryEntry, agencies: Agencies) -> None:
    quoted = [(row.span, row.trigger) for row in deadlines(law.document, law.tree, agencies)]
    articles = [p for p in law.tree.walk() if p.kind == "article" and "fn_" not in str(p.ref.eid)]
    missing = [
        time.text
        for article in articles
        for time in find_times(article.text)
        if time.kind == "duration" and time.trigger
        and not any(span.start <= article.span.start + time.start < span.end and trigger for span, trigger in quoted)
    ]  # fmt: skip
    assert missing == []


def test_the_history_in_footnotes_gives_no_rows(law: LibraryEntry, agencies: Agencies) -> None:
    found = deadlines(law.document, law.tree, agencies)
    kinds = {str(p.ref.eid): p.kind for p in law.tree.walk()}
    assert found and not [
        row for row in found if kinds[str(row.ref.eid)] in ("footnote", "preamble", "title", "signature")
    ]


def test_golden(
    plain_entries: dict[str, LibraryEntry], agencies: Agencies, golden: Callable[[str, object], None]
) -> None:
    shown = [f.name for f in fields(Deadline) if f.name not in ("ref", "span", "quote")]
    for stem, entry in plain_entries.items():
        found = deadlines(entry.document, entry.tree, agencies)
        assert all(entry.source.text[row.span.start : row.span.end] == row.quote for row in found)
        golden(
            f"deadlines/{stem}.json",
            [
                {"eid": str(r.ref.eid), **{k: v if (v := getattr(r, k)) is None else str(v) for k in shown}}
                for r in found
            ],
        )
