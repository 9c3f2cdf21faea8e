"""How a tune ends as it is asked to: at home, on the tonic and at rest, or open, on another degree.

The last bar of a part that must end so keeps room for its last note (`kept`). What is written before it takes none of
that room; the last note takes all of it, and whatever else is left. So the note asked for can always follow. A part
that comes back was judged when it was written.
"""

from __future__ import annotations

from tunesmith.grammar.layout import (
    ACCIDENTAL,
    ACCIDENTED,
    BAR,
    BARS,
    BROKEN,
    COPY_END,
    ENDING,
    ENDS,
    EXACT_TABLE,
    FIRST,
    GRACE,
    HOME,
    KEY,
    LANDED,
    LANDING_LEAST,
    MARKS,
    NEVER,
    PHASE,
    PICKING,
    PITCHING,
    POSITION,
    QUARTER,
    ROLLS,
    ROOM,
    ROOMS,
    SLUR,
    SPACED,
    STEP,
    STEP_ROOT,
    TONIC_TABLE,
    TUPLET,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.pitches import LETTERS, LOWEST_LETTER, is_upper, letter_position, outside, pitch_fits
from tunesmith.grammar.structure import ceiling, floor, is_last_part, last_bar
from tunesmith.grammar.symbols import next_change
from tunesmith.music.notes import ACCIDENTALS

__all__ = [
    "LEAST_HOST", "due", "ends_well", "kept", "landing_letter", "landing_marks", "landing_spelling", "lands",
    "lands_with", "last_host_fits", "last_length_fits", "may_land", "part_asked", "rest_of", "rests_with",
    "tie_strands",
]  # fmt: skip

LEAST_HOST = 4  # ticks that a note with grace notes or a roll must have, so that these have time to sound
MARK_SIGNS = (46, 77, 80, 84, 117, 118, 126)  # . M P T u v ~


def part_asked(state: State, plan: Plan) -> bool:
    """Whether this part, once its last ending is reached, must end as the tune is asked to."""
    if plan[ENDS] == 0 or state[ENDING] == 1:
        return False
    return is_last_part(state, plan)


def rest_of(state: State, plan: Plan, length: int) -> int:
    """Return the ticks that the last note must have at least in a last bar of this length.

    It begins where it would in a full bar, and ends with the bar, which the pickup may shorten: `A3 d3` without a
    pickup is `A3 d2` with one. At home it has a quarter at least, or as much of it as the bar has room for in one note.
    """
    least = state[QUARTER] if plan[ENDS] == HOME else 1
    ticks = min(max(state[LANDING_LEAST] - (state[BAR] - length), least), length)
    while plan[plan[EXACT_TABLE] + STEP_ROOT * ROOMS + ticks] >= NEVER:
        ticks -= 1
    return ticks


def due(state: State, plan: Plan) -> bool:
    """Whether this bar must hold the last note that is asked for."""
    return plan[ENDS] > 0 and state[COPY_END] == 0 and part_asked(state, plan) and last_bar(state, plan)


def kept(state: State, plan: Plan) -> int:
    """Return the ticks that this bar keeps for the last note, 0 where it keeps none."""
    if plan[ENDS] == 0 or not due(state, plan):
        return 0
    return rest_of(state, plan, state[BAR] - floor(state, plan))


def ends_well(state: State, plan: Plan) -> bool:
    """Whether the last note is one that the tune may end with, where the bar ends now."""
    return plan[ENDS] == 0 or state[LANDED] >= rest_of(state, plan, state[BAR] - state[ROOM])


def lands(state: State, plan: Plan, accidental: int, position: int) -> bool:
    """Whether the tune may end on a note of this spelling: the tonic, or at an open end any other degree."""
    tonic = position % LETTERS == plan[plan[TONIC_TABLE] + state[KEY]]
    if plan[ENDS] == HOME:
        return tonic and not outside(state, plan, accidental, position)
    return not tonic


def rests_with(state: State, plan: Plan, step: int, left: int) -> bool:
    """Whether a note whose length begins like this may leave so much of the bar and be long enough for the last."""
    if state[TUPLET] or state[SLUR] == 1:
        return False
    if next_change(state, plan) > left:
        return False
    ticks = state[ROOM] - left
    if ticks < rest_of(state, plan, state[BAR] - left) or (state[SPACED] == 0 and ticks >= state[QUARTER]):
        return False
    if (state[GRACE] or state[MARKS] == ROLLS) and ticks < LEAST_HOST:
        return False
    return plan[plan[EXACT_TABLE] + step * ROOMS + ticks] < NEVER


def lands_with(state: State, plan: Plan, step: int, left: int) -> bool:
    """Whether the note being written may be the last, its length beginning like this, and leave so much of the bar."""
    if plan[ENDS] == 0 or state[PITCHING] == 0 or not rests_with(state, plan, step, left):
        return False
    return lands(state, plan, state[ACCIDENTAL], state[POSITION])


def last_length_fits(state: State, plan: Plan, step: int) -> bool:
    """Whether the note being written may be the last that is due, its length beginning like this."""
    if not due(state, plan):
        return False
    if lands_with(state, plan, step, floor(state, plan)):
        return True
    return lands_with(state, plan, step, ceiling(state, plan))


def last_host_fits(state: State, plan: Plan) -> bool:
    """Whether the next note may be the last that is due, and long enough for grace notes or a roll."""
    if not due(state, plan):
        return False
    for left in (floor(state, plan), ceiling(state, plan)):
        if state[ROOM] - left >= LEAST_HOST and rests_with(state, plan, STEP_ROOT, left):
            return True
    return False


def landing_marks(state: State, plan: Plan, accidental: int, position: int) -> int:
    """Return how many octave marks make a note of this letter one that the tune may end on, -1 if none can."""
    for marks in range(3):
        place = position - marks * LETTERS if is_upper(position) else position + marks * LETTERS
        if place < 0 or not pitch_fits(state, plan, accidental, place):
            continue
        if lands(state, plan, accidental, place):
            return marks
    return -1


def may_land(state: State, plan: Plan, code: int) -> bool:
    """Whether the tune's last note, which is due, may begin with this character."""
    alone = state[TUPLET] == 0 and state[BROKEN] == 0 and state[ROOM] - floor(state, plan) >= state[QUARTER]
    if alone and state[SPACED] == 0:
        return False
    position = letter_position(code)
    if position >= 0:
        return landing_marks(state, plan, state[ACCIDENTAL], position) >= 0
    if code in ACCIDENTALS:
        return landing_letter(state, plan, code) < NEVER
    return code in MARK_SIGNS


def tie_strands(state: State, plan: Plan, position: int) -> bool:
    """Whether a tie from here leads into a bar with room for the last note alone, where this may not be the last."""
    if plan[ENDS] == 0 or state[PICKING] or (state[FIRST] and state[ROOM]) or lands(state, plan, 0, position):
        return False
    first = state[FIRST]
    state[FIRST] = 0
    state[BARS] += 1
    alone = kept(state, plan) == state[BAR] - floor(state, plan)
    state[BARS] -= 1
    state[FIRST] = first
    return alone


def landing_letter(state: State, plan: Plan, accidental: int) -> int:
    """Return the fewest characters of a letter that the tune may end on behind this accidental, NEVER if none may."""
    fewest = NEVER
    for position in range(LOWEST_LETTER, LOWEST_LETTER + 2 * LETTERS):
        marks = landing_marks(state, plan, accidental, position)
        if marks >= 0:
            fewest = min(fewest, 1 + marks)
    return fewest


def landing_spelling(state: State, plan: Plan) -> int:
    """Return the characters before its length with which the note begun is one to end on, NEVER if it cannot be."""
    if state[PHASE] == ACCIDENTED:
        return landing_letter(state, plan, state[ACCIDENTAL])
    if state[PITCHING] == 0:
        return NEVER
    marks = landing_marks(state, plan, state[ACCIDENTAL], state[POSITION])
    return marks if marks == 0 or (marks > 0 and state[STEP] == STEP_ROOT) else NEVER
