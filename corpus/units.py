"""What numbers count or measure, and the words that say how exactly: the vocabulary of `corpus.quantity`."""

from __future__ import annotations

from typing import Literal

Approximation = Literal["about", "nearly", "over", "at_least", "at_most", "under", "only"]

# Canonical unit -> the words that stand for it, right after the number.
SIGNS: dict[str, tuple[str, ...]] = {
    "percent": ("%", "percent", "per cent", "phần trăm", "pct"),
    "point": ("percentage points", "percentage point", "điểm phần trăm", "điểm %"),
    "dong": ("đồng", "vnd", "vnđ", "dong", "dongs", "₫", "đ", "đồng việt nam", "vietnamese dong", "vietnam dong"),
    "usd": ("usd", "us dollars", "us dollar", "dollars", "đô la mỹ", "đô la", "đô-la"),
    "times": ("times", "lần", "-fold", "fold"),
    "minute": ("minutes", "minute", "phút"),
    "hour": ("hours", "hour", "giờ", "tiếng"),
    "day": ("days", "day", "working days", "business days", "calendar days", "consecutive days", "ngày", "ngày làm việc"),
    "week": ("weeks", "week", "tuần"),
    "month": ("months", "month", "tháng"),
    "quarter": ("quarters", "quý"),
    "year": ("years", "year", "năm"),
    "age": ("years old", "years of age", "tuổi", "year-old"),
    "month_age": ("months old", "months of age", "tháng tuổi"),
}  # fmt: skip
# Counted things; in English up to two words may stand between ("12,000 health care facilities").
COUNTED: dict[str, tuple[str, ...]] = {
    "person": (
        "people", "persons", "person", "inhabitants", "residents", "citizens", "participants", "members", "individuals",
        "người", "người dân", "nhân dân", "công dân", "thành viên", "nhân khẩu",
    ),
    "patient": ("patients", "patient", "bệnh nhân", "người bệnh", "ca bệnh", "cases", "ca mắc"),
    "worker": ("workers", "employees", "officials", "người lao động", "nhân viên", "cán bộ", "viên chức"),
    "doctor": ("doctors", "physicians", "bác sĩ", "bác sỹ"),
    "student": ("students", "pupils", "học sinh", "sinh viên"),
    "child": ("children", "child", "trẻ em", "trẻ"),
    "household": ("households", "families", "hộ", "hộ gia đình", "gia đình"),
    "card": ("cards", "thẻ"),
    "facility": (
        "facilities", "facility", "establishments", "stations", "clinics", "cơ sở", "trạm", "trạm y tế", "phòng khám",
        "cơ sở y tế",
    ),
    "hospital": ("hospitals", "hospital", "bệnh viện"),
    "bed": ("beds", "giường", "giường bệnh"),
    "ministry": ("ministries", "ministry", "bộ", "bộ, ngành"),
    "province": ("provinces", "province", "tỉnh", "tỉnh, thành phố", "localities", "địa phương"),
    "commune": ("communes", "commune", "wards", "xã", "phường", "xã, phường"),
    "district": ("districts", "huyện", "quận"),
    "agency": ("agencies", "agency", "cơ quan", "units", "đơn vị", "departments"),
    "dose": ("doses", "liều", "mũi", "mũi tiêm"),
    "service": ("services", "dịch vụ", "dịch vụ kỹ thuật"),
    "chapter": ("chapters", "chapter", "chương"),
    "article": ("articles", "article", "điều"),
    "group": ("groups", "nhóm", "nhóm đối tượng"),
    "target": ("targets", "goals", "chỉ tiêu", "mục tiêu"),
    "visit": ("visits", "lượt", "lượt khám"),
    "vehicle": ("vehicles", "xe"),
}  # fmt: skip
# Before the number.
PREFIXED: dict[str, tuple[str, ...]] = {"usd": ("$", "us$", "usd"), "dong": ("vnd", "vnđ", "₫")}

APPROXIMATIONS: dict[Approximation, tuple[str, ...]] = {
    "about": (
        "about", "around", "approximately", "roughly", "some", "an estimated", "circa", "~", "≈",
        "khoảng", "chừng", "xấp xỉ", "ước", "ước tính", "ước khoảng", "ước đạt",
    ),
    "nearly": ("nearly", "almost", "close to", "just under", "gần", "ngót", "gần bằng", "sắp"),
    "over": (
        "over", "more than", "above", "exceeding", "exceeds", "exceed", "in excess of", "greater than", "higher than",
        ">", "trên", "hơn", "vượt", "vượt quá", "vượt trên", "lớn hơn", "cao hơn", "nhiều hơn", "quá",
    ),
    "at_least": (
        "at least", "no less than", "not less than", "no fewer than", "minimum", "minimum of", "a minimum of", "≥",
        "not lower than", "ít nhất", "tối thiểu", "không dưới", "không ít hơn", "không thấp hơn", "từ đủ", "thấp nhất",
        "đủ từ",
    ),
    "at_most": (
        "at most", "up to", "no more than", "not more than", "not exceeding", "not exceed", "no higher than", "maximum",
        "maximum of", "a maximum of", "≤", "within", "không quá", "không vượt quá", "tối đa", "nhiều nhất", "cao nhất",
        "không cao hơn", "không nhiều hơn", "không hơn",
    ),
    "under": (
        "under", "below", "less than", "fewer than", "lower than", "<", "dưới", "thấp hơn", "ít hơn", "nhỏ hơn",
        "chưa đến", "chưa tới", "chưa đầy", "chưa đủ",
    ),
    "only": ("only", "just", "merely", "chỉ", "chỉ có", "chỉ còn", "vỏn vẹn"),
}  # fmt: skip
# Words that may stand between the two: "tối đa bằng 6%", "a maximum of 6%".
FILLERS = ("bằng", "là", "đạt", "được", "có", "còn", "mức", "of", "to", "at", "by")
# After the number and its unit.
APPROXIMATIONS_AFTER: dict[Approximation, tuple[str, ...]] = {
    "at_least": ("trở lên", "or more", "or above", "and above", "or over", "and over", "upwards", "or older"),
    "at_most": ("trở xuống", "or less", "or fewer", "or below", "and below", "or under"),
}

# A number right after one of these is a name, not an amount.
LABELLED = (
    "no.", "no", "nos.", "number", "số", "thứ", "lần thứ", "type", "tuýp", "típ", "phase", "level", "grade", "cấp độ",
    "appendix", "annex", "form", "table", "page", "phụ lục", "mẫu", "mẫu số", "bảng", "trang", "khóa", "hình", "figure",
    "nhóm", "lớp", "group", "class", "category", "version", "hạng", "bậc", "scheme", "đề án", "step", "bước", "hotline",
    "điện thoại", "tel", "tel.", "phone", "fax", "quốc lộ", "đợt", "tổ", "khu vực", "vùng", "đường dây nóng",
)  # fmt: skip
