"""The length limit: how much of it a tune has spent, and whether the tune can still be finished within it.

While there is room for anything (`RESERVE`) nothing is counted. Near the limit only plain notes and bar lines may be
begun, and whatever leaves room for the shortest way to finish (`shortest`) is allowed. So the limit never cuts a tune
short.
"""

from __future__ import annotations

from tunesmith.grammar.layout import (
    ACCIDENTED,
    AFTER,
    BARS,
    BROKEN,
    CHART_ROOM,
    COPIES,
    COPY_AT,
    COPY_END,
    DEBT,
    ENDING,
    ENDING_AT,
    FILL_MOST,
    FIRST_SYMBOL,
    FRAGMENT,
    GAP,
    LANDING,
    LATER_BARS,
    LATER_PARTS,
    LEAST_TOTAL,
    LIMIT,
    MOST_PARTS,
    NOTE,
    PART,
    PART_COLUMNS,
    PART_LEAST,
    PART_PHRASE,
    PART_START,
    PART_TABLE,
    PHASE,
    READY,
    RESERVE,
    SPACE,
    TUPLET,
    USED,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.shortest import BAR_LINE, aim, cost
from tunesmith.grammar.structure import CLOSING, phrase_of

__all__ = ["near", "renew_reserve", "spent", "within"]

MARGIN = 80  # closing what is open when the limit comes near never takes so many characters


def spent(state: State) -> int:
    """Return the characters written, and those that repeat them where this part comes back."""
    return state[USED] + state[COPIES] * (state[USED] - state[PART_START])


def near(state: State, plan: Plan) -> bool:
    """Whether the limit is so near that only plain notes may be begun."""
    if state[COPY_END]:
        return False
    return spent(state) + 1 + state[COPIES] + state[RESERVE] > plan[LIMIT]


def within(state: State, plan: Plan) -> bool:
    """Whether the tune can still be finished within the limit; in the middle of a tuplet nothing is counted."""
    if spent(state) + state[RESERVE] <= plan[LIMIT] or state[COPY_END]:
        return True
    phase = state[PHASE]
    if phase in (GAP, READY, SPACE, NOTE, ACCIDENTED, AFTER) and not (state[TUPLET] or state[BROKEN]):
        return spent(state) + cost(state, plan) <= plan[LIMIT]
    return True


def renew_reserve(state: State, plan: Plan) -> None:
    """Set the reserve for a new bar: no way through it needs more characters, whatever is begun in it."""
    row = state[PART] * PART_COLUMNS
    longest = plan[FILL_MOST] + plan[CHART_ROOM] + BAR_LINE
    each_part = 1 + CLOSING + 2 * longest + plan[LANDING]
    bars = aim(state, plan) - state[BARS] + 1 + phrase_of(state, plan)
    if state[ENDING] == 1:
        bars += state[BARS] + 1 - state[ENDING_AT]
    if plan[FRAGMENT]:
        bars = plan[FRAGMENT] - state[BARS] + 1
    later = (
        state[DEBT]
        + plan[plan[PART_TABLE] + row + LATER_BARS] * longest
        + (plan[plan[PART_TABLE] + row + LATER_PARTS] + 1) * each_part
    )
    if state[PART] + 1 < plan[MOST_PARTS]:
        following = plan[PART_TABLE] + row + PART_COLUMNS
        extra = max(plan[LEAST_TOTAL], plan[following + PART_LEAST]) + plan[following + PART_PHRASE]
        later += extra * longest
    state[RESERVE] = (
        (1 + state[COPIES]) * (bars * longest + each_part + plan[FIRST_SYMBOL] + MARGIN)
        + later
        + state[COPY_END]
        - state[COPY_AT]
    )
