"""A check in words, in the language of its sentence: for the terminal, the web app and exported drafts."""

from __future__ import annotations

from bot.claims.result import ClaimCheck
from bot.replies import replies
from corpus.language import detect_language
from corpus.provision import Language


def in_words(check: ClaimCheck, lang: Language | None = None) -> list[str]:
    """Verdict, differences, source, suggestion and warnings, a line each."""
    lang = lang or detect_language(check.sentence)
    wording = replies().claims
    lines = [wording[check.verdict](lang)]
    if check.verdict == "not_a_claim":
        return lines
    if check.verdict == "not_found":
        lines.append(reason_in_words(check, lang))
    for difference in check.differences:
        kind = wording[f"kind_{difference.kind}"](lang)
        lines.append(
            wording["difference"](lang, kind=kind, draft=difference.draft or "—", source=difference.source or "—")
        )
    lines += [f"{proof.label}: “{proof.quote}”" for proof in check.evidence]
    if check.suggestion:
        lines.append(wording["suggestion"](lang, text=check.suggestion))
    return lines + [f"! {warning.text}" for warning in check.warnings]


def reason_in_words(check: ClaimCheck, lang: Language) -> str:
    """Why a sentence was not found."""
    wording = replies().claims
    name, _, kinds = check.reason.partition(":")
    if name == "unmatched":
        return wording["reason_unmatched"](lang, kinds=", ".join(wording[f"kind_{k}"](lang) for k in kinds.split(",")))
    return wording["reason_not_said"](lang)
