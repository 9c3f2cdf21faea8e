"""What a page may offer: the words that the service understands, and its limits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, get_args

from pydantic import BaseModel

from tunesmith.grammar.plans import Ending
from tunesmith.music.instruments import INSTRUMENTS, accompanying, playable, sounding, tunings
from tunesmith.music.rhythms import composable, favourites
from tunesmith.rendering import FORMATS, Paper
from tunesmith.rendering.options import tablatures
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


class PlayedSound(BaseModel):
    """What plays a program: the folder of its notes under `/samples`, and whether they ring on after their end."""

    folder: str
    rings: bool


class Tuning(BaseModel):
    """Strings from the lowest on, as notes in ABC, and the instrument as which abcjs numbers their frets."""

    name: str
    label: str
    strings: list[str]
    fretted_as: str


class File(BaseModel):
    """A format of files: its name, which is their ending, what a page calls it, and what it is for."""

    name: str
    title: str
    kind: str


class Choices(BaseModel):
    """The words that options take; a rhythm's meter is the one that it is danced in.

    `favourites` are the rhythms to be offered first, `rhythm_meters` all that each is written in, the usual one first.
    `ranges` are the instruments that a tune can be composed for, `instruments` those that play it, `accompaniments`
    those that play along. `aliases` maps other names of instruments to theirs, `programs` their names to General
    MIDI programs, from 0; `sounds` is what plays each of these.
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
    favourites: list[str]
    rhythm_meters: dict[str, list[str]]
    aliases: dict[str, str]
    programs: dict[str, int]
    sounds: dict[int, PlayedSound]
    accompaniments: list[str]
    tunings: list[Tuning]
    files: list[File]
    limits: Limits


def choices(settings: Settings) -> Choices:
    """All of it."""
    return Choices(
        rhythms={name: rhythm.meter for name, rhythm in composable().items()},
        keys=list(KEYS),
        meters=list(METER_ORDER),
        forms=list(FORMS),
        endings=list(get_args(Ending)),
        ranges=list(playable()),
        instruments=list(sounding()),
        tablatures=tablatures(),
        papers=list(get_args(Paper)),
        formats=list(FORMATS),
        favourites=favourites(),
        rhythm_meters={name: list(rhythm.meters) for name, rhythm in composable().items()},
        aliases={alias: name for name, each in INSTRUMENTS.items() for alias in each.aliases},
        programs={name: sound.program for name, sound in sounding().items()},
        sounds={sound.program: PlayedSound(folder=sound.name, rings=sound.rings) for sound in sounding().values()},
        accompaniments=list(accompanying()),
        tunings=[Tuning(**asdict(tuning)) for tuning in tunings().values()],
        files=[File(name=form.name, title=form.title, kind=form.kind) for form in FORMATS.values()],
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
