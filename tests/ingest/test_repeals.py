from __future__ import annotations

import pytest

from ingest.parse import parse
from ingest.read import SourceText
from ingest.repeals import stated_relations

VI = "NGHỊ ĐỊNH\nVề giếng làng\nCăn cứ Luật Nước số 7/2019/QH8;\nĐiều 1. Giếng\n{body}\nĐiều 2. Hiệu lực\n{end}\n"
EN = "DECREE\nOn village wells\nPursuant to the Law on Water No. 7/2019/QH8;\nArticle 1. Wells\n{body}\nArticle 2. Effect\n{end}\n"


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        (VI, "1. Nghị định này thay thế Nghị định số 1/2020/NĐ-CP.", [("replaces", "1/2020/NĐ-CP")]),
        (
            VI,
            "1. Nghị định số 1/2020/NĐ-CP ngày 02 tháng 3 năm 2020 hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
            [("replaces", "1/2020/NĐ-CP")],
        ),
        # What amended a document that ends has not ended with it.
        (
            VI,
            "1. Nghị định số 1/2020/NĐ-CP đã được sửa đổi theo Nghị định số 3/2022/NĐ-CP hết hiệu lực từ ngày Nghị định này có hiệu lực.",
            [("replaces", "1/2020/NĐ-CP")],
        ),
        # A list under its announcement.
        (
            VI,
            "1. Các văn bản sau đây hết hiệu lực:\na) Nghị định số 1/2020/NĐ-CP;\nb) Quyết định số 4/2021/QĐ-TTg.",
            [("replaces", "1/2020/NĐ-CP"), ("replaces", "4/2021/QĐ-TTg")],
        ),
        # Ending a clause amends.
        (VI, "1. Bãi bỏ khoản 2 Điều 5 Nghị định số 1/2020/NĐ-CP.", [("amends", "1/2020/NĐ-CP")]),
        (VI, "1. Sửa đổi, bổ sung một số điều của Nghị định số 1/2020/NĐ-CP như sau:", [("amends", "1/2020/NĐ-CP")]),
        # Mentioned, not ended.
        (VI, "1. Việc đào giếng theo Nghị định số 1/2020/NĐ-CP.", []),
        (EN, "1. This Decree replaces Decree No. 1/2020/ND-CP.", [("replaces", "1/2020/ND-CP")]),
        (EN, "1. Decree No. 1/2020/ND-CP ceases to have effect when this Decree takes effect.", [("replaces", "1/2020/ND-CP")]),
        (EN, "1. Clause 2 Article 5 of Decree No. 1/2020/ND-CP is repealed.", [("amends", "1/2020/ND-CP")]),
        (EN, "1. Wells are dug under Decree No. 1/2020/ND-CP.", []),
        # A document does not replace itself.
        (EN, "1. This Decree replaces Decree No. 9/2030/ND-CP.", []),
    ],
)  # fmt: skip
def test_what_a_text_says_it_replaces_and_amends(text: str, end: str, expected: list[tuple[str, str]]) -> None:
    tree = parse(SourceText(text.format(body="1. X.", end=end)), "d")
    assert [(r.type, r.number) for r in stated_relations(tree, "9/2030/ND-CP")] == expected


def test_quoted_text_speaks_for_another_law() -> None:
    body = "1. Sửa đổi Điều 9 như sau:\n“Điều 9. Hiệu lực\nNghị định này thay thế Nghị định số 2/2018/NĐ-CP.”"
    tree = parse(SourceText(VI.format(body=body, end="1. Có hiệu lực ngay.")), "d")
    assert [r.number for r in stated_relations(tree, None)] == []
