"""`clausecare draft`: a message on a topic, written from provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from bot import UsageError
from bot.cli_common import (
    CorpusOption,
    IndexOption,
    JsonOption,
    day_of,
    language_of,
    print_json,
    refuse_impossible,
    up_to_date_answerer,
)

if TYPE_CHECKING:
    from bot.drafts.draft import Draft
    from bot.drafts.wordings import Audience


def draft(
    topic: Annotated[str, typer.Argument(help="What the message is about, in Vietnamese or English.")],
    lang: Annotated[str, typer.Option(help="Language of the message: vi, en or auto (that of the topic).")] = "auto",
    audience: Annotated[str, typer.Option(help="Whom it speaks to: citizen, official or press.")] = "citizen",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Write as of this day, YYYY-MM-DD (default: today).")
    ] = None,
    doc: Annotated[
        list[str] | None, typer.Option("--doc", help="Write from this document alone; may be repeated.")
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a message from provisions, every sentence cited and checked, or say that the documents do not hold it."""
    from bot.drafts.write import Drafter

    day, language, reader = day_of(as_of), language_of(lang), audience_of(audience)
    refuse_impossible(topic)
    written = Drafter(up_to_date_answerer(corpus, index)).write(topic, day, reader, language, tuple(doc or ()))
    if as_json:
        print_json(draft_json(written))
    else:
        typer.echo(_shown(written))


def audience_of(text: str) -> Audience:
    """The audience that was asked for; raises `UsageError`."""
    from bot.drafts.wordings import Audience

    known: tuple[Audience, ...] = get_args(Audience)
    found = next((name for name in known if name == text), None)
    if found is None:
        raise UsageError(f'"{text}" is no audience of this program; use {", ".join(known)}')
    return found


def draft_json(written: Draft) -> dict[str, Any]:
    """`draft --json`: the message as Markdown in `draft`, its sentences and their proof in the forms of `ask --json`."""
    from bot.wire import citation_json, passages_json

    return {
        "topic": written.topic, "lang": written.lang, "audience": written.audience, "as_of": written.as_of.isoformat(),
        "status": written.status, "reason": written.reason, "draft": written.text,
        "statements": [{"text": s.text, "citations": list(s.citations)} for s in written.statements],
        "citations": [citation_json(c, written.documents[c.ref.doc_id], written.lang) for c in written.citations],
        "notices": [{"kind": n.kind, "text": n.text, "citations": list(n.citations)} for n in written.notices],
        "passages": passages_json(written.passages, written.documents, written.lang),
        "provenance": dict(written.provenance),
    }  # fmt: skip


def _shown(written: Draft) -> str:
    """The message for the terminal, with what the writer should know below a rule."""
    from bot.drafts.wordings import wordings

    if not written.citations or not written.notices:
        return written.text
    heading = wordings().frames["notes"](written.lang)
    return "\n".join([written.text, "---", f"{heading}:", "", *(f"- {notice.text}" for notice in written.notices)])
