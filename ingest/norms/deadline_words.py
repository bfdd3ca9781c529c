"""The vocabulary of deadlines: what makes a time one, what makes it none, and the events that set a time."""

from __future__ import annotations

import re

from corpus.numerals import either
from corpus.temporal_words import COMMA_TERMS
from ingest.norms.rows import TimeRelation


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(words)}(?!\w)", re.IGNORECASE)


# A state that is to be reached: its time is a target.
GOAL = _any(
    "goal", "goals", "target", "targets", "aim", "aims", "aiming", "objective", "strive", "striving", "to achieve",
    "to reach", "shall reach", "will reach", "shall achieve", "will achieve", "shall attain",
    "mục tiêu", "chỉ tiêu", "phấn đấu", "hướng tới", "sẽ đạt", "cần đạt", "phải đạt", "nhằm đạt",
)  # fmt: skip
# Something is to be done.
MODAL = _any(
    "shall", "will", "must", "should", "is to", "are to", "to be", "require", "requires", "required", "complete",
    "phải", "có trách nhiệm", "sẽ", "cần", "hoàn thành", "được thực hiện", "có hiệu lực", "áp dụng",
)  # fmt: skip
# Something is over.
PAST = _any(
    "had", "was", "were", "has reached", "have reached", "has been", "have been", "reached", "achieved", "rose", "fell",
    "participated", "đã", "từng",
)  # fmt: skip
LOOKING_BACK = re.compile(r"\s*(?:ago|earlier|trước đây|vừa qua|qua)\b", re.IGNORECASE)
# The day of a document follows its name, its number or these words.
DATED = re.compile(
    r"(?:\b(?:dated|signed(?:\s+on)?|issued(?:\s+on)?|of|promulgated\s+on|ký)\s*|\w[/-][A-ZĐ]\S*\s*,?\s*)$"
)
# "Decree 5/2031/NĐ-CP, in force from …" tells when another document began or ended, not what is due.
_FORCE = (
    r"(?:(?:có|hết) hiệu lực(?: thi hành)?|in force|(?:takes?|took|comes?|came) (?:effect|into (?:force|effect))|effective"
    r"|(?:ceases?|ceased) to (?:have effect|be (?:effective|in force)))"
)
IN_FORCE = re.compile(rf"{_FORCE}\W*$", re.IGNORECASE)
IN_FORCE_FIRST = re.compile(_FORCE, re.IGNORECASE)
# "This Law takes effect from …": the day is one of the document's own, which nobody has to meet.
THIS_TEXT = re.compile(
    r"^\W*(?:(?:bộ )?luật|pháp lệnh|nghị định|nghị quyết|thông tư(?: liên tịch)?|quyết định|quy chế|văn bản|chỉ thị) này\s*$"
    r"|^\W*this (?:law|code|ordinance|decree|resolution|(?:joint )?circular|decision|regulation|directive|document)"
    r"(?: shall| will)?\s*$",
    re.IGNORECASE,
)
# A multiple of pay ("45 tháng lương cơ sở") measures money.
OF_PAY = re.compile(
    r"\s+(?:tiền\s+)?(?:lương|phụ\s+cấp|sinh\s+hoạt\s+phí)\b|['’]?\s+(?:of\s+)?(?:(?:the\s+)?(?:base|basic|average)\s+)?(?:salar|wage|pay\b)",
    re.IGNORECASE,
)
# How long something is counted to be: "02 giường tính bằng 01 ngày", "trong cùng một ngày".
CONVERTED = re.compile(
    r"(?:\b(?:cùng|bằng|tính là|quy đổi(?: thành| ra)?|the same|equals?|counts? as|counted as)|=)\s*$", re.IGNORECASE
)
# The time at which a case is given ("trường hợp đến hết ngày …"), and a state that tells which people are meant.
CASE_OPENS = re.compile(r"\b(?:trường\s+hợp|nếu|if|where|in\s+case)\s*$", re.IGNORECASE)
STATE_OF_PEOPLE = re.compile(r"\b(?:người|đối tượng|trẻ em)\b[^,;.:]*$", re.IGNORECASE)
# Nouns of payments: what is monthly there is the rate, not the time of a duty.
_RATES_VI = (
    "trợ cấp", "phụ cấp", "lương", "tiền lương", "thu nhập", "mức đóng", "mức hỗ trợ", "mức", "hỗ trợ", "sinh hoạt phí",
    "nghỉ", "học bổng", "bệnh nghề nghiệp", "nuôi dưỡng", "chi phí", "kinh phí", "lao động", "bồi dưỡng", "tuất", "tiền thưởng",
    "dự toán",
)  # fmt: skip
RATE_BEFORE = re.compile(rf"(?<!\w){either(_RATES_VI)}(?:\s+[^\W\d]+){{0,6}}\s+$", re.IGNORECASE)
RATE_AFTER = re.compile(
    r"\s+(?:salar|wage|allowance|pension|contribution|income|fee|benefit|subsid|stipend|pay\b|support|rate|premium)",
    re.IGNORECASE,
)
# "Periodic" is a time where somebody reports or checks.
VAGUE_BEFORE = re.compile(
    r"(?:^\W*|\b(?:báo cáo|kiểm tra|đánh giá|rà soát|giám sát|công bố|tổng kết|sơ kết|report|reports|review|inspect|check|update)\s+)$",
    re.IGNORECASE,
)
VAGUE_AFTER = re.compile(
    r"\s+(?:report|review|báo cáo|kiểm tra|đánh giá|rà soát|tổng hợp|health check|screening)", re.IGNORECASE
)

# A time that an event sets: the words that open it say how it bounds; what follows up to the comma is the event.
_EVENT_VI = r"(?:ngày|khi|thời\s+điểm|lúc)\b(?!\s+\d)"
_REST = rf"(?:{either(COMMA_TERMS)}|[^,;.:\n]|\n(?!\n))*"
_EVENT_PATTERNS: tuple[tuple[TimeRelation, str], ...] = (
    ("from", rf"\b(?:kể\s+từ|bắt\s+đầu\s+từ|tính\s+từ|từ|ngay\s+sau|sau)\s+(?P<event>(?:sau\s+)?{_EVENT_VI}\s{_REST})"),
    ("from", rf"\b(?:nối\s+tiếp\s+(?:với|từ))\s+(?P<event>ngày\s{_REST})"),
    ("by", rf"\b(?:trước|cho\s+đến|đến|tới)\s+(?:hết\s+)?(?P<event>{_EVENT_VI}\s{_REST})"),
    ("by", rf"\b(?:chậm\s+nhất\s+là\s+)?(?P<event>đúng\s+(?:thời\s+)?hạn\b|(?:đã\s+)?hết\s+(?:thời\s+)?hạn\b{_REST})"),
    ("within", rf"\b(?P<event>đồng\s+thời\s+với\s+việc\s{_REST})"),
    ("within", rf"\b(?P<event>theo\s+thời\s+hạn\s{_REST})"),
    ("within", r"\btrong\s+(?P<event>(?:năm|quý|tháng|kỳ)\s+(?:tài\s+chính|báo\s+cáo|kế\s+hoạch))\b"),
    ("within", rf"\btrong\s+(?:suốt\s+)?(?P<event>thời\s+(?:gian|hạn)\s+(?!\d){_REST})"),
    ("by", rf"\b(?:by|before|until|no later than|not later than|prior to)\s+(?P<event>the\s+(?:date|day|time|moment|expiry|expiration|end|completion)\b(?!\s+of\s+\d){_REST})"),
    ("from", rf"\b(?:from|after|since|as of|upon)\s+(?P<event>the\s+(?:date|day|time|moment|expiry|expiration|end|completion)\b(?!\s+of\s+\d){_REST})"),
    ("from", rf"\b(?:immediately\s+(?:after|upon|following)|as\s+soon\s+as|upon)\s+(?P<event>{_REST})"),
    ("within", r"\bwithin\s+(?P<event>the\s+(?:fiscal|financial|calendar)\s+year)\b"),
    ("by", r"\b(?P<event>on\s+time|within\s+the\s+time\s+limit\w*)\b"),
)  # fmt: skip
EVENTS = tuple((relation, re.compile(pattern, re.IGNORECASE)) for relation, pattern in _EVENT_PATTERNS)
# What a clause must hold for an event to be worth looking for.
EVENT_HINT = re.compile(
    r"(?<!\w)(?:ngày|khi|thời|lúc|hạn|tài chính|báo cáo|kế hoạch)(?!\w)|the\s+(?:date|day|time|moment|expir|end|compl)"
    r"|upon|as soon as|immediately|on time|(?:fiscal|financial|calendar) year",
    re.IGNORECASE,
)
