"""Origin: which known tunes a tune resembles, and how long the longest run is that it shares with one of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tunesmith.analysis.fingerprints import line_of
from tunesmith.analysis.origin_runs import covered, runs_of, share_of
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tunesmith.analysis.fingerprints import Line
    from tunesmith.analysis.known_tunes import Chance, KnownTunes
    from tunesmith.analysis.origin_runs import Run

__all__ = ["LONG", "Origin", "SharedRun", "SharedTune", "is_known", "origin", "origin_of"]

NEAREST = 5  # families that are named
CANDIDATES = 48  # tunes that are looked at closely
LONG = 8.0  # bars: a whole part
FREE_BAR = 1.0  # whole notes: the bar of a tune without a meter


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A run of notes that stands in a known tune, in whatever key, `bars` long, in the bars `first` to `last`.

    Bars are numbered as players count, an anacrusis being bar 0. `begins` is the bar of the known tune that it begins
    in, counted from 1 as written, an anacrusis too: the index does not tell whether that tune has one.
    """

    bars: float
    first: int
    last: int
    begins: int

    def __str__(self) -> str:
        return (
            f"Bar {self.first} also stands" if self.first == self.last else f"Bars {self.first}-{self.last} also stand"
        )


@dataclass(frozen=True, slots=True)
class SharedTune:
    """A known tune and what is shared with it.

    `similarity` is the share of the time of the tune, from 0 to 1, that stands in the known one; `bars` are the bars
    that do so whole, `longest` is the longest run.
    """

    title: str
    source: str
    link: str | None
    similarity: float
    bars: tuple[int, ...]
    longest: SharedRun

    def __str__(self) -> str:
        return f"“{self.title}” ({self.source})"

    @property
    def passage(self) -> str:
        """The longest run in words."""
        return f"{self.longest} in {self}, from bar {self.longest.begins} there"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a tune shares with the known ones, `nearest` first, one of each family, and the longest `copied` run.

    `known` counts the tunes that were compared with, `chance` says what unrelated tunes share; `voice` is the one of
    several voices that was compared.
    """

    nearest: tuple[SharedTune, ...]
    copied: SharedTune | None
    known: int
    chance: Chance
    voice: str | None = None

    @property
    def similarity(self) -> float:
        """That of the nearest tune, from 0 to 1; 0 where there is none."""
        return self.nearest[0].similarity if self.nearest else 0.0

    @property
    def longest(self) -> float:
        """The longest run that stands in a known tune, in bars."""
        return self.copied.longest.bars if self.copied else 0.0

    @property
    def remarkable(self) -> bool:
        """Whether more is shared with a known tune than unrelated tunes share by chance."""
        return self.similarity > self.chance.similarity or self.longest > self.chance.run

    @property
    def words(self) -> str:
        """What was found, in sentences for people."""
        return f"Voice {self.voice}: {self.found}" if self.voice else self.found

    @property
    def found(self) -> str:
        """What was found, but not of which voice."""
        if self.copied is None:
            return f"Nothing of this tune stands in any of the {self.known:,} known tunes."
        run, alike = self.copied.longest, self.nearest[0]
        if self.remarkable:
            nearest = "it" if alike == self.copied else str(alike)
            return (
                f"{self.copied.passage} ({run.bars:.1f} bars). "
                f"In all, {alike.similarity:.0%} of this tune stands in {nearest}."
            )
        return (
            f"The nearest of {self.known:,} known tunes is {alike}, with {alike.similarity:.0%} of this one in it; "
            f"the longest run that stands in a known tune is {run.bars:.1f} bars long. Unrelated tunes share as much."
        )


def origin(tune: str | Tune, index: KnownTunes | None = None) -> Origin:
    """Compare a tune with the known ones, whatever their keys, meters and ways of writing the rhythm.

    The known ones are those of `index`, or of the one that ships with Tunesmith. AbcError if the text holds no tune.
    """
    return origin_of(Tune.parse(tune) if isinstance(tune, str) else tune, _shipped() if index is None else index)


def is_known(text: str, index: KnownTunes | None = None) -> bool:
    """Tell whether LONG bars in a row of a tune stand in a known one; AbcError if the text holds no tune."""
    return origin(text, index).longest >= LONG


def _shipped() -> KnownTunes:
    from tunesmith.analysis.origin_index import shipped_index  # with NumPy, which browsers do without

    return shipped_index()


def origin_of(tune: Tune, known: KnownTunes) -> Origin:
    """Compare a tune with known ones."""
    line = line_of(tune)
    runs = {number: list(of_one) for number, of_one in groupby(runs_of(line, known), key=lambda run: run.tune)}
    shared = {number: shared_tune(line, runs[number], tune, known) for number in candidates(runs)}
    order = sorted(shared, key=lambda number: -shared[number].similarity)
    copied = max(shared.values(), key=lambda one: one.longest.bars, default=None)
    nearest = [shared[number] for number in one_of_each(known, order)]
    voice = tune.melody.name if len(tune.voices) > 1 else None
    return Origin(tuple(nearest[:NEAREST]), copied, len(known), known.chance, voice)


def bar_of(tune: Tune) -> float:
    """How long a bar is, in whole notes; in a free meter FREE_BAR."""
    return float(tune.meter.capacity) or FREE_BAR


def candidates(runs: Mapping[int, Sequence[Run]]) -> list[int]:
    """The known tunes with the most in common, and the one with the longest run; `runs` are those of each tune."""
    if not runs:
        return []
    totals = {number: sum(run.length for run in of_one) for number, of_one in runs.items()}
    best = sorted(totals, key=lambda number: (-totals[number], number))[:CANDIDATES]
    longest = max(runs, key=lambda number: max(run.length for run in runs[number]))
    return list(dict.fromkeys([longest, *best]))


def shared_tune(line: Line, runs: Sequence[Run], tune: Tune, known: KnownTunes) -> SharedTune:
    """What is shared with one known tune: `runs`, one at least."""
    longest = max(runs, key=lambda run: run.length)
    named, first = known.tune(longest.tune), tune.bars[0].number
    whole: dict[int, bool] = {}
    for bar, stands in zip(line.bars, covered(runs, len(line.pitches)), strict=True):
        whole[bar] = whole.get(bar, True) and stands
    return SharedTune(
        title=named.title,
        source=named.source,
        link=named.link,
        similarity=share_of(line, runs),
        bars=tuple(bar + first for bar in sorted(whole) if whole[bar]),
        longest=SharedRun(
            bars=longest.length / bar_of(tune),
            first=line.bars[longest.first] + first,
            last=line.bars[longest.last] + first,
            begins=longest.begins + 1,
        ),
    )


def one_of_each(known: KnownTunes, numbers: Iterable[int]) -> list[int]:
    """The first tune of every family, in the order given."""
    found: dict[int, int] = {}
    for number in numbers:
        found.setdefault(known.family(number), number)
    return list(found.values())
