from __future__ import annotations

import pytest

from ingest.parse import parse
from ingest.report import parse_report
from ingest.source import SourceText

LAW = """Điều 1. Sổ khám
1. Trạm y tế phát sổ.
3. Trạm giữ sổ.
Điều 2. Trách nhiệm
1. Trạm trưởng ký sổ:
a) khi phát;
b) khi đổi.
"""


def test_a_statute_is_counted_and_what_is_odd_has_its_line() -> None:
    source = SourceText(LAW)
    report = parse_report(source, parse(source, "d"))
    assert report.family == "law"
    assert report.counts == (("article", 2), ("clause", 3), ("point", 2))
    assert [odd.line for odd in report.oddities] == [3]
    assert "2" in report.oddities[0].what


@pytest.mark.parametrize("text", ["The station opens at seven.", "", "1. A\n2. B"])
def test_other_families_have_a_report_too(text: str) -> None:
    source = SourceText(text)
    report = parse_report(source, parse(source, "d"))
    assert report.family != "law"
    assert report.oddities == ()


def test_quoted_articles_are_not_the_laws_own() -> None:
    text = "Điều 1. Sửa đổi Luật Sổ khám\n1. Sửa đổi Điều 9 như sau:\n“Điều 9. Sổ\n1. Trạm phát sổ.\n2. Trạm giữ sổ.”.\nĐiều 2. Hiệu lực\nLuật này có hiệu lực từ ngày 01 tháng 7 năm 2024.\n"
    source = SourceText(text)
    assert dict(parse_report(source, parse(source, "d")).counts)["article"] == 2
