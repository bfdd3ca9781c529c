"""Words of the two languages: tokens with offsets, folding to plain letters, stems, which language it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

import Stemmer

from corpus.provision import Language
from corpus.telex import decoded
from corpus.toml import BUNDLED, read_toml

# Combining marks belong to the word: a text may be decomposed (NFD).
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_STEMMER = Stemmer.Stemmer("english")
IRREGULAR_FILE = "irregular.toml"

# Folded Vietnamese syllables: an optional onset and a rime. What fits is a possible syllable; a text in
# which nearly all words fit, and hardly one is an English function word, was typed without diacritics.
_ONSET = "(?:ngh|ng|gh|gi|kh|nh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
_RIME = (
    "(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(?:c|m|n|ng|nh|o|p|t|u|ch)?|i(?:a|ch|m|n|nh|p|t|u|ec|em|en|eng|ep|et|eu)?"
    "|o(?:a|ac|ach|ai|am|an|ang|anh|ao|at|ay|c|e|en|eo|et|i|m|n|ng|p|t|oc|ong)?"
    "|u(?:a|an|ang|at|au|ay|e|c|i|m|n|ng|o|oc|oi|om|on|ong|op|ot|ou|p|t|u|y|ya|yen|yet|ych|ynh|yt|yu|ech|en|enh)?"
    "|y(?:en|et|eu|em)?)"
)
_SYLLABLE = re.compile(f"{_ONSET}{_RIME}")
# Two schools put the tone mark of an open oa, oe, uy on either vowel: "hoà" and "hòa" are one word. The mark goes
# to the first vowel here ("quý" has its u in the onset and keeps it).
_TONE_ON_SECOND = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_VIETNAMESE_LETTER = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")

_VOWEL = re.compile("[aeiouy]")

STOP_EN = frozenset(
    "a an the of to in on at and or for by with from as is are be was were been am it its this that these those i me "
    "my we our you your he she they them their his her not no do does did done will would shall should can could may "
    "might must have has had what which who whom whose when where why how much many any some all there than then so "
    "if into about between out up over under per according please tell say says said give given get also just only "
    "both each more most other such s t".split()
)
STOP_VI = frozenset(
    "là và của có được thì mà ở các những một cho với về tại trong khi nào gì ai đâu sao bao nhiêu không phải hay "
    "hoặc này đó kia ấy tôi mình em anh chị ông bà chúng ta họ sẽ đã đang bị do từ đến theo như để ra vào lên "
    "xuống thế rằng nếu vì nên cũng còn lại rồi chưa à ạ nhé vậy hả cái bằng việc trên dưới giữa hỏi xin biết nữa".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its offsets in code points."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of `text` (letters, digits, underscore), as they stand, with their offsets."""
    return [Word(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]


def normal(text: str) -> str:
    """NFC, lower case, tone marks in one place: the form in which accented words are compared."""
    return _TONE_ON_SECOND.sub(lambda m: _tone_on_first(m[0]), unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=64)
def _tone_on_first(pair: str) -> str:
    marked = unicodedata.normalize("NFD", pair[1])
    return unicodedata.normalize("NFC", pair[0] + marked[1:]) + marked[0]


class _Plain(dict[int, str]):
    """Code point -> its plain letter in its case; filled as letters are met, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char if char.isspace() else fold(char)[:1] or " "
        self[code] = folded.upper()[:1] if char.isupper() else folded
        return self[code]


_PLAIN = _Plain()


def aligned(text: str) -> str:
    """`text` without diacritics, one code point for one code point, case kept: offsets are those of `text`."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`normal` without diacritics: "Điều trị" -> "dieu tri". The form in which plain typing is compared."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _irregular() -> dict[str, str]:
    """Irregular English forms -> the word that they are forms of (irregular.toml)."""
    forms = read_toml(BUNDLED / IRREGULAR_FILE)["forms"]
    return {form: word for word, others in forms.items() for form in others}


def stem(word: str) -> str:
    """The English stem (Snowball) of a folded word, irregular forms brought to their word first; words with digits and
    short words stay as they are."""
    plain = fold(word)
    plain = _irregular().get(plain, plain)
    return plain if len(plain) < 4 or not plain.isalpha() else str(_STEMMER.stemWord(plain))


def has_diacritics(text: str) -> bool:
    """Whether `text` carries letters that only Vietnamese has or diacritics that it uses."""
    return bool(_VIETNAMESE_LETTER.search(normal(text)))


def detect_language(text: str) -> Language:
    """The language of a question or a document: by Vietnamese letters, else by the shape of its syllables."""
    lowered = [w.text for w in words(normal(text))]
    accented = sum(bool(_VIETNAMESE_LETTER.search(w)) for w in lowered)
    if accented >= max(1, 0.2 * len(lowered)):
        return "vi"
    # Without a vowel it is an acronym or a symbol ("52-CT/TW"), which both languages have.
    letters = [w for w in lowered if w.isalpha() and len(w) > 1 and _VOWEL.search(w)]
    if not letters:
        return "vi" if accented else "en"
    if is_telex(text):
        return "vi"
    # "so", "can" and "may" are words of both languages: a text nearly all of syllables is English where it has many of them.
    english = sum(w in STOP_EN for w in letters)
    function_words = sum(w in _FOLDED_STOP_VI for w in letters)
    syllables = sum(is_possible_syllable(w) for w in letters)
    few = syllables >= 0.9 * len(letters) and english <= 0.25 * len(letters)
    return "vi" if syllables >= 0.75 * len(letters) and (few or function_words >= english) else "en"


def is_telex(text: str) -> bool:
    """Whether `text` holds Vietnamese as keystrokes: two words or more, a third of it, that no language is spelt with."""
    letters = [w.text for w in words(text) if w.text.isalpha()]
    english = [w for w in map(str.lower, letters) if w in STOP_EN]
    if len(english) > 1 or any(len(w) > 2 for w in english):
        return False
    keyed = sum(_is_keyed(w) for w in letters)
    return keyed >= max(2, len(letters) / 3)


def _is_keyed(word: str) -> bool:
    meant = None if is_possible_syllable(word) else decoded(word)
    return meant is not None and has_diacritics(meant) and is_possible_syllable(meant)


def is_possible_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable typed without diacritics."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


def composed(text: str) -> tuple[str, list[int]]:
    """`text` in NFC, and for each of its code points (and its end) the offset in `text` that it begins at."""
    if unicodedata.is_normalized("NFC", text):
        return text, list(range(len(text) + 1))
    clusters = [(m.start(), unicodedata.normalize("NFC", m[0])) for m in _CLUSTER.finditer(text)]
    offsets = [start for start, cluster in clusters for _ in cluster]
    return "".join(cluster for _, cluster in clusters), [*offsets, len(text)]


_FOLDED_STOP_VI = frozenset(fold(w) for w in STOP_VI) - STOP_EN

Analyzer = Literal["en", "vi", "folded"]


def analyze(text: str, analyzer: Analyzer) -> list[str]:
    """Index terms of `text`: stems (en), accented syllables (vi) or plain syllables (folded), in order."""
    return [term(w.text, analyzer) for w in words(unicodedata.normalize("NFC", text))]


def term(word: str, analyzer: Analyzer) -> str:
    """The index term of one word; "05 năm" is 5 years."""
    if len(word) == 2 and word[0] == "0" and word.isdigit():
        return word[1]
    return stem(word) if analyzer == "en" else normal(word) if analyzer == "vi" else fold(word)


def is_stop(index_term: str, analyzer: Analyzer) -> bool:
    """Whether an index term is a function word, which says nothing about a topic."""
    stop = {"en": STOP_EN, "vi": STOP_VI, "folded": _FOLDED_STOP_VI}[analyzer]
    return index_term in stop


def with_bigrams(terms: list[str]) -> list[str]:
    """The terms followed by their bigrams ("y_te"): most Vietnamese words have two syllables."""
    return terms + [f"{a}_{b}" for a, b in pairwise(terms)]
