"""What a character means in each phase of `layout`.

A character that ends one thing and begins the next (the `B` of `A2B`) first closes the thing, then is read again in
the phase that follows.
"""

from __future__ import annotations

from tunesmith.grammar.barlines import any_bar_line, extend, open_token, possible, resolve, resolve_end
from tunesmith.grammar.clusters import begin_graces, chorded, graces
from tunesmith.grammar.endings import ends_well
from tunesmith.grammar.joints import break_rhythm, ends_slur, tie
from tunesmith.grammar.layout import (
    ACCIDENTED,
    AFTER,
    BAR_TOKEN,
    BODY_AT,
    BROKEN,
    COLUMN,
    COPY_AT,
    COPY_END,
    DONE,
    END,
    FRAGMENT,
    FRAGMENT_LEAVES,
    GAP,
    GRACE,
    GRACES,
    HEADER,
    MARK,
    MARKS,
    NOTE,
    PAREN,
    PHASE,
    PREFIX,
    QUOTED,
    READY,
    ROOM,
    SLUR,
    SPACE,
    SPACED,
    SYMBOL,
    TEXT,
    TIE,
    TOKEN,
    TOKEN_AT,
    TUPLET,
    USED,
    WORD,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.lengths import can_begin
from tunesmith.grammar.limit import near, within
from tunesmith.grammar.notes import begin_element, close_note, continue_note, letter, paren
from tunesmith.grammar.structure import last_bar
from tunesmith.grammar.symbols import symbol_due
from tunesmith.grammar.words import begin_dynamic, begin_symbol, read_header, read_word

__all__ = ["read"]

NEWLINE, BLANK, QUOTE, BANG, BRACE, PIPE, COLON = 10, 32, 34, 33, 123, 124, 58
CLOSE_PAREN, HYPHEN, LESS, GREATER = 41, 45, 60, 62
WRAP = 60  # a line is not broken before this column


def read(state: State, plan: Plan, code: int) -> bool:
    """Read one character; the state may be half-changed where it may not stand."""
    phase = state[PHASE]
    if phase == NOTE:
        return _note(state, plan, code)
    if phase in (SPACE, READY):
        return _space(state, plan, code)
    if phase == AFTER:
        return _after(state, plan, code)
    if phase == BAR_TOKEN:
        return _bar_token(state, plan, code)
    if phase == GAP:
        return _gap(state, plan, code)
    if phase == HEADER:
        return read_header(state, plan, code)
    return _read_rarer(state, plan, code)


def _read_rarer(state: State, plan: Plan, code: int) -> bool:
    phase = state[PHASE]
    if phase in (WORD, MARK):
        return read_word(state, plan, code)
    if phase == QUOTED:
        return _quoted(state, plan, code)
    if phase == PAREN:
        return paren(state, plan, code)
    if phase == PREFIX:
        return begin_element(state, plan, code)
    if phase == ACCIDENTED:
        return letter(state, plan, code)
    if phase == GRACES:
        return graces(state, plan, code)
    return chorded(state, plan, code)


def _note(state: State, plan: Plan, code: int) -> bool:
    if continue_note(state, plan, code):
        return True
    if not close_note(state, plan):
        return False
    return _after(state, plan, code)


def _after(state: State, plan: Plan, code: int) -> bool:
    """Read what follows a finished note, chord or rest."""
    if code == BLANK:
        return _leave_space(state, plan)
    if code == CLOSE_PAREN:
        return ends_slur(state)
    if code == HYPHEN:
        return tie(state, plan)
    if code in (LESS, GREATER):
        return break_rhythm(state, plan, code)
    state[SPACED] = 0
    if code in (QUOTE, BANG, BRACE):
        return _before_space(state, plan, code)
    return begin_element(state, plan, code)


def _leave_space(state: State, plan: Plan) -> bool:
    if state[TUPLET] or state[BROKEN] or symbol_due(state, plan):
        return False
    state[TOKEN_AT] = state[USED]
    state[SPACED] = 1
    state[PHASE] = SPACE
    if can_begin(state, plan):
        return True
    return _fragment_full(state, plan) or any_bar_line(state, plan)


def _fragment_full(state: State, plan: Plan) -> bool:
    """Whether the fragment may end with this space, which stands before the bar line that is given."""
    if plan[FRAGMENT] == 0 or not last_bar(state, plan) or state[ROOM] != plan[FRAGMENT_LEAVES]:
        return False
    return state[TIE] == 0 and state[SLUR] == 0 and ends_well(state, plan)


def _space(state: State, plan: Plan, code: int) -> bool:
    if code == END:
        state[PHASE] = DONE
        return not can_begin(state, plan) and _fragment_full(state, plan)
    waiting = state[SYMBOL] or state[MARKS] or state[GRACE]
    if state[PHASE] == READY and code == NEWLINE:
        if waiting or (state[COPY_END] == 0 and (state[COLUMN] < WRAP or near(state, plan))):
            return False
        state[PHASE] = GAP
        state[SPACED] = 0
        return True
    if code in (PIPE, COLON):
        return state[PHASE] == SPACE and not waiting and open_token(state, plan, code)
    return begin_element(state, plan, code)


def _gap(state: State, plan: Plan, code: int) -> bool:
    """Read what follows a bar line: a chord symbol, dynamics or grace notes, then a space."""
    if code == BLANK:
        state[PHASE] = READY
        state[SPACED] = 1
        return not symbol_due(state, plan) or _may_wrap(state, plan)
    state[SPACED] = 0
    if code in (QUOTE, BANG, BRACE):
        return _before_space(state, plan, code)
    if code == PIPE and state[USED] == state[BODY_AT]:
        state[TOKEN_AT] = state[USED]
        return open_token(state, plan, code)
    return False


def _may_wrap(state: State, plan: Plan) -> bool:
    """Whether a line break may follow the space that is being written after a bar line."""
    state[USED] += 1
    fits = state[COLUMN] + 1 >= WRAP and not near(state, plan)
    state[USED] -= 1
    return fits or state[COPY_END] > 0


def _quoted(state: State, plan: Plan, code: int) -> bool:
    """Read what follows a chord symbol, dynamics, grace notes or broken rhythm inside the bar."""
    if code == BLANK:
        if state[TUPLET] or state[BROKEN]:
            return False
        state[SPACED] = 1
        state[PHASE] = SPACE
        return True
    if code in (QUOTE, BANG, BRACE):
        return state[BROKEN] == 0 and _before_space(state, plan, code)
    return begin_element(state, plan, code)


def _bar_token(state: State, plan: Plan, code: int) -> bool:
    if code == END:
        return resolve_end(state, plan)
    token = extend(state[TOKEN], code)
    if token >= 0:
        state[TOKEN] = token
        return possible(state, plan, token, 1)
    if not resolve(state, plan):
        return False
    if state[COPY_END] and state[TEXT + state[COPY_AT]] != code:
        return False
    return _gap(state, plan, code)


def _before_space(state: State, plan: Plan, code: int) -> bool:
    """Begin what stands before the space before a note: chord symbol, dynamics, grace notes (none before a symbol)."""
    due = symbol_due(state, plan)
    if due and (code != QUOTE or not within(state, plan)):
        return False
    if code == BRACE:
        return begin_graces(state, plan)
    if (near(state, plan) and not due) or not can_begin(state, plan):
        return False
    if code == BANG:
        return begin_dynamic(state, plan)
    return state[GRACE] == 0 and begin_symbol(state, plan)
