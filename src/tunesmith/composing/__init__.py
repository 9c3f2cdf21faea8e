"""Composing: the compiled stepping of a network, drawing under the grammar, batches, and the Composer."""

from __future__ import annotations

from tunesmith.composing.composer import Composer, Composition, Recipe, compose
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.request import Request
from tunesmith.composing.variation import vary
from tunesmith.inference.engine import Drawn, Engine, Job
from tunesmith.inference.scoring import Score, score

__all__ = [
    "Composer", "Composition", "Drawn", "Engine", "Job", "Recipe", "Request", "Score", "compose", "continue_tune",
    "score", "vary",
]  # fmt: skip
