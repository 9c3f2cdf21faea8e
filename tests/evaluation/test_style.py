from __future__ import annotations

import numpy as np
import pytest

from tunesmith.evaluation.style import density_distance, style_distances
from tunesmith.notation import Tune


def scale_tune(random: np.random.Generator, letters: str) -> Tune:
    return Tune.parse("X:1\nL:1/8\nM:none\nK:C\n" + "".join(random.choice(list(letters), 24)))


def test_a_distribution_is_no_distance_from_itself() -> None:
    values = np.random.default_rng(2).normal(size=2000)
    assert density_distance(values, values) == pytest.approx((0, 1), abs=1e-9)


def test_normal_distributions_are_as_far_apart_as_theory_has_it() -> None:
    random = np.random.default_rng(3)
    divergence, overlap = density_distance(random.normal(0, 1, 50_000), random.normal(1, 1, 50_000))
    assert divergence == pytest.approx(0.5, abs=0.06)  # half the squared difference of the means
    assert overlap == pytest.approx(0.617, abs=0.02)  # twice the normal distribution below -1/2


def test_distributions_of_one_point_are_the_same() -> None:
    assert density_distance(np.ones(3), np.ones(5)) == (0.0, 1.0)


def test_a_style_is_near_itself_and_far_from_another() -> None:
    random = np.random.default_rng(4)
    real, same = ([scale_tune(random, "CDEFGABc") for _ in range(60)] for _ in range(2))
    other = [scale_tune(random, "Cg'c'") for _ in range(60)]
    near, far = style_distances(same, real), style_distances(other, real)
    for name in ("pitch_count", "pitch_classes", "interval"):
        assert near[name].overlap > 0.8 > far[name].overlap
        assert near[name].divergence < far[name].divergence
        assert near[name].ceiling > 0.7
