"""How many characters a tune still needs at least.

`cost` is exact for one way to finish: the one that ends each part as soon as it may and fills every bar with as few
characters as can be. `filling` counts what the bar being written needs, this module what follows it.
"""

from __future__ import annotations

from tunesmith.grammar.endings import part_asked
from tunesmith.grammar.filling import in_bar, landing
from tunesmith.grammar.layout import (
    BAR,
    BARS,
    CHART_ROOM,
    COPIES,
    COPY_AT,
    COPY_END,
    DEBT,
    ENDING,
    ENDING_AT,
    ENDS,
    FILL_TABLE,
    FIRST,
    FIRST_SYMBOL,
    FRAGMENT,
    FRAGMENT_LEAVES,
    LANDING,
    LATER_BARS,
    LATER_PARTS,
    LEAST,
    LEAST_PARTS,
    LEAST_TOTAL,
    MOST,
    MOST_PARTS,
    NEVER,
    PART,
    PART_COLUMNS,
    PART_LEAST,
    PART_PHRASE,
    PART_TABLE,
    PHASE,
    PICKING,
    PICKUP,
    REPEAT,
    ROOM,
    SAME_PICKUP,
    SLUR,
    SPACE,
    SYMBOLS,
    TIE,
    TOTAL,
    TUNE_PICKUP,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.structure import CLOSING, ends_by_tune_pickup, last_bar, may_end, phrase_of, rounded_up

__all__ = ["BAR_LINE", "FAR", "aim", "cost"]

FAR = 1_000_000  # more than any tune takes
BAR_LINE = 2  # the characters of a plain bar line, with the space before it


def _whole_bar(state: State, plan: Plan) -> int:
    """Return what a bar takes at most that is filled in the shortest way, with its chord symbols and its bar line."""
    return plan[plan[FILL_TABLE] + state[BAR]] + plan[CHART_ROOM] + BAR_LINE


def aim(state: State, plan: Plan) -> int:
    """Return the bars of this part, if it ends as soon as it may."""
    bars = max(state[LEAST], state[BARS] + 1)
    if state[PART] + 1 >= plan[MOST_PARTS]:
        bars = rounded_up(plan[LEAST_TOTAL] - state[TOTAL], bars, phrase_of(state, plan))
    return bars


def _join(state: State, plan: Plan, pickup: int) -> int:
    """Return the characters that a part takes for having a pickup."""
    if pickup == 0:
        return 0
    return (
        plan[plan[FILL_TABLE] + pickup]
        + BAR_LINE
        + plan[plan[FILL_TABLE] + state[BAR] - pickup]
        - plan[plan[FILL_TABLE] + state[BAR]]
    )


def _later(state: State, plan: Plan, bars: int, pickup: int) -> int:
    """Return what the parts after this one take, if this one has so many bars and they such a pickup."""
    row = state[PART] * PART_COLUMNS
    each_bar = _whole_bar(state, plan)
    each_part = 1 + _join(state, plan, pickup)
    each_part += plan[LANDING]
    total = (
        state[DEBT]
        + plan[plan[PART_TABLE] + row + LATER_BARS] * each_bar
        + plan[plan[PART_TABLE] + row + LATER_PARTS] * each_part
    )
    missing = plan[LEAST_TOTAL] - state[TOTAL] - bars
    if state[PART] + 1 >= plan[LEAST_PARTS] and missing > 0:
        following = plan[PART_TABLE] + row + PART_COLUMNS
        total += rounded_up(missing, plan[following + PART_LEAST], plan[following + PART_PHRASE]) * each_bar + each_part
    return total


def _end_of_part(state: State, plan: Plan, bars: int, pickup: int) -> int:
    """Return what follows the last bar of this part: its bar line, a second ending, the later parts."""
    here = CLOSING
    if state[ENDING] == 1:
        second = bars - state[ENDING_AT]
        here += (
            1
            + (second - 1) * _whole_bar(state, plan)
            + plan[plan[FILL_TABLE] + state[BAR] - pickup]
            + plan[CHART_ROOM]
            + plan[LANDING]
            + CLOSING
        )
    return (1 + state[COPIES]) * here + _later(state, plan, bars, pickup)


def ends_leaving(state: State, plan: Plan, left: int) -> bool:
    """Whether the part may end with this bar if it leaves so many ticks open."""
    if state[FIRST] or state[PICKING] or not state[LEAST] <= state[BARS] + 1 <= state[MOST]:
        return False
    if state[SLUR] and state[PHASE] == SPACE and state[ROOM] == left:
        return False  # a slur ends at a note, not behind the space
    if left == state[PICKUP]:
        return True
    if state[REPEAT] or state[ENDING] == 1:
        return False
    if left == state[TUNE_PICKUP] and may_end(state, plan, state[BARS] + 1) and ends_by_tune_pickup(state, plan):
        return True
    more_parts = state[PART] + 1 < plan[LEAST_PARTS]
    return left == 0 and state[ENDING] == 2 and more_parts and not plan[SAME_PICKUP]


def _tail(state: State, plan: Plan, left: int) -> int:
    """Return what follows this bar's last note if the bar leaves so many ticks open."""
    each_bar = _whole_bar(state, plan)
    if plan[FRAGMENT]:
        bars = plan[FRAGMENT] - state[BARS] - 1
        if bars == 0:
            if plan[ENDS]:
                return FAR
            return 1 if left == plan[FRAGMENT_LEAVES] else FAR
        last = plan[plan[FILL_TABLE] + state[BAR] - plan[FRAGMENT_LEAVES]] + plan[LANDING]
        return BAR_LINE + (bars - 1) * each_bar + last + 1 if left == 0 else FAR
    bars = aim(state, plan)
    if bars == state[BARS] + 1 and ends_leaving(state, plan, left):
        if not demanded(state, plan, bars):
            return _end_of_part(state, plan, bars, left)
        if last_bar(state, plan):
            return _with_another_part(state, plan, bars, left)
    if left or last_bar(state, plan):
        return FAR
    more = bars - state[BARS] - (0 if state[PICKING] else 1)
    if more == 0:
        more = phrase_of(state, plan)
        bars += more
    last = plan[plan[FILL_TABLE] + state[BAR] - state[PICKUP]] + plan[CHART_ROOM] + plan[LANDING]
    here = BAR_LINE + (more - 1) * each_bar + last
    return (1 + state[COPIES]) * here + _end_of_part(state, plan, bars, state[PICKUP])


def demanded(state: State, plan: Plan, bars: int) -> bool:
    """Whether the note that is asked for must end this part, were it `bars` long and the shortest way taken."""
    if plan[ENDS] == 0 or state[ENDING] == 1:
        return False
    return part_asked(state, plan) or may_end(state, plan, bars)


def _with_another_part(state: State, plan: Plan, bars: int, left: int) -> int:
    """Return what follows a last bar that ends otherwise than asked, so that another part must follow."""
    if part_asked(state, plan) or state[PART] + 1 >= plan[MOST_PARTS] or left != state[PICKUP]:
        return FAR
    each_bar = _whole_bar(state, plan)
    following = plan[PART_TABLE] + (state[PART] + 1) * PART_COLUMNS
    bars_more = plan[following + PART_LEAST] + plan[following + PART_PHRASE]
    more = bars_more * each_bar + 1 + _join(state, plan, left) + plan[LANDING]
    return _end_of_part(state, plan, bars, left) + more


def _ending_here(state: State, plan: Plan, left: int) -> int:
    """Return what ends the part or the fragment with this bar, on the note that is asked for."""
    if plan[FRAGMENT]:
        ends = state[BARS] + 1 == plan[FRAGMENT] and left == plan[FRAGMENT_LEAVES]
        return landing(state, plan, left) + 1 if ends else FAR
    bars = aim(state, plan)
    if bars != state[BARS] + 1 or not demanded(state, plan, bars) or not ends_leaving(state, plan, left):
        return FAR
    filling = landing(state, plan, left)
    if filling >= NEVER:
        return FAR
    return (1 + state[COPIES]) * filling + _end_of_part(state, plan, bars, left)


def cost(state: State, plan: Plan) -> int:
    """Return the characters that finishing takes, within a plain bar or at the beginning of a part that comes back."""
    if state[COPY_END]:
        rest = state[COPY_END] - state[COPY_AT] + CLOSING
        return rest + _later(state, plan, state[LEAST], state[PICKUP])
    best = FAR
    for choice in range(4):
        left = 0
        if choice == 1:
            left = state[PICKUP]
        elif choice == 2:
            left = state[TUNE_PICKUP]
        elif choice == 3:
            left = plan[FRAGMENT_LEAVES]
        filling = in_bar(state, plan, left)
        if filling < NEVER:
            best = min(best, (1 + state[COPIES]) * filling + _tail(state, plan, left))
        if plan[ENDS]:
            best = min(best, _ending_here(state, plan, left))
    if state[SLUR]:
        best += 1 + state[COPIES] if state[SLUR] > 2 else 24 * (1 + state[COPIES])
    if state[SYMBOLS] == 0:
        best += (1 + state[COPIES]) * plan[FIRST_SYMBOL]
    return best + (2 * (1 + state[COPIES]) if state[TIE] else 0)
