"""The learning rate as a function of how far the run is, and when to stop; neither keeps a state of its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.training.config import TrainingConfig

__all__ = ["exhausted", "learning_rate"]

FLOOR = 0.01  # of the highest rate, at the end of a cosine
START, END = 1 / 25, 1e-4  # of the highest rate, where one cycle begins and ends (Smith and Topin 2017)


def learning_rate(config: TrainingConfig, progress: float, losses: Sequence[float]) -> float:
    """The rate at `progress` (0 to 1) of the run after validations with these `losses`."""
    rising = min(1.0, progress / config.warmup) if config.warmup else 1.0
    fallen = max(0.0, (progress - config.warmup) / (1 - config.warmup)) if config.warmup < 1 else 0.0
    match config.schedule:
        case "constant":
            return config.rate * rising
        case "plateau":
            return config.rate * rising * config.factor ** plateaus(losses, config.patience)
        case "cosine":
            return config.rate * rising * between(1.0, FLOOR, fallen)
        case "onecycle":
            return config.rate * (between(START, 1.0, rising) if rising < 1 else between(1.0, END, fallen))


def between(start: float, end: float, share: float) -> float:
    """Go from `start` to `end` along half a cosine."""
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


def plateaus(losses: Sequence[float], patience: int) -> int:
    """Count how often `losses` went without a gain for more than `patience` validations in a row."""
    best, waited, count = math.inf, 0, 0
    for loss in losses:
        if loss < best:
            best, waited = loss, 0
            continue
        waited += 1
        if waited > patience:
            waited, count = 0, count + 1
    return count


def exhausted(losses: Sequence[float], early: int) -> bool:
    """Tell whether the last `early` validations brought no gain; 0 waits for ever."""
    return bool(early) and len(losses) > early and min(losses[-early:]) >= min(losses[:-early])
