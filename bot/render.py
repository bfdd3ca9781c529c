"""The finished answer as Markdown: statements with their marks, then sources, then notices."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from bot.replies import replies
from bot.turn import Answer, Citation, Statement, Turn
from corpus.label import document_label, label
from ingest.index import Index

NEAREST = 3  # provisions offered when an answer declines


class RenderStep:
    """Turns what is proved into an `Answer`."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __call__(self, turn: Turn) -> Turn:
        """Write the Markdown and finish the answer."""
        half = turn.verdict is not None and turn.verdict.unmet is not None
        partial = half or turn.unproved or any(c.authority == "digest" for c in turn.citations)
        answer = Answer(
            question=turn.question.text, lang=turn.lang, status="partial" if partial else "answered",
            reason="no_amount_given" if half else None,
            text=self._markdown(turn), statements=(*turn.leads, *turn.statements), leads=len(turn.leads), citations=turn.citations, notices=turn.notices,
            passages=turn.passages, documents=MappingProxyType(self._index.documents),
        )  # fmt: skip
        return replace(turn, answer=answer)

    def _markdown(self, turn: Turn) -> str:
        frames = replies().frames
        by_number = {c.n: c for c in turn.citations}
        parts = [f"**{lead.text}** {_marks(lead)}" for lead in turn.leads]
        if turn.leads:
            parts = ["\n\n".join(parts), ""]
        last = None
        for statement in turn.statements:
            document = by_number[statement.citations[0]].ref.doc_id
            if document != last:
                parts.append(
                    frames["source_says"](turn.lang, label=self._name(by_number[statement.citations[0]], turn))
                )
                last = document
            parts.append(f"- {statement.text} {_marks(statement)}")
        written = turn.generation is not None and bool(turn.generation.kept)
        sources = [f"[{c.n}] {c.label}" + (f": “{c.quote}”" if written else "") for c in turn.citations]
        parts += ["", f"**{frames['sources'](turn.lang)}**", "", *(f"- {source}" for source in sources)]
        if turn.notices:
            parts += ["", f"**{frames['notes'](turn.lang)}**", "", *(f"- {notice.text}" for notice in turn.notices)]
        return "\n".join(parts)

    def _name(self, citation: Citation, turn: Turn) -> str:
        return f"**{document_label(self._index.documents[citation.ref.doc_id], turn.lang)}**"


def _marks(statement: Statement) -> str:
    return " ".join(f"[{n}]" for n in statement.citations)


def with_nearest(answer: Answer) -> Answer:
    """An answer that declines, with the labels of the nearest provisions, marked as such."""
    if answer.status != "abstained" or not answer.passages:
        return answer
    shown = answer.passages[:NEAREST]
    labels = [label(answer.documents[p.chunk.ref.doc_id], p.chunk.ref.eid, answer.lang) for p in shown]
    lines = [answer.text, "", replies().frames["nearest"](answer.lang), "", *(f"- {one}" for one in labels)]
    return replace(answer, text="\n".join(lines))
