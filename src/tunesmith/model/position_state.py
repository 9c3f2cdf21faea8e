"""The state of reading a text for its position features: what each of its numbers means, and how it begins.

Times are in ticks: a whole note has WHOLE.
"""

from __future__ import annotations

from typing import Any

from tunesmith.music.notes import LETTERS as NOTE_LETTERS
from tunesmith.music.notes import LINE_OF_FIFTHS

__all__ = [
    "BARS",
    "CHORD_ROOT",
    "CHORD_SORT",
    "HEIGHT",
    "INDEX",
    "LAST_NOTE",
    "LETTERS",
    "PART_BARS",
    "REPEATED",
    "STAND",
    "STEPS",
    "TONIC",
    "UNKNOWN",
    "WHOLE",
    "room",
]

WHOLE = 7680
LETTERS = "CDEFGABcdefgab"
"""The letters of notes, from the lowest to the highest: their places are their heights in steps of the scale."""
STEPS = 7
"""Steps of an octave."""
UNKNOWN = 7
"""The tonic before there is a key, and the signature's sharps less 8."""
(
    LINE,  # characters of this line
    BEFORE,  # the last character but one
    LAST,  # the last character
    FIELD,  # the letter of the field that is being read, or 0
    BODY,  # whether the header is over
    SKIP,  # the character up to which nothing is music, or 0
    NUMBER,  # digits of a length before the slash
    SLASHES,
    DIVISOR,  # digits after the slash
    UNIT,  # ticks of a note without a length
    METER,  # ticks of a bar, 0 where there is none
    DONE,  # ticks of the bar's notes but the last
    NOTE,  # ticks of the last note as it is so far
    BASE,  # ticks that the last note's length multiplies
    CHORD,  # 1 after [, 2 after its first note, 3 after the others, whose lengths count for nothing
    BREAKS,  # how often > or < stands after the last note
    NEXT_UP,  # what broken rhythm multiplies the next note by,
    NEXT_DOWN,  # and divides it by
    TUPLET,  # which of p, q, r is being read
    P,
    Q,
    LEFT,  # notes that the tuplet still has
    BARS,  # bars of this part
    PART,  # 1 after the first part
    FORK,  # bars before the first ending
    FORK_PART,
    HEIGHT,  # of the last note, in steps above middle C; ABSENT if there is none
    TONIC,
    SHARPS,
    INDEX,  # parts before this one
    FORK_INDEX,
    PART_BARS,  # bars of the part that ended last
    REPEATED,  # whether the part that ended last is played again
    LAST_NOTE,  # ticks of the last note or rest before the last bar line
    CHORD_ROOT,  # 1 + the letter of the chord symbol in force, in steps above C; 0 where there is none
    CHORD_SORT,  # 0 major, 1 minor, 2 diminished
) = range(36)
STAND = CHORD_SORT + 1
"""The size of the state."""
ABSENT = -99
MOST, LONGEST = 999, 16 * WHOLE  # numbers and times are cut here, so that nothing overflows
FIFTHS = tuple(LINE_OF_FIFTHS.index(letter) - 1 for letter in NOTE_LETTERS)
"""The sharps of C, D, E, F, G, A, B major."""
NEWLINE, QUOTE, SHARP, TICK, COMMA, SLASH, ZERO, NINE = 10, 34, 35, 39, 44, 47, 48, 57
COLON, LESS, MORE, BRACKET, CLOSED, BAR = 58, 60, 62, 91, 93, 124
CURLY, CURLED, BANG, PAREN, FLAT = 123, 125, 33, 40, 98
KEY, LENGTH, TIME = 75, 76, 77


def room(state: Any) -> Any:
    """The ticks left in the bar; below 0 if it is too full, and of no meaning in a free meter."""
    return state[METER] - state[DONE] - state[NOTE]


def begin_text(state: Any) -> None:
    """Set the state to that before the first character: eighths in common time, no key."""
    for place in range(STAND):
        state[place] = 0
    state[UNIT], state[METER] = WHOLE // 8, WHOLE
    state[NEXT_UP] = state[NEXT_DOWN] = state[P] = state[Q] = 1
    state[HEIGHT], state[TONIC], state[SHARPS] = ABSENT, UNKNOWN, UNKNOWN + 1
