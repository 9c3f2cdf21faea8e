"""A composed tune, and the recipe that composes it again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tunesmith.notation import Tune

if TYPE_CHECKING:
    from tunesmith.composing.request import Request

__all__ = ["Composition", "Recipe", "recorded"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that is needed to compose a tune again, to the character: the model, the request and the seed."""

    model: str
    fingerprint: str
    seed: int
    options: dict[str, Any]


@dataclass(frozen=True)
class Composition:
    """A composed tune: its ABC text, the seed that it can be composed again with, and the whole recipe."""

    text: str
    seed: int
    recipe: Recipe

    @cached_property
    def tune(self) -> Tune:
        """The text as a tune; AbcError if it holds no music, which only an unconstrained one can."""
        return Tune.parse(self.text)


def recorded(model: str, fingerprint: str, request: Request, seed: int, text: str) -> Composition:
    """A tune of this model with its recipe.

    The ending is always in it, because its default differs between the library and the command line.
    """
    options = {
        field.name: getattr(request, field.name)
        for field in fields(request)
        if field.name == "ending" or getattr(request, field.name) != field.default
    }
    return Composition(text, seed, Recipe(model, fingerprint, seed, options))
