"""Composing: the compiled stepping of a network, drawing under the grammar, batches, and the Composer."""

from __future__ import annotations

from tunesmith.composing.composer import Composer, Composition, Recipe, compose
from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.engine import Drawn, Engine, Order
from tunesmith.composing.request import Request
from tunesmith.composing.scoring import Score, score
from tunesmith.composing.variation import vary

__all__ = [
    "Composer", "Composition", "Drawn", "Engine", "Order", "Recipe", "Request", "Score", "compose", "continue_tune",
    "score", "vary",
]  # fmt: skip
