"""What a reader must know beside an answer: about the documents that it rests on, never about policy.

`sources.py` says what kind of texts the quotes are from, `validity.py` what was in force, `references.py` whether a
cited provision has changed since, `changes.py` what a work outside the corpus has changed, `differences.py` what other
passages say otherwise (with `names.py` on one thing under two names and `parties.py` on sides that a text names in two
ways), `agencies.py` who has taken over from a body that has ended.
"""

from __future__ import annotations

from bot.notices.step import NoticeStep

__all__ = ["NoticeStep"]
