"""The options of composing, continuing and varying: each is declared here, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from tunesmith.analysis.difficulty import Grade
from tunesmith.composing.outlines import composable_form, composable_key, composable_meter
from tunesmith.composing.progression import sections_of
from tunesmith.errors import RequestError
from tunesmith.grammar.layout import MAX_PARTS
from tunesmith.grammar.outlines import Ending
from tunesmith.music.instruments import names_of, playable
from tunesmith.music.rhythms import composable
from tunesmith.options import Option, TableChoices, check_options

__all__ = ["DEFAULT_MODEL", "Chords", "Request", "TaskOptions", "bar_ranges"]

Chords = Literal["written", "found", "none"]

DEFAULT_MODEL = "flagship"
"""The shipped model that composes where no other is named."""
COMPOSE = ("compose",)
BARS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
MANY = 32
"""Candidates for a tune of a given difficulty."""
SPARE = 4
"""Candidates for an original tune: that all of them are known happens once in a million."""


def bar_ranges(text: str) -> list[tuple[int, int]]:
    """The first and the last bar of each passage in a text such as `5-8`, `5` or `1-3,6`; ValueError for any other."""
    found = [BARS.fullmatch(part.strip()) for part in text.split(",")]
    numbers = [match for match in found if match]
    if len(numbers) < len(found):
        raise ValueError("passages are bars or ranges of bars, with commas between them")
    return [(int(match[1]), int(match[2] or match[1])) for match in numbers]


def _playable_names() -> list[str]:
    return names_of(playable())


@dataclass(frozen=True, slots=True)
class Request:
    """What a tune should be like; the network decides what is None. RequestError for a value that makes no sense.

    As `chords`, True means "written" and False "none"; with a `progression`, a tune has just its chords.
    The ending "home" is the tonic, at rest, "open" is another degree; "home" is the default of the command line and of
    the page.
    """

    meter: Annotated[
        str | None,
        Option(
            "Such as 6/8, C or C|.",
            accepts="a meter whose bars have at most two whole notes, such as 6/8, 4/4 or 3/2",
            reads=composable_meter,
            suggests=("6/8", "4/4", "2/2", "9/8", "12/8", "3/4", "2/4", "3/2"),
            of=COMPOSE,
            hint="as usual",
        ),
    ] = None
    key: Annotated[
        str | None,
        Option(
            "A tonic and a mode, such as D, Gmin or Ador.",
            accepts="a tonic and a mode, such as D, Gmin or Ador",
            reads=composable_key,
            suggests=(
                "G", "D", "A", "C", "F", "Bb", "E", "Amin", "Emin", "Bmin", "Dmin", "Gmin",
                "Ador", "Edor", "Bdor", "Ddor", "Gdor", "Amix", "Dmix", "Gmix", "Emix", "Ephr", "Flyd",
            ),
            of=COMPOSE,
            hint="any key",
        ),
    ] = None  # fmt: skip
    rhythm: Annotated[
        str | None,
        Option(
            "The dance, such as jig, reel or waltz. A given tune keeps its own if you name none.",
            choices=TableChoices(composable),
            hint="any",
        ),
    ] = None
    parts: Annotated[
        int | None,
        Option(
            "How many parts the whole tune has.",
            least=1,
            most=MAX_PARTS,
            of=("compose", "continue"),
            hint="as the form",
        ),
    ] = None
    bars: Annotated[
        int | None,
        Option(
            "Bars in each part that is composed; 4, 8, 12 or 16 if you do not say.",
            least=2,
            most=64,
            of=("compose", "continue"),
            label="Bars a part",
            hint="any",
        ),
    ] = None
    form: Annotated[
        str | None,
        Option(
            "A letter for each part as it is played, such as AABB.",
            accepts="a capital letter for each part as played, such as AABB: "
            f"at most {MAX_PARTS} parts, each once or twice",
            reads=composable_form,
            suggests=("AABB", "AABBCC", "AB", "AABBCCDD", "ABA", "A"),
            of=COMPOSE,
            hint="any form",
        ),
    ] = None
    opening: Annotated[
        str,
        Option("ABC that the tune begins with, note for note.", longest=100_000, of=COMPOSE, label="Opening, in ABC"),
    ] = ""
    temperature: Annotated[
        float,
        Option(
            "Below 1 the tune is more usual, above 1 more daring; 0 always takes the most likely character.",
            least=0,
            most=5,
        ),
    ] = 0.8
    top_k: Annotated[
        int,
        Option("Choose each character from the K most likely ones; 0 means from all.", least=0, most=1000, hint="off"),
    ] = 0
    top_p: Annotated[
        float,
        Option(
            "Choose each character from the most likely ones that together have this probability.",
            above=0,
            most=1,
            hint="off",
        ),
    ] = 1.0
    min_p: Annotated[
        float,
        Option(
            "Never choose a character whose probability is below this share of the most likely one's.",
            least=0,
            below=1,
            hint="off",
        ),
    ] = 0.0
    length: Annotated[
        int,
        Option(
            "The most characters that the whole tune may have.",
            least=1,
            most=4000,
            of=("compose", "continue"),
            label="Longest, characters",
        ),
    ] = 2000
    unconstrained: Annotated[
        bool, Option("Write what the network says, right or wrong.", of=COMPOSE, label="Unconstrained: right or wrong")
    ] = False
    instrument: Annotated[
        str | None,
        Option(
            "Use only notes that this instrument has.",
            choices=TableChoices(playable, _playable_names),
            label="Playable on",
            hint="anything",
        ),
    ] = None
    outside: Annotated[
        float | None,
        Option(
            "The largest share of notes outside the key signature.",
            least=0,
            most=1,
            label="Outside the key",
            hint="any",
        ),
    ] = None
    best_of: Annotated[
        int,
        Option(
            "Compose this many tunes and keep one, chosen so that it resembles real tunes.",
            least=1,
            most=64,
            of=("compose", "continue"),
        ),
    ] = 1
    original: Annotated[
        bool,
        Option(
            "Keep only a tune that has no eight bars in a row of any known tune.",
            of=COMPOSE,
            label="Nothing known: no eight bars of any known tune",
        ),
    ] = False
    ending: Annotated[
        Ending,
        Option(
            "How the tune ends. home: on the tonic, at rest; open: on another degree; any: as the network chooses.",
            usual={"compose": "home", "continue": "home"},
        ),
    ] = "any"

    difficulty: Annotated[
        Grade | None,
        Option(
            "How hard the tune is to play, by its range, its leaps and the notes a second of its rhythm.",
            of=COMPOSE,
            hint="any",
        ),
    ] = None

    chords: Annotated[
        Chords | bool | None,
        Option(
            "Write a lead sheet. written: with chord symbols as people write them; found: as Tunesmith finds them; "
            "none: no chord symbols.",
            yes="written",
            no="none",
            of=COMPOSE,
            label="Chord symbols",
            hint="as the network chooses",
        ),
    ] = None
    progression: Annotated[
        str,
        Option(
            'The chords to compose to, such as "D | G A | D | A7 :|". % repeats the chord before, and a new line or a '
            "double bar line begins the next part. Each part goes round its chords.",
            longest=1000,
            of=COMPOSE,
            label="Chords to compose to",
            hint="any",
        ),
    ] = ""

    def __post_init__(self) -> None:
        check_options(self)
        if self.progression:
            self._check_progression()

    def _check_progression(self) -> None:
        """Raise RequestError for a progression that cannot be read, or cannot be kept with what else is asked for."""
        sections_of(self.progression)
        if self.chords == "none":
            raise RequestError("has chords, but the option chords asks for none", field="progression")
        if self.unconstrained:
            raise RequestError("cannot be kept by an unconstrained tune", field="progression")

    @property
    def candidates(self) -> int:
        """How many tunes are composed for one: more where some may have to be left out."""
        if self.difficulty:
            return max(self.best_of, MANY)
        return max(self.best_of, SPARE) if self.original else self.best_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOptions:
    """What goes with a request: the bars or voice of a tune, the seed, the number of tunes, the model."""

    bars: Annotated[
        str | None,
        Option(
            "The bars to vary, such as 5-8, 5 or 1-3,6, counted as players do: a pickup is bar 0.",
            accepts="a bar or a range of bars, such as 5 or 5-8, or several such as 1-3,6",
            reads=bar_ranges,
            longest=200,
            of=("vary",),
            required=True,
        ),
    ] = None
    voice: Annotated[
        str | None,
        Option(
            "The voice to work on, by its name in V:; the one that carries the melody if you name none.",
            of=("continue", "vary"),
        ),
    ] = None
    seed: Annotated[
        int | None,
        Option(
            "The same seed gives the same tune; of several tunes, it is that of the first.",
            least=0,
            most=2**64 - 1,
            hint="new each time",
        ),
    ] = None
    count: Annotated[int, Option("How many tunes.", least=1, most=1_000_000_000, of=COMPOSE)] = 1
    candidates: Annotated[
        int,
        Option(
            "Compose this many ways to fill the bars and keep the one that fits best.", least=1, most=64, of=("vary",)
        ),
    ] = 16
    change: Annotated[
        float,
        Option(
            "How much of these bars may change, from one beat (0) to all of them (1).",
            least=0,
            most=1,
            of=("vary",),
            label="How far it may go",
        ),
    ] = 1.0
    second_part: Annotated[
        bool,
        Option(
            "Keep the first part alone, and compose a second one for it: as many bars, and repeated if the first is.",
            of=("continue",),
        ),
    ] = False
    model: Annotated[
        str | None,
        Option("The name of a model that ships with Tunesmith, or a file.", longest=4096, hint="the usual one"),
    ] = DEFAULT_MODEL
    title: Annotated[
        str | None, Option("The title of the tune.", longest=200, of=COMPOSE, hint="named by its seed")
    ] = None
