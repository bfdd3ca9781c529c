"""The grammar of duties, on sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.agencies import Agencies, load_agencies
from corpus.language import fold
from corpus.provision import Authority, Document, EId, Language, Provision, ProvisionRef, Span
from ingest.library import LibraryEntry
from ingest.norms.duties import duties
from ingest.norms.duty_bearers import agency_name
from ingest.norms.extract import extract
from ingest.norms.rows import Duty

AGENCIES = load_agencies()


def document(lang: Language, authority: Authority = "law") -> Document:
    return Document("doc", "doc.txt", "law", authority, lang)


def clause(text: str, eid: str = "art_1__para_1", start: int = 0, children: tuple[Provision, ...] = ()) -> Provision:
    return Provision(
        ProvisionRef("doc", EId.parse(eid)), "clause", None, None, text, Span(start, start + len(text)), None, children
    )


def article(heading: str | None, lead: str, items: list[str], eid: str = "art_1") -> Provision:
    """An article with a heading, a lead sentence and numbered clauses, one line each."""
    text = f"1. {heading}\n" if heading else "1. "
    text += f"{lead}\n" if lead else ""
    children = []
    for number, item in enumerate(items, 1):
        line = f"{number}. {item}"
        children.append(clause(line, f"{eid}__para_{number}", len(text)))
        text += line + "\n"
    text = text.rstrip("\n")
    return Provision(
        ProvisionRef("doc", EId.parse(eid)), "article", "1.", heading, text, Span(0, len(text)), None, tuple(children)
    )


def rows(tree: Provision | str, lang: Language, authority: Authority = "law") -> list[Duty]:
    node = clause(tree) if isinstance(tree, str) else tree
    found = duties(document(lang, authority), node, AGENCIES)
    for row in found:  # the quote is that span of the text, inside the provision of the row
        own = next(n for n in node.walk() if n.ref == row.ref)
        assert row.span in own.span and row.quote == node.text[row.span.start : row.span.end]
    return found


def who(found: list[Duty]) -> list[tuple[str, str, str]]:
    return [(row.agency or row.bearer, row.role, row.modality) for row in found]


def lead(*names: str, modality: str = "duty") -> list[tuple[str, str, str]]:
    return [(name, "lead", modality) for name in names]


def partner(*names: str) -> list[tuple[str, str, str]]:
    return [(name, "cooperate", "duty") for name in names]


ENGLISH = [
    ("The Ministry of Health shall publish the waiting times.", lead("moh")),
    ("Ministry of Health, Ministry of Finance and Vietnam Social Security shall publish the prices.", lead("moh", "mof", "vss")),
    ("The Minister of Finance shall set the fee.", lead("mof")),
    ("Chairpersons of People's Committees of provinces shall open the clinics.", lead("provincial-chair")),
    ("People's Committees of provinces shall open the clinics.", lead("provincial-peoples-committee")),
    ("Employers must keep the lists for ten years.", lead("employers")),
    ("Medical establishments must not ask for a deposit.", lead("health-facilities", modality="prohibition")),
    ("Insured persons may choose another clinic.", lead("insured-persons", modality="permission")),
    ("The Ministry of Health will open ten stations.", lead("moh", modality="commitment")),
    ("The Ministry of Health should open ten stations.", lead("moh", modality="request")),
    ("The Ministry of Health is responsible for checking the scales.", lead("moh")),
    ("The Ministry of Health shall take charge and cooperate with the Ministry of Justice and relevant ministries in drafting it.",
     lead("moh") + partner("moj", "relevant-ministries")),
    ("The Ministry of Justice shall cooperate with the Ministry of Health in drafting it.", partner("moj", "moh")),
    ("Ministry of Health and press agencies shall closely cooperate and inform the public.", lead("moh", "press-agencies")),
    ("Ministry of Public Security (in charge of the register) and ministries shall keep the data.", lead("mps", "ministries")),
    ("The provisions of the Ministry of Health shall be published.", lead("unspecified")),
    ("The list shall be approved by the Ministry of Health.", lead("moh")),
    ("The Prime Minister requests employers, associations and the Ministry of Health to save water.",
     lead("employers", "associations", "moh", modality="request")),
    ("The Ministry of Health assigned nobody.", []),
    ("The Ministry of Health published a list.", []),
    ("The clinic, which must be clean, is new.", []),
    ("The committee of the hospital is not required to answer.", []),
    ("The Government stipulates the fees.", lead("government")),
    ("People's Committees of provinces shall direct Departments of Finance to cooperate with Departments of Health in buying beds.",
     lead("provincial-peoples-committee") + partner("department-finance", "department-health")),
    ("Entities under their management shall keep records.", lead("Entities under their management")),
    ("Ministries and ministerial agencies shall direct hospitals under their management shall keep records.", lead("ministries")),
]  # fmt: skip

VIETNAMESE = [
    ("Bộ Y tế có trách nhiệm công bố thời gian chờ khám.", lead("moh")),
    ("Bộ Y tế, Bộ Tài chính và Bảo hiểm xã hội Việt Nam phải công bố giá.", lead("moh", "mof", "vss")),
    ("Bộ trưởng Bộ Tài chính quy định mức phí.", lead("mof")),
    ("Chủ tịch Ủy ban nhân dân cấp tỉnh quyết định việc mở phòng khám.", lead("provincial-chair")),
    ("Ủy ban nhân dân tỉnh An Giang có trách nhiệm mở phòng khám.", lead("provincial-peoples-committee")),
    ("Giám đốc Sở Y tế phê duyệt danh sách.", lead("department-health")),
    ("Lãnh đạo Bộ Y tế phải trả lời.", lead("Lãnh đạo Bộ Y tế")),
    ("Người sử dụng lao động phải lưu danh sách mười năm.", lead("employers")),
    ("Cơ sở khám bệnh, chữa bệnh không được thu tiền đặt cọc.", lead("health-facilities", modality="prohibition")),
    ("Người tham gia bảo hiểm y tế có quyền chọn phòng khám khác.", lead("insured-persons", modality="permission")),
    ("Bộ Y tế chủ trì, phối hợp với Bộ Tư pháp, các bộ, ngành liên quan soạn thảo văn bản.", lead("moh") + partner("moj", "relevant-ministries")),
    ("Bộ Tư pháp phối hợp với Bộ Y tế soạn thảo văn bản.", partner("moj", "moh")),
    ("Bộ Tư pháp phối hợp với Bộ Y tế (chủ trì) soạn thảo văn bản.", [*partner("moj"), *lead("moh")]),
    ("Chính phủ quy định chi tiết Điều này.", lead("government")),
    ("Hằng tháng, người sử dụng lao động nộp báo cáo.", lead("employers")),
    ("Trường hợp hồ sơ thiếu, cơ quan bảo hiểm xã hội phải thông báo.", lead("social-insurance-agency")),
    ("Trong thời hạn 03 ngày kể từ ngày nhận đơn của bệnh viện, cơ quan bảo hiểm xã hội trả lời.", lead("social-insurance-agency")),
    ("Mức phí do Bộ trưởng Bộ Y tế quyết định.", lead("moh")),
    ("Nhóm do Bộ Công an quản lý gồm hai người.", []),
    ("Người bị mất sổ khám phải báo ngay.", lead("Người bị mất sổ khám")),
    ("Đối với hợp tác xã thì nộp hằng quý.", lead("production-units")),
    ("Các đơn vị thuộc Bộ Công an, Bộ Quốc phòng phải lưu hồ sơ.", lead("đơn vị thuộc Bộ Công an")),
    ("Việc kiểm kê phải được thực hiện hằng năm.", lead("unspecified")),
    ("Số tiền phải đóng được tính theo ngày.", []),
    ("Người bệnh không phải đóng thêm tiền.", []),
    ("Hồ sơ gồm đơn của Bộ Y tế.", []),
    ("Chính phủ giao Bộ Y tế xây dựng đề án.", lead("moh")),
    ("Thủ tướng Chính phủ yêu cầu Bộ Y tế, Bộ Công an rà soát kho thuốc.", lead("moh", "mps", modality="request")),
    ("Người lao động tham gia trực được hưởng phụ cấp.", []),
    ("Bắt buộc nộp lại sổ.", lead("unspecified")),
    ("Cơ quan bảo hiểm xã hội có chức năng quản lý quỹ.", lead("social-insurance-agency")),
    ("Cơ quan có chức năng quản lý cây xanh phải trả lời.", lead("Cơ quan có chức năng quản lý cây xanh")),
    ("Bộ Y tế, cơ quan có chức năng quản lý cây xanh phải trả lời.", lead("moh", "cơ quan có chức năng quản lý cây xanh")),
    ("Tổ chức trồng rừng, Bộ Y tế phải trả lời.", lead("Tổ chức trồng rừng", "moh")),
    ("Đất của trạm không được gia hạn.", []),
    ("Doanh nghiệp cảng hàng không được xây thêm phòng khám.", []),
    ("Bộ Y tế trả lời dân. Quyết định trả lời phải được công bố.", lead("moh", "unspecified")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_sentences(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert who(rows(text, "en")) == expected


@pytest.mark.parametrize(("text", "expected"), VIETNAMESE)
def test_vietnamese_sentences(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert who(rows(text, "vi")) == expected


@pytest.mark.parametrize(("text", "expected"), VIETNAMESE[:12])
def test_a_text_typed_without_diacritics_gives_the_same_agencies(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    known = [row for row in expected if row[0] in AGENCIES]
    assert [row for row in who(rows(fold(text), "vi")) if row[0] in AGENCIES] == known


CONTEXTS: list[tuple[Language, Authority, str | None, str, list[str], list[tuple[str, str, str]]]] = [
    ("vi", "law", "Trách nhiệm của Bộ Giáo dục và Đào tạo", "", ["Mở lớp tập huấn.", "Phối hợp với Bộ Y tế in tài liệu."],
     [*lead("moet"), *partner("moet", "moh")]),
    ("vi", "law", "Quyền của người sử dụng lao động", "", ["Yêu cầu cơ quan bảo hiểm xã hội giải thích.", "Khiếu nại."],
     lead("employers", "employers", modality="permission")),
    ("vi", "law", "Quyền của cư dân vùng đảo trong khám bệnh", "", ["Đăng ký khám tại trạm gần nhất."], lead("cư dân vùng đảo", modality="permission")),
    ("vi", "law", "Trách nhiệm của Bộ Y tế", "Chủ trì, phối hợp với Bộ Tài chính thực hiện các nhiệm vụ sau đây:", ["Lập kế hoạch.", "Mức chi cho trạm."],
     [*lead("moh"), *partner("mof"), *lead("moh"), *partner("mof")]),
    ("vi", "law", None, "Bộ trưởng Bộ Y tế quy định các nội dung sau đây:", ["Mẫu sổ khám;", "Cấp sổ khám."], lead("moh", "moh")),
    ("vi", "law", None, "Chính phủ quy định các nội dung sau đây:", ["Đối tượng được giảm phí;"], lead("government")),
    ("vi", "law", "Trách nhiệm của Bộ Y tế", "", ["Bộ Y tế gồm nhiều vụ."], []),
    ("vi", "law", None, "Ủy ban nhân dân cấp xã có trách nhiệm:", ["Lập danh sách;", "Thông báo danh sách."], lead(*["commune-peoples-committee"] * 2)),
    ("vi", "law", None, "Cơ quan bảo hiểm xã hội thanh toán trực tiếp trong các trường hợp sau đây:", ["Cấp cứu;", "Khám ở nước ngoài."],
     lead("social-insurance-agency")),
    ("vi", "law", None, "Hồ sơ bao gồm:", ["Đơn của người bệnh;", "Sổ khám."], []),
    ("vi", "law", "Các hành vi bị nghiêm cấm", "", ["Sửa sổ khám.", "Cho mượn sổ khám."], lead(*["unspecified"] * 2, modality="prohibition")),
    ("vi", "law", "Hành vi người sử dụng lao động không được làm", "", ["Giữ sổ khám của nhân viên."], lead("employers", modality="prohibition")),
    ("vi", "law", "Giải thích từ ngữ", "", ["Bộ Y tế phải là bộ."], []),
    ("vi", "law", "Nguyên tắc khám bệnh", "", ["Cơ sở khám bệnh, chữa bệnh phải lịch sự."], lead("health-facilities", modality="principle")),
    ("vi", "administrative", None, "Bộ Tài chính chỉ đạo Bảo hiểm xã hội Việt Nam:", ["Rà soát kho."], [*lead("vss")]),
    # in an article a bare verb orders nobody; after a subject it is that subject's
    ("en", "administrative", "Save energy", "", ["Switch off lamps.", "The Ministry of Health shall buy meters; read them monthly."],
     lead("moh", "moh")),
    ("en", "law", "Responsibilities of the Ministry of Finance", "", ["Set aside funds.", "Cooperate with the Ministry of Health in paying them."],
     [*lead("mof"), *partner("mof", "moh")]),
    ("vi", "law", "Quyền và nghĩa vụ của người sử dụng lao động", "", ["Được cung cấp sổ khám.", "Lưu giữ sổ khám."],
     [*lead("employers", modality="permission"), *lead("employers")]),
    ("en", "law", "Rights and obligations of patients", "", ["Be informed of prices.", "Keep the book."],
     [*lead("patients", modality="permission"), *lead("patients")]),
    ("en", "law", "Rights of patients", "", ["Read the file."], lead("patients", modality="permission")),
    ("en", "law", None, "The Ministry of Health shall:", ["Count beds;", "Buy beds; cooperate with the Ministry of Finance in paying for them."],
     [*lead("moh", "moh"), *partner("moh", "mof")]),
    ("en", "law", None, "The Ministry of Health shall take charge and cooperate with local governments in:", ["Counting beds;"],
     [*lead("moh"), *partner("local-governments")]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "authority", "heading", "opening", "items", "expected"), CONTEXTS)
def test_a_subject_carries_over_to_the_items_under_it(
    lang: Language, authority: Authority, heading: str | None, opening: str, items: list[str], expected: list[tuple[str, str, str]]
) -> None:  # fmt: skip
    assert who(rows(article(heading, opening, items), lang, authority)) == expected


SECTIONS: list[tuple[Language, str, list[str], list[tuple[str, str, str]]]] = [
    ("en", "Save energy", ["Switch off lamps. Promptly repair windows. They are old."], lead("unspecified", "unspecified")),
    ("en", "The Ministry of Finance shall:", ["Set aside funds;", "Pay them out."], lead("mof", "mof")),
    ("en", "Ministries are responsible for:", ["Counting chairs."], lead("ministries")),
    ("en", "Thoroughly spread these principles:", ["Clinics come first. Review them."], lead("unspecified", modality="principle")),
    ("vi", "Bộ Tài chính chủ trì, phối hợp với Bộ Y tế:", ["Mua quạt."], [*lead("mof"), *partner("moh")]),
    ("vi", "Ủy ban nhân dân cấp tỉnh có trách nhiệm:", ["Lập phương án;"], lead("provincial-peoples-committee")),
    ("vi", "Bộ Công an", ["Tuần tra ban đêm."], lead("mps")),
    ("vi", "Bộ Công an tăng cường tuần tra:", ["Bố trí xe;", "Đèn pin."], lead("mps", "mps")),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "heading", "items", "expected"), SECTIONS)
def test_sections_of_a_directive(
    lang: Language, heading: str, items: list[str], expected: list[tuple[str, str, str]]
) -> None:
    written = article(heading, "", items, "sec_1")
    section = replace(written, heading=heading.rstrip(":"))  # the colon is no part of the heading
    assert who(rows(section, lang, "administrative")) == expected


NO_SUBJECT: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("Sở Y tế các tỉnh, thành phố trực thuộc trung ương có trách nhiệm mở lớp.", lead("department-health")),
    ("Bộ Y tế không áp dụng mức phí này.", []),
    ("Ví dụ: Bộ Y tế thanh toán 9 hóa đơn.", []),
    ("Khi đó người bệnh tham gia không phải đóng thêm.", []),
    ("Bộ Y tế thanh toán hóa đơn trong trường hợp phải mổ ngay.", lead("moh")),
    ("Bộ Y tế chủ trì, phối hợp Bộ Công an, Bộ Tài chính trình Chính phủ giá khám.",
     [*lead("moh"), *partner("mps", "mof")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NO_SUBJECT)
def test_what_only_looks_like_a_subject_or_a_task(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert who(rows(text, "vi")) == expected


def test_news_that_somebody_did_something_gives_no_duty() -> None:
    assert rows("Bộ Y tế ban hành danh mục mới. Review the lamps.", "vi", "press") == []
    assert who(rows("Bộ Y tế sẽ ban hành danh mục mới.", "vi", "press")) == lead("moh", modality="commitment")


def test_a_row_says_partners_reports_condition_and_deadline() -> None:
    text = "Trường hợp thiếu thuốc, trong thời hạn 05 ngày, Bộ Y tế chủ trì, phối hợp với Bộ Công an rà soát và báo cáo Thủ tướng Chính phủ."
    main, other = rows(text, "vi")
    assert (main.partners, main.reports_to) == (("Bộ Công an",), ("Thủ tướng Chính phủ",))
    assert (other.bearer, other.role, other.partners) == ("Bộ Công an", "cooperate", ("Bộ Y tế",))
    assert main.condition is not None and main.condition.startswith("Trường hợp thiếu thuốc")
    assert main.deadline == "trong thời hạn 05 ngày" and main.action.startswith("chủ trì")


def test_a_footnote_marker_does_not_part_a_bearer_from_its_verb() -> None:
    assert who(rows("1.[8] Cơ quan bảo hiểm xã hội[9] phải trả lời.", "vi")) == lead("social-insurance-agency")


def test_a_second_sentence_keeps_the_subject_and_semicolons_part_tasks_only() -> None:
    text = "The Ministry of Health shall propose policies for nurses; policies for doctors; count beds. Review the prices. It rains."
    assert [row.quote for row in rows(text, "en")] == [
        "The Ministry of Health shall propose policies for nurses; policies for doctors",
        "count beds.",
        "Review the prices.",
    ]


def test_a_long_sentence_is_quoted_as_far_as_a_quote_may_go() -> None:
    (row,) = rows("The Ministry of Health shall count " + "beds and " * 200 + "chairs.", "en")
    assert 500 < len(row.quote) <= 600 and row.quote.startswith("The Ministry of Health")


def test_what_stands_in_front_of_the_text_gives_no_rows() -> None:
    recital = Provision(
        ProvisionRef("doc", EId.parse("preamble")), "preamble", None, None, "Chính phủ quy định phí.", Span(0, 23)
    )
    assert duties(document("vi"), recital, AGENCIES) == []


@pytest.mark.parametrize(
    ("bearer", "agency", "shown"),
    [
        ("Minister of Health", "moh", "Ministry of Health"),
        ("People's Committees of provinces", "provincial-peoples-committee", "People's Committees of provinces"),
        ("the village choir", None, "the village choir"),
    ],
)
def test_what_a_row_calls_its_agency(bearer: str, agency: str | None, shown: str) -> None:
    assert agency_name(bearer, agency, AGENCIES, "en") == shown


PIECES = st.sampled_from(
    "Bộ Y tế|phải|phối hợp với|;|,|.|:|thì|do|trường hợp|[12]|(1)|sau đây|The Ministry of Health|shall|cooperate with|"
    "Trách nhiệm của|không được|\n|- |giao|direct|hospitals|İ|e\u0323\u0302|Chính phủ|quy định|by|be|và".split("|")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES | st.text(max_size=6), max_size=25),
    st.sampled_from(["vi", "en"]),
    st.sampled_from(["law", "administrative", "press"]),
)
def test_any_text_gives_rows_that_quote_it(pieces: list[str], lang: Language, authority: Authority) -> None:
    text = " ".join(pieces)
    rows(text, lang, authority)  # which looks at every span
    rows(article(text[:40] or None, text, [text, text[::-1]]), lang, authority)


def test_duties_of_the_bundled_texts(
    plain_entries: dict[str, LibraryEntry], agencies: Agencies, golden: Callable[[str, object], None]
) -> None:
    for stem, entry in plain_entries.items():
        found = extract(entry.document, entry.tree, agencies).duties
        assert all(entry.source.text[row.span.start : row.span.end] == row.quote for row in found)
        golden(f"duties/{stem}.json", [_shown(row) for row in found])


def _shown(row: Duty) -> dict[str, object]:
    names = ("bearer", "agency", "role", "modality", "action", "condition", "deadline")
    shown: dict[str, object] = {"eid": str(row.ref.eid), **{name: getattr(row, name) for name in names}}
    return {
        **shown,
        "partners": list(row.partners),
        "reports_to": list(row.reports_to),
        "start": row.span.start,
        "end": row.span.end,
    }
