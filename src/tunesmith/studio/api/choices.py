"""What a page may offer: the words that the service understands, and its limits."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel

from tunesmith.composing.plan import INSTRUMENTS as RANGES
from tunesmith.composing.prompt import METERS
from tunesmith.rendering import FORMATS, Paper, Tablature
from tunesmith.rendering.player import INSTRUMENTS
from tunesmith.studio.settings import Settings

__all__ = ["Choices", "choices"]

KEYS = (
    "G", "D", "A", "C", "F", "Bb", "E", "Amin", "Emin", "Bmin", "Dmin", "Gmin",
    "Ador", "Edor", "Bdor", "Ddor", "Gdor", "Amix", "Dmix", "Gmix", "Emix", "Ephr", "Flyd",
)  # fmt: skip
METER_ORDER = ("6/8", "4/4", "2/2", "9/8", "12/8", "3/4", "2/4", "3/2")
FORMS = ("AABB", "AABBCC", "AB", "AABBCCDD", "ABA", "A")


class Limits(BaseModel):
    """What one request may ask for."""

    length: int
    body_bytes: int


class Choices(BaseModel):
    """The words that options take; a rhythm's meter is the one that it is danced in.

    `ranges` are the instruments that a tune can be composed for, `instruments` those that play it.
    """

    rhythms: dict[str, str]
    keys: list[str]
    meters: list[str]
    forms: list[str]
    ranges: list[str]
    instruments: list[str]
    tablatures: list[str]
    papers: list[str]
    formats: list[str]
    limits: Limits


def choices(settings: Settings) -> Choices:
    """All of it."""
    return Choices(
        rhythms=METERS,
        keys=list(KEYS),
        meters=list(METER_ORDER),
        forms=list(FORMS),
        ranges=sorted(RANGES),
        instruments=list(INSTRUMENTS),
        tablatures=list(get_args(Tablature)),
        papers=list(get_args(Paper)),
        formats=list(FORMATS),
        limits=Limits(length=settings.max_length, body_bytes=settings.max_body_bytes),
    )
