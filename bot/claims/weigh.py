"""The learned models: which sentence speaks to a claim, whether it speaks of the same thing, whether it differs.

Three logistic models over readable features. `rank` orders candidates; `about` says how probable it is that the best
one speaks of what the claim states; `differs` says, given that it does, how probable it is that it says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.claims.evidence import Candidate
from bot.claims.sides import Comparison, Coverage
from corpus.toml import read_toml

WEIGHTS_FILE = Path(__file__).parent / "weights.toml"
Label = Literal["supported", "contradicted", "not_found"]
LABELS: tuple[Label, ...] = ("supported", "contradicted", "not_found")
KINDS = ("negation", "modality", "scope", "opposite", "name", "agency", "document")
LIKENESS = (
    "similarity", "standing", "covered", "covered_around", "topical", "missing_topics", "missing_names", "missing", "short", "back", "cross", "cross_covered", "cross_standing",
    "extra", "tail", "plain", "cross_plain", "unread",
)  # fmt: skip
RANK_FEATURES = ("similarity", "standing", "covered", "covered_around", "topical", "back", "agreed", "cross_covered")
ABOUT_FEATURES = (*LIKENESS, "agreed", "unmatched", "exchanged", "lead")
DIFFERS_FEATURES = (*LIKENESS, "hard", "exchanged", "loose", "unhedged", *(f"soft_{kind}" for kind in KINDS))
Features = dict[str, float]


class ClaimWeights(BaseModel):
    """Coefficients by feature, `bias` among them, and the thresholds of the verdicts.

    `least`: about_supported, about_contradicted, at least so probable; differs_supported at most, differs_contradicted at least.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rank: dict[str, float]
    about: dict[str, float]
    differs: dict[str, float]
    least: dict[str, float]


@cache
def claim_weights() -> ClaimWeights:
    """The weights, read once."""
    return ClaimWeights.model_validate(read_toml(WEIGHTS_FILE))


def rank_features(candidate: Candidate, own: Coverage, around: Coverage, back: float, cross: bool) -> Features:
    """What tells the sentence that speaks to a claim from the others. `similarity` is the cosine above
    the mean cosine with all sentences, in tenths, so that languages and models compare; the rest 0…1."""
    return {
        "similarity": candidate.excess * 10,
        "standing": candidate.standing,
        "covered": own.all,
        "covered_around": around.all,
        "topical": around.topical,
        "plain": around.plain,
        "unread": around.unread,
        "missing_topics": float(min(around.missing_topics, 5)),
        "missing_names": float(min(around.missing_names, 3)),
        "missing": float(min(around.missing, 6)),
        "short": max(0.0, 6.0 - around.parts),
        "back": back,
        "cross": float(cross),
        "cross_covered": around.all * cross,
        "cross_plain": around.plain * cross,
        "cross_standing": candidate.standing * cross,
    }


def verdict_features(ranked: Features, comparison: Comparison, lead_over_next: float) -> Features:
    """The ranking's features with what the comparison by type has found."""
    hard = [f for f in comparison.findings if f.hard]
    soft = {kind: sum(f.difference.kind == kind and not f.hard for f in comparison.findings) for kind in KINDS}
    return {
        **ranked,
        "unmatched": float(min(len(comparison.unmatched), 3)),
        "hard": float(min(len(hard), 2)),
        **{f"soft_{kind}": float(min(count, 2)) for kind, count in soft.items()},
        "exchanged": float(min(comparison.exchanged, 2)),
        "loose": comparison.loose,
        "unhedged": float(comparison.unhedged),
        "lead": lead_over_next,
    }


def score(coefficients: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The linear score of a model: log odds."""
    return coefficients.get("bias", 0.0) + sum(coefficients.get(name, 0.0) * value for name, value in features.items())


def decide(about: float, differs: float, comparison: Comparison, least: Mapping[str, float]) -> tuple[Label, float]:
    """The verdict and how sure it is, 0…1, from the two models' probabilities.

    To contradict takes a difference by type on evidence about the same thing; to support takes that there is no hard
    difference and no typed fact of the draft that the source lacks; what stands there word for word, and is neither
    denied nor bounded by what stands around it, is not weighed further. What is unsure is not found.
    """
    hard = any(f.hard for f in comparison.findings)
    if about >= least["about_contradicted"] and (
        hard or (comparison.findings and differs >= least["differs_contradicted"])
    ):
        return "contradicted", about if hard else about * differs
    quoted = comparison.verbatim and not comparison.findings
    clear = not hard and not comparison.unmatched and (quoted or differs <= least["differs_supported"])
    if clear and about >= least["about_supported"]:
        return "supported", about if quoted else about * (1 - differs)
    return "not_found", 1 - about
