"""What is wrong with a bar line of some kind where it would stand; composing refuses what has a fault.

The rules of filling:

- a bar is full; the first may be a pickup;
- the last bar of a repeated part leaves open what the part's pickup brings, so that every join is a full bar;
- where a part ends otherwise, the next part's pickup is as long as its last bar leaves open;
- the last bar of the tune completes the part's pickup or the tune's.
"""

from __future__ import annotations

from tunesmith.grammar.endings import ends_well, part_asked, tie_strands
from tunesmith.grammar.layout import (
    BAR,
    BARS,
    CLOSES,
    CLOSES_FINAL,
    CLOSES_OPENS,
    COPIES,
    ENDING,
    FINAL,
    FIRST,
    FIRST_ENDING,
    FLATS,
    FRAGMENT,
    LEAST,
    MOST,
    MOST_ENDING,
    MOST_PARTS,
    MOST_PICKUP,
    NATURALS,
    OPENS,
    PART,
    PART_COLUMNS,
    PART_COPY,
    PART_REPEATED,
    PART_TABLE,
    PICKING,
    PICKUP,
    PLAIN,
    QUARTER,
    REPEAT,
    ROOM,
    SAME_PICKUP,
    SECOND_ENDING,
    SHARPS,
    SLUR,
    SYMBOLS,
    TIE,
    TUNE_PICKUP,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.structure import last_bar, may_end, phrase_of, rounded_up

__all__ = ["BAR_NOT_FULL", "FAULTLESS", "REPEAT_LEFT_OPEN", "SECOND_ENDING_MISSING", "fault_at"]

(
    FAULTLESS,
    OPEN_LINE,  # a tie or slur is open
    EMPTY_BAR,
    BAR_NOT_FULL,
    PICKUP_UNFIT,
    TIE_ALTERED,  # a tie into a bar where the note sounds otherwise
    PART_TOO_SHORT,
    PART_TOO_LONG,
    PICKUP_NOT_COMPLETED,
    REPEAT_NOT_OPEN,
    REPEAT_LEFT_OPEN,
    ENDING_MISPLACED,
    SECOND_ENDING_MISSING,
    REPEAT_UNASKED,
    PARTS_TOO_MANY,
    PARTS_TOO_FEW,
    ENDS_OTHERWISE,  # than on the note that is asked for
) = range(17)


def fault_at(state: State, plan: Plan, kind: int) -> int:
    """Return what is wrong with a bar line of this kind here, 0 if nothing."""
    if kind == PLAIN:
        return _plain_fault(state, plan)
    if state[TIE] or state[SLUR]:
        return OPEN_LINE
    if plan[FRAGMENT]:
        return PARTS_TOO_MANY
    if kind == FIRST_ENDING:
        return _first_ending_fault(state, plan)
    if kind == OPENS and state[PART] == 0 and state[BARS] == 0:
        return _opening_fault(state, plan)
    if state[ROOM] == state[BAR] or state[PICKING] or state[FIRST]:
        return EMPTY_BAR
    return _part_end_fault(state, plan, kind)


def _plain_fault(state: State, plan: Plan) -> int:
    if state[ROOM] == state[BAR]:
        return EMPTY_BAR
    if state[TIE] and (state[SHARPS] | state[FLATS] | state[NATURALS]) >> (state[TIE] - 1) & 1:
        return TIE_ALTERED
    if state[TIE] and tie_strands(state, plan, state[TIE] - 1):
        return OPEN_LINE
    if state[ROOM] and not state[FIRST]:
        return PICKUP_UNFIT if state[PICKING] else BAR_NOT_FULL
    if state[ROOM] and not _can_pick_up(state, plan, state[BAR] - state[ROOM]):
        return PICKUP_UNFIT
    return PART_TOO_LONG if last_bar(state, plan) else FAULTLESS


def _can_pick_up(state: State, plan: Plan, ticks: int) -> bool:
    """Whether a pickup may have this length: where chord symbols are strummed, in eighths, only whole eighths."""
    fits = 8 * ticks <= plan[MOST_PICKUP] * state[BAR]
    return fits and (state[SYMBOLS] == 0 or 2 * ticks % state[QUARTER] == 0)


def _opening_fault(state: State, plan: Plan) -> int:
    """Return what is wrong with `|:` at the tune's beginning, or after a pickup that is not to be repeated."""
    if plan[plan[PART_TABLE] + PART_REPEATED] == 0 or state[REPEAT] == 1:
        return REPEAT_UNASKED
    written = (state[PICKUP] if state[PICKING] else state[BAR]) - state[ROOM]
    if written == 0:
        return FAULTLESS
    if not state[FIRST] or plan[SAME_PICKUP] or state[ROOM] == 0:
        return REPEAT_UNASKED
    return FAULTLESS if _can_pick_up(state, plan, written) else PICKUP_UNFIT


def _first_ending_fault(state: State, plan: Plan) -> int:
    row = state[PART] * PART_COLUMNS
    if state[PICKING]:
        return ENDING_MISPLACED
    if state[ROOM]:
        return BAR_NOT_FULL
    if state[REPEAT] == 0 or state[ENDING] or plan[plan[PART_TABLE] + row + PART_REPEATED] == 0:
        return ENDING_MISPLACED
    if plan[MOST_ENDING] == 0 or plan[plan[PART_TABLE] + row + PART_COPY] >= 0 or state[COPIES]:
        return ENDING_MISPLACED
    if rounded_up(state[BARS] + 2, state[LEAST], phrase_of(state, plan)) > state[BARS] + 1 + plan[MOST_ENDING]:
        return ENDING_MISPLACED
    return PART_TOO_LONG if last_bar(state, plan) else FAULTLESS


def _part_end_fault(state: State, plan: Plan, kind: int) -> int:
    bars = state[BARS] + 1
    if bars < state[LEAST]:
        return PART_TOO_SHORT
    if bars > state[MOST]:
        return PART_TOO_LONG
    closes = kind in (CLOSES, CLOSES_OPENS, CLOSES_FINAL, SECOND_ENDING)
    fault = _closing_fault(state, plan, kind) if closes else _unclosed_fault(state, plan, kind)
    if fault or kind == SECOND_ENDING:
        return fault
    final = kind in (FINAL, CLOSES_FINAL)
    if (final or part_asked(state, plan)) and not ends_well(state, plan):
        return ENDS_OTHERWISE
    if final:
        return FAULTLESS if may_end(state, plan, bars) else PARTS_TOO_FEW
    return _following_fault(state, plan, kind)


def _closing_fault(state: State, plan: Plan, kind: int) -> int:
    """Return what is wrong with the end of a repeated part, or of its first ending."""
    if state[REPEAT] == 0 or plan[plan[PART_TABLE] + state[PART] * PART_COLUMNS + PART_REPEATED] == 0:
        return REPEAT_NOT_OPEN
    if (state[ENDING] == 1) != (kind == SECOND_ENDING):
        return SECOND_ENDING_MISSING
    return FAULTLESS if state[ROOM] == state[PICKUP] else PICKUP_NOT_COMPLETED


def _unclosed_fault(state: State, plan: Plan, kind: int) -> int:
    """Return what is wrong with the end of a part that is not repeated, or of a second ending."""
    if state[REPEAT] == 1 or state[ENDING] == 1:
        return REPEAT_LEFT_OPEN
    if state[ENDING] == 0 and plan[plan[PART_TABLE] + state[PART] * PART_COLUMNS + PART_REPEATED] == 1:
        return REPEAT_NOT_OPEN
    if state[ROOM] == state[PICKUP]:
        return FAULTLESS
    if kind == FINAL:
        return FAULTLESS if state[ROOM] == state[TUNE_PICKUP] else PICKUP_NOT_COMPLETED
    if state[ENDING] != 2 or plan[SAME_PICKUP] or not _can_pick_up(state, plan, state[ROOM]):
        return PICKUP_NOT_COMPLETED
    return FAULTLESS


def _following_fault(state: State, plan: Plan, kind: int) -> int:
    """Return what is wrong with another part behind this bar line."""
    if state[PART] + 1 >= plan[MOST_PARTS]:
        return PARTS_TOO_MANY
    repeated = plan[plan[PART_TABLE] + (state[PART] + 1) * PART_COLUMNS + PART_REPEATED]
    opens = kind in (OPENS, CLOSES_OPENS)
    if opens:
        return REPEAT_UNASKED if repeated == 0 else FAULTLESS
    return REPEAT_NOT_OPEN if repeated == 1 else FAULTLESS
