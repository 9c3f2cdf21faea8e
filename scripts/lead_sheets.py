"""Composed lead sheets beside those that people wrote: how often chords change, what follows what, and the melody.

    python scripts/lead_sheets.py MODEL --real corpus:test --real corpus:test-later [--count 200]

For every real lead sheet (one of a family) that has a meter and a key that can be composed in, a tune is composed with
`--chords` in this meter, key and rhythm, again and again until there are enough. Printed are, for both: chord changes a
bar; the share of the notes, by time and on strong beats, that are notes of the chord in force; last chords that are the
tonic, reached from the dominant; and how much the chords, counted from the tonic, and the pairs of them have in common
(the sum of the smaller shares; 100% is the same).
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import cycle, islice, pairwise
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import track

from tunesmith import Composer, Request
from tunesmith.analysis.harmony import chord_changes, span_starts
from tunesmith.analysis.statistics import share
from tunesmith.analysis.timeline import placed
from tunesmith.errors import RequestError
from tunesmith.evaluation.samples import read_sample
from tunesmith.notation import ChordSymbol, Tune

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.analysis.chords import ChordName

Counted = TypeVar("Counted")
FIFTH = 7  # semitones
FEWEST = 4  # chord symbols that make a lead sheet


@dataclass(slots=True)
class Figures:
    """What was counted over some lead sheets; `chords` and `pairs` are roots above the tonic, with the third."""

    tunes: int = 0
    bars: int = 0
    changes: int = 0
    time: dict[bool, Fraction] = field(default_factory=lambda: {True: Fraction(0), False: Fraction(0)})
    strong: list[bool] = field(default_factory=list)
    home: list[bool] = field(default_factory=list)
    cadence: list[bool] = field(default_factory=list)
    chords: Counter[tuple[int, bool]] = field(default_factory=Counter)
    pairs: Counter[tuple[tuple[int, bool], tuple[int, bool]]] = field(default_factory=Counter)

    def add(self, tune: Tune) -> None:
        """Count one more lead sheet."""
        self.tunes += 1
        self.bars += len(tune.bars)
        tonic = tune.key.pitch(1, 4).midi % 12
        named: list[tuple[int, bool]] = []
        for chord in chords_of(tune):
            step = (chord.root - tonic) % 12, 4 in chord.intervals
            if named[-1:] != [step]:
                named.append(step)
        self.changes += len(named)
        self.chords.update(named)
        self.pairs.update(pairwise(named))
        self.home.append(named[-1][0] == 0)
        self.cadence.append(len(named) > 1 and named[-1][0] == 0 and named[-2][0] == FIFTH)
        for strong, duration, on_chord in melody_of(tune):
            self.time[on_chord] += duration
            if strong:
                self.strong.append(on_chord)

    def row(self) -> str:
        """The figures in words."""
        return "; ".join(
            [
                f"{self.tunes} lead sheets",
                f"{self.changes / self.bars:.2f} chord changes a bar",
                f"notes on the chord {float(self.time[True] / sum(self.time.values())):.1%}",
                f"on strong beats {share(self.strong):.1%}",
                f"last chord the tonic {share(self.home):.1%}",
                f"from the dominant {share(self.cadence):.1%}",
            ]
        )


def chords_of(tune: Tune) -> Iterator[ChordName]:
    """Every chord that a lead sheet names, in order."""
    for changes in chord_changes(tune):
        yield from (change.chord for change in changes if change.chord)


def melody_of(tune: Tune) -> Iterator[tuple[bool, Fraction, bool]]:
    """Every note under a chord: whether it begins on a strong beat, how long it is, and whether it is of the chord."""
    pitches = {id(event.element): event.pitches for event in tune.events(expanded=False)}
    chord: ChordName | None = None
    changes = chord_changes(tune)
    for bar in tune.bars:
        waiting = list(changes[bar.index])
        strong = span_starts(bar) if bar.fill != "anacrusis" else []
        for offset, element in placed(bar):
            while waiting and waiting[0].offset <= offset:
                chord = waiting.pop(0).chord
            sounding = pitches.get(id(element))
            if chord and sounding:
                on_chord = max(sounding) % 12 in chord.pitch_classes
                yield offset in strong, Fraction(getattr(element, "duration", 0)), on_chord


def in_common(one: Counter[Counted], other: Counter[Counted]) -> float:
    """The sum over everything of the smaller of its two shares."""
    return sum(min(one[key] / one.total(), other[key] / other.total()) for key in one)


def is_lead_sheet(tune: Tune) -> bool:
    """Whether somebody wrote chords for it."""
    return sum(isinstance(element, ChordSymbol) for element in tune.elements) >= FEWEST


def like(tune: Tune, rhythm: str | None) -> Request | None:
    """What asks for a lead sheet in the meter, key and rhythm of this one; None if it cannot be composed."""
    try:
        return Request(meter=str(tune.meter), key=str(tune.key), rhythm=rhythm, chords="written", length=2000)
    except RequestError:
        return None


def composed(composer: Composer, requests: Sequence[Request], count: int, seed: int) -> Iterator[Tune]:
    """So many tunes for these requests in turn."""
    pairs = list(enumerate(islice(cycle(requests), count), start=seed))
    for number, request in track(pairs, "composing", console=Console(stderr=True)):
        yield composer.compose(request, seed=number)[0].tune


def main() -> None:
    """Read and compose, and print the figures of both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("model")
    parser.add_argument("--real", action="append", required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    real, made, requests = Figures(), Figures(), []
    for sample in map(read_sample, options.real):
        rhythms = dict(zip(sample.texts, sample.rhythms, strict=True))
        for tune in filter(is_lead_sheet, sample.distinct):
            if request := like(tune, rhythms[tune.text]):
                real.add(tune)
                requests.append(request)
    for tune in composed(Composer(options.model), requests, options.count, options.seed):
        made.add(tune)
    print(f"real: {real.row()}")
    print(f"{options.model}: {made.row()}")
    print(f"in common: chords {in_common(real.chords, made.chords):.1%}, pairs {in_common(real.pairs, made.pairs):.1%}")


if __name__ == "__main__":
    main()
