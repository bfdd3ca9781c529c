"""The vocabulary and the shapes of time expressions in English and Vietnamese: tables and patterns, no logic.

Patterns are matched without regard to case against NFC text; `corpus.temporal` reads what they find.
"""

from __future__ import annotations

from corpus.numerals import WORDS, either

MONTHS: dict[str, int] = {
    name: position
    for position, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
# Unit word -> ISO 8601 duration designator; a quarter is three months.
UNITS: dict[str, str] = {
    "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "hour": "H", "minute": "MIN",
    "ngày": "D", "tuần": "W", "tháng": "M", "quý": "Q", "năm": "Y", "giờ": "H", "phút": "MIN",
}  # fmt: skip
# Adverbs and adjectives of repetition -> ISO 8601 duration of the cycle.
CYCLES: dict[str, str] = {
    "daily": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M", "biannual": "P6M",
    "biannually": "P6M", "semi-annual": "P6M", "semi-annually": "P6M", "half-yearly": "P6M", "annual": "P1Y",
    "annually": "P1Y", "yearly": "P1Y", "biennial": "P2Y", "per annum": "P1Y", "every other day": "P2D",
}  # fmt: skip
QUARTERS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip

# What stands before a time -> how it bounds. The first list whose phrase ends right before the time counts.
RELATIONS: dict[str, tuple[str, ...]] = {
    "at_least": (
        "at least", "no less than", "not less than", "no fewer than", "not fewer than", "a minimum of", "minimum", "for over",
        "for more than", "more than", "over", "ít nhất", "tối thiểu", "không dưới", "không ít hơn", "từ đủ", "đủ", "trên",
        "hơn",
    ),
    "within": (
        "within", "within the next", "within the first", "within a period of", "within a maximum of", "no more than",
        "not more than", "not exceeding", "not exceed", "up to", "at most", "a maximum of", "in the next", "in the coming",
        "over the next", "over the coming", "for the next", "during the next", "in", "during", "for a period of", "for",
        "throughout", "the next", "during the first", "in the first", "in the last", "within the last", "the first",
        "trong", "trong vòng", "trong thời hạn", "trong thời gian", "thời hạn", "thời hạn là", "không quá",
        "không vượt quá", "tối đa", "tối đa là", "thời gian", "trong khoảng", "trong cả", "thời gian tối đa",
        "trong thời hạn tối đa", "trong thời hạn không quá", "trong thời gian tối đa", "nhiều nhất",
    ),
    "by": (
        "by", "before", "until", "till", "up until", "prior to", "no later than", "not later than", "on or before",
        "at the latest by", "by no later than", "latest by", "through", "not after", "as late as",
        "trước", "đến", "đến hết", "tới", "tới hết", "cho đến", "cho đến hết", "cho tới", "chậm nhất", "chậm nhất là",
        "chậm nhất vào", "chậm nhất đến", "chậm nhất trong", "muộn nhất", "muộn nhất là", "muộn nhất vào", "đến trước",
        "không muộn hơn", "không chậm hơn", "hết", "hết hạn vào", "chậm nhất trước", "kéo dài đến",
    ),
    "from": (
        "from", "since", "after", "starting", "starting from", "starting on", "as of", "as from", "beginning", "effective",
        "beginning on", "beginning in", "effective from", "effective on", "takes effect on", "take effect on", "upon",
        "comes into force on", "come into force on", "onwards from", "not before", "no earlier than",
        "từ", "kể từ", "bắt đầu từ", "tính từ", "sau", "có hiệu lực từ", "có hiệu lực kể từ", "từ sau", "kể từ sau",
        "áp dụng từ", "không sớm hơn",
    ),
}  # fmt: skip
# ... and what stands after it.
RELATIONS_AFTER: dict[str, tuple[str, ...]] = {
    "at_least": ("trở lên", "or more", "or longer", "and longer", "and above"),
    "from": ("trở đi", "onwards", "onward"),
}
# Words that may stand between a relation and its time: "by the end of 2019", "từ đầu năm 2026".
BETWEEN = ("the", "the end of", "end of", "the beginning of", "early", "late", "mid", "the year", "year", "the date of",
           "ngày", "hết", "cuối", "đầu", "giữa", "năm", "thời điểm", "là", "hết ngày", "và", "khoảng", "about")  # fmt: skip

CLOCK = r"\d{1,2}\s*(?:giờ|h)(?:\s*\d{1,2}(?:\s*phút)?)?"  # "trước 17 giờ ngày …"

# What counts a duration from an event; the words after it, up to the next comma, are the trigger.
TRIGGERS = (
    "kể từ", "tính từ", "kể từ sau", "từ", "sau", "trước",
    "of", "from", "after", "following", "since", "upon", "before", "prior to", "as of", "counting from", "starting from",
)  # fmt: skip
# An event stands for the day on which it happens; these words must come next in Vietnamese.
EVENTS_VI = ("ngày", "khi", "thời điểm", "lúc", "thời hạn")

# Terms of the field with a comma inside, which does not end the words of an event.
COMMA_TERMS = (
    "khám bệnh, chữa bệnh", "khám, chữa bệnh", "tỉnh, thành phố", "bộ, ngành", "xã, phường", "cơ quan, tổ chức",
    "tổ chức, cá nhân", "cơ quan, đơn vị",
)  # fmt: skip

NUM = rf"(?:\d{{1,3}}|{WORDS})"
SPELLED = r"(?:\s*\([\w\s]{1,30}\))?"  # "30 (ba mươi) ngày"
_UNIT_VI = r"(?:ngày|tuần|tháng|quý|năm|giờ|phút)"
_UNIT_EN = r"(?:day|week|month|quarter|year|hour|minute)"
_MONTH = either(tuple(MONTHS)) + r"\b\.?"
_YEAR = r"(?:19|20)\d{2}"
_EACH_VI = r"(?:hằng|hàng|mỗi|từng)"
_EACH_EN = r"(?:each|every|a|per)"
_NO_NUMBER = r"(?<![\w.,/])"
_DASH = r"\s*(?:-|–|—)\s*"
_ONCE = r"(?:một|1|01)\s+lần"
_TH = r"(?:st|nd|rd|th)?"
_SPAN_VI = r"\s*(?:-|–|—|đến\s+hết|đến|tới)\s*"
_SPAN_EN = r"(?:\s*[-–—]\s*|\s+(?:to|until|till|through)\s+)"
_MONTH_VI = r"(?:\s+tháng\s+|/)(?P<{}>\d{{1,2}})"
_OF_YEAR_VI = rf"(?:,?\s+năm\s+|/)(?P<y>{_YEAR})(?!\w)"
_NEXT_VI = r"(?:tiếp\s+theo|kế\s+tiếp|liền\s+kề|sau)"
_NEXT_EN = r"(?:next|following|succeeding|subsequent)"

# (language, name, pattern), "any" for digits above all, in the order in which they take their part of a text.
PATTERNS: tuple[tuple[str, str, str], ...] = (
    # ---- dates that repeat, and parts of a cycle
    ("vi", "day_of_month", rf"(?:ngày\s+)(?P<day>\d{{1,2}})\s+(?:của\s+)?tháng\s+(?P<edge>đầu(?:\s+tiên)?|cuối(?:\s+cùng)?)\s+(?:của\s+)?"
               rf"(?:{_EACH_VI}\s+)?(?P<cycle>quý|năm)(?:\s+(?P<next>{_NEXT_VI}))?\b(?!\s*(?:\d|{_YEAR}))"),
    ("vi", "first_days", rf"(?P<n>{NUM})\s+(?P<unit>ngày|tháng)(?P<working>\s+làm\s+việc)?\s+(?P<edge>đầu(?:\s+tiên)?|cuối(?:\s+cùng)?)\s+(?:của\s+)?"
                   rf"(?:(?:mỗi|hằng|hàng|từng|các)\s+)?(?P<cycle>tuần|tháng|quý|năm)\b(?!\s+(?:{_YEAR}|[ivx\d]))"),
    ("en", "first_days", rf"(?P<edge>first|last)\s+(?P<n>{NUM})\s+(?:(?P<working>working|business)\s+)?(?P<unit>day|month)s?\s+of\s+"
                   rf"(?:the|each|every|any|a)\s+(?P<cycle>week|month|quarter|year)s?\b"),
    ("vi", "day_of", rf"(?:ngày\s+)(?P<day>\d{{1,2}}|cuối(?:\s+cùng)?|đầu(?:\s+tiên)?|làm\s+việc\s+cuối\s+cùng)\s+(?:của\s+)?(?:{_EACH_VI}\s+)?"
               rf"(?P<cycle>tháng|quý|năm)(?:\s+(?P<next>{_NEXT_VI}))?\b(?!\s*(?:\d|{_YEAR}))"),
    ("en", "day_of", rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|last|first)(?:\s+(?:working\s+|business\s+)?day)?\s+of\s+(?:the|each|every)\s+"
               rf"(?:(?P<next>{_NEXT_EN})\s+)?(?P<cycle>month|quarter|year)\b"),
    ("vi", "yearly", r"(?:ngày\s+)?(?P<d>\d{1,2})(?:\s+tháng\s+|[/-])(?P<m>\d{1,2})\s+(?:của\s+)?(?P<each>(?:hằng|hàng|mỗi)\s+năm|năm\s+(?:sau|tiếp\s+theo|kế\s+tiếp|liền\s+kề|trước|đó|báo\s+cáo))"),
    ("en", "yearly", rf"(?:(?P<month>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH}))"
               rf",?\s+(?:of\s+)?(?P<each>(?:each|every|the\s+{_NEXT_EN}|{_NEXT_EN}|that|the\s+same)\s+year|annually)"),
    ("vi", "month_each", r"\btháng\s+(?P<m>\d{1,2})\s+(?:hằng|hàng|mỗi)\s+năm\b"),
    ("en", "month_each", rf"\b(?P<month>{_MONTH})\s+(?:of\s+)?(?:each|every)\s+year\b"),
    # ---- days and months of one year: "15 March - 20 April 2031", "từ tháng 1 đến tháng 3 năm 2031"
    ("any", "range", rf"\bngày\s+(?P<d>\d{{1,2}}){_SPAN_VI}(?:ngày\s+)?(?P<d2>\d{{1,2}}){_MONTH_VI.format('m2')}{_OF_YEAR_VI}"),
    ("any", "range", rf"(?:\bngày\s+)?{_NO_NUMBER}(?P<d>\d{{1,2}}){_MONTH_VI.format('m')}{_SPAN_VI}(?:ngày\s+)?(?P<d2>\d{{1,2}}){_MONTH_VI.format('m2')}{_OF_YEAR_VI}"),
    ("vi", "range", rf"\btháng\s+(?P<m>\d{{1,2}}){_SPAN_VI}(?:tháng\s+)?(?P<m2>\d{{1,2}}){_OF_YEAR_VI}"),
    ("en", "range", rf"{_NO_NUMBER}(?P<d>\d{{1,2}}){_TH}(?:\s+(?P<month>{_MONTH}))?{_SPAN_EN}(?P<d2>\d{{1,2}}){_TH}\s+(?:of\s+)?(?P<month2>{_MONTH}),?\s+(?P<y>{_YEAR})\b"),
    ("en", "range", rf"\b(?P<month>{_MONTH})\s+(?P<d>\d{{1,2}}){_TH}{_SPAN_EN}(?:(?P<month2>{_MONTH})\s+)?(?P<d2>\d{{1,2}}){_TH},?\s+(?P<y>{_YEAR})\b"),
    ("en", "range", rf"\b(?P<month>{_MONTH}){_SPAN_EN}(?P<month2>{_MONTH})\s+(?:of\s+)?(?P<y>{_YEAR})\b"),
    # ---- dates
    ("any", "date_vi", rf"(?:\bngày\s+)?{_NO_NUMBER}(?P<d>\d{{1,2}})(?:\s+tháng\s+|[/.-])(?P<m>\d{{1,2}})(?:,?\s+năm\s+|[/.-])(?P<y>{_YEAR})(?![\w])"),
    ("any", "date_iso", rf"{_NO_NUMBER}(?P<y>{_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?!\w)"),
    ("en", "date_en", rf"\b(?P<month>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})\b"),
    ("en", "date_en", rf"{_NO_NUMBER}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+(?P<y>{_YEAR})\b"),
    ("vi", "day_month", r"\bngày\s+(?P<d>\d{1,2})(?:\s+tháng\s+|/)(?P<m>\d{1,2})(?![\d/])"),
    # ---- months, quarters, halves
    ("vi", "month", rf"\btháng\s+(?P<m>\d{{1,2}})(?:\s+năm\s+|[/.-])(?P<y>{_YEAR})\b"),
    ("en", "month", rf"\b(?P<month>{_MONTH})\s+(?:of\s+)?(?P<y>{_YEAR})\b"),
    ("vi", "part_of_year", rf"\b(?P<n>{NUM})\s+tháng\s+(?P<edge>đầu|cuối)\s+năm\s+(?P<y>{_YEAR})\b"),
    ("en", "part_of_year", rf"\b(?P<edge>first|second|last)\s+(?:half|(?P<n>{NUM})\s+months)\s+of\s+(?P<y>{_YEAR})\b"),
    ("vi", "quarter", rf"\bquý\s+(?P<q>[1-4]|iv|i{{1,3}})(?:(?:\s+năm\s+|\s*[/-]\s*|\s+)(?P<y>{_YEAR}))?\b"),
    ("en", "quarter", rf"\bq(?P<q>[1-4])(?:\s*[/-]?\s*(?P<y>{_YEAR}))?\b"),
    ("en", "quarter", rf"\b(?P<q>first|second|third|fourth|last)\s+quarter\s+of\s+(?:the\s+year\s+)?(?P<y>{_YEAR})\b"),
    # ---- what repeats
    ("vi", "every", rf"(?:\bđịnh\s+kỳ\s+)?\b(?P<n>{NUM})\s+(?P<unit>{_UNIT_VI})(?P<more>(?:(?:\s*,|\s+hoặc|\s+và)\s+{NUM}\s+{_UNIT_VI})*)\s+(?:thực\s+hiện\s+)?{_ONCE}"),
    ("vi", "every", rf"\b(?:định\s+kỳ\s+\(?|cứ\s+|mỗi\s+)(?P<n>{NUM})\s+(?P<unit>{_UNIT_VI})(?P<more>(?:(?:\s*,|\s+hoặc|\s+và)\s+{NUM}\s+{_UNIT_VI})*)(?:\s+(?:thực\s+hiện\s+)?{_ONCE})?"),
    ("en", "every", rf"\b(?:once\s+)?every\s+(?P<n>{NUM})\s+(?P<unit>{_UNIT_EN})s?\b"),
    ("vi", "times_per", rf"\b(?P<times>{NUM})\s+lần\s*(?:/|trong\s+|mỗi\s+|một\s+)\s*(?:một\s+|mỗi\s+)?(?P<unit>{_UNIT_VI})\b"),
    ("vi", "times_per", rf"\b(?:mỗi|một|hằng|hàng)\s+(?P<unit>{_UNIT_VI})\s+(?:ít\s+nhất\s+)?(?P<times>{NUM})\s+lần\b"),
    ("en", "times_per", rf"\b(?P<times>once|twice|{NUM}\s+times)\s+(?:(?:each|every|a|per)\s+|/\s*)(?P<unit>{_UNIT_EN})s?\b"),
    ("en", "times_each", rf"\b(?P<times>once|twice|{NUM}\s+times)\s+(?P<adverb>{either(tuple(CYCLES))})\b"),
    ("vi", "cycle", rf"\b(?:định\s+kỳ\s+)?{_EACH_VI}\s+(?P<unit>{_UNIT_VI})\b(?!\s+lần)"),
    ("en", "cycle", rf"\b(?:each|every)\s+(?:fiscal\s+|financial\s+|calendar\s+)?(?P<unit>{_UNIT_EN})\b"),
    ("en", "adverb", rf"\b(?P<adverb>{either(tuple(CYCLES))})\b"),
    ("vi", "rate", rf"(?P<unit_after>/\s*)(?P<unit>{_UNIT_VI}|{_UNIT_EN})\b"),
    ("vi", "vague", r"\bđịnh\s+kỳ\b"),
    ("en", "vague", r"\bperiodic(?:ally)?\b"),
    # ---- durations
    ("vi", "duration", rf"(?<!hằng )(?<!hàng )(?<!mỗi )(?<!cuối )(?<![/])(?<!việt )\b(?P<n>{NUM}){SPELLED}(?:\s*(?:-|–|đến|hoặc)\s*(?P<upper>{NUM}){SPELLED})?"
                 rf"\s+(?P<unit>{_UNIT_VI})\b(?P<working>\s+làm\s+việc)?(?!\s+(?:tuổi|tháng\s+\d|\d|ngày\s+\d))"),
    ("en", "duration", rf"(?<![/])(?<!viet )(?<!việt )\b(?P<n>{NUM}){SPELLED}(?:(?:\s*(?:-|–)\s*|\s+(?:to|or)\s+)(?P<upper>{NUM}){SPELLED})?[\s-]+(?:(?P<working>working|business)\s+|(?:calendar|consecutive|full)\s+)?"
                 rf"(?P<unit>{_UNIT_EN})s?\b(?![-\s]+old\b|\s+of\s+age\b)"),
    ("en", "one_unit", rf"(?<=within )(?:an?|one)\s+(?P<unit>{_UNIT_EN})\b"),
    ("vi", "half", r"\bnửa\s+năm\b"),
    ("en", "half", r"\bhalf\s+a\s+year\b"),
    # ---- years; the last, since every number of four digits looks like one
    ("any", "year", rf"(?:\bnăm\s+)?(?<![\w.,/$])(?<![a-z]-)(?P<y>{_YEAR})(?!(?:[/.,]?\d|\w|\s*%|-\w*[a-z]|/\w))"),
)  # fmt: skip
# What joins two points to a period, and what opens one.
JOINS = r"\s*(?:-|–|—|đến\s+hết|đến|tới|to|until|through|and|và)\s*(?:(?:hết|ngày|năm|the\s+end\s+of)\s+)*"
OPENERS = ("from", "between", "giai đoạn", "period", "the period of", "period of", "từ", "thời kỳ", "nhiệm kỳ", "kể từ")
