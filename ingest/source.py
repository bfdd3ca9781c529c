"""What a reader makes of a file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded source. `page_starts` holds the offset at which each page begins; empty without pages.

    `page_numbers` names the page of each start where they do not simply count up: the footnotes of all
    pages stand together at the end, after the text that they would otherwise interrupt.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    page_numbers: tuple[int, ...] = ()

    def page(self, offset: int) -> int | None:
        """The 1-based page of an offset, None for a text without pages."""
        if not self.page_starts:
            return None
        count = bisect_right(self.page_starts, offset)
        return self.page_numbers[count - 1] if self.page_numbers else count
