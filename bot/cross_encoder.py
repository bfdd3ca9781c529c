"""A cross-encoder of sentence-transformers that a setting names; its library is imported only here."""

from __future__ import annotations

from typing import Any

from bot import UsageError


def load_cross_encoder(setting: str, name: str) -> Any:
    """The model `name`; raises `UsageError`, under the name of the setting, when it or its library cannot be had."""
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise UsageError(
            f'{setting}: "{name}" needs sentence-transformers; install it with: pip install "clausecare[models]"'
        ) from error
    try:
        return CrossEncoder(name)
    except (OSError, ValueError) as error:
        raise UsageError(f'{setting}: "{name}" cannot be loaded ({error}); check its name or path') from error
