"""HTML pages: the main text, and pages that have none."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.read import read
from tests.ingest.made_files import refusal, windows_1258

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Cổng</title><style>p {{}}</style></head><body>
<form id="aspnetForm"><nav><a href="/">Trang chủ</a></nav><div class="main-menu"><ul><li>Giới thiệu</li></ul></div>
<ul><li><a href="#d1">Điều 1. Phạm vi</a></li></ul>
<div class="content"><table><tr><td><p>BỘ Y TẾ<br>-------</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p></td></tr></table>
<p><b>Điều 1. Phạm vi</b></p><p>Thông tư này quy định
việc&nbsp;<i>khám</i> bệnh.</p><p>a) Một;<br/>b) Hai.</p>
<table><tr><th>Nhóm</th><th>Mức</th><th>Ghi chú</th></tr><tr><td>Trẻ em</td><td>100%</td><td>Dưới 6 tuổi</td></tr></table>
<script>var x = "Điều 9. Giả";</script><p style="display: none">Ẩn</p><h3>Điều 2. Hiệu lực</h3><ul><li>Từ ngày 01 tháng 7.</li></ul></div>
<div class="related">Tin khác</div><footer>Bản quyền</footer></form></body></html>"""
SHOWN = [
    "BỘ Y TẾ", "-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Điều 1. Phạm vi", "Thông tư này quy định việc khám bệnh.", "a) Một;", "b) Hai.",
    "Nhóm | Mức | Ghi chú", "Trẻ em | 100% | Dưới 6 tuổi", "Điều 2. Hiệu lực", "Từ ngày 01 tháng 7.",
]  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16"])
def test_the_main_text_of_a_page(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "a.html"
    page = PAGE.format(charset=charset)
    path.write_bytes(windows_1258(page) if charset == "windows-1258" else page.encode(charset))
    assert unicodedata.normalize("NFC", read(path).text).split("\n") == SHOWN


def test_a_page_without_provisions_gives_its_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    words = "Bộ Y tế cho biết các trạm y tế sẽ nhận người bệnh từ sáng sớm. " * 4
    path.write_text(
        f"<html><body><div class='menu'>Mục</div><div><p>{words}</p><p>{words}</p></div><p>Tin</p></body></html>",
        encoding="utf-8",
    )
    assert read(path).text == "\n".join([words.strip()] * 2)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "<html><body><div id='app'>Đang tải</div><script>" + "x" * 5_000 + "</script></body></html>",
            "draws its text with scripts",
        ),
        ("<html><body>" + "<div>" * 5_000 + "Điều 1. Sâu" + "</div>" * 5_000 + "</body></html>", "nested too deeply"),
        ("<html><body><script>1</script></body></html>", "holds no text"),
        ("<html><body></body></html>", "holds no text"),
        ('<html><head><meta charset="klingon"></head><body>x</body></html>', "not KLINGON"),
    ],
)
def test_pages_that_cannot_be_read(tmp_path: Path, page: str, reason: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    assert reason in refusal(path)


def test_a_class_name_hides_no_provision(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_text("<div class='tab menu'><p>Điều 1. Phạm vi</p><p>Lời.</p></div>", encoding="utf-8")
    assert read(path).text == "Điều 1. Phạm vi\nLời."
