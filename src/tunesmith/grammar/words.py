"""What is spelt letter by letter out of a fixed list: header lines, chord symbols, named decorations."""

from __future__ import annotations

from tunesmith.grammar.layout import (
    BAR,
    BAR_SHARES,
    BEFORE,
    BODY_AT,
    CHORD_WORD,
    ENDS,
    FIELD,
    FIELD_KEY,
    FIELD_METER,
    FIELD_UNIT,
    GAP,
    GROUP,
    HOME,
    KEY,
    LANDING_LEAST,
    MARK,
    MARKS,
    METER,
    METER_BAR,
    METER_COLUMNS,
    METER_GROUP,
    METER_LAST_SHARE,
    METER_QUARTER,
    METER_SYMBOLS,
    METER_TABLE,
    METERS,
    NODE,
    PART_START,
    PHASE,
    PICKUP,
    QUARTER,
    QUOTED,
    ROOT_MARK,
    ROOT_SYMBOL,
    SYMBOL,
    SYMBOL_RULE,
    SYMBOLS,
    SYMBOLS_GIVEN,
    SYMBOLS_NONE,
    TUNE_PICKUP,
    UNIT,
    USED,
    WORD,
    WORD_CHILD,
    WORD_CODE,
    WORD_COLUMNS,
    WORD_ROOTS,
    WORD_SIBLING,
    WORD_TABLE,
    WORD_VALUE,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.limit import renew_reserve
from tunesmith.grammar.structure import start
from tunesmith.grammar.symbols import chord_in_force, symbol_due

__all__ = ["begin_body", "begin_dynamic", "begin_symbol", "read_header", "read_word"]


def _follow(state: State, plan: Plan, code: int) -> int:
    """Go on with this character in the tree of words; return its node, -1 if no word goes on like this."""
    node = state[NODE]
    while node >= 0 and plan[plan[WORD_TABLE] + node * WORD_COLUMNS + WORD_CODE] != code:
        node = plan[plan[WORD_TABLE] + node * WORD_COLUMNS + WORD_SIBLING]
    if node >= 0:
        state[NODE] = plan[plan[WORD_TABLE] + node * WORD_COLUMNS + WORD_CHILD]
    return node


def read_header(state: State, plan: Plan, code: int) -> bool:
    """Read a character of the header; the end of its last line begins the music."""
    node = _follow(state, plan, code)
    if node < 0:
        return False
    value = plan[plan[WORD_TABLE] + node * WORD_COLUMNS + WORD_VALUE]
    if value // FIELD == FIELD_UNIT:
        state[UNIT] = value % FIELD
    elif value // FIELD == FIELD_METER:
        state[METER] = value % FIELD
    elif value // FIELD == FIELD_KEY:
        state[KEY] = value % FIELD
    if state[NODE] < 0:
        begin_body(state, plan, state[USED] + 1)
    return True


def begin_body(state: State, plan: Plan, at: int) -> None:
    """Begin the music at this place of the text, in the unit, meter and key that the state has."""
    row = (state[UNIT] * plan[METERS] + state[METER]) * METER_COLUMNS
    state[BAR] = plan[plan[METER_TABLE] + row + METER_BAR]
    state[GROUP] = plan[plan[METER_TABLE] + row + METER_GROUP]
    state[QUARTER] = plan[plan[METER_TABLE] + row + METER_QUARTER]
    share = plan[plan[METER_TABLE] + row + METER_LAST_SHARE]
    least = state[QUARTER] if plan[ENDS] == HOME else 1
    state[LANDING_LEAST] = max(least, state[BAR] * share // BAR_SHARES)
    state[BODY_AT] = at
    state[PHASE] = GAP
    start(state, plan)
    state[PART_START] = at
    renew_reserve(state, plan)


def begin_symbol(state: State, plan: Plan) -> bool:
    """Open the quotation mark of a chord symbol."""
    row = (state[UNIT] * plan[METERS] + state[METER]) * METER_COLUMNS
    given = plan[SYMBOL_RULE] == SYMBOLS_GIVEN
    if plan[SYMBOL_RULE] == SYMBOLS_NONE or (given and not symbol_due(state, plan)):
        return False
    if 2 * state[PICKUP] % state[QUARTER] or 2 * state[TUNE_PICKUP] % state[QUARTER]:
        return False
    state[SYMBOLS] = 1
    state[BEFORE] = GAP if state[PHASE] == GAP else QUOTED
    state[PHASE] = WORD
    state[NODE] = plan[chord_in_force(state, plan) + CHORD_WORD] if given else plan[plan[WORD_ROOTS] + ROOT_SYMBOL]
    return state[SYMBOL] == 0 and plan[plan[METER_TABLE] + row + METER_SYMBOLS] == 1


def begin_dynamic(state: State, plan: Plan) -> bool:
    """Open the exclamation mark of dynamics."""
    state[BEFORE] = GAP if state[PHASE] == GAP else QUOTED
    state[PHASE] = MARK
    state[NODE] = plan[plan[WORD_ROOTS] + ROOT_MARK]
    return state[MARKS] == 0


def read_word(state: State, plan: Plan, code: int) -> bool:
    """Read a character of a chord symbol or decoration."""
    node = _follow(state, plan, code)
    if node < 0:
        return False
    if state[NODE] < 0:
        if state[PHASE] == WORD:
            state[SYMBOL] = 1
        else:
            state[MARKS] = plan[plan[WORD_TABLE] + node * WORD_COLUMNS + WORD_VALUE]
        state[PHASE] = state[BEFORE]
    return True
