"""Notes between brackets: chords and grace notes, character by character."""

from __future__ import annotations

from tunesmith.grammar.endings import LEAST_HOST, last_host_fits
from tunesmith.grammar.layout import (
    ACCIDENTAL,
    BEFORE,
    BROKEN,
    CHORD,
    CHORD_NOTES,
    CHORDED,
    CHORDS,
    GAP,
    GRACE,
    GRACES,
    MARKS,
    NOTE,
    PHASE,
    PITCHING,
    POSITION,
    QUOTED,
    ROLLS,
    SPACED,
    STEP,
    STEP_ROOT,
    TIE,
    TRILLS,
    TUPLET,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.lengths import available
from tunesmith.grammar.limit import near
from tunesmith.grammar.pitches import any_letter, letter_position, marks_needed, octave_mark, pitch_fits, sound
from tunesmith.music.notes import ACCIDENTALS

__all__ = ["begin_graces", "chorded", "graces", "open_chord"]

CLOSE_BRACKET, CLOSE_BRACE = 93, 125
MOST_CHORD_NOTES = 4
MOST_GRACE_NOTES = 3


def open_chord(state: State, plan: Plan) -> bool:
    """Open the bracket of a chord."""
    if not plan[CHORDS] or state[MARKS] in (ROLLS, TRILLS) or state[TIE] or state[TUPLET] or state[BROKEN]:
        return False
    state[CHORD] = 0
    state[CHORD_NOTES] = 0
    state[PITCHING] = 0
    state[PHASE] = CHORDED
    return any_letter(state, plan, 0)


def chorded(state: State, plan: Plan, code: int) -> bool:
    """Read a character between the brackets of a chord."""
    if state[PITCHING]:
        if octave_mark(state, plan, code):
            return True
        if not pitch_fits(state, plan, state[ACCIDENTAL], state[POSITION]):
            return False
        sound(state, plan)
        state[CHORD] |= 1 << state[POSITION]
        state[CHORD_NOTES] += 1
        state[ACCIDENTAL] = 0
        state[PITCHING] = 0
    if code == CLOSE_BRACKET:
        return _close_chord(state)
    if state[CHORD_NOTES] >= MOST_CHORD_NOTES:
        return False
    if state[ACCIDENTAL] == 0 and code in ACCIDENTALS:
        state[ACCIDENTAL] = code
        return any_letter(state, plan, code)
    position = letter_position(code)
    state[POSITION] = position
    state[PITCHING] = 1
    return position >= 0 and marks_needed(state, plan, state[ACCIDENTAL], position) >= 0


def _close_chord(state: State) -> bool:
    state[POSITION] = -1
    state[STEP] = STEP_ROOT
    state[PHASE] = NOTE
    state[CHORD] = 0
    return state[ACCIDENTAL] == 0 and state[CHORD_NOTES] > 1


def begin_graces(state: State, plan: Plan) -> bool:
    """Open the brace of grace notes."""
    if state[GRACE] or state[TIE] or state[TUPLET] or state[BROKEN] or near(state, plan):
        return False
    state[BEFORE] = GAP if state[PHASE] == GAP else QUOTED
    state[SPACED] = 1  # the note that they wait for may follow a space
    if (available(state, plan) < LEAST_HOST and not last_host_fits(state, plan)) or not any_letter(state, plan, 0):
        return False
    state[SPACED] = 0
    state[PHASE] = GRACES
    state[CHORD_NOTES] = 0
    state[PITCHING] = 0
    return True


def graces(state: State, plan: Plan, code: int) -> bool:
    """Read a character between the braces of grace notes, which have neither accidentals nor lengths."""
    if state[PITCHING]:
        if octave_mark(state, plan, code):
            return True
        if not pitch_fits(state, plan, 0, state[POSITION]):
            return False
        state[CHORD_NOTES] += 1
        state[PITCHING] = 0
    if code == CLOSE_BRACE:
        state[GRACE] = state[CHORD_NOTES]
        state[PHASE] = state[BEFORE]
        return state[CHORD_NOTES] > 0
    position = letter_position(code)
    if position < 0 or state[CHORD_NOTES] >= MOST_GRACE_NOTES:
        return False
    state[POSITION] = position
    state[PITCHING] = 1
    return marks_needed(state, plan, 0, position) >= 0
