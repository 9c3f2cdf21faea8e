"""Dance rhythms: the facts of each, in one table, and how a written name is read.

The rates are those of a relaxed session or céilí. A quickstep is a march in quick time, 112 steps a minute; a slow reel
is a reel played slowly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.music.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RHYTHMS", "Rhythm", "composable", "dance_of_meter", "favourites", "label_of", "rhythm_of", "rhythms_in"]

QUARTER, DOTTED, HALF = Fraction(1, 4), Fraction(3, 8), Fraction(1, 2)
LONGEST_NAME: Final = 2  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A kind of tune.

    - `name`, `aliases`: what people call it, in lower case, words of letters alone
    - `meters`: those that it is written in, the usual one first
    - `beat`, `rate`: its tempo, `rate` beats a minute of `beat` whole notes each
    - `swing`: from 0 (as written) to 1 (the first of two notes twice as long as the second)
    - `accompaniment`: the instrument that usually plays along
    - `label`: the word that networks learn it by, None where they learn none; a rhythm that is labelled by its own name
      can be composed
    - `favourite`: its place among those that are offered first, from 1; 0 for the others
    - `owns_meter`: whether it is the dance that its usual meter means in a source that names no rhythms
    """

    name: str
    aliases: tuple[str, ...] = ()
    meters: tuple[str, ...]
    beat: Fraction
    rate: int
    swing: Fraction = Fraction(0)
    accompaniment: str = "guitar"
    label: str | None
    favourite: int = 0
    owns_meter: bool = False

    @property
    def meter(self) -> str:
        """The usual meter."""
        return self.meters[0]


RHYTHMS: Final = Table(
    [
        Rhythm(
            name="air",
            meters=("4/4", "3/4", "6/8"),
            beat=QUARTER,
            rate=72,
            accompaniment="piano",
            label="air",
            favourite=9,
        ),
        Rhythm(
            name="barndance",
            aliases=("barn dance",),
            meters=("4/4", "2/2"),
            beat=HALF,
            rate=84,
            swing=Fraction(3, 5),
            accompaniment="piano",
            label="barndance",
        ),
        Rhythm(
            name="highland",
            aliases=("fling", "highland fling"),
            meters=("4/4", "2/2"),
            beat=HALF,
            rate=88,
            swing=Fraction(3, 5),
            label=None,
        ),
        Rhythm(
            name="hop jig",
            meters=("9/8",),
            beat=DOTTED,
            rate=116,
            swing=Fraction(1, 5),
            accompaniment="bouzouki",
            label="hop jig",
        ),
        Rhythm(
            name="hornpipe",
            meters=("4/4", "2/2", "2/4", "3/2"),
            beat=HALF,
            rate=80,
            swing=Fraction(3, 4),
            label="hornpipe",
            favourite=3,
        ),
        Rhythm(
            name="jig",
            aliases=("double jig",),
            meters=("6/8",),
            beat=DOTTED,
            rate=112,
            swing=Fraction(1, 4),
            label="jig",
            favourite=1,
            owns_meter=True,
        ),
        Rhythm(name="lament", meters=("4/4", "3/4"), beat=QUARTER, rate=60, accompaniment="piano", label=None),
        Rhythm(
            name="march",
            meters=("4/4", "2/2", "2/4", "6/8"),
            beat=QUARTER,
            rate=104,
            accompaniment="piano",
            label="march",
            favourite=8,
        ),
        Rhythm(name="mazurka", meters=("3/4",), beat=QUARTER, rate=136, swing=Fraction(2, 5), label="mazurka"),
        Rhythm(
            name="planxty",
            meters=("6/8", "4/4"),
            beat=DOTTED,
            rate=84,
            swing=Fraction(1, 10),
            accompaniment="bouzouki",
            label=None,
        ),
        Rhythm(
            name="polka",
            meters=("2/4",),
            beat=QUARTER,
            rate=124,
            accompaniment="piano",
            label="polka",
            favourite=4,
            owns_meter=True,
        ),
        Rhythm(
            name="quickstep",
            aliases=("quick step",),
            meters=("2/4", "6/8", "4/4"),
            beat=QUARTER,
            rate=112,
            label="quickstep",
        ),
        Rhythm(
            name="reel",
            meters=("4/4", "2/2"),
            beat=HALF,
            rate=104,
            swing=Fraction(1, 10),
            label="reel",
            favourite=2,
        ),
        Rhythm(
            name="schottische",
            aliases=("highland schottische",),
            meters=("4/4", "2/4"),
            beat=HALF,
            rate=84,
            swing=Fraction(3, 5),
            label="schottische",
        ),
        Rhythm(
            name="set dance",
            aliases=("long dance",),
            meters=("4/4", "2/2", "6/8"),
            beat=HALF,
            rate=80,
            swing=Fraction(3, 4),
            label="set dance",
        ),
        Rhythm(
            name="single jig",
            meters=("6/8", "12/8"),
            beat=DOTTED,
            rate=128,
            swing=Fraction(2, 5),
            accompaniment="bouzouki",
            label="jig",
        ),
        Rhythm(
            name="slide",
            meters=("12/8", "6/8"),
            beat=DOTTED,
            rate=128,
            swing=Fraction(2, 5),
            accompaniment="bouzouki",
            label="slide",
            favourite=7,
            owns_meter=True,
        ),
        Rhythm(
            name="slip jig",
            aliases=("slipjig",),
            meters=("9/8",),
            beat=DOTTED,
            rate=116,
            swing=Fraction(1, 5),
            accompaniment="bouzouki",
            label="slip jig",
            favourite=6,
            owns_meter=True,
        ),
        Rhythm(
            name="slow air",
            meters=("3/4", "4/4", "6/8"),
            beat=QUARTER,
            rate=72,
            accompaniment="piano",
            label="slow air",
        ),
        Rhythm(
            name="slow march",
            meters=("4/4", "6/8", "3/4"),
            beat=QUARTER,
            rate=72,
            accompaniment="piano",
            label="march",
        ),
        Rhythm(name="slow reel", meters=("4/4", "2/2"), beat=HALF, rate=84, swing=Fraction(1, 10), label="reel"),
        Rhythm(name="song", meters=("4/4", "3/4", "6/8"), beat=QUARTER, rate=88, accompaniment="piano", label=None),
        Rhythm(name="strathspey", meters=("4/4",), beat=HALF, rate=64, accompaniment="piano", label="strathspey"),
        Rhythm(
            name="three-two",
            aliases=("three two",),
            meters=("3/2",),
            beat=HALF,
            rate=96,
            accompaniment="bouzouki",
            label="three-two",
            owns_meter=True,
        ),
        Rhythm(
            name="waltz",
            meters=("3/4",),
            beat=QUARTER,
            rate=132,
            accompaniment="piano",
            label="waltz",
            favourite=5,
        ),
    ]
)


def rhythms_in(text: str | None) -> Iterator[Rhythm]:
    """The rhythms that a text names: names of two words before those of one, and the last in the text first.

    A name may stand among other words, as in `3/2 Hornpipe`, and in the plural alone: `Reels`.
    """
    words = re.sub(r"[^a-z]+", " ", (text or "").lower()).split()
    whole = " ".join(words)
    if several := RHYTHMS.find(whole.removesuffix("s")) or RHYTHMS.find(whole.removesuffix("es")):
        yield several
    for length in range(LONGEST_NAME, 0, -1):
        for start in range(len(words) - length, -1, -1):
            name = " ".join(words[start : start + length])
            if rhythm := RHYTHMS.find(name):
                yield rhythm


def rhythm_of(text: str | None) -> Rhythm | None:
    """The rhythm that a written `R:` field names; None if it names none that is known."""
    return next(rhythms_in(text), None)


def label_of(text: str | None) -> str | None:
    """The word by which networks know the rhythm that is named; None if none that they know is."""
    return next((rhythm.label for rhythm in rhythms_in(text) if rhythm.label), None)


def composable() -> dict[str, Rhythm]:
    """The rhythms that a tune can be composed in, by name: those that networks learn by that name."""
    return {name: rhythm for name, rhythm in RHYTHMS.items() if rhythm.label == name}


def favourites() -> list[str]:
    """The names of the rhythms that are offered first, in order."""
    places = {name: rhythm.favourite for name, rhythm in composable().items() if rhythm.favourite}
    return sorted(places, key=places.__getitem__)


def dance_of_meter(meter: str) -> str | None:
    """The label of the dance that a source means by this meter if it names no rhythms; None if none is certain."""
    return next((rhythm.label for rhythm in RHYTHMS.values() if rhythm.owns_meter and rhythm.meter == meter), None)
