"""Declining: an answer with a status and a reason, and the nearest provisions marked as such."""

from __future__ import annotations

from dataclasses import replace

from bot.replies import replies
from bot.turn import Answer, Notice, Reason, Status, Turn

_STATUS: dict[Reason, Status] = {"medical_advice": "out_of_scope", "out_of_scope": "out_of_scope", "unsafe": "blocked"}
# With these, showing passages would look like an answer to something that is not answered at all.
_BARE: frozenset[Reason] = frozenset({"medical_advice", "out_of_scope", "unsafe", "unclear"})


def decline(turn: Turn, reason: Reason, document: str | None = None, notices: tuple[Notice, ...] = ()) -> Turn:
    """End the turn without statements. `document` names the document that would be needed."""
    lang = turn.lang
    wordings = replies()
    name = document or wordings.frames["unnamed_document"](lang)
    text = wordings.declined[reason](lang, document=name)
    passages = () if reason in _BARE else turn.passages
    answer = Answer(
        question=turn.question.text, lang=lang, status=_STATUS.get(reason, "abstained"), reason=reason,
        text="\n\n".join([text, *(notice.text for notice in notices)]), notices=notices, passages=passages,
    )  # fmt: skip
    return replace(turn, passages=passages, answer=answer)
