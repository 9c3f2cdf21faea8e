"""What the commands that compose share: the formats that may go where, and files that say what they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tunesmith.composing.composer import Composition
    from tunesmith.rendering import Tags

__all__ = ["formats_of", "rendered"]


def formats_of(to: str, out: Path | None) -> list[str]:
    """The formats asked for; RequestError if they cannot all go where they should."""
    formats = [name.strip().lower() for name in to.split(",")]
    if out is None and formats != ["abc"]:
        raise RequestError("--to needs --out: only ABC is printed")
    if out is not None and out.suffix and not out.is_dir() and formats not in (["abc"], [out.suffix[1:]]):
        raise RequestError(f"one file holds one format: {out} or --to {to}")
    return formats


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
