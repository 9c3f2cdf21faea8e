"""Accompaniment: what guitar, piano and bouzouki do with the chords of a tune, bar by bar.

A guitar and a piano play bass and chord in turn on the pulses, the bass going from root to fifth and back; in compound
time the chord answers on the last third of each pulse. A bouzouki strums open fifths, without the third, off the beat
as well as on it. The last bar holds each of its chords.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tunesmith.music.instruments import INSTRUMENTS, accompanying
from tunesmith.notation.meter import pulse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.analysis.chords import ChordName
    from tunesmith.analysis.harmony import ChordChange
    from tunesmith.analysis.timeline import PlayedBar
    from tunesmith.music.instruments import Hands, Instrument
    from tunesmith.music.rhythms import Rhythm
    from tunesmith.notation import Meter

__all__ = ["NOBODY", "Part", "Strum", "accompaniments", "accompanist_for", "strums"]

Part: TypeAlias = Literal["bass", "chord"]
THIRD: Final = Fraction(1, 3)
USUAL: Final = "guitar"  # where the rhythm is not known
NOBODY: Final = "none"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A place in a bar's pattern: what is played at `offset` for `duration`; an `alternate` bass takes the fifth."""

    offset: Fraction
    duration: Fraction
    part: Part
    alternate: bool = False


@dataclass(frozen=True, slots=True)
class Strum:
    """Notes struck together, from the lowest; `onset` and `duration` in whole notes as written, without swing."""

    onset: Fraction
    duration: Fraction
    pitches: tuple[int, ...]
    part: Part
    strong: bool


def accompanist_for(rhythm: Rhythm | None, asked: str | None) -> Instrument | None:
    """What plays along: as asked, None for "none", else by the rhythm."""
    name = asked or (rhythm.accompaniment if rhythm else USUAL)
    return None if name == NOBODY else INSTRUMENTS.find(name)


def accompaniments() -> list[str]:
    """What may be asked for: the instruments that accompany, or "none"."""
    return [*accompanying(), NOBODY]


def strums(bars: Sequence[PlayedBar], changes: Sequence[Sequence[ChordChange]], player: Hands) -> tuple[Strum, ...]:
    """Everything that is played along with a tune; nothing in an anacrusis, nor before the first chord.

    `bars` as played, `changes` for each bar as written.
    """
    result: list[Strum] = []
    chord: ChordName | None = None
    for place, played in enumerate(bars):
        within = changes[played.bar.index]
        chords: list[tuple[Fraction, ChordName | None]] = [(change.offset, change.chord) for change in within]
        if chord is not None and (not within or within[0].offset):
            chords.insert(0, (Fraction(0), chord))
        chord = chords[-1][1] if chords else chord
        if chords and played.bar.fill != "anacrusis":
            result += bar_strums(played, chords, player, last=place + 1 == len(bars))
    return tuple(result)


def bar_strums(
    played: PlayedBar, chords: Sequence[tuple[Fraction, ChordName | None]], player: Hands, last: bool
) -> Iterator[Strum]:
    """The strums of one bar; the chord of a strum is the one in force where it falls."""
    length = played.bar.duration
    pattern = held([start for start, _ in chords], length) if last else bar_pattern(played.bar.meter, length, player)
    for stroke in pattern:
        inside = [chord for start, chord in chords if start <= stroke.offset]
        written, bass = inside[-1] if inside else None, stroke.part == "bass"
        if written is not None and stroke.offset < length:
            chord = written.moved(played.setting.shift.semitones)
            pitches = bass_note(chord, player, stroke.alternate) if bass else voicing(chord, player)
            duration = min(stroke.duration, length - stroke.offset)
            yield Strum(played.onset + stroke.offset, duration, pitches, stroke.part, not stroke.offset)


def held(starts: Sequence[Fraction], length: Fraction) -> list[Stroke]:
    """The last bar: bass and chord together, from where each chord begins to the next, the last to the end."""
    ends = [*starts[1:], length]
    parts: tuple[Part, Part] = ("bass", "chord")
    return [Stroke(start, end - start, part) for start, end in zip(starts, ends, strict=True) for part in parts]


def bar_pattern(meter: Meter, length: Fraction, player: Hands) -> list[Stroke]:
    """What falls where in a bar of this length."""
    beat = pulse(meter)
    beats = max(1, int(length / beat))
    if meter.compound:
        return [stroke for place in range(beats) for stroke in compound_beat(place, beat, player)]
    if not player.thirds:
        return [stroke for place in range(beats) for stroke in strummed_beat(place, beat)]
    if beats % 2:
        return [Stroke(beat * place, beat, "chord" if place else "bass") for place in range(beats)]
    if beats == 2:
        beat, beats = beat / 2, 4
    return [Stroke(beat * place, beat, "chord" if place % 2 else "bass", place % 4 == 2) for place in range(beats)]


def compound_beat(place: int, beat: Fraction, player: Hands) -> tuple[Stroke, Stroke]:
    """One dotted pulse: bass for two thirds and a chord, or a bouzouki's long and short strum."""
    start, third = beat * place, beat * THIRD
    first: Part = "bass" if player.thirds else "chord"
    return Stroke(start, 2 * third, first, bool(place % 2)), Stroke(start + 2 * third, third, "chord")


def strummed_beat(place: int, beat: Fraction) -> tuple[Stroke, ...]:
    """One pulse of a bouzouki: a long strum on it, and on every second pulse a short one after it."""
    start, half = beat * place, beat / 2
    if place % 2:
        return Stroke(start, half, "chord"), Stroke(start + half, half, "chord")
    return (Stroke(start, beat, "chord"),)


def bass_note(chord: ChordName, player: Hands, alternate: bool) -> tuple[int, ...]:
    """The root or the bass note that the symbol names, or in alternation the fifth; as low as the instrument goes."""
    pitch_class = chord.fifth if alternate and chord.bass == chord.root else chord.bass
    return (at_or_above(pitch_class, player.lowest_bass),)


def voicing(chord: ChordName, player: Hands) -> tuple[int, ...]:
    """The chord's notes within an octave above the hand; a bouzouki takes root, fifth and root instead."""
    if player.thirds:
        return tuple(sorted({at_or_above(pitch_class, player.lowest_chord) for pitch_class in chord.pitch_classes}))
    root = at_or_above(chord.root, player.lowest_chord)
    return tuple(sorted((root, at_or_above(chord.fifth, root + 1), root + 12)))


def at_or_above(pitch_class: int, lowest: int) -> int:
    """The lowest MIDI number of a pitch class that is not below `lowest`."""
    return lowest + (pitch_class - lowest) % 12
