"""The checker's vocabulary and wordings: complete, in both languages, and free of traps."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.claims.result import ClaimCheck, ClaimWarning, Difference, DifferenceKind, Proof, Verdict, WarningKind
from bot.claims.vocabulary import load_words
from bot.claims.weigh import ABOUT_FEATURES, DIFFERS_FEATURES, RANK_FEATURES, claim_weights
from bot.claims.words import in_words
from bot.replies import replies
from corpus.agencies import Agencies
from corpus.language import has_diacritics
from corpus.provision import EId, Language, ProvisionRef


def test_everything_that_can_be_said_has_a_wording() -> None:
    names = {
        *get_args(Verdict),
        *(f"kind_{k}" for k in get_args(DifferenceKind)),
        *(f"warning_{k}" for k in get_args(WarningKind)),
    }
    assert names <= set(replies().claims)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_check_in_words(lang: Language) -> None:
    proof = Proof(ProvisionRef("d", EId.parse("para_1")), "D, 1", "The fund has 3 rules.")
    check = ClaimCheck(
        "The fund has 4 rules.", "contradicted", (Difference("number", "4 rules", "3 rules"),), (proof,), "The fund has 3 rules.",
        (ClaimWarning("press", "D is press."),),
    )  # fmt: skip
    said = "\n".join(in_words(check, lang))
    assert all(part in said for part in ("4 rules", "3 rules", "D, 1", "D is press."))
    assert has_diacritics(said) == (lang == "vi")


def test_the_weights_name_features_that_exist() -> None:
    weights = claim_weights()
    for model, names in (
        (weights.rank, RANK_FEATURES),
        (weights.about, ABOUT_FEATURES),
        (weights.differs, DIFFERS_FEATURES),
    ):
        assert set(model) == {"bias", *names}
    assert set(weights.least) == {"about_supported", "about_contradicted", "differs_supported", "differs_contradicted"}


def test_unsure_is_never_supported() -> None:
    least = claim_weights().least
    assert least["about_supported"] >= least["about_contradicted"] and least["about_supported"] > 0.5
    assert least["differs_supported"] < 0.5


def test_issuers_are_agencies_that_exist(agencies: Agencies) -> None:
    assert all(agency in agencies for ids in load_words().issuers.values() for agency in ids)


def test_every_group_has_both_languages() -> None:
    for group in load_words().groups:
        assert {lang for lang, _ in group} == {"en", "vi"}


def test_no_word_is_its_own_opposite() -> None:
    for one, other in load_words().opposites:
        words = [w.replace("\\", "") for w in one.pattern.split("|")]
        assert not any(other.fullmatch(w) for w in words)
