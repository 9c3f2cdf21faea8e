"""The upper layer of the grammar: the canonical spelling, one character at a time.

`advance` takes a character if a correct tune can still follow it, whatever comes after; there is no dead end. Each
phase of `layout` has a function that says what a character means in it. A character that ends one thing and begins the
next (the `B` of `A2B`) first closes the thing, then is read again in the phase that follows.
"""

from __future__ import annotations

from collections.abc import MutableSequence

from tunesmith.notation.grammar.barlines import any_bar_line, extend, open_token, possible, resolve, resolve_end
from tunesmith.notation.grammar.layout import (
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
    FIRST,
    FORCED,
    FORCED_TABLE,
    FRAGMENT,
    FRAGMENT_KEY,
    FRAGMENT_LEAVES,
    FRAGMENT_METER,
    FRAGMENT_ROOM,
    FRAGMENT_TIE,
    FRAGMENT_UNIT,
    GAP,
    GRACE,
    GRACES,
    HEAD,
    HEADER,
    KEY,
    MARK,
    METER,
    NODE,
    NOTE,
    PAREN,
    PHASE,
    PREFIX,
    QUOTED,
    READY,
    ROOM,
    ROOT_HEADER,
    SAVED,
    SLUR,
    SPACE,
    SPACED,
    SYMBOL,
    TEXT,
    TIE,
    TOKEN,
    TOKEN_AT,
    TUPLET,
    UNIT,
    USED,
    WORD,
    WORD_ROOTS,
    Plan,
    State,
)  # fmt: skip
from tunesmith.notation.grammar.notes import (
    accidented,
    begin_element,
    begin_graces,
    break_rhythm,
    can_begin,
    chorded,
    close_note,
    continue_note,
    ends_slur,
    graces,
    paren,
    tie,
)  # fmt: skip
from tunesmith.notation.grammar.shortest import near, within
from tunesmith.notation.grammar.structure import last_bar
from tunesmith.notation.grammar.words import begin_body, begin_symbol, read_header, read_word

__all__ = ["accepts", "advance", "begin", "finished", "permitted"]

NEWLINE, BLANK, QUOTE, BRACE, PIPE, COLON = 10, 32, 34, 123, 124, 58
CLOSE_PAREN, HYPHEN, LESS, GREATER, BANG = 41, 45, 60, 62, 33
CODES = 127
COPIED = -1  # `COPY_AT` right behind the part that came back, where nothing may be added to it
WRAP = 60  # a line is not broken before this column


def begin(state: State, plan: Plan) -> None:
    """Make the state that of an empty text."""
    for index in range(HEAD):
        state[index] = 0
    state[PHASE] = HEADER
    state[NODE] = plan[plan[WORD_ROOTS] + ROOT_HEADER]
    if plan[FRAGMENT]:
        _begin_fragment(state, plan)


def _begin_fragment(state: State, plan: Plan) -> None:
    """Make the state that of a few bars to be written between others."""
    state[UNIT] = plan[FRAGMENT_UNIT]
    state[METER] = plan[FRAGMENT_METER]
    state[KEY] = plan[FRAGMENT_KEY]
    begin_body(state, plan, 0)
    state[FIRST] = 0
    state[ROOM] = plan[FRAGMENT_ROOM]
    state[TIE] = plan[FRAGMENT_TIE]


def finished(state: State) -> bool:
    """Whether the tune has ended."""
    return state[PHASE] == DONE


def permitted(state: State, plan: Plan, codes: MutableSequence[int]) -> int:
    """Write 1 or 0 into `codes` (127) for each code that may follow, the end among them, and return their number."""
    count = 0
    for code in range(CODES):
        codes[code] = 1 if accepts(state, plan, code) else 0
        count += codes[code]
    return count


def accepts(state: State, plan: Plan, code: int) -> bool:
    """Whether `advance` would take the character; the state stays as it is."""
    if not _take(state, plan, code):
        return False
    for index in range(HEAD):
        state[index] = state[SAVED + index]
    return True


def advance(state: State, plan: Plan, code: int) -> bool:
    """Take the character if a correct tune can still follow it; otherwise leave the state as it was.

    `code` is the character's code point, or END for the end of the tune.
    """
    at = TEXT + state[USED]
    if not _take(state, plan, code):
        return False
    if code != END:
        state[at] = code
    return True


def _take(state: State, plan: Plan, code: int) -> bool:
    """Move past the character, or not at all; the text is not written."""
    if state[PHASE] == DONE or not _demanded(state, plan, code):
        return False
    for index in range(HEAD):
        state[SAVED + index] = state[index]
    if _read(state, plan, code):
        if code == END:
            return True
        state[USED] += 1
        state[COLUMN] = 0 if code == NEWLINE else state[COLUMN] + 1
        _copied(state)
        if state[PHASE] == HEADER or within(state, plan):
            return True
    for index in range(HEAD):
        state[index] = state[SAVED + index]
    return False


def _demanded(state: State, plan: Plan, code: int) -> bool:
    """Whether the character is the one that must stand here, if one must."""
    if state[COPY_END]:
        return state[TEXT + state[COPY_AT]] == code
    if state[COPY_AT] == COPIED:
        return code == BLANK
    forced = plan[FORCED]
    if forced == 0 or state[PHASE] == HEADER:
        return True
    place = state[USED] - state[BODY_AT]
    if place < forced:
        return plan[plan[FORCED_TABLE] + place] == code
    return place > forced or not _alters(code)


def _alters(code: int) -> bool:
    """Whether the character would change the note before it."""
    return 48 <= code <= 57 or code in (39, 44, 47, HYPHEN, LESS, GREATER)


def _copied(state: State) -> None:
    """Step on in the part that comes back."""
    if state[COPY_END] == 0:
        state[COPY_AT] = 0
        return
    state[COPY_AT] += 1
    if state[COPY_AT] == state[COPY_END]:
        state[COPY_AT] = COPIED
        state[COPY_END] = 0


def _read(state: State, plan: Plan, code: int) -> bool:
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
        return accidented(state, plan, code)
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
    if code == QUOTE:
        return _symbol(state, plan)
    if code == BRACE:
        return begin_graces(state, plan)
    return begin_element(state, plan, code)


def _leave_space(state: State, plan: Plan) -> bool:
    if state[TUPLET] or state[BROKEN]:
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
    return state[TIE] == 0 and state[SLUR] == 0


def _space(state: State, plan: Plan, code: int) -> bool:
    if code == END:
        state[PHASE] = DONE
        return not can_begin(state, plan) and _fragment_full(state, plan)
    waiting = state[SYMBOL] or state[GRACE]
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
    """Read what follows a bar line: a chord symbol or grace notes, then a space."""
    if code == BLANK:
        state[PHASE] = READY
        state[SPACED] = 1
        return True
    state[SPACED] = 0
    if code == QUOTE:
        return _symbol(state, plan)
    if code == BRACE:
        return begin_graces(state, plan)
    if code == PIPE and state[USED] == state[BODY_AT]:
        state[TOKEN_AT] = state[USED]
        return open_token(state, plan, code)
    return False


def _quoted(state: State, plan: Plan, code: int) -> bool:
    """Read what follows a chord symbol or grace notes inside the bar."""
    if code == BLANK:
        if state[TUPLET] or state[BROKEN]:
            return False
        state[SPACED] = 1
        state[PHASE] = SPACE
        return True
    if code == BRACE:
        return begin_graces(state, plan)
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


def _symbol(state: State, plan: Plan) -> bool:
    """Begin a chord symbol, which stands before grace notes."""
    if state[GRACE] or near(state, plan) or not can_begin(state, plan):
        return False
    return begin_symbol(state, plan)
