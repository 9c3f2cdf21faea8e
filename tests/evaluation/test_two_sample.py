from __future__ import annotations

import numpy as np
import pytest

from tunesmith.analysis.vectors import vector_names
from tunesmith.evaluation.classifiers import fit_logistic, fit_network
from tunesmith.evaluation.two_sample import area_between, cross_validated, two_sample, vectors_of
from tunesmith.notation import Tune

BOTH = pytest.mark.parametrize("fit", [fit_logistic, fit_network])


def test_the_area_is_the_chance_that_a_pair_is_in_order() -> None:
    assert area_between(np.array([3.0]), np.array([1, 2.0])) == 1
    assert area_between(np.array([1.0]), np.array([2, 3.0])) == 0
    assert area_between(np.array([2.0]), np.array([2, 2.0])) == 0.5
    assert area_between(np.array([1, 3.0]), np.array([2.0, 2.0])) == 0.5


@BOTH
def test_what_is_the_same_cannot_be_told_apart(fit: type) -> None:
    random = np.random.default_rng(5)
    found = cross_validated(random.normal(size=(300, 6)), random.normal(size=(300, 6)), fit, random)
    assert found.low < 0.5 < found.high


@BOTH
def test_shifted_normals_are_told_apart_as_well_as_theory_allows(fit: type) -> None:
    random = np.random.default_rng(6)
    found = cross_validated(random.normal(0.5, 1, (400, 4)), random.normal(0, 1, (400, 4)), fit, random)
    assert found.value == pytest.approx(0.76, abs=0.05)  # the normal distribution below 1 / sqrt(2)
    assert found.low < found.value < found.high


def test_only_the_network_sees_a_ring_around_a_disc() -> None:
    random = np.random.default_rng(7)
    disc, ring = (
        radius * np.array([np.cos(turn), np.sin(turn)]).T
        for radius, turn in ((1, random.uniform(0, 6.28, 300)), (3, random.uniform(0, 6.28, 300)))
    )
    assert cross_validated(disc, ring, fit_network, random).value > 0.95
    assert cross_validated(disc, ring, fit_logistic, random).value < 0.65


def test_tunes_that_leap_are_told_from_tunes_that_step() -> None:
    random = np.random.default_rng(8)
    steps, leaps = (
        [Tune.parse("X:1\nL:1/8\nM:none\nK:C\n" + "".join(random.permutation(list(notes)))) for _ in range(40)]
        for notes in ("CDEFGAB" * 4, "Cg" * 14)
    )
    found = two_sample(leaps, steps)
    assert min(area.value for area in found.areas.values()) > 0.99
    assert all(area.low < 0.65 for area in found.baseline.values())
    assert (found.composed, found.real) == (40, 40)
    assert found.telling
    assert set(found.telling) <= set(vector_names())


def test_tunes_in_order_are_also_compared_with_real_tunes_in_order_alone() -> None:
    random = np.random.default_rng(9)

    def sample(bar: str) -> list[Tune]:
        return [
            Tune.parse("X:1\nL:1/4\nM:4/4\nK:C\n" + " | ".join(["".join(random.permutation(list("CDEF")))] * 3) + bar)
            for _ in range(30)
        ]

    found = two_sample(sample(" | GABc |]"), sample(" | GABc |]") + sample(" | GAB | C4 |]"))
    assert found.full_real == 30
    apart = {name: area.value for name, area in found.full.items()}
    assert all(apart[name] < area.value for name, area in found.areas.items())


def test_features_do_not_depend_on_the_key() -> None:
    tune = Tune.parse("X:1\nL:1/8\nM:6/8\nK:D\nA | dfa afd | gfe fed | cea gec | d3 d2 |]")
    assert np.allclose(vectors_of([tune]), vectors_of([tune.transpose(3)]))


def test_a_tune_of_one_note_has_no_features() -> None:
    assert vectors_of([Tune.parse("X:1\nK:C\nC")]).shape == (0, len(vector_names()))
    assert vectors_of([]).shape == (0, len(vector_names()))
