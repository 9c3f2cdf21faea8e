"""The structure of a tune: bars and what fills them, pickups, repeats, endings and parts.

`bar_line` takes the state past a bar line; `faults` says before that what is wrong with it. `tunesmith check` judges
whole tunes from any source with rules of its own (`docs/decisions/two-books.md`).
"""

from __future__ import annotations

from tunesmith.grammar.layout import (
    BAR,
    BARS,
    CLOSES_FINAL,
    CLOSES_OPENS,
    COPIES,
    COPY_AT,
    COPY_END,
    COUNT_BY_PART,
    DEBT,
    ENDING,
    ENDING_AT,
    ENDS,
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
    NATURALS,
    NOTES,
    OPENS,
    OUTSIDE,
    PART,
    PART_COLUMNS,
    PART_COPIES,
    PART_COPY,
    PART_ENDS,
    PART_LEAST,
    PART_MOST,
    PART_PHRASE,
    PART_RECORD,
    PART_REPEATED,
    PART_START,
    PART_TABLE,
    PARTS_AT,
    PICKING,
    PICKUP,
    PICKUP_ASKED,
    PLAIN,
    REPEAT,
    REST,
    ROOM,
    SAME_PICKUP,
    SECOND_ENDING,
    SHARPS,
    TOKEN_AT,
    TOTAL,
    TUNE_PICKUP,
    USED,
    Plan,
    State,
)  # fmt: skip

__all__ = [
    "CLOSING",
    "bar_line",
    "ceiling",
    "ends_by_tune_pickup",
    "floor",
    "is_last_part",
    "last_bar",
    "may_end",
    "phrase_of",
    "rounded_up",
    "start",
]

CLOSING = 3  # the characters of a bar line that ends a part, with the space before it


def start(state: State, plan: Plan) -> None:
    """Begin the first part of a tune whose meter is settled."""
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


def phrase_of(state: State, plan: Plan) -> int:
    """Return the bars by which the lengths that this part may have are apart."""
    return plan[plan[PART_TABLE] + state[PART] * PART_COLUMNS + PART_PHRASE]


def rounded_up(bars: int, least: int, phrase: int) -> int:
    """Return the first length from `least` on, in steps of a phrase, that has so many bars."""
    return max(least, bars + (least - bars) % phrase)


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
    if may_end(state, plan, state[BARS] + 1) and ends_by_tune_pickup(state, plan):
        return min(state[PICKUP], state[TUNE_PICKUP])
    return state[PICKUP]


def ends_by_tune_pickup(state: State, plan: Plan) -> bool:
    """Whether the tune may end with a bar that leaves open less than the pickup of another part takes.

    Not in a part that need not be the last, where the tune must end as asked: whether it does is known only when there
    is no way back.
    """
    return plan[ENDS] == 0 or is_last_part(state, plan) or state[TUNE_PICKUP] > state[PICKUP]


def is_last_part(state: State, plan: Plan) -> bool:
    """Whether the tune ends with this part in any case, or with what comes back of it."""
    return plan[plan[PART_TABLE] + state[PART] * PART_COLUMNS + PART_ENDS] == 1


def ceiling(state: State, plan: Plan) -> int:
    """Return the ticks that the tune's last bar may leave open at most, to complete the part's pickup or the tune's."""
    if plan[FRAGMENT] or state[REPEAT]:
        return floor(state, plan)
    return max(state[PICKUP], state[TUNE_PICKUP])


def bar_line(state: State, plan: Plan, kind: int) -> None:
    """Take the state past a bar line of this kind, whether it has a fault or not."""
    if kind == PLAIN:
        _plain(state, plan)
    elif kind == FIRST_ENDING:
        _plain(state, plan)
        state[ENDING] = 1
        state[ENDING_AT] = state[BARS]
        more = min(state[MOST], state[BARS] + plan[MOST_ENDING]) - state[LEAST]
        state[MOST] = state[LEAST] + more - more % phrase_of(state, plan)
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


def _plain(state: State, plan: Plan) -> None:
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
    if state[BARS] == state[LEAST]:
        state[LEAST] += phrase_of(state, plan)
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
