"""Which notes may be written: staff positions, the accidentals in force, the pitches, and the share outside the key.

Positions count the white keys from C two octaves below middle C: `C,,` is 0, `C` 14, `c` 21, `b''` 41.
"""

from __future__ import annotations

from tunesmith.grammar.layout import (
    ACCIDENTAL,
    ALTERED,
    CHORD,
    CHORD_PITCHES,
    COURTESY,
    FLATS,
    KEY,
    KEY_TABLE,
    NATURALS,
    NOTES,
    OUTSIDE,
    PER_MILLE_OUTSIDE,
    PITCH_TABLE,
    POSITION,
    SHARPS,
    TIE,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.symbols import chord_in_force
from tunesmith.music.notes import FLAT, NATURAL, SEMITONES, SHARP

__all__ = [
    "any_letter", "is_upper", "letter_position", "marks_needed", "octave_mark", "on_chord", "pitch_fits", "sound",
]  # fmt: skip

APOSTROPHE, COMMA = 39, 44
POSITIONS = 42
LOWEST_LETTER = 14  # C
MIDDLE = 21  # from here on letters are lower case
STEPS_UP = tuple(SEMITONES.values())
LETTERS = len(STEPS_UP)


def letter_position(code: int) -> int:
    """Return the staff position of a letter without octave marks, -1 if it is not one."""
    if 65 <= code <= 71:  # A to G
        return 14 + (code - 67) % LETTERS
    if 97 <= code <= 103:  # a to g
        return 21 + (code - 99) % LETTERS
    return -1


def is_upper(position: int) -> bool:
    """Whether the position is spelt with a capital letter, so that its octave marks are commas."""
    return position < MIDDLE


def in_force(state: State, plan: Plan, position: int) -> int:
    """Return the alteration that a note at this position has if nothing is written before it."""
    if state[SHARPS] >> position & 1:
        return 1
    if state[FLATS] >> position & 1:
        return -1
    if state[NATURALS] >> position & 1:
        return 0
    return plan[plan[KEY_TABLE] + state[KEY] * LETTERS + position % LETTERS]


def alteration(state: State, plan: Plan, accidental: int, position: int) -> int:
    """Return how a note at this position sounds with this accidental, or with 0 for none."""
    if accidental == 0:
        return in_force(state, plan, position)
    if accidental == NATURAL:
        return 0
    return 1 if accidental == SHARP else -1


def outside(state: State, plan: Plan, accidental: int, position: int) -> bool:
    """Whether the note lies outside the key signature."""
    return (
        alteration(state, plan, accidental, position)
        != plan[plan[KEY_TABLE] + state[KEY] * LETTERS + position % LETTERS]
    )


def on_chord(state: State, plan: Plan, accidental: int, position: int) -> bool:
    """Whether the note is one of the chord that the chart has here."""
    sounding = STEPS_UP[position % LETTERS] + alteration(state, plan, accidental, position)
    return plan[chord_in_force(state, plan) + CHORD_PITCHES] >> (sounding + 12) % 12 & 1 == 1


def pitch_fits(state: State, plan: Plan, accidental: int, position: int) -> bool:
    """Whether a note of this spelling may stand here: tie, chord, pitches, need of the accidental, share outside."""
    if state[TIE]:
        return position == state[TIE] - 1 and accidental == 0
    if position < 0 or position >= POSITIONS or state[CHORD] >> position & 1:
        return False
    sounding = alteration(state, plan, accidental, position)
    number = 36 + position // LETTERS * 12 + STEPS_UP[position % LETTERS] + sounding
    if plan[plan[PITCH_TABLE] + number] == 0:
        return False
    if accidental and not plan[COURTESY] and sounding == in_force(state, plan, position):
        return False
    if plan[PER_MILLE_OUTSIDE] >= 1000 or not outside(state, plan, accidental, position):
        return True
    return (state[OUTSIDE] + 1) * 1000 <= plan[PER_MILLE_OUTSIDE] * (state[NOTES] + 1)


def marks_needed(state: State, plan: Plan, accidental: int, position: int) -> int:
    """Return how many octave marks must still follow before the note may stand, -1 if none can help."""
    step = -LETTERS if is_upper(position) else LETTERS
    for marks in range(3):
        place = position + marks * step
        if place < 0 or place >= POSITIONS:
            return -1
        if pitch_fits(state, plan, accidental, place):
            return marks
    return -1


def octave_mark(state: State, plan: Plan, code: int) -> bool:
    """Move the note by an octave if the character is a mark that its letter takes, and some note may come of it."""
    upper = is_upper(state[POSITION])
    if code != (COMMA if upper else APOSTROPHE):
        return False
    position = state[POSITION] - 7 if upper else state[POSITION] + 7
    if marks_needed(state, plan, state[ACCIDENTAL], position) < 0:
        return False
    state[POSITION] = position
    return True


def any_letter(state: State, plan: Plan, accidental: int) -> bool:
    """Whether some note may follow this accidental."""
    for position in range(LOWEST_LETTER, LOWEST_LETTER + 2 * LETTERS):
        if marks_needed(state, plan, accidental, position) >= 0:
            return True
    return False


def sound(state: State, plan: Plan) -> None:
    """Let the note just spelt sound: it holds its accidental for the bar, and counts for the share outside."""
    position = state[POSITION]
    accidental = state[ACCIDENTAL]
    far = outside(state, plan, accidental, position)
    state[ALTERED] = 1 if far else 0
    if state[TIE] == 0:
        state[NOTES] += 1
        state[OUTSIDE] += 1 if far else 0
    if accidental:
        bit = 1 << position
        state[SHARPS] &= ~bit
        state[FLATS] &= ~bit
        state[NATURALS] &= ~bit
        if accidental == SHARP:
            state[SHARPS] |= bit
        elif accidental == FLAT:
            state[FLATS] |= bit
        else:
            state[NATURALS] |= bit
