"""The lower layer of the grammar: bars and what fills them, pickups, repeats, endings and parts.

`fault_at` says what is wrong with a bar line of some kind at this moment (0: nothing), `bar_line` writes it into the
books. Composing refuses what has a fault. Checking explains whole tunes of any origin and keeps books of its own
(`docs/decisions/two-books.md`). The rules of filling:

- a bar is full; the first may be a pickup;
- the last bar of a repeated part leaves open what the part's pickup brings, so that every join is a full bar;
- where a part ends otherwise, the next part's pickup is as long as its last bar leaves open;
- the last bar of the tune completes the part's pickup or the tune's.
"""

from __future__ import annotations

from tunesmith.notation.grammar.layout import (
    BAR,
    BARS,
    CLOSES,
    CLOSES_FINAL,
    CLOSES_OPENS,
    COPIES,
    COPY_AT,
    COPY_END,
    COUNT_BY_PART,
    DEBT,
    ENDING,
    ENDING_AT,
    FINAL,
    FIRST,
    FIRST_ENDING,
    FLATS,
    FRAGMENT,
    FRAGMENT_LEAVES,
    LEAST,
    LEAST_PARTS,
    LEAST_TOTAL,
    MOST,
    MOST_ENDING,
    MOST_PARTS,
    MOST_PICKUP,
    NATURALS,
    NOTES,
    OPENS,
    OUTSIDE,
    PART,
    PART_COLUMNS,
    PART_COPIES,
    PART_COPY,
    PART_LEAST,
    PART_MOST,
    PART_RECORD,
    PART_REPEATED,
    PART_START,
    PART_TABLE,
    PARTS_AT,
    PICKING,
    PICKUP,
    PICKUP_ASKED,
    PLAIN,
    QUARTER,
    REPEAT,
    REST,
    ROOM,
    SAME_PICKUP,
    SECOND_ENDING,
    SHARPS,
    SLUR,
    SYMBOLS,
    TIE,
    TOKEN_AT,
    TOTAL,
    TUNE_PICKUP,
    USED,
    Plan,
    State,
)  # fmt: skip

__all__ = ["CLOSING", "bar_line", "fault_at", "floor", "last_bar", "start"]

CLOSING = 3  # the characters of a bar line that ends a part, with the space before it

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
) = range(16)


def start(state: State, plan: Plan) -> None:
    """Open the books of a tune whose meter is settled."""
    state[FIRST] = 1
    state[REPEAT] = 2 if plan[plan[PART_TABLE] + PART_REPEATED] else 0
    state[PART] = -1
    _next_part(state, plan, 0, state[REPEAT])
    asked = plan[PICKUP_ASKED]
    if asked >= 0:
        state[FIRST] = 0
        state[TUNE_PICKUP] = asked
        _pick_up(state, asked)


def _pick_up(state: State, ticks: int) -> None:
    """Begin a part with a pickup of so many ticks."""
    state[PICKUP] = ticks
    state[PICKING] = 1 if ticks else 0
    state[ROOM] = ticks if ticks else state[BAR]


def _next_part(state: State, plan: Plan, pickup: int, repeat: int) -> None:
    state[PART] += 1
    row = state[PART] * PART_COLUMNS
    state[LEAST] = plan[plan[PART_TABLE] + row + PART_LEAST]
    state[MOST] = plan[plan[PART_TABLE] + row + PART_MOST]
    state[BARS] = 0
    state[ENDING] = 0
    state[REPEAT] = repeat
    state[PART_START] = state[USED]
    state[REST] = 0
    state[COPIES] = plan[plan[PART_TABLE] + row + PART_COPIES]
    if plan[COUNT_BY_PART]:
        state[NOTES] = 0
        state[OUTSIDE] = 0
    _clear_accidentals(state)
    _pick_up(state, pickup)
    source = plan[plan[PART_TABLE] + row + PART_COPY]
    if source >= 0:
        _bring_back(state, source)


def _bring_back(state: State, source: int) -> None:
    """Let the part that begins here be the `source` part again."""
    record = PARTS_AT + source * PART_RECORD
    state[COPY_AT] = state[record]
    state[COPY_END] = state[record + 1]
    state[LEAST] = state[record + 2]
    state[MOST] = state[record + 2]
    state[DEBT] -= state[COPY_END] - state[COPY_AT] + CLOSING


def _clear_accidentals(state: State) -> None:
    state[SHARPS] = 0
    state[FLATS] = 0
    state[NATURALS] = 0


def last_bar(state: State, plan: Plan) -> bool:
    """Whether no bar of this part or ending can follow this one."""
    if plan[FRAGMENT]:
        return state[BARS] + 1 >= plan[FRAGMENT]
    return state[FIRST] == 0 and state[PICKING] == 0 and state[BARS] + 1 >= state[MOST]


def may_end(state: State, plan: Plan, bars: int) -> bool:
    """Whether the tune may end with this part, were it `bars` long."""
    return state[PART] + 1 >= plan[LEAST_PARTS] and state[TOTAL] + bars >= plan[LEAST_TOTAL]


def floor(state: State, plan: Plan) -> int:
    """Return the ticks that this bar must leave open: 0, or what completes a pickup if it is a part's last."""
    if not last_bar(state, plan):
        return 0
    if plan[FRAGMENT]:
        return plan[FRAGMENT_LEAVES]
    if state[REPEAT] or state[ENDING] == 1:
        return state[PICKUP]
    if state[ENDING] == 2 and state[PART] + 1 < plan[LEAST_PARTS] and not plan[SAME_PICKUP]:
        return 0
    if may_end(state, plan, state[BARS] + 1):
        return min(state[PICKUP], state[TUNE_PICKUP])
    return state[PICKUP]


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
    if state[FIRST] or state[PICKING]:
        return ENDING_MISPLACED
    if state[ROOM]:
        return BAR_NOT_FULL
    if state[REPEAT] == 0 or state[ENDING] or plan[plan[PART_TABLE] + row + PART_REPEATED] == 0:
        return ENDING_MISPLACED
    if plan[MOST_ENDING] == 0 or plan[plan[PART_TABLE] + row + PART_COPY] >= 0 or state[COPIES]:
        return ENDING_MISPLACED
    if state[BARS] + 1 + plan[MOST_ENDING] < state[LEAST]:
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
    if kind in (FINAL, CLOSES_FINAL):
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


def bar_line(state: State, plan: Plan, kind: int) -> None:
    """Write a bar line into the books, faults or no."""
    if kind == PLAIN:
        _plain(state)
    elif kind == FIRST_ENDING:
        _plain(state)
        state[ENDING] = 1
        state[ENDING_AT] = state[BARS]
        state[MOST] = min(state[MOST], state[BARS] + plan[MOST_ENDING])
    elif kind == SECOND_ENDING:
        state[LEAST] = state[BARS] + 1
        state[MOST] = state[BARS] + 1
        state[BARS] = state[ENDING_AT]
        state[ENDING] = 2
        state[REPEAT] = 0
        state[ROOM] = state[BAR]
        _clear_accidentals(state)
    elif kind == OPENS and state[PART] == 0 and state[BARS] == 0:
        _open(state)
    else:
        _end_part(state, plan, kind)


def _plain(state: State) -> None:
    if state[FIRST]:
        state[FIRST] = 0
        written = state[BAR] - state[ROOM]
        state[PICKUP] = written if state[ROOM] else 0
        state[TUNE_PICKUP] = state[PICKUP]
        state[BARS] = 0 if state[ROOM] else 1
    elif state[PICKING]:
        state[PICKING] = 0
    else:
        state[BARS] += 1
    state[ROOM] = state[BAR]
    _clear_accidentals(state)


def _open(state: State) -> None:
    """Open the first part's repeat; what stands before it is a pickup played once."""
    state[REPEAT] = 1
    if state[FIRST] and state[ROOM] < state[BAR]:
        state[FIRST] = 0
        state[TUNE_PICKUP] = state[BAR] - state[ROOM]
        state[ROOM] = state[BAR]
        _clear_accidentals(state)
    state[PART_START] = state[USED]


def _end_part(state: State, plan: Plan, kind: int) -> None:
    bars = state[BARS] + 1
    record = PARTS_AT + state[PART] * PART_RECORD
    state[record] = state[PART_START]
    state[record + 1] = state[TOKEN_AT]
    state[record + 2] = bars
    state[DEBT] += state[COPIES] * (state[TOKEN_AT] - state[PART_START] + CLOSING)
    state[TOTAL] += bars
    if kind in (FINAL, CLOSES_FINAL):
        state[PART] += 1
        return
    opens = kind in (OPENS, CLOSES_OPENS)
    _next_part(state, plan, state[ROOM], 1 if opens else 0)
