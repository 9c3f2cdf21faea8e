"""The options that the service takes for each of its operations."""

from __future__ import annotations

from dataclasses import replace

from tunesmith.composing.request import Request, TaskOptions
from tunesmith.options import Option, options_of

__all__ = ["options_for"]

LARGEST_SEED = 2**53 - 1
"""The largest whole number that JavaScript holds exactly, so that a page can make a tune again."""


def options_for(operation: str) -> dict[str, Option]:
    """The options that the service takes: a request makes one tune, and composes with the studio's model by default."""
    options = options_of(Request, operation) | options_of(TaskOptions, operation)
    options.pop("count", None)
    seed, model = replace(options["seed"], most=LARGEST_SEED), replace(options["model"], default=None)
    return options | {"seed": seed, "model": model}
