"""A second part for a tune: as many bars as the first, repeated like it, and in its style."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tunesmith.analysis.statistics import part_length
from tunesmith.composing.continuation import continue_tune, unfit
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.notation import Tune
from tunesmith.notation.elements import Comment, Ending, Field, LineBreak, Space
from tunesmith.notation.lines import line_starts

if TYPE_CHECKING:
    from tunesmith.composing.composer import Composer
    from tunesmith.composing.recipes import Composition
    from tunesmith.notation.bars import Bar

__all__ = ["FirstPart", "first_part", "second_part"]

AROUND = (Space, LineBreak, Comment, Field, Ending)
"""What may stand in a bar before or after its music."""


@dataclass(frozen=True, slots=True)
class FirstPart:
    """The first part of a tune, up to where the second begins: its bars, and whether it is repeated, with endings."""

    tune: Tune
    bars: int
    repeated: bool
    endings: bool


def second_part(
    composer: Composer, tune: Tune | str, request: Request | None = None, *, seed: int | None = None
) -> Composition:
    """Keep the first part of a tune alone, and compose a second.

    What `continue_tune` says holds here too; RequestError if parts or bars are asked for, which the tune settles.
    """
    given = tune if isinstance(tune, Tune) else Tune.parse(tune)
    unfit(request, "continue")
    asked = request or Request()
    for name in ("parts", "bars"):
        if getattr(asked, name) is not None:
            raise RequestError("cannot be chosen for a second part: the first settles it", field=name)
    first = first_part(given)
    asked = replace(asked, parts=2, bars=first.bars)
    made = continue_tune(composer, first.tune, asked, seed=seed, repeated=first.repeated, endings=first.endings)
    options = {name: value for name, value in made.recipe.options.items() if name not in ("parts", "bars")}
    options |= {"second_part": True, "continue": given.text}
    return replace(made, recipe=replace(made.recipe, options=options))


def first_part(tune: Tune) -> FirstPart:
    """The first part of a tune; RequestError for one whose first part has less than two bars or more than 64."""
    part = tune.form.parts[0] if tune.form.parts else None
    bars = part_length(tune, part) if part else 0
    if part is None or not 2 <= bars <= 64:
        raise RequestError(f"must have a first part of 2 to 64 bars, not {bars}", field="tune")
    read = tune if len(tune.voices) == 1 else Tune.parse(tune.canonical())
    text = read.text[: end_of(read, read.bars[part.last_bar])]
    ending = "||" if not part.repeated else "|:" if part.endings else "::"
    return FirstPart(Tune.parse(f"{text} {ending}\n"), bars, part.repeated, bool(part.endings))


def end_of(tune: Tune, bar: Bar) -> int:
    """Where in a tune's text the music of a bar ends."""
    last = next(element for element in reversed(bar.elements) if not isinstance(element, AROUND))
    return line_starts(tune.text)[last.position.line - 1] + last.position.column - 1 + len(last.text)
