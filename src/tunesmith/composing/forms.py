"""Sampled forms: what a request leaves open of a tune's parts and last note, as real tunes have it.

The parts have a number, bars, repeats and ends; the last note has a place in its bar. So a plan says of every part how
many bars it has, whether it is played again and how it ends, and a network with goals
(`tunesmith.model.goal_features`) can read all of them. `scripts/forms.py` counts the table.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from tunesmith.composing.outlines import FREE_METERS
from tunesmith.composing.progression import sections_of
from tunesmith.grammar.outlines import Ending
from tunesmith.model.goal_features import FIELDS, GOALS, PARTS, survey
from tunesmith.model.position_state import STAND
from tunesmith.notation.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from tunesmith.composing.progression import Section
    from tunesmith.composing.request import Request

__all__ = [
    "ALL",
    "HOME",
    "TABLE",
    "WAYS",
    "Shape",
    "composable",
    "goals_in",
    "goals_of",
    "resting",
    "sample_ends",
    "sample_last_shares",
    "sample_shapes",
    "way_of",
]

TABLE = Path(__file__).with_name("forms.json")
ALL = "all"
"""The row of the table for every rhythm and meter, or every mode."""
PHRASES, MOST_PARTS, FEWEST_BARS = (4, 8, 12, 16), 4, 8
"""The forms that a tune has when no other is asked for (docs/decisions/whole-phrases.md)."""
LEADING, HOME = 1, 2
"""The ends of a part on the tonic, as goals say them: leading on, and at rest."""
WAYS: tuple[Ending, ...] = get_args(Ending)

Part: TypeAlias = tuple[int, bool]
"""The bars of a part, and whether it is repeated."""
Shape: TypeAlias = tuple[Part, ...]


def composable(shape: Shape) -> bool:
    """Whether the grammar composes this form when no form is asked for."""
    bars = [bars for bars, _ in shape]
    return 1 <= len(shape) <= MOST_PARTS and set(bars) <= set(PHRASES) and sum(bars) >= FEWEST_BARS


def way_of(end: int) -> Ending:
    """The ending to ask the grammar for, where the last part is to end so."""
    if end == HOME:
        return "home"
    return "any" if end == LEADING else "open"


def sample_shapes(request: Request, meter: str | None, generator: Random) -> Iterator[Shape]:
    """The forms that fit the request, in a random order, sampled without replacement; `meter` is None if it is open.

    Where no real form is as asked, real ones are bent to it: the bars and repeats that are asked for take the place of
    theirs, and their parts are taken again until there are enough.
    """
    known = known_forms(request.rhythm, meter)
    fitting = {shape: count for shape, count in known.items() if bent(shape, request) == shape}
    if not fitting:
        fitting = Counter[Shape]()
        for shape, count in known.items():
            fitting[bent(shape, request)] += count
    yield from sorted(fitting, key=lambda shape: generator.expovariate(fitting[shape]))


def bent(shape: Shape, request: Request) -> Shape:
    """The form with the parts, bars and repeats that are asked for."""
    runs = [(letter, len(list(group))) for letter, group in groupby(request.form or "")]
    sections = sections_of(request.progression) if request.progression else ()
    many = len(sections) if len(sections) > 1 else len(shape)
    letters: Sequence[object] = [letter for letter, _ in runs] or range(request.parts or many)
    parts = [shape[letters.index(letter) % len(shape)] for letter in letters]
    if sections:
        parts = in_turns(parts, letters, sections)
    repeats = [times == 2 for _, times in runs] or [repeated for _, repeated in parts]
    return tuple((request.bars or bars, repeated) for (bars, _), repeated in zip(parts, repeats, strict=True))


def in_turns(parts: list[Part], letters: Sequence[object], sections: Sequence[Section]) -> list[Part]:
    """The parts, each with room for its chords a whole number of times, and repeated where the progression says so."""
    new = list(dict.fromkeys(letters))
    turned = []
    for letter, (bars, repeated) in zip(letters, parts, strict=True):
        section = sections[new.index(letter) % len(sections)]
        turned.append((min(section.turns, key=lambda whole: abs(whole - bars)), repeated or section.repeated))
    return turned


def sample_ends(request: Request, shape: Shape, key: str | None, generator: Random) -> list[int]:
    """Sample how each part ends, as goals say it; `key` is None if it is open."""
    counts = known_ends(Key.parse(key).mode if key else ALL)
    last = (
        HOME
        if request.ending == "home"
        else sampled_end(counts["last"], generator, LEADING if request.ending == "any" else 3)
    )
    ends = [*(sampled_end(counts[way_of(last)], generator) for _ in shape[1:]), last]
    letters = [letter for letter, _ in groupby(request.form or "")]
    for place, letter in enumerate(letters):
        ends[place] = last if letter == letters[-1] else ends[letters.index(letter)]
    return ends


def sampled_end(counts: Sequence[int], generator: Random, least: int = LEADING) -> int:
    """Sample a way to end from those from `least` on, which are two for each degree."""
    return generator.choices(range(least, len(counts) + 1), counts[least - 1 :])[0]


def resting(end: int) -> bool:
    """Whether a part that ends so, as goals say it, comes to rest."""
    return end > 0 and end % 2 == 0


def sample_last_shares(request: Request, meter: str | None, end: int, generator: Random) -> list[int]:
    """Sample how much of a full bar is left where the last note begins, in parts of BAR_SHARES, where the tune ends so.

    There is one for each meter that the tune may have; `meter` is None if it is open. It is 0 where the tune does not
    come to rest, and for a meter that too few real tunes have.
    """
    meters = (meter,) if meter else FREE_METERS
    counts = [known_rests(request.rhythm, one).get(way_of(end), {}) if resting(end) else {} for one in meters]
    return [generator.choices([*map(int, one)], [*one.values()])[0] if one else 0 for one in counts]


def goals_of(shape: Shape, ends: Sequence[int]) -> list[int]:
    """The goals of these parts for the network: a row of `tunesmith.model.goal_features`."""
    goals = [0] * GOALS
    for place, ((bars, repeated), end) in enumerate(zip(shape[: PARTS - 1], ends, strict=False)):
        last = place == len(shape) - 1
        goals[FIELDS * place : FIELDS * (place + 1)] = [bars, 3 * (1 + last) + 1 + repeated, end]
    return goals


def goals_in(text: str) -> list[int]:
    """The goals of a tune that is written already, its header included: what each of its parts came to."""
    goals = [0] * GOALS
    survey(range(len(text)), [ord(character) for character in text], [0] * STAND, goals)
    return goals


@cache
def table() -> Any:
    """What `scripts/forms.py` counted."""
    return json.loads(TABLE.read_text(encoding="utf-8"))


@cache
def known_forms(rhythm: str | None, meter: str | None) -> Counter[Shape]:
    """How many real tunes have each form, of this rhythm or else meter, or of all."""
    forms = table()["forms"]
    row = next(name for name in (rhythm, meter, ALL) if name in forms)
    return Counter({shape_of(form): count for form, count in forms[row].items()})


def known_rests(rhythm: str | None, meter: str) -> dict[str, dict[str, int]]:
    """How many real tunes have so much of a bar left for the last note, by how they end; {} if too few are known."""
    rests: dict[str, dict[str, dict[str, int]]] = table()["rests"]
    return rests.get(f"{rhythm} {meter}", rests.get(meter, {}))


def shape_of(form: str) -> Shape:
    """Read a form such as `8r 8`."""
    return tuple((int(part.rstrip("r")), part.endswith("r")) for part in form.split())


def known_ends(mode: str) -> dict[str, list[int]]:
    """How many last parts end in each way in this mode, or in all, and how many others where the tune ends so."""
    ends: dict[str, dict[str, list[int]]] = table()["ends"]
    return ends.get(mode, ends[ALL])
