"""Where a tune is going: what a composer knows of a part while writing it.

The position features say where the tune stands; *goals* say what comes: how many bars the part has, whether it is the
last, whether it is played again, and on which degree of the scale it ends, at rest or leading on. They are facts of the
whole tune, so they come with the text: in training from the tune itself, part by part and unknown at random; in
composing from the plan. With them comes the chord that the last chord symbol named, in degrees of the key.

A row of goals has PARTS times FIELDS numbers, for each part in turn: its bars; 3 * last + repeated, each of these 0 for
unknown, 1 for no, 2 for yes; and 1 + 2 * degree + rest, the degree counted in steps above the tonic. 0 is unknown, so a
row of zeros says nothing. These functions are written in the part of Python that numba compiles.
"""

from __future__ import annotations

from typing import Any

from tunesmith.model.position_reading import update_position
from tunesmith.model.position_state import (
    BARS,
    CHORD_ROOT,
    CHORD_SORT,
    HEIGHT,
    INDEX,
    LAST_NOTE,
    PART_BARS,
    REPEATED,
    STEPS,
    TONIC,
    UNKNOWN,
    WHOLE,
)

__all__ = ["ENDING", "FIELDS", "GOALS", "GOAL_ROWS", "PARTS", "encode_goals", "ending_degree", "survey"]

PARTS, FIELDS = 12, 3
GOALS = PARTS * FIELDS
"""The size of a row of goals."""
SAID, SHAPES, ENDS, SORTS = 18, 9, 1 + 2 * STEPS, 3
GOAL_ROWS = (1 + SAID, SHAPES, 2 * ENDS, 1 + STEPS * SORTS)
"""How many values each goal has: bars left, this one included; last and repeated; the end, and whether this bar is the
last of the part; the chord in force. They are an even number, as the kernel adds up two rows at a time."""
ENDING = 2
"""Which goal is the end."""
RESTING = WHOLE // 4
"""How long the last note of a part is at least, in ticks, if the part comes to rest."""


def survey(text: Any, points: Any, state: Any, goals: Any) -> Any:
    """Read the whole of `text` (n,) and write into `goals` (GOALS,) what each of its parts came to.

    `points` (V,) are code points and `state` (STAND,) needs no setting up.
    """
    for place in range(len(goals)):
        goals[place] = 0
    for at in range(len(text)):
        before = state[INDEX] if at > 0 else 0
        update_position(text, at, points, state)
        if state[INDEX] > before:
            end_part(before, state[PART_BARS], state[REPEATED], state, goals)
    if state[BARS] > 0:
        end_part(state[INDEX], state[BARS], 0, state, goals)
    for part in range(PARTS - 1):
        if goals[FIELDS * part] > 0:
            goals[FIELDS * part + 1] += 3 if goals[FIELDS * part + FIELDS] > 0 else 6
    return 0


def end_part(part: Any, bars: Any, repeated: Any, state: Any, goals: Any) -> None:
    """Write down what a part came to; after a second ending, how it ends then."""
    if part >= PARTS - 1:
        return
    at = FIELDS * part
    if goals[at] == 0:
        goals[at] = bars
    goals[at + 1] = 2 if repeated or goals[at + 1] == 2 else 1
    if state[TONIC] != UNKNOWN and state[HEIGHT] > -WHOLE:
        degree = (state[HEIGHT] - state[TONIC]) % STEPS
        goals[at + 2] = 1 + 2 * degree + (state[LAST_NOTE] >= RESTING)


def ending_degree(value: Any) -> Any:
    """The degree on which the part ends, in steps above the tonic, if this is its last bar and the end is told.

    `value` is that of the goal ENDING, or an array of such values. Anything else is below 0.
    """
    return (value - ENDS - 1) // 2


def encode_goals(state: Any, goals: Any, first: int, symbols: Any) -> None:
    """Write the goals into `symbols` (4,): rows of an embedding, those of the first goal from `first`."""
    at = FIELDS * state[INDEX]
    bars, shape, end = (goals[at], goals[at + 1], goals[at + 2]) if state[INDEX] < PARTS else (0, 0, 0)
    left = bars - state[BARS]
    symbols[0] = first + (1 + max(0, min(SAID - 1, left)) if bars > 0 else 0)
    first += 1 + SAID
    symbols[1] = first + shape
    first += SHAPES
    symbols[2] = first + end + (ENDS if bars > 0 and left <= 1 else 0)
    first += 2 * ENDS
    root = state[CHORD_ROOT]
    chord = 1 + SORTS * ((root - 1 - state[TONIC]) % STEPS) + state[CHORD_SORT]
    symbols[3] = first + (chord if root > 0 and state[TONIC] != UNKNOWN else 0)
