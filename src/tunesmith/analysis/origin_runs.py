"""Runs of a melody that stand in known tunes: fingerprints that match one after another at the same distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

from tunesmith.analysis.fingerprints import GRAM, WINDOW, grams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tunesmith.analysis.fingerprints import Line
    from tunesmith.analysis.known_tunes import KnownTunes, Match

__all__ = ["LEAST", "Run", "covered", "runs_of", "share_of"]

LEAST = 14  # notes: what is shorter than about two bars is a stock phrase, which unrelated tunes share


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a melody that stands in a known tune.

    `first` and `last` are notes of the melody, both included; `length` is their time in whole notes; `begins` is the
    bar of the known `tune`, counted from 0.
    """

    tune: int
    first: int
    last: int
    length: float
    begins: int


def runs_of(line: Line, known: KnownTunes) -> list[Run]:
    """The runs of LEAST notes or more that a melody shares with each known tune, tune by tune.

    Where two entries of a known tune match one after another and overlap, every interval between them is the same. A
    run may go on beyond its entries as far as the known tune has no further entry to tell: so much, WINDOW - 1 notes at
    most, is given to it at either end, so that no copy counts as shorter than it is.
    """
    runs = (_run(line, first, last) for first, last in _chains(sorted(known.find(grams(line)))))
    return [run for run in runs if run.last - run.first + 1 >= LEAST]


def _chains(matches: Iterable[Match]) -> Iterator[tuple[Match, Match]]:
    """The first and the last of every row of matches that overlap, each with the next, at one distance in one tune."""
    chain: tuple[Match, Match] | None = None
    for match in matches:
        if chain and match[:2] == chain[1][:2] and match.place - chain[1].place <= GRAM:
            chain = (chain[0], match)
            continue
        if chain:
            yield chain
        chain = (match, match)
    if chain:
        yield chain


def _run(line: Line, begin: Match, end: Match) -> Run:
    first = max(begin.place - min(begin.before, WINDOW - 1), 0)
    last = min(end.place + GRAM + min(end.after, WINDOW - 1), len(line.pitches) - 1)
    return Run(begin.tune, first, last, line.starts[last + 1] - line.starts[first], begin.bar)


def covered(runs: Iterable[Run], notes: int) -> list[bool]:
    """Which of a melody's notes stand in some of these runs."""
    found = [False] * notes
    for run in runs:
        found[run.first : run.last + 1] = [True] * (run.last + 1 - run.first)
    return found


def share_of(line: Line, runs: Iterable[Run]) -> float:
    """The share of a melody's time, from 0 to 1, that stands in some of these runs."""
    durations = line.durations
    whole = math.fsum(durations)
    return math.fsum(compress(durations, covered(runs, len(durations)))) / whole if whole else 0.0
