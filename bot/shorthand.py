"""What people shorten when they type Vietnamese in a hurry, written out: "bv trả đc bn" is "bệnh viện trả được bao nhiêu"."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus import RegisterError
from corpus.language import detect_language, fold, has_diacritics, words
from corpus.toml import read_toml, refuse_unknown

SHORTHAND_FILE = Path(__file__).parent / "shorthand.toml"
Shorthand = dict[str, str]


@cache
def load_shorthand(path: Path = SHORTHAND_FILE) -> Shorthand:
    """What each shortened word stands for; raises `RegisterError` when the file is wrong."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("shorthand",))
    table = tables.get("shorthand", {})
    for short, meant in table.items():
        if not isinstance(meant, str) or not meant.strip() or len(words(short)) != 1:
            raise RegisterError(f'{path.name}: shorthand "{short}" must be one word that stands for words')
    return dict(table)


def written_out(text: str) -> str:
    """A Vietnamese text with its shortened words written out, without diacritics where it has none; others as they are."""
    found = [(word, load_shorthand().get(word.text)) for word in words(text)]
    short = [(word, meant) for word, meant in found if meant]
    if not short or detect_language(text) != "vi":
        return text
    plain = not has_diacritics(text)
    for word, meant in reversed(short):
        text = text[: word.start] + (fold(meant) if plain else meant) + text[word.end :]
    return text
