"""What fills the rest of a bar from where the last character stands, in as few characters as can be."""

from __future__ import annotations

from tunesmith.grammar.endings import ends_well, landing_spelling, rest_of, rests_with
from tunesmith.grammar.layout import (
    ACCIDENTAL,
    ACCIDENTED,
    BAR,
    CLOSE_TABLE,
    EXACT_TABLE,
    FILL_TABLE,
    LAST_NOTE,
    NEVER,
    NOTE,
    PHASE,
    PITCHING,
    POSITION,
    READY,
    ROOM,
    ROOMS,
    SPACE,
    SPACED,
    STEP,
    STEP_ROOT,
    STEPS,
    SYMBOL_RULE,
    SYMBOLS_GIVEN,
    UNIT,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.pitches import LETTERS, LOWEST_LETTER, marks_needed
from tunesmith.grammar.symbols import next_change, symbol_characters, symbol_due

__all__ = ["in_bar", "landing"]


def landing(state: State, plan: Plan, left: int) -> int:
    """Return what fills this bar up to the ticks left open if its last note is to be the one asked for."""
    writing = state[PHASE] == NOTE or state[PHASE] == ACCIDENTED
    if state[ROOM] <= left:
        done = not writing and state[ROOM] == left and ends_well(state, plan)
        return in_bar(state, plan, left) if done else NEVER
    rest = rest_of(state, plan, state[BAR] - left)
    best = in_bar(state, plan, left + rest)
    if best < NEVER:
        best += plan[LAST_NOTE]
    step = state[STEP] if state[PHASE] == NOTE else STEP_ROOT
    if writing and rests_with(state, plan, step, left):
        exact = plan[plan[EXACT_TABLE] + step * ROOMS + state[ROOM] - left]
        best = min(best, landing_spelling(state, plan) + exact)
    return best


def in_bar(state: State, plan: Plan, left: int) -> int:
    """Return what fills this bar up to the ticks left open, from where the last character stands."""
    if state[ROOM] < left:
        return NEVER
    change = max(next_change(state, plan), left)
    return _up_to(state, plan, state[ROOM] - change) + _charted(state, plan, change, left)


def _charted(state: State, plan: Plan, change: int, left: int) -> int:
    """Return the symbol that is due here, and all from the next change of chord on."""
    total = 0
    if plan[SYMBOL_RULE] != SYMBOLS_GIVEN:
        return total
    room = state[ROOM]
    if symbol_due(state, plan) and room > left:
        total += symbol_characters(state, plan, room)
    while change > left:
        total += symbol_characters(state, plan, change)
        state[ROOM] = change
        following = max(next_change(state, plan), left)
        total += plan[plan[FILL_TABLE] + change - following]
        change = following
    state[ROOM] = room
    return total


def _up_to(state: State, plan: Plan, room: int) -> int:
    """Return what fills so many ticks from where the last character stands."""
    if state[PHASE] != NOTE and state[PHASE] != ACCIDENTED:
        spaced = state[PHASE] == READY or state[PHASE] == SPACE
        return plan[plan[FILL_TABLE] + room] - (1 if spaced else 0)
    joined = 0 if state[SPACED] else 1
    steps = plan[STEPS]
    step = state[STEP] if state[PHASE] == NOTE else STEP_ROOT
    return _pitching(state, plan) + plan[plan[CLOSE_TABLE] + ((state[UNIT] * 2 + joined) * steps + step) * ROOMS + room]


def _pitching(state: State, plan: Plan) -> int:
    """Return what the note being written needs before its length."""
    if state[PHASE] == NOTE:
        return marks_needed(state, plan, state[ACCIDENTAL], state[POSITION]) if state[PITCHING] else 0
    fewest = NEVER
    for position in range(LOWEST_LETTER, LOWEST_LETTER + 2 * LETTERS):
        marks = marks_needed(state, plan, state[ACCIDENTAL], position)
        if marks >= 0:
            fewest = min(fewest, 1 + marks)
    return fewest
