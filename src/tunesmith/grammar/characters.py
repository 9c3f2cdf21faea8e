"""The canonical spelling, one character at a time.

`advance` takes a character if a valid tune can still follow it, so that there is never a dead end.
"""

from __future__ import annotations

from collections.abc import MutableSequence

from tunesmith.grammar.layout import (
    BODY_AT,
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
    FRAGMENT_METER,
    FRAGMENT_ROOM,
    FRAGMENT_TIE,
    FRAGMENT_UNIT,
    HEAD,
    HEADER,
    KEY,
    METER,
    NODE,
    PHASE,
    ROOM,
    ROOT_HEADER,
    SAVED,
    TEXT,
    TIE,
    UNIT,
    USED,
    WORD_ROOTS,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.limit import within
from tunesmith.grammar.phases import read
from tunesmith.grammar.words import begin_body

__all__ = ["CODES", "accepts", "advance", "begin", "finished", "permitted"]

NEWLINE, BLANK, HYPHEN, LESS, GREATER = 10, 32, 45, 60, 62
CODES = 127
COPIED = -1  # `COPY_AT` right after the part that came back, where nothing may be added to it


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
    """Take the character if a valid tune can still follow it; otherwise leave the state as it was.

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
    if read(state, plan, code):
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
