"""Where a tune stands: its place in the bar and in the part, and the last note's place in the scale.

A recurrent network of this size has to keep the key in mind from the header on, to add up the lengths of notes in a
bar, and to count bars. It reads them instead, after every character, as *position features*: how far into the bar the
tune is, how much room is left, how many bars of the part there were, how far the last note lies above the tonic, and
what the tonic and the key signature are. What comes next is then a matter of style. `position_reading` reads them in
the text.

These functions are written in the part of Python that numba compiles; `tunesmith.inference` compiles them. Times are in
ticks: a whole note has WHOLE.
"""

from __future__ import annotations

from typing import Any

from tunesmith.model.position_state import (
    ABSENT,
    BARS,
    DONE,
    HEIGHT,
    LETTERS,
    METER,
    NOTE,
    PART,
    SHARPS,
    STEPS,
    TONIC,
    UNKNOWN,
    WHOLE,
    room,
)

__all__ = ["DEGREES", "POSITION_FEATURES", "ROWS", "TONICS", "encode_position"]

SIXTEENTH = WHOLE // 16
DEGREES = len(LETTERS) + STEPS - 1
"""The distances, in steps, that a letter can have from the tonic: from -6 (C above no lower than B) to 13."""
OFF, BARRED, OPEN = 32, 17, 98
PLACES, ROOMS, TALLIES, HEIGHTS, SIGNATURES, TONICS = 3 * OFF, OPEN, 2 * BARRED, 29, 16, 8
ROWS = (PLACES, ROOMS, TALLIES, HEIGHTS, SIGNATURES, TONICS)
"""How many values each position feature has: ticks since the bar line, ticks left, bars of the part, height of the last
note above the tonic, key signature, tonic."""
POSITION_FEATURES = len(ROWS)
LOWEST = 9
"""How far below the tonic heights are distinguished, in steps."""


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
