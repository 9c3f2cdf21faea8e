"""Bar lines character by character: `|` may become `|:`, `||`, `|]` or `|1`, and `:|` may become `:|2`."""

from __future__ import annotations

from tunesmith.grammar.faults import fault_at
from tunesmith.grammar.layout import (
    BAR_TOKEN,
    CLOSES,
    CLOSES_FINAL,
    CLOSES_OPENS,
    COPIES,
    COPY_END,
    DONE,
    DOUBLE,
    FINAL,
    FIRST_ENDING,
    GAP,
    HEAD,
    KINDS,
    LIMIT,
    OPENS,
    PHASE,
    PLAIN,
    RESERVE,
    SECOND_ENDING,
    TOKEN,
    TRIAL,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.limit import renew_reserve, spent
from tunesmith.grammar.shortest import cost
from tunesmith.grammar.structure import bar_line

__all__ = ["any_bar_line", "extend", "open_token", "possible", "resolve", "resolve_end"]

UPRIGHT, DOUBLED, THICK, OPENED, FIRST, DOTS, CLOSED, BOTH, SECOND = range(9)
# By kind of bar line: the characters that `|` and `:` still need to become one, and the bar line they make then.
UPRIGHT_MISSING = (0, 1, 1, -1, -1, 1, -1, 1, -1)
DOTS_MISSING = (-1, -1, -1, 1, 1, -1, 2, -1, 1)
TWO_STROKES = (UPRIGHT, DOUBLED, OPENED, CLOSED, BOTH, FIRST, SECOND, THICK, CLOSED)
PIPE, CLOSE_BRACKET, COLON_CODE, ONE, TWO = 124, 93, 58, 49, 50


def extend(token: int, code: int) -> int:
    """Return the bar line that this character makes of a bar line, -1 if it cannot belong to it."""
    if token == UPRIGHT:
        if code == PIPE:
            return DOUBLED
        if code == CLOSE_BRACKET:
            return THICK
        if code == COLON_CODE:
            return OPENED
        return FIRST if code == ONE else -1
    if token == DOTS:
        if code == PIPE:
            return CLOSED
        return BOTH if code == COLON_CODE else -1
    return SECOND if token == CLOSED and code == TWO else -1


def _missing(token: int, kind: int) -> int:
    """Return how many characters make this bar line one of this kind, -1 if none can."""
    if token < DOTS:
        if token == UPRIGHT:
            return UPRIGHT_MISSING[kind]
        return 0 if TWO_STROKES[kind] == token or (token == DOUBLED and kind == FINAL) else -1
    if token == DOTS:
        return DOTS_MISSING[kind]
    if token == CLOSED:
        return DOTS_MISSING[kind] - 1 if DOTS_MISSING[kind] > 0 and kind != CLOSES_OPENS else -1
    return 0 if TWO_STROKES[kind] == token else -1


def possible(state: State, plan: Plan, token: int, read: int) -> bool:
    """Whether a bar line that begins like this may stand here, in some meaning that leaves the tune room to end.

    `read` counts the characters up to there that are not among those written yet.
    """
    for kind in range(KINDS):
        missing = _missing(token, kind)
        if missing >= 0 and fault_at(state, plan, kind) == 0 and _affordable(state, plan, kind, read + missing):
            return True
    return False


def any_bar_line(state: State, plan: Plan) -> bool:
    """Whether some bar line may stand after a space."""
    return possible(state, plan, UPRIGHT, 2) or possible(state, plan, DOTS, 2)


def _affordable(state: State, plan: Plan, kind: int, characters: int) -> bool:
    """Whether the limit has room for a bar line of so many characters and all that must follow it."""
    if state[COPY_END]:
        return True
    if kind in (FINAL, CLOSES_FINAL):
        return spent(state) + characters <= plan[LIMIT]
    if kind in (PLAIN, FIRST_ENDING):
        characters *= 1 + state[COPIES]
        if spent(state) + characters + state[RESERVE] <= plan[LIMIT]:
            return True
    for index in range(HEAD):
        state[TRIAL + index] = state[index]
    _write(state, plan, kind)
    total = spent(state) + characters + cost(state, plan)
    for index in range(HEAD):
        state[index] = state[TRIAL + index]
    return total <= plan[LIMIT]


def _write(state: State, plan: Plan, kind: int) -> None:
    bar_line(state, plan, kind)
    state[PHASE] = GAP
    renew_reserve(state, plan)


def open_token(state: State, plan: Plan, code: int) -> bool:
    """Begin a bar line with this character."""
    token = UPRIGHT if code == PIPE else DOTS
    if not possible(state, plan, token, 1):
        return False
    state[PHASE] = BAR_TOKEN
    state[TOKEN] = token
    return True


def resolve(state: State, plan: Plan) -> bool:
    """Let the bar line be what it is, with music behind it."""
    token = state[TOKEN]
    for kind in (PLAIN, DOUBLE, OPENS, CLOSES, CLOSES_OPENS, FIRST_ENDING, SECOND_ENDING):
        if _missing(token, kind) == 0:
            if fault_at(state, plan, kind):
                return False
            _write(state, plan, kind)
            return True
    return False


def resolve_end(state: State, plan: Plan) -> bool:
    """Let the bar line be the end of the tune."""
    token = state[TOKEN]
    for kind in (FINAL, CLOSES_FINAL):
        if _missing(token, kind) == 0 and fault_at(state, plan, kind) == 0:
            bar_line(state, plan, kind)
            state[PHASE] = DONE
            return True
    return False
