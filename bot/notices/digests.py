"""The digests, read when a notice first needs them."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache

from corpus.digest import DIGEST_FOLDER, Digest, load_digests

ENTRIES = "[[entry]]"  # where the head of a file, its [work], ends


@cache
def digests() -> tuple[Digest, ...]:
    """The digests that come with the product."""
    return tuple(load_digests())


@cache
def issue_days() -> dict[str, dt.date]:
    """The day of issue of the works that the digests are of, by number; read off the heads of the files alone.

    An answer waits for it: all entries of all digests take many times as long to read.
    """
    heads = (path.read_text(encoding="utf-8").partition(ENTRIES)[0] for path in sorted(DIGEST_FOLDER.glob("*.toml")))
    works = (tomllib.loads(head).get("work", {}) for head in heads)
    return {work["number"]: work["issued"] for work in works if "issued" in work}
