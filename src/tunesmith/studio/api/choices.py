"""What a page may offer: the words that the service understands, and its limits."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from tunesmith.composing.plan import INSTRUMENTS as RANGES
from tunesmith.grammar.plans import Ending
from tunesmith.music.rhythms import composable
from tunesmith.rendering import FORMATS, Paper, Tablature
from tunesmith.rendering.player import INSTRUMENTS
from tunesmith.studio.api.schemas import ComposeBody
from tunesmith.studio.settings import Settings

__all__ = ["Choices", "choices"]

KEYS = (
    "G", "D", "A", "C", "F", "Bb", "E", "Amin", "Emin", "Bmin", "Dmin", "Gmin",
    "Ador", "Edor", "Bdor", "Ddor", "Gdor", "Amix", "Dmix", "Gmix", "Emix", "Ephr", "Flyd",
)  # fmt: skip
METER_ORDER = ("6/8", "4/4", "2/2", "9/8", "12/8", "3/4", "2/4", "3/2")
FINEST = 0.01
"""The step in which a page offers numbers that are no whole ones."""
FEWEST_CHARACTERS = 50
FORMS = ("AABB", "AABBCC", "AB", "AABBCCDD", "ABA", "A")


class Range(BaseModel):
    """The least and the most that an option may be."""

    least: float
    most: float


class Limits(BaseModel):
    """What one request may ask for; `options` are the options of composing that are numbers."""

    length: int
    body_bytes: int
    options: dict[str, Range]


class Choices(BaseModel):
    """The words that options take; a rhythm's meter is the one that it is danced in.

    `ranges` are the instruments that a tune can be composed for, `instruments` those that play it.
    """

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
    return Choices(
        rhythms={name: rhythm.meter for name, rhythm in composable().items()},
        keys=list(KEYS),
        meters=list(METER_ORDER),
        forms=list(FORMS),
        endings=list(get_args(Ending)),
        ranges=sorted(RANGES),
        instruments=list(INSTRUMENTS),
        tablatures=list(get_args(Tablature)),
        papers=list(get_args(Paper)),
        formats=list(FORMATS),
        limits=Limits(
            length=settings.max_length, body_bytes=settings.max_body_bytes, options=ranges(settings.max_length)
        ),
    )


def ranges(longest: int) -> dict[str, Range]:
    """What each number among the options may be, as the bodies of requests declare it."""
    bounds = {name: bounds_of(schema) for name, schema in ComposeBody.model_json_schema()["properties"].items()}
    bounds["length"] = (FEWEST_CHARACTERS, longest)
    return {name: Range(least=pair[0], most=pair[1]) for name, pair in bounds.items() if pair}


def bounds_of(schema: dict[str, Any]) -> tuple[float, float] | None:
    """The bounds in a JSON schema of a number that may be left out; a bound that is no value itself is moved inside."""
    for form in schema.get("anyOf", [schema]):
        least = form.get("minimum", form.get("exclusiveMinimum", -FINEST) + FINEST)
        most = form.get("maximum", form.get("exclusiveMaximum", 0) - (1 if form.get("type") == "integer" else FINEST))
        if form.get("type") in ("integer", "number") and most > least:
            return least, most
    return None
