"""The digests, read when a notice first needs them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from corpus.digest import DIGEST_FOLDER, Digest, load_digests

ENTRIES = "[[entry]]"  # where the head of a file, its [work], ends


@cache
def digests() -> tuple[Digest, ...]:
    """The digests that come with the product."""
    return tuple(load_digests())


@cache
def works() -> dict[str, Mapping[str, Any]]:
    """What the heads of the files say of the works that the digests are of, by number; the entries are not read.

    An answer waits for it: all entries of all digests take many times as long to read.
    """
    heads = (path.read_text(encoding="utf-8").partition(ENTRIES)[0] for path in sorted(DIGEST_FOLDER.glob("*.toml")))
    found = (tomllib.loads(head).get("work", {}) for head in heads)
    return {work["number"]: work for work in found if "number" in work}


def issue_days() -> dict[str, dt.date]:
    """The day of issue of the works that the digests are of, by number."""
    return {number: work["issued"] for number, work in works().items() if "issued" in work}
