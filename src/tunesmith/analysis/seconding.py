"""What a second player adds below a melody, note against note: the line of least cost, found by dynamic programming.

A second fiddle follows the tune in thirds and sixths, stays on notes of the chord at the beats, and moves little. The
costs say so, in the same unit; off the beat, what concerns one note counts a third, and double where a part ends:

    semitones below     0  1  2  3  4  5  6  7  8    9    10  11  12  13  14  15  16
    cost                4  9  9  0  0  4  6  3  0.5  0.5  6   9   3   9   9   1   1
    a note that is not of the chord                4
    steps of the scale from the note before        0.3 for none, then 0 0.3 1 1.5 2.5 3.5, for an octave or more 5
    a fifth, octave or unison after another one, both voices moving           forbidden where any line does without

A fourth, fifth, tritone or seventh between two notes of the chord costs a third of that. The last note of the tune is
one of the tonic chord. That fifths and octaves do not follow one another is the rule of two voices that J. J. Fux
teaches first (Gradus ad Parnassum, 1725).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tunesmith.notation.pitch import Pitch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tunesmith.analysis.chords import ChordName
    from tunesmith.music.instruments import Instrument

__all__ = ["Moment", "second_line"]

BELOW: Final = (4.0, 9.0, 9.0, 0.0, 0.0, 4.0, 6.0, 3.0, 0.5, 0.5, 6.0, 9.0, 3.0, 9.0, 9.0, 1.0, 1.0)
STEPS: Final = (0.3, 0.0, 0.3, 1.0, 1.5, 2.5, 3.5)
OCTAVE_OR_MORE: Final = 5.0
FOREIGN: Final = 4.0
OFF_BEAT: Final = 1 / 3
AT_END: Final = 2.0
OF_ONE_CHORD: Final = 1 / 3
SOFTENED: Final = frozenset({5, 6, 7, 10})
PERFECT: Final = frozenset({0, 7})
PARALLEL: Final = 1000.0
"""More than a line without parallels ever costs more than one with them."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One note of the melody, as written.

    - `top`, `lowest`: its pitch as a MIDI number, and that of the lowest note if it is several
    - `scale`: the accidental of each letter that a second voice has there
    - `chord`: what is in force, None for none
    - `strong`: whether it begins on a beat; `ends`: whether it is the last of a part
    - `goal`: the chord that its second must be of, if any
    - `follows`: whether a note comes right before it
    """

    top: int
    lowest: int
    scale: Mapping[str, int]
    chord: ChordName | None
    strong: bool
    ends: bool
    goal: ChordName | None
    follows: bool


def second_line(moments: Sequence[Moment], instrument: Instrument) -> list[Pitch | None]:
    """The second's note for each of the melody's; None where the instrument has no note at or below it."""
    trails: list[dict[Pitch | None, tuple[float, Pitch | None]]] = []
    for place, moment in enumerate(moments):
        before = moments[place - 1] if moment.follows and place else None
        last = {pitch: cost for pitch, (cost, _) in trails[-1].items()} if trails else {None: 0.0}
        trail: dict[Pitch | None, tuple[float, Pitch | None]] = {}
        for pitch in notes_below(moment, instrument):
            steps = [(cost + moved(before, moment, old, pitch), old) for old, cost in last.items()]
            cost, old = min(steps, key=lambda step: step[0])
            trail[pitch] = (cost + sounded(moment, pitch), old)
        trails.append(trail)
    return walked_back(trails)


def walked_back(trails: Sequence[dict[Pitch | None, tuple[float, Pitch | None]]]) -> list[Pitch | None]:
    """The best line, from the cheapest end back to the start."""
    note = min(trails[-1], key=lambda pitch: trails[-1][pitch][0]) if trails else None
    line: list[Pitch | None] = []
    for trail in reversed(trails):
        line.append(note)
        note = trail[note][1]
    return line[::-1]


def notes_below(moment: Moment, instrument: Instrument) -> Sequence[Pitch | None]:
    """What the second may have, from the highest down: notes of the goal's chord if there are any, or else a rest."""
    lowest = moment.top - len(BELOW) + 1
    around = range((lowest // 12) - 2, moment.lowest // 12 + 1)
    pitches = [Pitch(letter, octave, sign) for octave in around for letter, sign in moment.scale.items()]
    within = [pitch for pitch in pitches if lowest <= pitch.midi <= moment.lowest and instrument.has(pitch.midi)]
    within.sort(key=lambda pitch: (-pitch.midi, abs(pitch.accidental)))
    wanted = moment.goal.pitch_classes if moment.goal else frozenset()
    return [pitch for pitch in within if pitch.midi % 12 in wanted] or within or [None]


def sounded(moment: Moment, pitch: Pitch | None) -> float:
    """What a note costs against the melody and the chord."""
    if pitch is None:
        return 0.0
    below, tones = moment.top - pitch.midi, moment.chord.pitch_classes if moment.chord else frozenset()
    cost = BELOW[below]
    if moment.lowest < moment.top:
        cost += BELOW[moment.lowest - pitch.midi]
    if below % 12 in SOFTENED and {moment.top % 12, pitch.midi % 12} <= tones:
        cost *= OF_ONE_CHORD
    if tones and pitch.midi % 12 not in tones:
        cost += FOREIGN
    return cost * (AT_END if moment.ends else 1.0 if moment.strong else OFF_BEAT)


def moved(before: Moment | None, moment: Moment, old: Pitch | None, new: Pitch | None) -> float:
    """What a step from one note of the second to the next costs."""
    if before is None or old is None or new is None:
        return 0.0
    steps = abs(new.step - old.step)
    cost = STEPS[steps] if steps < len(STEPS) else OCTAVE_OR_MORE
    first, then = (before.top - old.midi) % 12, (moment.top - new.midi) % 12
    parallel = first == then and then in PERFECT and old != new and before.top != moment.top
    return cost + PARALLEL * parallel
