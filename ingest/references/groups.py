"""References that name a group of people: "đối tượng quy định tại điểm a khoản 2 Điều 12", "persons specified in …"."""

from __future__ import annotations

import re

from corpus.language import aligned

# What a group is called before the place that defines it (folded), and what joins the two.
GROUP_NOUNS = (
    "doi tuong", "nguoi", "nhung nguoi", "nhom", "thanh vien", "ca nhan", "to chuc", "ho gia dinh",
    "subjects?", "persons?", "people", "participants?", "individuals?", "members?", "groups?", "beneficiar(?:y|ies)",
    "those", "households?", "entit(?:y|ies)", "patients?", "employees?", "workers?",
)  # fmt: skip
DEFINED = (
    r"(?:theo )?quy dinh(?: tai| o)?", r"(?:duoc )?neu(?: tai| o)?", "thuoc(?: doi tuong)?(?: quy dinh tai)?",
    "(?:as )?(?:specified|prescribed|defined|mentioned|listed|named|stated|stipulated|provided|set out|referred to)(?: in| at| under| by)?",
    "(?:in|under)",
)  # fmt: skip
# Between a group's noun and "quy định tại" may stand its attributes, not an action of the group.
_ACTS = "khi|phai|duoc|thuc hien|co|bi|neu|ma|when|shall|must|may|is|are|who|which|if|while"
_PLACES = r"(?:[\s,()]|(?:cac|va|hoac|tai|den|tu|diem|khoan|dieu|muc|chuong|nay|and|or|the|of|to|this|points?|clauses?|articles?)\b|\b\d+[a-z]?\b|\b[a-z]{1,2}\b)*"
# "trừ đối tượng …" leaves a group out; "chuyển người bệnh quy định tại …" speaks of the transfer.
_NOT_BEFORE = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "tru",
        "tru cac",
        "than nhan cua",
        "than nhan cua cac",
        "relatives of",
        "ngoai",
        "chuyen",
        "except",
        "except for",
        "other than",
    )
)
_GROUP = re.compile(
    rf"{_NOT_BEFORE}\b(?P<noun>{'|'.join(GROUP_NOUNS)})\b(?:\s+(?!(?:{_ACTS}|khong)\b)\w+){{0,6}}?\s+(?:{'|'.join(DEFINED)})\s+{_PLACES}$"
)
_WINDOW = 260  # code points before a reference: the longest list of points stays below


def names_group(text: str, start: int) -> bool:
    """Whether the reference at `start` in `text` says which group of people is meant."""
    return _GROUP.search(aligned(text[max(0, start - _WINDOW) : start]).lower()) is not None


def group_start(text: str, start: int) -> int | None:
    """Where the words begin that name the group of the reference at `start`; None when it names none."""
    at = max(0, start - _WINDOW)
    match = _GROUP.search(aligned(text[at:start]).lower())
    return at + match.start() if match else None
