"""Plain text and Markdown, taken as they are: no normalisation, so that an offset can be checked with the file.

An encoding that is not declared is recognised by what the text would say in it: Vietnamese words that every
legal text is full of. One that cannot be told is refused, never guessed.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest import UnreadableFile
from ingest.source import SourceText

# The most frequent words of Vietnamese laws that carry a diacritic, composed (NFC).
FREQUENT = frozenset(
    "của và các được người định điều quy này có đối với tại thuộc hoặc việc trường hợp cơ chức khoản luật".split()
)

# The same words as the two legacy encodings show them when a program takes their bytes for Western ones.
LEGACY_WORDS = {
    "TCVN3 (ABC)": frozenset("cña vµ c¸c ®­îc ng­êi ®Þnh ®iÒu §iÒu nµy cã ®èi víi t¹i thuéc hoÆc viÖc tr­êng hîp c¬ chøc kho¶n luËt".split()),
    "VNI": frozenset(
        "cuûa vaø caùc ñöôïc ngöôøi ñònh ñieàu Ñieàu naøy coù ñoái vôùi taïi thuoäc hoaëc vieäc tröôøng hôïp cô chöùc khoaûn luaät".split()
    ),
}  # fmt: skip
MIN_WORDS = 3  # that must be recognised, and at least every twelfth word of the text: laws have every fourth
MIN_SHARE = 1 / 12
SAMPLE = 200_000  # characters that are looked at
_UTF16_ZEROS = 0.1  # of the bytes of Vietnamese UTF-16 are zero, nearly all on one side

# Windows-1258 writes a tone as a mark behind its letter.
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_WORD = re.compile(r"[^\s.,;:!?()\"“”/]+")


def read_text(path: Path) -> SourceText:
    """The decoded file; raises `UnreadableFile` for binary content and for an encoding that cannot be told."""
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return SourceText(_decoded(path, content, "utf-16"))
    if b"\x00" in content:
        return SourceText(_unmarked_utf16(path, content))
    try:
        return SourceText(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return SourceText(_single_bytes(path, content, error))


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(_not_encoded(path, encoding, error)) from error


def _not_encoded(path: Path, encoding: str, error: UnicodeDecodeError) -> str:
    return f"{path}: not {encoding.upper()} (byte {error.start}); save it as UTF-8 and try again"


def _unmarked_utf16(path: Path, content: bytes) -> str:
    zeros = content[0::2].count(0), content[1::2].count(0)
    encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if max(zeros) > _UTF16_ZEROS * len(content) and len(content) % 2 == 0:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = ""
        if _is_written_in(_words(text), FREQUENT) or (text.isprintable() and text.isascii()):
            return text
    raise UnreadableFile(f"{path}: binary, not text; convert it to UTF-8 text or give another file")


def _single_bytes(path: Path, content: bytes, error: UnicodeDecodeError) -> str:
    refuse_legacy(path, content.decode("cp1252", "replace"))
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        raise UnreadableFile(_not_encoded(path, "utf-8", error)) from error
    if not (_is_written_in(_words(_composed(text)), FREQUENT) and _tones_follow_letters(text)):
        raise UnreadableFile(_not_encoded(path, "utf-8", error)) from error
    return text


def _composed(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text[:SAMPLE])


def _tones_follow_letters(text: str) -> bool:
    return all(before.isalpha() for before, mark in zip(" " + text, text, strict=False) if mark in _TONES)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:SAMPLE])


def _is_written_in(words: list[str], frequent: frozenset[str]) -> bool:
    known = sum(word in frequent or word.lower() in frequent for word in words)
    return known >= max(MIN_WORDS, MIN_SHARE * len(words))


def refuse_legacy(path: Path, text: str) -> None:
    """Raise `UnreadableFile` when a text of any source shows the letters of a legacy font encoding."""
    words = _words(text)
    for name, frequent in LEGACY_WORDS.items():
        if _is_written_in(words, frequent):
            raise UnreadableFile(
                f"{path}: written in the legacy font encoding {name}; convert it to Unicode, for instance with UniKey or uvconv"
            )
