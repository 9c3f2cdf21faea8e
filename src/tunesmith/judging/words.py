"""Figures with their intervals, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from tunesmith.judging.intervals import Interval

__all__ = ["Unit", "figure", "written"]

Unit: TypeAlias = Literal["share", "number", "bits"]


def written(value: float, unit: Unit = "share") -> str:
    """One figure: a share as a percentage, a number with two places, bits with four."""
    return {"share": f"{value:.1%}", "number": f"{value:.2f}", "bits": f"{value:.4f}"}[unit]


def figure(interval: Interval, unit: Unit = "share") -> str:
    """A figure and its confidence interval."""
    low, high = written(interval.low, unit), written(interval.high, unit)
    return f"{written(interval.value, unit)} ({low} to {high})"
