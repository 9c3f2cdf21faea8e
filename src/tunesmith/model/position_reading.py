"""Reads a text character by character and keeps in a state where its tune stands.

It is one pass over the characters, and a simpler reading than that of `tunesmith.notation`: any text can be read, valid
or not. These functions are written in the part of Python that numba compiles; `tunesmith.inference` compiles them.
Shapes: n characters, V characters of the vocabulary.
"""

from __future__ import annotations

from typing import Any

from tunesmith.model.position_state import (
    BANG,
    BAR,
    BARS,
    BASE,
    BEFORE,
    BODY,
    BRACKET,
    BREAKS,
    CHORD,
    CHORD_ROOT,
    CHORD_SORT,
    CLOSED,
    COLON,
    COMMA,
    CURLED,
    CURLY,
    DIVISOR,
    DONE,
    FIELD,
    FIFTHS,
    FLAT,
    FORK,
    FORK_INDEX,
    FORK_PART,
    HEIGHT,
    INDEX,
    KEY,
    LAST,
    LAST_NOTE,
    LEFT,
    LENGTH,
    LESS,
    LINE,
    LONGEST,
    METER,
    MORE,
    MOST,
    NEWLINE,
    NEXT_DOWN,
    NEXT_UP,
    NINE,
    NOTE,
    NUMBER,
    PAREN,
    PART,
    PART_BARS,
    QUOTE,
    REPEATED,
    SHARP,
    SHARPS,
    SKIP,
    SLASH,
    SLASHES,
    STEPS,
    TICK,
    TIME,
    TONIC,
    TUPLET,
    UNIT,
    UNKNOWN,
    WHOLE,
    ZERO,
    P,
    Q,
    begin_text,
)

__all__ = ["update_position"]


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
