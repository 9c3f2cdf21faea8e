"""How second voices compare with two-part writing of others, in figures that can be read off both.

    python scripts/two_parts.py ../shared/corpus/session2021.jsonl.gz --count 100

The others are soprano and alto of chorales by J. S. Bach (in music21), which move note against note too, and the double
stops that players wrote into the tunes of the source. A clash is a second, a seventh or a tritone on a beat.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from music21 import corpus as music21_corpus
from rich.console import Console
from rich.progress import track

from tunesmith.analysis.second_voice import with_second_voice
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import TunesmithError
from tunesmith.notation import Chord, Tune
from tunesmith.notation.meter import pulse
from tunesmith.notation.voices import Voice

KINDS = {0: "octave", 3: "third, sixth", 4: "third, sixth", 5: "fourth, fifth", 7: "fourth, fifth"} | {
    8: "third, sixth",
    9: "third, sixth",
}
"""What two notes make, by semitones modulo the octave; all else is a clash."""
CLASH = "clash"
PERFECT = frozenset({0, 7})


@dataclass(frozen=True, slots=True)
class Sound:
    """One note: its start and end, and its pitch as a MIDI number."""

    start: Fraction
    end: Fraction
    pitch: int


@dataclass(slots=True)
class Figures:
    """What was counted in some pieces."""

    kinds: Counter[str] = field(default_factory=Counter)
    bars: int = 0
    steps: int = 0
    parallels: int = 0
    ranges: list[int] = field(default_factory=list)
    moves: list[int] = field(default_factory=list)

    def add(self, upper: Sequence[Sound], lower: Sequence[Sound], beats: Iterable[Fraction], bars: int) -> None:
        """Count one piece."""
        self.bars += bars
        for beat in beats:
            if (high := at(upper, beat)) and (low := at(lower, beat)):
                self.kinds[kind(high.pitch - low.pitch)] += 1
        below = {sound.start: sound for sound in lower}
        both = [(sound, below[sound.start]) for sound in upper if sound.start in below]
        for (high, low), (then_high, then_low) in pairwise(both):
            if high.end == then_high.start and low.end == then_low.start:
                self.steps += 1
                first, then = (high.pitch - low.pitch) % 12, (then_high.pitch - then_low.pitch) % 12
                moved = high.pitch != then_high.pitch and low.pitch != then_low.pitch
                self.parallels += first == then and then in PERFECT and moved
        pitches = [sound.pitch for sound in lower]
        self.ranges.append(max(pitches) - min(pitches))
        self.moves += [abs(after - before) for before, after in pairwise(pitches)]

    def lines(self) -> Iterator[str]:
        """The figures for people."""
        beats = self.kinds.total()
        yield f"{len(self.ranges)} pieces, {self.bars} bars, {beats} beats with two notes"
        yield from (f"{count / beats:6.1%}  {name}" for name, count in self.kinds.most_common())
        yield f"{self.kinds[CLASH] / self.bars:.3f} clashes a bar"
        yield f"{self.parallels} parallel fifths or octaves in {self.steps} steps of both"
        yield f"range of the lower voice {mean(self.ranges):.1f} semitones"
        yield f"its steps: {mean(self.moves):.2f} semitones, {mean(move > 7 for move in self.moves):.1%} beyond a fifth"


def main() -> None:
    """Read the arguments, count, print."""
    parser = argparse.ArgumentParser(description="How second voices compare with two-part writing of others.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    known = [tune.abc for tune in read_tunes(options.source)]
    chosen = random.Random(options.seed).sample(known, min(options.count, len(known)))
    shown("second voices", seconds(chosen).lines())
    shown("soprano and alto of chorales", chorales(options.count).lines())
    shown("double stops", double_stops(known))


def shown(title: str, lines: Iterable[str]) -> None:
    """Print one table."""
    print(title, *(f"  {line}" for line in lines), sep="\n", flush=True)


def kind(semitones: int) -> str:
    """What two notes so far apart make."""
    return KINDS.get(semitones % 12, CLASH)


def at(line: Sequence[Sound], time: Fraction) -> Sound | None:
    """What sounds at a time."""
    return next((sound for sound in line if sound.start <= time < sound.end), None)


def seconds(texts: Iterable[str]) -> Figures:
    """The second voices that Tunesmith writes."""
    figures = Figures()
    for text in track(list(texts), "Seconding", console=Console(stderr=True)):
        try:
            tune = Tune.parse(with_second_voice(Tune.parse(text), "fiddle"))
        except TunesmithError:
            continue
        upper, lower = (list(sounds(voice)) for voice in tune.voices)
        if upper and lower:
            figures.add(upper, lower, beats_of(tune.voices[0]), len(tune.voices[0].bars))
    return figures


def sounds(voice: Voice) -> Iterator[Sound]:
    """The notes of a voice as they are written, the highest of each chord."""
    for event in voice.events():
        if event.pitches:
            yield Sound(event.onset, event.onset + event.duration, max(event.pitches))


def beats_of(voice: Voice) -> Iterator[Fraction]:
    """When its beats are."""
    start = Fraction(0)
    for bar in voice.bars:
        first = start - (bar.capacity - bar.duration if bar.fill == "anacrusis" else 0)
        beat, end = pulse(bar.meter), start + bar.duration
        times = (first + beat * number for number in range(int(bar.capacity / beat) + 1))
        yield from (time for time in times if start <= time < end)
        start = end


def chorales(count: int) -> Figures:
    """Soprano and alto of as many chorales."""
    figures = Figures()
    for path in track(music21_corpus.getComposer("bach")[:count], "Chorales", console=Console(stderr=True)):
        score: Any = music21_corpus.parse(path)
        parts = {part.id: part for part in score.parts}
        if not {"Soprano", "Alto"} <= parts.keys():
            continue
        upper, lower = (list(notes_of(parts[name])) for name in ("Soprano", "Alto"))
        bars = len(parts["Soprano"].getElementsByClass("Measure"))
        figures.add(upper, lower, map(Fraction, range(int(upper[-1].end))), bars)
    return figures


def notes_of(part: Any) -> Iterator[Sound]:
    """The notes of a part, tied ones as one, in quarter notes."""
    for note in part.stripTies().flatten().notes:
        start = Fraction(note.offset)
        yield Sound(start, start + Fraction(note.quarterLength), max(pitch.midi for pitch in note.pitches))


def double_stops(texts: Iterable[str]) -> Iterator[str]:
    """What two notes at a time make where the players wrote them."""
    kinds: Counter[str] = Counter()
    tunes = 0
    for text in texts:
        if "[" not in text:
            continue
        try:
            events = Tune.parse(text).events(expanded=False)
        except TunesmithError:
            continue
        found = [e.pitches for e in events if isinstance(e.element, Chord) and len(e.pitches) == 2]
        tunes += bool(found)
        kinds.update(kind(max(pitches) - min(pitches)) for pitches in found)
    yield f"{kinds.total()} in {tunes} tunes"
    yield from (f"{count / kinds.total():6.1%}  {name}" for name, count in kinds.most_common())


if __name__ == "__main__":
    main()
