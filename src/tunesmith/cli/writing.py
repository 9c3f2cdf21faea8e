"""Composed tunes as files that say what they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.composer import Composition
    from tunesmith.rendering import Tags

__all__ = ["rendered"]


def rendered(compositions: Sequence[Composition], form: str) -> bytes:
    """Tunes in one format; a file of one tune carries the seed and the model that make it again."""
    from tunesmith.rendering import render

    tags = tags_of(compositions[0]) if len(compositions) == 1 else None
    return render([composition.tune for composition in compositions], form, tags=tags)


def tags_of(composition: Composition) -> Tags:
    """Title, composer, seed and model."""
    from tunesmith.rendering import Tags

    recipe = composition.recipe
    title = composition.tune.title or f"Tune in {composition.tune.key}"
    return Tags(title=title, seed=composition.seed, model=f"{recipe.model}-{recipe.fingerprint[:12]}")
