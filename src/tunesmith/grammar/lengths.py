"""How long a note may be: what its bar, tuplet, broken rhythm, grace notes or roll leave open.

A length is read as a path through LENGTH_TABLE; a beginning fits if some length that it may become fits.
"""

from __future__ import annotations

from tunesmith.grammar.endings import LEAST_HOST, due, kept, lands_with
from tunesmith.grammar.layout import (
    BAR,
    BIG,
    BROKEN,
    CLOSE_TABLE,
    EXACT_TABLE,
    GRACE,
    GROUP,
    MARKS,
    NEVER,
    PICKING,
    PICKUP,
    QUARTER,
    ROLLS,
    ROOM,
    ROOMS,
    SLUR,
    SPACED,
    STEP,
    STEPS,
    TUPLET,
    TUPLET_LENGTH,
    UNIT,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.structure import floor, last_bar
from tunesmith.grammar.symbols import next_change

__all__ = [
    "LEAST_HOST", "TRIPLET_TIME", "available", "can_begin", "can_break", "host_fits", "last_due", "length_fits",
    "place_fits", "room_before", "ticks_fit",
]  # fmt: skip

TRIPLET_TIME = 2  # a triplet takes as long as so many of its notes


def can_begin(state: State, plan: Plan) -> bool:
    """Whether there is room for another note, rest or chord."""
    return state[TUPLET] > 0 or state[BROKEN] > 0 or state[ROOM] > floor(state, plan)


def room_before(state: State, plan: Plan) -> int:
    """Return the ticks of this bar that are free for notes, the last note's apart where one is asked for.

    Before a place where a chord symbol must stand, those up to there.
    """
    return state[ROOM] - max(floor(state, plan) + kept(state, plan), next_change(state, plan))


def available(state: State, plan: Plan) -> int:
    """Return the ticks that the next plain note may take at most; a slur in a last bar needs a second note."""
    return room_before(state, plan) - (1 if state[SLUR] == 1 and last_bar(state, plan) else 0)


def last_due(state: State, plan: Plan) -> bool:
    """Whether the next note must be the tune's last, as nothing else has room before it."""
    if not due(state, plan) or state[TUPLET] or state[BROKEN]:
        return False
    return available(state, plan) < (LEAST_HOST if state[GRACE] or state[MARKS] == ROLLS else 1)


def place_fits(state: State) -> bool:
    """Whether the spaces are right: long notes stand alone, and so does the first note of a beat group."""
    if state[SPACED] or state[TUPLET] or state[BROKEN]:
        return True
    if state[BIG]:
        return False
    if state[GRACE] and state[QUARTER] <= LEAST_HOST:
        return False
    length = state[PICKUP] if state[PICKING] else state[BAR]
    return (length - state[ROOM]) % state[GROUP] != 0


def host_fits(state: State, plan: Plan) -> bool:
    """Whether a note that is long enough for grace notes or a roll fits here."""
    return available(state, plan) >= LEAST_HOST and (state[SPACED] == 1 or state[QUARTER] > LEAST_HOST)


def length_fits(state: State, plan: Plan, step: int) -> bool:
    """Whether a length that begins like this can still become one that fits."""
    if state[BROKEN]:
        return plan[plan[EXACT_TABLE] + step * ROOMS + state[BROKEN]] < NEVER
    if state[TUPLET_LENGTH]:
        return plan[plan[EXACT_TABLE] + step * ROOMS + state[TUPLET_LENGTH]] < NEVER
    if due(state, plan) and lands_with(state, plan, step, floor(state, plan)):
        return True
    steps = plan[STEPS]
    joined = 0 if state[SPACED] else 1
    room = max(available(state, plan), 0)
    if state[GRACE] or state[MARKS] == ROLLS:
        return _host_length_fits(plan, step, min(room, state[QUARTER] - 1) if joined else room)
    if state[TUPLET]:
        joined = 1
        room = room_before(state, plan) // TRIPLET_TIME
    return plan[plan[CLOSE_TABLE] + ((state[UNIT] * 2 + joined) * steps + step) * ROOMS + room] < NEVER


def _host_length_fits(plan: Plan, step: int, room: int) -> bool:
    """Whether a length that begins like this can become one that is long enough for grace notes or a roll."""
    for ticks in range(LEAST_HOST, room + 1):  # noqa: SIM110 - no generators in compiled code
        if plan[plan[EXACT_TABLE] + step * ROOMS + ticks] < NEVER:
            return True
    return False


def ticks_fit(state: State, plan: Plan, ticks: int) -> bool:
    """Whether a note of so many written ticks may stand here."""
    if state[BROKEN]:
        return ticks == state[BROKEN]
    if state[TUPLET_LENGTH]:
        return ticks == state[TUPLET_LENGTH]
    if (state[GRACE] or state[MARKS] == ROLLS) and ticks < LEAST_HOST:
        return False
    if state[TUPLET]:
        return ticks < state[QUARTER] and TRIPLET_TIME * ticks <= room_before(state, plan)
    if ticks <= available(state, plan):
        return state[SPACED] == 1 or ticks < state[QUARTER]
    left = floor(state, plan)
    return ticks == state[ROOM] - left and due(state, plan) and lands_with(state, plan, state[STEP], left)


def can_break(state: State, ticks: int) -> bool:
    """Whether notes of this length are written in broken rhythm: undotted ones shorter than a quarter."""
    return 2 <= ticks < state[QUARTER] and ticks & (ticks - 1) == 0
