"""The notice that says what the register knows of a document, with the address of each entry it stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.aspects import Aspect
from bot.register_facts import Facts
from bot.registers.wordings import wordings as register_wordings
from bot.replies import replies
from bot.turn import Notice
from bot.wording import written_day
from corpus.agencies import Agencies
from corpus.provision import Language


def register_notice(facts: Facts, asked: Collection[Aspect], agencies: Agencies, lang: Language) -> Notice:
    """What is known of a document; of what is asked and not known, that it is not."""
    text = replies().notices["document"](
        lang, label=facts.label, facts="; ".join(_told(facts, agencies, lang)), source=", ".join(facts.sources)
    )
    missing = [replies().frames[f"aspect_{aspect}"](lang) for aspect in _unknown(facts, asked)]
    if missing:
        text += " " + replies().notices["document_silent"](lang, aspects=", ".join(missing))
    return Notice("document", text)


def _told(facts: Facts, agencies: Agencies, lang: Language) -> Iterator[str]:
    frames = replies().frames
    if facts.number:
        yield frames["has_number"](lang, number=facts.number)
    if facts.issuer:
        yield frames["issued_by"](lang, issuer=agencies[facts.issuer].name(lang))
    if facts.issued:
        yield frames["dated_inferred" if facts.inferred else "dated"](lang, date=written_day(facts.issued, lang))
    if facts.effective:
        yield frames["effective_from"](lang, date=written_day(facts.effective, lang))
    if facts.expired:
        yield frames["expired_on"](lang, date=written_day(facts.expired, lang))
    yield from _standing(facts, lang)


def _standing(facts: Facts, lang: Language) -> Iterator[str]:
    """Whether it is in force, and what came before and after it."""
    if facts.status != "unknown" or facts.note:
        status = register_wordings().values["document_status"][facts.status](lang)
        note = f" ({facts.note.rstrip('.')})" if facts.note else ""
        yield replies().frames["standing"](lang, status=status) + note
    for kind, by, since in facts.successors:
        day = written_day(since, lang) if since else replies().notices["undated"](lang)
        yield replies().frames[f"{kind}_by"](lang, by=by, since=day)
    for number in facts.predecessors:
        yield replies().frames["replaces"](lang, number=number)


def _unknown(facts: Facts, asked: Collection[Aspect]) -> Iterator[Aspect]:
    """What is asked and no entry says, in the order of the aspects."""
    known: dict[Aspect, bool] = {
        "number": facts.number is not None, "issuer": facts.issuer is not None, "signer": False,
        "issued": facts.issued is not None, "effective": facts.effective is not None,
        "validity": facts.status != "unknown" or facts.expired is not None or bool(facts.successors or facts.note),
        "succession": bool(facts.successors or facts.predecessors),
    }  # fmt: skip
    return (aspect for aspect, is_known in known.items() if aspect in asked and not is_known)
