from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fuse import Leg, fuse

# Whole numbers: their sums differ by more than rounding, or not at all.
_scores = st.dictionaries(st.integers(0, 20), st.integers(-9, 9).map(float), max_size=12)
_legs = st.lists(
    st.builds(Leg, st.sampled_from(["dense", "lexical", "reference"]), _scores, st.sampled_from([0.0, 0.5, 1.0, 2.5])),
    max_size=6,
)


@given(_legs, st.randoms())
def test_the_order_of_legs_does_not_matter(legs: list[Leg], random: object) -> None:
    shuffled = list(legs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = {f.position: f for f in fuse(legs)}
    other = {f.position: f for f in fuse(shuffled)}
    assert one.keys() == other.keys()
    for position, fused in one.items():
        assert fused.score == pytest.approx(other[position].score)
        assert fused.origins == other[position].origins


def test_the_order_of_legs_does_not_turn_a_tie() -> None:
    # Three dense legs, as a question that is translated has them; -0.1 + 0.3 + ... is not associative.
    legs = [Leg("dense", dict(zip(range(5), row, strict=True)), weight) for row, weight in (
        ([1.0, 0.0, 2.0, 5.0, 3.0], 0.3), ([0.0, 2.0, 1.0, 7.0, 1.0], 1.2), ([2.0, 1.0, 0.0, 4.0, 9.0], 0.5),
    )]  # fmt: skip
    orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    assert len({tuple((f.position, f.score) for f in fuse([legs[i] for i in order])) for order in orders}) == 1


@given(_legs, st.sampled_from(["dense", "nowhere"]))
def test_a_leg_that_found_nothing_changes_nothing(legs: list[Leg], origin: str) -> None:
    assert fuse([*legs, Leg(origin, {}, 2.0)]) == fuse(legs)


@given(_legs.filter(lambda legs: any(leg.weight for leg in legs)), st.integers(-9, 8), st.integers(1, 5))
def test_better_in_every_leg_is_better_fused(legs: list[Leg], low: int, lead: int) -> None:
    better, worse = 100, 7
    raised = [Leg(g.origin, {**g.scores, worse: float(low), better: float(low + lead)}, g.weight) for g in legs]
    order = [f.position for f in fuse(raised)]
    assert order.index(better) < order.index(worse)


@given(_legs)
def test_every_candidate_comes_once_best_first_with_its_origins(legs: list[Leg]) -> None:
    fused = fuse(legs)
    assert sorted(f.position for f in fused) == sorted({p for leg in legs for p in leg.scores})
    assert [f.score for f in fused] == sorted((f.score for f in fused), reverse=True)
    for one in fused:
        assert set(one.origins) == {leg.origin for leg in legs if one.position in leg.scores}
        assert len(one.origins) == len(set(one.origins))


def test_ties_are_broken_by_position() -> None:
    legs = [Leg("dense", {5: 1.0, 2: 1.0, 9: 0.0, 4: 1.0}, 1.0)]
    assert [f.position for f in fuse(legs)] == [2, 4, 5, 9]


def test_a_leg_that_scores_all_alike_decides_nothing() -> None:
    lead = Leg("lexical", {1: 2.0, 2: 1.0}, 1.0)
    assert [f.score for f in fuse([lead, Leg("dense", {1: 0.8, 2: 0.8}, 9.0)])] == [f.score for f in fuse([lead])]


def test_a_weight_counts() -> None:
    one, other = {1: 1.0, 2: 0.0}, {1: 0.0, 2: 1.0}
    assert fuse([Leg("dense", one, 2.0), Leg("lexical", other, 1.0)])[0].position == 1
    assert fuse([Leg("dense", one, 1.0), Leg("lexical", other, 2.0)])[0].position == 2


def test_what_a_leg_did_not_find_is_below_its_best() -> None:
    fused = {f.position: f.score for f in fuse([Leg("dense", {1: 5.0, 2: 1.0}, 1.0), Leg("lexical", {3: 1.0}, 1.0)])}
    assert fused[1] > fused[2]
    assert fused[1] > fused[3]


def test_nothing_in_nothing_out() -> None:
    assert fuse([]) == []


def test_a_leg_that_found_one_candidate_speaks_for_it() -> None:
    # The very provision that a question names, or the one passage that holds a rare word.
    named = Leg("reference", {1: 2.0}, 5.0)
    assert fuse([named, Leg("dense", {1: 0.8, 2: 0.9}, 0.1)])[0].position == 1


def test_the_last_that_a_leg_found_is_above_what_it_did_not_find() -> None:
    fused = {
        f.position: f.score
        for f in fuse([Leg("lexical", {1: 9.0, 2: 8.9}, 1.0), Leg("dense", {1: 0.5, 2: 0.5, 3: 0.5}, 1.0)])
    }
    assert fused[2] > fused[3]
