"""Labels of provisions as a person would write them, in both languages."""

from __future__ import annotations

import re

from corpus.provision import Document, EId, Language

# Level -> (English, Vietnamese). Statutes are cited from the innermost level outwards, directives inwards.
_LEVELS: dict[str, tuple[str, str]] = {
    "part": ("Part {}", "Phần {}"),
    "chp": ("Chapter {}", "Chương {}"),
    "art": ("Article {}", "Điều {}"),
    "point": ("Point {}", "điểm {}"),
    "sec": ("section {}", "mục {}"),
    "subsec": ("subsection {}", "tiểu mục {}"),
    "bullet": ("bullet {}", "gạch đầu dòng {}"),
    "item": ("item ({})", "ý ({})"),
    "hdg": ("heading {}", "tiểu đề {}"),
    "fn": ("footnote {}", "chú thích {}"),
    "att": ("attachment {}", "văn bản kèm theo {}"),
    "quot": ("quoted text {}", "phần trích {}"),
    "work": ("source {}", "văn bản nguồn {}"),
    "table": ("table {}", "bảng {}"),
    "head": ("letterhead", "phần đầu văn bản"),
    "title": ("title", "tiêu đề"),
    "preamble": ("preamble", "phần mở đầu"),
    "sig": ("signature", "phần ký"),
}
_CLAUSE = ("Clause {}", "khoản {}")
_PARAGRAPH = ("paragraph {}", "đoạn {}")
TITLE_MAX = 80  # code points of a title in a label
KIND_NAMES: dict[str, tuple[str, str]] = {
    "directive": ("Directive", "Chỉ thị"),
    "resolution": ("Resolution", "Nghị quyết"),
    "decree": ("Decree", "Nghị định"),
    "circular": ("Circular", "Thông tư"),
    "decision": ("Decision", "Quyết định"),
    "telegram": ("Official Telegram", "Công điện"),
    "letter": ("Official Letter", "Công văn"),
    "ordinance": ("Ordinance", "Pháp lệnh"),
    "conclusion": ("Conclusion", "Kết luận"),
    "plan": ("Plan", "Kế hoạch"),
    "programme": ("Programme", "Chương trình"),
    "project": ("Project", "Đề án"),
    "guidance": ("Guidance", "Hướng dẫn"),
    "notice": ("Notice", "Thông báo"),
    "report": ("Report", "Báo cáo"),
    "consolidated": ("Consolidated text", "Văn bản hợp nhất"),
    "law": ("Law", "Luật"),
    "interview": ("Interview", "Bài phỏng vấn"),
    "news": ("News item", "Tin"),
    "article": ("Article", "Bài viết"),
    "text": ("Text", "Văn bản"),
}


def kind_name(kind: str, lang: Language) -> str:
    """The word for a kind of document."""
    return KIND_NAMES.get(kind, KIND_NAMES["text"])[lang == "vi"]


def document_label(document: Document, lang: Language) -> str:
    """How a document is cited: its short name, else kind and number, else kind and title."""
    short = document.short_vi if lang == "vi" else document.short_en
    if short or document.short_en or document.short_vi:
        return short or document.short_en or document.short_vi or document.id
    kind = kind_name(document.kind, lang)
    if document.authority == "law" and document.title(lang):
        return f"{document.title(lang)} ({document.number})" if document.number else str(document.title(lang))
    if document.number:
        told = document.issued is None or str(document.issued.year) in re.split(r"\D", document.number)
        year = "" if told or document.issued is None else f" ({document.issued.year})"
        return f"{kind} {document.number}{year}"
    title = document.title(lang)
    if not title:
        return f"{kind} {document.id}"
    return f"{kind} “{title if len(title) <= TITLE_MAX else title[: TITLE_MAX - 1].rsplit(' ', 1)[0] + '…'}”"


def place_label(eid: EId, lang: Language) -> str:
    """The place of a provision in its document; empty for the document itself."""
    statute = any(level == "art" for level, _ in eid.segments)
    parts = [_level(level, number, statute, lang) for level, number in eid.segments]
    if not statute:
        return ", ".join(parts)
    return (", " if lang == "en" else " ").join(reversed(parts))


def _level(level: str, number: str, statute: bool, lang: Language) -> str:
    pair = _LEVELS.get(level) or (_CLAUSE if statute else _PARAGRAPH)
    shown = "đ" if level == "point" and number == "dd" else number
    return pair[lang == "vi"].format(shown)


def label(document: Document, eid: EId, lang: Language) -> str:
    """The label of a citation: "Directive 16/CT-TTg (2022), section 6, bullet 3"."""
    name, place = document_label(document, lang), place_label(eid, lang)
    if not place:
        return name
    statute = any(level == "art" for level, _ in eid.segments)
    return f"{place[0].upper()}{place[1:]}, {name}" if statute else f"{name}, {place}"
