"""What a page may offer: the options of composing, the words that the service understands, and its limits."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from tunesmith.composing.prompt import METERS
from tunesmith.options import Option, options_of
from tunesmith.rendering import FORMATS, RenderOptions
from tunesmith.studio.api.requests import options_for
from tunesmith.studio.settings import Settings

__all__ = ["Choices", "choices"]

FINEST = 0.01
"""The step in which a page offers numbers that are no whole ones."""
KINDS: dict[type, Literal["whole", "number", "switch", "word"]] = {
    int: "whole",
    float: "number",
    bool: "switch",
    str: "word",
}


class Range(BaseModel):
    """The least and the most that an option may be."""

    least: float
    most: float


class OptionChoice(BaseModel):
    """One option: what people call it, what it does, what an empty field means, and what it may be.

    A word is one of `choices`, or `suggests` has usual ones; a number goes in steps from `least` to `most`.
    """

    name: str
    label: str
    help: str
    hint: str
    kind: Literal["whole", "number", "switch", "word"]
    default: Any = None
    least: float | None = None
    most: float | None = None
    step: float | None = None
    longest: int | None = None
    choices: list[str] = []
    suggests: list[str] = []


class Limits(BaseModel):
    """What one request may ask for; `options` are the options of composing that are numbers."""

    length: int
    body_bytes: int
    options: dict[str, Range]


class Choices(BaseModel):
    """The options of composing and of rendering, and the words that they take.

    A rhythm's meter is the one that it is danced in. `ranges` are the instruments that a tune can be composed for,
    `instruments` those that play it.
    """

    options: list[OptionChoice]
    rendering: list[OptionChoice]
    rhythms: dict[str, str]
    keys: list[str]
    meters: list[str]
    forms: list[str]
    endings: list[str]
    ranges: list[str]
    instruments: list[str]
    tablatures: list[str]
    papers: list[str]
    formats: list[str]
    limits: Limits


def choices(settings: Settings) -> Choices:
    """All of it."""
    asked, shown = options_for("compose"), options_of(RenderOptions)
    options = [choice_of(option, settings) for option in asked.values()]
    return Choices(
        options=options,
        rendering=[choice_of(option, settings) for option in shown.values()],
        rhythms=METERS,
        keys=list(asked["key"].suggests),
        meters=list(asked["meter"].suggests),
        forms=list(asked["form"].suggests),
        endings=list(asked["ending"].choices),
        ranges=sorted(asked["instrument"].choices),
        instruments=list(shown["instrument"].choices),
        tablatures=list(shown["tablature"].choices),
        papers=list(shown["paper"].choices),
        formats=list(FORMATS),
        limits=Limits(
            length=settings.max_length,
            body_bytes=settings.max_body_bytes,
            options={
                option.name: Range(least=option.least, most=option.most)
                for option in options
                if option.least is not None and option.most is not None
            },
        ),
    )


def choice_of(option: Option, settings: Settings) -> OptionChoice:
    """An option as a page may offer it; a bound that is no value itself is moved inside."""
    step = {int: 1, float: FINEST}.get(option.type)
    least = option.least if option.above is None else option.above + FINEST
    most = option.most if option.below is None else option.below - FINEST
    if option.name == "length" and most is not None:
        most = min(most, settings.max_length)
    return OptionChoice(
        name=option.name,
        label=option.title,
        help=option.help,
        hint=option.hint,
        kind=KINDS[option.type],
        default=option.default,
        least=least,
        most=most,
        step=step,
        longest=option.longest if option.type is str and not option.choices else None,
        choices=list(option.choices),
        suggests=list(option.suggests),
    )
