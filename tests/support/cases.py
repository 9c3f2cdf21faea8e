"""How cases are drawn: every run of the tests has the same ones, and `make fuzz` has new ones, ten times as many."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

__all__ = ["cases"]

USUAL = 100  # cases of a test that says no number

# A deadline, and how long it takes to draw a case, would judge the machine and what else runs on it.
settings.register_profile(
    "same", derandomize=True, deadline=None, max_examples=USUAL, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fuzz", settings.get_profile("same"), derandomize=False, max_examples=10 * USUAL, print_blob=True
)
settings.load_profile("same")

# Hypothesis also draws constants that it finds in the source of the modules loaded so far. What is loaded depends on
# which tests ran before in the same worker, and so would the cases. It has no setting for this.
setattr(providers, "_get_local_constants", Constants)  # noqa: B010 - mypy lets nobody assign to a function


def cases(number: int) -> settings:
    """Settings for a test that draws so many cases, as many times more as the profile asks for."""
    return settings(max_examples=number * settings().max_examples // USUAL)
