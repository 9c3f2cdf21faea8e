"""A second voice for a tune: a line below its melody, in its rhythm, written as a voice of its own.

`analysis.seconding` says which notes. They are those of the key and of the chord in force; a letter to which the melody
gives another accidental in the same bar has it in the second too. A note of the melody that is tied has a tied second.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tunesmith.analysis.harmony import chord_changes, tonic_chord
from tunesmith.analysis.second_writing import with_voice
from tunesmith.analysis.seconding import Moment, second_line
from tunesmith.analysis.timeline import placed, settings
from tunesmith.errors import RequestError
from tunesmith.music.chord_symbols import read_symbol, root_name
from tunesmith.music.instruments import INSTRUMENTS, names_of, playable
from tunesmith.music.notes import LETTERS, NAME_SIGNS, SEMITONES
from tunesmith.notation import Chord, MultiBarRest, Note, Rest
from tunesmith.notation.key import MODES
from tunesmith.notation.meter import pulse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from tunesmith.analysis.chords import ChordName
    from tunesmith.analysis.harmony import ChordChange
    from tunesmith.analysis.timeline import Setting
    from tunesmith.notation import Bar, Tune

__all__ = ["moments_of", "with_second_voice"]

STEPS_OF: Final = (0, 1, 1, 2, 2, 3, 4, 4, 4, 5, 6, 6)
"""How many letters above the root each interval of a chord stands, by its semitones."""


def with_second_voice(tune: Tune, instrument: str) -> str:
    """The tune's text with a second voice below its melody, of notes that the instrument has.

    RequestError for an instrument without a range, and for a tune that has several voices already.
    """
    found = INSTRUMENTS.find(instrument)
    if found is None or not found.range:
        offered = names_of(playable())
        problem = f"must be one of {', '.join(offered)}, not {instrument!r}"
        raise RequestError(problem, field="instrument", limits={"choices": offered})
    if len(tune.voices) > 1:
        raise RequestError(f"a second voice goes below a tune of one voice, and this tune has {len(tune.voices)}")
    moments = moments_of(tune)
    line = second_line([moment for _, moment in moments], found)
    return with_voice(tune, {id(note): pitch for (note, _), pitch in zip(moments, line, strict=True)})


def moments_of(tune: Tune) -> list[tuple[Note | Chord, Moment]]:
    """The notes of the melody that are struck, in the order of writing, each with what its second has to fit.

    The last of the tune, as written and as played, has the tonic chord for its goal where the key names a tonic.
    """
    under = settings(tune)
    found = list(struck(tune, under))
    moments = [(note, moment) for _, note, moment in found]
    for last in {len(tune.bars) - 1, tune.play_order()[-1]}:
        place = max((place for place, (bar, *_) in enumerate(found) if bar <= last), default=None)
        if place is not None and under[last].key.mode in MODES:
            note, moment = moments[place]
            moments[place] = note, replace(moment, ends=True, goal=tonic_chord(under[last].key))
    return moments


def struck(tune: Tune, under: Sequence[Setting]) -> Iterator[tuple[int, Note | Chord, Moment]]:
    """The struck notes with their bars and moments, no goals set."""
    sounds: dict[int, list[int]] = {}
    for event in tune.events(expanded=False):
        if event.pitches:
            sounds.setdefault(id(event.element), []).extend(event.pitches)
    changes = chord_changes(tune)
    chord: ChordName | None = None
    follows = False
    for bar in tune.bars:
        setting, altered = under[bar.index], alterations(bar, sounds, under[bar.index])
        last = [element for element in bar.elements if id(element) in sounds][-1:]
        for offset, element in placed(bar):
            if isinstance(element, Rest | MultiBarRest):
                follows = False
            if not isinstance(element, Note | Chord) or id(element) not in sounds:
                continue
            chord = in_force(changes[bar.index], offset, chord)
            pitches = [pitch - setting.shift.semitones for pitch in sounds[id(element)]]
            scale = {**setting.key.signature, **letters_of(chord), **altered}
            ends = bar.ends_part and element is last[0]
            yield (
                bar.index,
                element,
                Moment(max(pitches), min(pitches), scale, chord, strong(bar, offset, element), ends, None, follows),
            )
            follows = True
        chord = in_force(changes[bar.index], bar.duration, chord)


def in_force(changes: Sequence[ChordChange], offset: Fraction, before: ChordName | None) -> ChordName | None:
    """The chord at a time in a bar, `before` being that of the bar before it."""
    return next((change.chord for change in reversed(changes) if change.offset <= offset), before)


def strong(bar: Bar, offset: Fraction, element: Note | Chord) -> bool:
    """Whether a note begins on a beat, or lasts one; a pickup ends its bar."""
    beat = pulse(bar.meter)
    start = offset + bar.capacity - bar.duration if bar.fill == "anacrusis" else offset
    return not start % beat or element.duration >= beat


def alterations(bar: Bar, sounds: Mapping[int, list[int]], setting: Setting) -> dict[str, int]:
    """The accidental that the melody gives to a letter in a bar, the last where it gives several."""
    return {
        note.letter: sounds[id(note)][0] - setting.shift.semitones - 12 * (note.octave + 1) - SEMITONES[note.letter]
        for note in bar.elements
        if isinstance(note, Note) and id(note) in sounds
    }


def letters_of(chord: ChordName | None) -> dict[str, int]:
    """The accidentals of the letters that a chord's notes are written with."""
    parts = read_symbol(chord.text) if chord else None
    if chord is None or parts is None:
        return {}
    root = root_name(parts.root)
    first, sound = LETTERS.index(root[0]), SEMITONES[root[0]] + NAME_SIGNS[root[1:]]
    found = {}
    for interval in chord.intervals:
        letter = LETTERS[(first + STEPS_OF[interval % 12]) % len(LETTERS)]
        accidental = (sound + interval - SEMITONES[letter] + 6) % 12 - 6
        if abs(accidental) < 2:
            found[letter] = accidental
    return found
