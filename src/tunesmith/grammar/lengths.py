"""How long a note may be: what its bar, tuplet, broken rhythm, grace notes or roll leave open.

A length is read as a path through LENGTH_TABLE; a beginning fits if some length that it may become fits.
"""

from __future__ import annotations

from tunesmith.grammar.endings import LEAST_HOST, due, kept, lands_with, last_host_fits, last_length_fits
from tunesmith.grammar.layout import (
    BAR,
    BIG,
    BODY_AT,
    BROKEN,
    CLOSE_TABLE,
    EXACT_TABLE,
    FINE,
    FORCED,
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
    USED,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.structure import ceiling, floor, last_bar
from tunesmith.grammar.symbols import next_change

__all__ = [
    "TRIPLET_TIME", "available", "can_begin", "can_break", "eighth", "grain", "host_fits", "last_due", "length_fits",
    "place_fits", "room_before", "room_for_group", "second_note", "ticks_fit",
]  # fmt: skip

TRIPLET_TIME = 2  # a triplet takes as long as so many of its notes


def can_begin(state: State, plan: Plan) -> bool:
    """Whether there is room for another note, rest or chord."""
    if state[TUPLET] or state[BROKEN]:
        return True
    return state[ROOM] - floor(state, plan) >= max(1, kept(state, plan))


def room_before(state: State, plan: Plan) -> int:
    """Return the ticks of this bar that are free for notes, the last note's apart where one is asked for.

    Before a place where a chord symbol must stand, those up to there.
    """
    return state[ROOM] - max(floor(state, plan) + kept(state, plan), next_change(state, plan))


def room_for_group(state: State, plan: Plan) -> int:
    """Return the ticks that a triplet or broken rhythm may take: an open end of any length may be one of them."""
    if kept(state, plan) > 1:
        return room_before(state, plan)
    return state[ROOM] - max(floor(state, plan), next_change(state, plan))


def eighth(state: State) -> int:
    """Return the ticks of an eighth note, one where it has less."""
    return max(1, state[QUARTER] // 2)


def grain(state: State, plan: Plan) -> int:
    """Return the ticks that lengths are multiples of: 1, or an eighth in a bar that keeps room for a last note.

    A length that is begun for a longer note than there is room for could only end so short there: `E3/2 D/ D2` where
    `E3` was meant. In a tune that has shorter notes, or dotted eighths, it is a sixteenth. A bar that is off the grid
    already goes on as it likes, and so does music that is given.
    """
    given = plan[FORCED] > 0 and state[USED] - state[BODY_AT] <= plan[FORCED]
    if given or not due(state, plan):
        return 1
    room, sixteenth = room_before(state, plan), max(1, state[QUARTER] // 4)
    if state[FINE] == 0 and room % eighth(state) == 0:
        return eighth(state)
    return 1 if room % sixteenth else sixteenth


def second_note(state: State, plan: Plan) -> int:
    """Return the ticks that a slur's second note needs in a part's last bar: none where a last note is due anyway."""
    return 0 if due(state, plan) else 1


def available(state: State, plan: Plan) -> int:
    """Return the ticks that the next plain note may take at most; a slur in a last bar needs a second note."""
    slurred = state[SLUR] == 1 and last_bar(state, plan)
    return room_before(state, plan) - (second_note(state, plan) if slurred else 0)


def last_due(state: State, plan: Plan) -> bool:
    """Whether the next note must be the tune's last, as nothing else has room before it."""
    if not due(state, plan):
        return False
    if state[TUPLET]:
        return state[TUPLET] == 1 and room_before(state, plan) < 0
    if state[BROKEN]:
        return room_before(state, plan) < state[BROKEN]
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
    if available(state, plan) >= LEAST_HOST and (state[SPACED] == 1 or state[QUARTER] > LEAST_HOST):
        return True
    return last_host_fits(state, plan)


def length_fits(state: State, plan: Plan, step: int) -> bool:
    """Whether a length that begins like this can still become one that fits."""
    if state[BROKEN]:
        return plan[plan[EXACT_TABLE] + step * ROOMS + state[BROKEN]] < NEVER
    if state[TUPLET_LENGTH]:
        return plan[plan[EXACT_TABLE] + step * ROOMS + state[TUPLET_LENGTH]] < NEVER
    if last_length_fits(state, plan, step):
        return True
    steps = plan[STEPS]
    joined = 0 if state[SPACED] else 1
    room = max(available(state, plan), 0)
    every = grain(state, plan)
    host = state[GRACE] or state[MARKS] == ROLLS
    if host or (every > 1 and state[TUPLET] == 0):
        longest = min(room, state[QUARTER] - 1) if joined else room
        return _some_length_fits(plan, step, max(every, LEAST_HOST if host else 0), longest, every)
    if state[TUPLET]:
        joined = 1
        room = room_for_group(state, plan) // TRIPLET_TIME
    return plan[plan[CLOSE_TABLE] + ((state[UNIT] * 2 + joined) * steps + step) * ROOMS + room] < NEVER


def _some_length_fits(plan: Plan, step: int, least: int, most: int, every: int) -> bool:
    """Whether a length that begins like this can become one from `least` to `most` ticks, in steps of `every`."""
    for ticks in range(least, most + 1, every):  # noqa: SIM110 - no generators in compiled code
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
        return ticks < state[QUARTER] and TRIPLET_TIME * ticks <= room_for_group(state, plan)
    on_grid = ticks <= available(state, plan) and ticks % grain(state, plan) == 0
    if on_grid and (state[SPACED] == 1 or ticks < state[QUARTER]):
        return True
    left = state[ROOM] - ticks
    if left not in (floor(state, plan), ceiling(state, plan)):
        return False
    return due(state, plan) and lands_with(state, plan, state[STEP], left)


def can_break(state: State, plan: Plan, ticks: int) -> bool:
    """Whether notes of this length are written in broken rhythm: undotted ones shorter than a quarter."""
    return 2 * grain(state, plan) <= ticks < state[QUARTER] and ticks & (ticks - 1) == 0
