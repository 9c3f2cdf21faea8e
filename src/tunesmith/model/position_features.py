"""Where a tune stands: its place in the bar and in the part, and the last note's place in the scale.

A recurrent network of this size has to keep the key in mind from the header on, to add up the lengths of notes in a
bar, and to count bars. It reads them instead, after every character, as *position features*: how far into the bar the
tune is, how much room is left, how many bars of the part there were, how far the last note lies above the tonic, and
what the tonic and the key signature are. What comes next is then a matter of style. They are read off the characters
alone, in one pass, by a simpler reading than that of `tunesmith.notation`: any text has them, valid or not.

These functions are written in the part of Python that numba compiles; `tunesmith.composing` does so. Shapes: n
characters, V characters of the vocabulary. Times are in ticks: a whole note has WHOLE.
"""

from __future__ import annotations

from typing import Any

from tunesmith.music.notes import LETTERS as NOTE_LETTERS
from tunesmith.music.notes import LINE_OF_FIFTHS

__all__ = [
    "BARS",
    "CHORD_ROOT",
    "CHORD_SORT",
    "DEGREES",
    "HEIGHT",
    "INDEX",
    "LAST_NOTE",
    "LETTERS",
    "PART_BARS",
    "POSITION_FEATURES",
    "REPEATED",
    "ROWS",
    "STAND",
    "STEPS",
    "TONIC",
    "TONICS",
    "UNKNOWN",
    "WHOLE",
    "encode_position",
    "room",
    "update_position",
]

WHOLE = 7680
SIXTEENTH = WHOLE // 16
LETTERS = "CDEFGABcdefgab"
"""The letters of notes, from the lowest to the highest: their places are their heights in steps of the scale."""
STEPS = 7
"""Steps of an octave."""
DEGREES = len(LETTERS) + STEPS - 1
"""The distances, in steps, that a letter can have from the tonic: from -6 (C above no lower than B) to 13."""
OFF, BARRED, OPEN = 32, 17, 98
PLACES, ROOMS, TALLIES, HEIGHTS, SIGNATURES, TONICS = 3 * OFF, OPEN, 2 * BARRED, 29, 16, 8
ROWS = (PLACES, ROOMS, TALLIES, HEIGHTS, SIGNATURES, TONICS)
"""How many values each position feature has: ticks since the bar line, ticks left, bars of the part, height of the last
note above the tonic, key signature, tonic."""
POSITION_FEATURES = len(ROWS)
UNKNOWN = 7
"""The tonic before there is a key, and the signature's sharps less 8."""
LOWEST = 9
"""How far below the tonic a note is told apart, in steps."""
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
"""The size of what is remembered."""
ABSENT = -99
MOST, LONGEST = 999, 16 * WHOLE  # numbers and times are cut here, so that nothing overflows
FIFTHS = tuple(LINE_OF_FIFTHS.index(letter) - 1 for letter in NOTE_LETTERS)
"""The sharps of C, D, E, F, G, A, B major."""
NEWLINE, QUOTE, SHARP, TICK, COMMA, SLASH, ZERO, NINE = 10, 34, 35, 39, 44, 47, 48, 57
COLON, LESS, MORE, BRACKET, CLOSED, BAR, CURLY, CURLED, BANG, PAREN, FLAT = (
    58,
    60,
    62,
    91,
    93,
    124,
    123,
    125,
    33,
    40,
    98,
)
KEY, LENGTH, TIME = 75, 76, 77


def room(state: Any) -> Any:
    """The ticks left in the bar; below 0 if it is too full, and of no meaning in a free meter."""
    return state[METER] - state[DONE] - state[NOTE]


def update_position(text: Any, at: int, points: Any, state: Any) -> None:
    """Take in `text[at]` (n,) by its code point in `points` (V,); `at` goes up from 0.

    `state` (STAND,) needs no setting up.
    """
    if at == 0:
        begin_text(state)
    point = points[text[at]]
    if state[FIELD] > 0:
        read_field(point, state)
    elif point == COLON and starts_field(state):
        state[FIELD], state[NUMBER], state[SLASHES], state[DIVISOR], state[CHORD] = state[LAST], 0, 0, 0, 0
    elif state[SKIP] > 0:
        if state[SKIP] == QUOTE:
            read_chord_symbol(point, state)
        state[SKIP] = 0 if point == state[SKIP] else state[SKIP]
    elif state[BODY]:
        read_music(point, state)
    state[BEFORE], state[LAST] = state[LAST], point
    if point == NEWLINE:
        state[LINE] = 0
    elif point > 0:
        state[LINE] += 1


def begin_text(state: Any) -> None:
    """Set the state to that before the first character: eighths in common time, no key."""
    for place in range(STAND):
        state[place] = 0
    state[UNIT], state[METER] = WHOLE // 8, WHOLE
    state[NEXT_UP] = state[NEXT_DOWN] = state[P] = state[Q] = 1
    state[HEIGHT], state[TONIC], state[SHARPS] = ABSENT, UNKNOWN, UNKNOWN + 1


def starts_field(state: Any) -> Any:
    """Tell whether a colon makes the last character the name of a field, at the start of a line or after a bracket."""
    letter = state[LAST] | 32
    return ord("a") <= letter <= ord("z") and (state[LINE] == 1 or state[BEFORE] == BRACKET)


def read_field(point: int, state: Any) -> None:
    """Read on in a field: L:, M: and K: tell something, the others nothing."""
    if point == NEWLINE or (point == CLOSED and state[BODY]):
        state[BODY] |= state[FIELD] == KEY
        state[FIELD] = 0
    elif state[FIELD] == KEY:
        read_key(point, state)
    elif state[FIELD] in (LENGTH, TIME):
        read_number(point, state)
        up = state[NUMBER]
        if state[FIELD] == LENGTH:
            if up > 0 and state[DIVISOR] > 0:
                state[UNIT] = min(WHOLE, WHOLE * up // state[DIVISOR])
        elif point in (ord("C"), ord("n")):  # common time, or none
            state[METER] = WHOLE if point == ord("C") else 0
        elif up > 0 and state[DIVISOR] > 0:
            state[METER] = min(LONGEST, WHOLE * up // state[DIVISOR])


def read_key(point: int, state: Any) -> None:
    """Read on in a key: the tonic, its accidental, and the first letters of the mode."""
    letter = state[LAST]
    if letter == COLON:
        if ord("A") <= point <= ord("G"):
            state[TONIC] = (point - ord("C")) % STEPS
            state[SHARPS] = FIFTHS[state[TONIC]]
        else:
            state[TONIC], state[SHARPS] = UNKNOWN, UNKNOWN + 1
    elif state[TONIC] != UNKNOWN and state[BEFORE] == COLON and point in (SHARP, FLAT):
        state[SHARPS] += STEPS if point == SHARP else -STEPS
    else:
        read_mode(point, letter, state)


def read_mode(point: int, letter: int, state: Any) -> None:
    """Change the sharps of a major key to those of its mode: Min, Dor, Phr, Lyd, Mix, Loc; Maj and Ion leave them."""
    lower = point | 32
    tonic = (letter <= ord("G") and letter >= ord("A")) or letter in (SHARP, FLAT)
    if tonic and lower in (ord("m"), ord("a")):
        state[SHARPS] -= 3
    elif tonic and lower in (ord("d"), ord("p")):
        state[SHARPS] -= 2 if lower == ord("d") else 4
    elif tonic and lower == ord("l"):
        state[SHARPS] += 1
    elif letter | 32 == ord("m") and lower == ord("a"):
        state[SHARPS] += 3
    elif letter | 32 == ord("i") and lower == ord("x"):
        state[SHARPS] += 2
    elif letter | 32 == ord("l") and lower == ord("o"):
        state[SHARPS] -= 6


def read_number(point: int, state: Any) -> None:
    """Read on in a number such as 3, 3/2 or //."""
    if point == SLASH:
        state[SLASHES] += 1
    elif ZERO <= point <= NINE:
        place = DIVISOR if state[SLASHES] > 0 else NUMBER
        state[place] = min(MOST, 10 * state[place] + point - ZERO)


def read_chord_symbol(point: int, state: Any) -> None:
    """Read on between double quotes: a chord symbol begins with its root, then says what sort of chord it is."""
    letter = state[LAST]
    if letter == QUOTE:
        if ord("A") <= point <= ord("G"):
            state[CHORD_ROOT], state[CHORD_SORT] = 1 + (point - ord("C")) % STEPS, 0
    elif state[BEFORE] == QUOTE or letter in (SHARP, FLAT):
        if point == ord("m"):
            state[CHORD_SORT] = 1
        elif point == ord("d"):
            state[CHORD_SORT] = 2
    elif letter == ord("m") and point == ord("a"):  # of maj
        state[CHORD_SORT] = 0


def read_music(point: int, state: Any) -> None:
    """Take in one character of the body that is in no field, remark or grace note."""
    tuplet, state[TUPLET] = state[TUPLET], 0
    if ord("a") <= point | 32 <= ord("g") or point in (ord("z"), ord("x"), ord("Z")):
        read_note(point, state)
    elif point == SLASH or ZERO <= point <= NINE:
        read_digit(point, tuplet, state)
    elif point in (COMMA, TICK):
        state[HEIGHT] += STEPS if point == TICK else -STEPS
    elif point in (LESS, MORE):
        break_rhythm(point, state)
    elif point in (QUOTE, BANG, CURLY):
        state[SKIP] = CURLED if point == CURLY else point
    elif point in (BRACKET, CLOSED, COLON, BAR):
        read_line(point, tuplet, state)


def read_note(point: int, state: Any) -> None:
    """Begin a note, or a rest, which leaves the height of the last note."""
    begin_note(state, state[METER] if point == ord("Z") else state[UNIT])
    if point <= ord("G"):
        state[HEIGHT] = (point - ord("C")) % STEPS
    elif point <= ord("g") and point >= ord("a"):
        state[HEIGHT] = (point - ord("c")) % STEPS + STEPS


def read_line(point: int, tuplet: int, state: Any) -> None:
    """Take in a bracket or colon of a chord or tuplet, or else one character of a bar line."""
    if point == BRACKET:
        state[CHORD] = 1
    elif point == CLOSED and state[CHORD] > 1:
        state[CHORD], state[BASE] = 0, state[NOTE]
        state[NUMBER] = state[SLASHES] = state[DIVISOR] = 0
    elif point == COLON and tuplet > 0:
        state[TUPLET] = tuplet + 1
    else:
        end_bar(state)
        if point == COLON or state[LAST] == BAR:
            begin_part(state, state[LAST] != BAR)


def begin_note(state: Any, unit: int) -> None:
    """Begin a note or rest, unless it is one of a chord but not its first."""
    if state[CHORD] > 0:
        state[CHORD] = min(3, state[CHORD] + 1)
    if state[CHORD] == 3:
        return
    if state[LEFT] > 0:
        state[LEFT] -= 1
        unit = unit * state[Q] // state[P]
    unit = unit * state[NEXT_UP] // state[NEXT_DOWN]
    state[DONE] = min(LONGEST, state[DONE] + state[NOTE])
    state[BASE] = state[NOTE] = min(LONGEST, unit)
    state[NEXT_UP] = state[NEXT_DOWN] = 1
    state[NUMBER] = state[SLASHES] = state[DIVISOR] = state[BREAKS] = 0


def read_digit(point: int, tuplet: int, state: Any) -> None:
    """Read on in a tuplet, an ending or a length."""
    digit = point - ZERO
    if state[LAST] == PAREN and digit > 1:
        compound = state[METER] * 8 % (3 * WHOLE) == 0 and state[METER] * 4 % (3 * WHOLE) != 0
        state[P] = state[LEFT] = digit
        state[Q] = 3 if digit in (2, 4, 8) or (compound and digit > 4 and digit != 6) else 2
        state[TUPLET] = 1
    elif tuplet > 1 and state[LAST] == COLON and digit > 0:
        state[Q if tuplet == 2 else LEFT] = digit
        state[TUPLET] = tuplet
    elif state[LAST] == BAR or state[CHORD] == 1:
        state[CHORD] = 0
        if digit == 1:
            state[FORK], state[FORK_PART], state[FORK_INDEX] = state[BARS], state[PART], state[INDEX]
        else:
            state[BARS], state[PART], state[INDEX] = state[FORK], state[FORK_PART], state[FORK_INDEX]
    elif state[CHORD] < 3:
        read_number(point, state)
        by = state[DIVISOR] if state[DIVISOR] > 0 else 1 << min(6, state[SLASHES])
        state[NOTE] = min(LONGEST, state[BASE] * max(1, state[NUMBER]) // by)


def break_rhythm(point: int, state: Any) -> None:
    """Lengthen or shorten the last note by > or <, and the next the other way."""
    if state[BREAKS] == 0:
        state[BASE] = state[NOTE]
    state[BREAKS] = min(3, state[BREAKS] + 1)
    shares = 1 << state[BREAKS]
    own, other = (2 * shares - 1, 1) if point == MORE else (1, 2 * shares - 1)
    state[NOTE] = min(LONGEST, state[BASE] * own // shares)
    state[NEXT_UP], state[NEXT_DOWN] = other, shares


def end_bar(state: Any) -> None:
    """Begin a bar; the one before counts if it was full for the greater part, else it was a pickup or an end."""
    length = state[DONE] + state[NOTE]
    if length > 0 and 4 * length >= 3 * state[METER]:
        state[BARS] += 1
    if state[NOTE] > 0:
        state[LAST_NOTE] = state[NOTE]
    state[DONE] = state[NOTE] = state[BASE] = state[CHORD] = state[LEFT] = 0
    state[NEXT_UP] = state[NEXT_DOWN] = 1


def begin_part(state: Any, repeated: Any) -> None:
    """Count the bars anew after a double bar or a repeat; `repeated` says that the part before is played again."""
    if state[BARS] > 0:
        state[PART_BARS], state[REPEATED] = state[BARS], repeated
        state[BARS], state[PART] = 0, 1
        state[INDEX] += 1


def graded(ticks: int) -> Any:
    """Number a length: full sixteenths, and whether it is those, a thirty-second more, or something between."""
    over = 0 if ticks % SIXTEENTH == 0 else 1 if 2 * ticks % SIXTEENTH == 0 else 2
    return 3 * min(OFF - 1, ticks // SIXTEENTH) + over


def encode_position(state: Any, first: int, symbols: Any) -> None:
    """Write the features into `symbols` (POSITION_FEATURES,): rows of an embedding, those of the first from `first`."""
    left, tonic = room(state), state[TONIC] % UNKNOWN
    left = OPEN - 1 if state[METER] == 0 else graded(left) if left >= 0 else OPEN - 2
    symbols[0] = first + graded(state[DONE] + state[NOTE])
    symbols[1] = first + PLACES + left
    first += PLACES + ROOMS
    symbols[2] = first + BARRED * state[PART] + min(BARRED - 1, state[BARS])
    height = 0 if state[HEIGHT] == ABSENT else 1 + max(0, min(HEIGHTS - 2, state[HEIGHT] - tonic + LOWEST))
    symbols[3] = first + TALLIES + height
    first += TALLIES + HEIGHTS
    symbols[4] = first + max(0, min(SIGNATURES - 1, state[SHARPS] + UNKNOWN))
    symbols[5] = first + SIGNATURES + state[TONIC]
