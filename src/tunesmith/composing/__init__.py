"""Composing: from a request to tunes; and continuing and varying given ones."""

from __future__ import annotations

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
