"""What a page may offer: the options of composing, the words that the service understands, and its limits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel

from tunesmith.music.instruments import INSTRUMENTS, accompanying, fingerings, sounding, sounds, tunings
from tunesmith.music.ornamenting import STYLES
from tunesmith.music.rhythms import composable, favourites
from tunesmith.options import Option, options_of
from tunesmith.rendering import FORMATS, RenderOptions
from tunesmith.rendering.fingerings import NAMES
from tunesmith.studio.operations import options_for
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


class ServiceLimits(BaseModel):
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


class Below(BaseModel):
    """What may stand below the notes beside tablature: a fingering, or the names of the notes."""

    name: str
    label: str


class File(BaseModel):
    """A format of files: its name, which is their ending, what a page calls it, and what it is for."""

    name: str
    title: str
    kind: str


class Choices(BaseModel):
    """The options of composing and of rendering, and the words that they take.

    `favourites` are the rhythms to be offered first, `rhythm_meters` all that each is written in, the usual one first.
    `ranges` are the instruments that a tune can be composed for, `instruments` those that play it, `accompaniments`
    those that play along, `ornamenting` those whose ornaments are known. `aliases` maps other names of instruments to
    theirs, `programs` their names to General MIDI programs, from 0; `sounds` is what plays each of these.
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
    favourites: list[str]
    rhythm_meters: dict[str, list[str]]
    aliases: dict[str, str]
    programs: dict[str, int]
    sounds: dict[int, PlayedSound]
    accompaniments: list[str]
    tunings: list[Tuning]
    below: list[Below]
    ornamenting: list[str]
    files: list[File]
    limits: ServiceLimits


def choices(settings: Settings) -> Choices:
    """All of it."""
    asked, shown = options_for("compose"), options_of(RenderOptions)
    options = [choice_of(option, settings) for option in asked.values()]
    return Choices(
        options=options,
        rendering=[choice_of(option, settings) for option in shown.values()],
        rhythms={name: rhythm.meter for name, rhythm in composable().items()},
        keys=list(asked["key"].suggests),
        meters=list(asked["meter"].suggests),
        forms=list(asked["form"].suggests),
        endings=list(asked["ending"].choices),
        ranges=list(asked["instrument"].choices),
        instruments=list(shown["instrument"].choices),
        tablatures=list(shown["tablature"].choices),
        papers=list(shown["paper"].choices),
        formats=list(FORMATS),
        favourites=favourites(),
        rhythm_meters={name: list(rhythm.meters) for name, rhythm in composable().items()},
        aliases={alias: name for name, each in INSTRUMENTS.items() for alias in each.aliases},
        programs={name: sound.program for name, sound in sounding().items()},
        sounds={sound.program: PlayedSound(folder=sound.name, rings=sound.rings) for sound in sounds().values()},
        accompaniments=accompanying(),
        tunings=[Tuning(**asdict(tuning)) for tuning in tunings().values()],
        ornamenting=list(STYLES),
        below=[
            *(Below(name=one.name, label=one.label) for one in fingerings().values()),
            Below(name=NAMES, label="Names of the notes"),
        ],
        files=[File(name=form.name, title=form.title, kind=form.kind) for form in FORMATS.values()],
        limits=ServiceLimits(
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
