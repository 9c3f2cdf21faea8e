"""Composing: from a request to tunes; and continuing and varying given ones."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tunesmith.composing.composer import Composer, Composition, Recipe, compose
    from tunesmith.composing.continuation import continue_tune
    from tunesmith.composing.request import Request
    from tunesmith.composing.variation import vary
    from tunesmith.inference.engine import Engine
    from tunesmith.inference.job import Job, JobResult
    from tunesmith.inference.scoring import ScoredText, score

__all__ = [
    "Composer",
    "Composition",
    "Engine",
    "Job",
    "JobResult",
    "Recipe",
    "Request",
    "ScoredText",
    "compose",
    "continue_tune",
    "score",
    "vary",
]  # fmt: skip

MODULES = {
    "tunesmith.composing.composer": ("Composer", "Composition", "Recipe", "compose"),
    "tunesmith.composing.continuation": ("continue_tune",),
    "tunesmith.composing.request": ("Request",),
    "tunesmith.composing.variation": ("vary",),
    "tunesmith.inference.engine": ("Engine",),
    "tunesmith.inference.job": ("Job", "JobResult"),
    "tunesmith.inference.scoring": ("ScoredText", "score"),
}
"""Where each name lives: it is fetched when it is first asked for, so that planning a tune does not need numpy."""


def __getattr__(name: str) -> Any:
    for module, names in MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
