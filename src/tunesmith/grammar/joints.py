"""What joins notes: slurs, triplets, ties and broken rhythm."""

from __future__ import annotations

from tunesmith.grammar.endings import LEAST_HOST, kept, lands, tie_strands
from tunesmith.grammar.layout import (
    AFTER,
    BROKEN,
    DYNAMIC,
    FINE,
    FLATS,
    GRACE,
    LAST,
    MARKS,
    NATURALS,
    PAREN,
    PHASE,
    POSITION,
    QUOTED,
    ROOM,
    SHARPS,
    SLUR,
    SPACED,
    TIE,
    TUPLET,
    TUPLET_LENGTH,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.lengths import TRIPLET_TIME, room_before, room_for_group, second_note
from tunesmith.grammar.limit import near
from tunesmith.grammar.structure import floor, last_bar
from tunesmith.grammar.symbols import symbol_due

__all__ = ["ENOUGH_UNDER_SLUR", "break_rhythm", "ends_slur", "open_paren", "slur_fits", "tie", "tuplet_fits"]

LESS = 60
ENOUGH_UNDER_SLUR = 3  # `SLUR` when two notes stand under it


def open_paren(state: State, plan: Plan, fresh: bool) -> bool:
    """Read an opening parenthesis; `fresh`: nothing stands before it that belongs to the same note."""
    if near(state, plan) or state[MARKS] > DYNAMIC:
        return False
    slur = slur_fits(state, plan)
    if not fresh and not (slur and state[TUPLET] and state[TUPLET_LENGTH] == 0):
        return False
    state[PHASE] = PAREN
    return slur or tuplet_fits(state, plan)


def slur_fits(state: State, plan: Plan) -> bool:
    """Whether a slur may begin: in a part's last bar there must be room for two notes, one of them the last due."""
    if state[SLUR]:
        return False
    if not last_bar(state, plan):
        return True
    room = room_before(state, plan) - second_note(state, plan)
    if state[TUPLET]:
        return state[TUPLET] > 1 or room >= 0
    if state[GRACE]:
        return room >= LEAST_HOST
    return room >= state[BROKEN] if state[BROKEN] else room > 0


def tuplet_fits(state: State, plan: Plan) -> bool:
    """Whether a triplet may begin."""
    if state[TUPLET] or state[BROKEN] or state[GRACE]:
        return False
    return room_for_group(state, plan) >= TRIPLET_TIME


def ends_slur(state: State) -> bool:
    """Close the slur after the last note."""
    if state[SLUR] < ENOUGH_UNDER_SLUR or state[TIE] or state[BROKEN]:
        return False
    state[SLUR] = 0
    _seal(state)
    return True


def tie(state: State, plan: Plan) -> bool:
    """Tie the last note to the next, which may be the first of the next bar if it sounds the same there."""
    if state[POSITION] < 0 or state[TUPLET] or state[BROKEN] or near(state, plan):
        return False
    if state[ROOM] <= floor(state, plan):
        held = (state[SHARPS] | state[FLATS] | state[NATURALS]) >> state[POSITION] & 1
        if held or last_bar(state, plan) or tie_strands(state, plan, state[POSITION]):
            return False
    elif kept(state, plan) and not _tied_note_fits(state, plan):
        return False
    state[TIE] = state[POSITION] + 1
    _seal(state)
    return True


def _tied_note_fits(state: State, plan: Plan) -> bool:
    """Whether the note that a tie leads to has room before the last, or is the last."""
    room = room_before(state, plan)
    return room > 0 or (room == 0 and lands(state, plan, 0, state[POSITION]))


def break_rhythm(state: State, plan: Plan, code: int) -> bool:
    """Lengthen or shorten the last note by half; the next, of the same written length, makes up for it."""
    if state[LAST] == 0 or (code == LESS and state[LAST] < 0) or state[TUPLET] or near(state, plan):
        return False
    if symbol_due(state, plan) or room_for_group(state, plan) < abs(state[LAST]):
        return False
    state[BROKEN] = abs(state[LAST])
    state[FINE] = 1
    _seal(state)
    state[PHASE] = QUOTED
    return True


def _seal(state: State) -> None:
    """Let nothing be added to the last note any more."""
    state[LAST] = 0
    state[POSITION] = -1
    state[SPACED] = 0
    state[PHASE] = AFTER
