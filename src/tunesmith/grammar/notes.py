"""Notes and rests with all that stands right before them, character by character.

Every function here and in `clusters` and `joints` is given a character in some phase and returns whether it may stand
there; it may leave the state half-changed when it returns False, as `characters` puts the state back.
"""

from __future__ import annotations

from tunesmith.grammar.clusters import open_chord
from tunesmith.grammar.endings import landing_letter, landing_marks, lands, may_land
from tunesmith.grammar.joints import ENOUGH_UNDER_SLUR, open_paren, slur_fits, tuplet_fits
from tunesmith.grammar.layout import (
    ACCIDENTAL,
    ACCIDENTED,
    AFTER,
    BIG,
    BROKEN,
    CHORD_NOTES,
    ENDS,
    FINE,
    GRACE,
    HARMLESS,
    LANDED,
    LAST,
    LENGTH_TABLE,
    MARKS,
    NEVER,
    NOTE,
    OFF_CHORD,
    PAREN,
    PER_MILLE_OUTSIDE,
    PHASE,
    PITCHING,
    POSITION,
    PREFIX,
    QUARTER,
    REST,
    ROLLS,
    ROOM,
    SHORTENS,
    SLUR,
    STEP,
    STEP_CHILD,
    STEP_CODE,
    STEP_COLUMNS,
    STEP_ROOT,
    STEP_SIBLING,
    STEP_TICKS,
    STRONG,
    SYMBOL,
    TIE,
    TRILLS,
    TUPLET,
    TUPLET_LENGTH,
    Plan,
    State,
)  # fmt: skip
from tunesmith.grammar.lengths import (
    TRIPLET_TIME,
    can_begin,
    can_break,
    eighth,
    host_fits,
    last_due,
    length_fits,
    place_fits,
    ticks_fit,
)  # fmt: skip
from tunesmith.grammar.limit import near
from tunesmith.grammar.pitches import (
    LETTERS,
    LOWEST_LETTER,
    any_letter,
    letter_position,
    marks_needed,
    octave_mark,
    on_chord,
    pitch_fits,
    sound,
)
from tunesmith.grammar.symbols import is_strong, may_leave_chord, symbol_due
from tunesmith.music.notes import ACCIDENTALS

__all__ = ["begin_element", "close_note", "continue_note", "letter", "paren"]

OPEN_PAREN, THREE = 40, 51
OPEN_BRACKET, REST_LETTER = 91, 122
DOT, ROLL = 46, 126
TRILL_MARKS, HARMLESS_MARKS = (77, 80, 84), (117, 118)  # M P T and u v
TRIPLET_NOTES = 3


def begin_element(state: State, plan: Plan, code: int) -> bool:
    """Read the first character of a note, rest or chord, or of what stands right before it."""
    fresh = state[PHASE] not in (PREFIX, PAREN)
    if fresh and not place_fits(state):
        return False
    if not can_begin(state, plan) or symbol_due(state, plan):
        return False
    if last_due(state, plan) and not may_land(state, plan, code):
        return False
    if letter_position(code) >= 0:
        return letter(state, plan, code)
    if code in ACCIDENTALS:
        return _accidental(state, plan, code)
    if code == REST_LETTER:
        return fresh and _rest(state)
    if code == OPEN_PAREN:
        return open_paren(state, plan, fresh)
    if near(state, plan):
        return False
    if code == OPEN_BRACKET:
        return open_chord(state, plan)
    return _mark(state, plan, code)


def letter(state: State, plan: Plan, code: int) -> bool:
    """Read the letter of a note, after its accidental if it has one."""
    position = letter_position(code)
    if position < 0 or marks_needed(state, plan, state[ACCIDENTAL], position) < 0:
        return False
    if last_due(state, plan) and landing_marks(state, plan, state[ACCIDENTAL], position) < 0:
        return False
    if leaves_chord(state, plan, state[ACCIDENTAL], position):
        return False
    state[POSITION] = position
    state[PITCHING] = 1
    state[STEP] = STEP_ROOT
    state[PHASE] = NOTE
    return True


def _accidental(state: State, plan: Plan, code: int) -> bool:
    if state[TIE] or not any_letter(state, plan, code):
        return False
    if keeps_chord(state, plan) and any_on_chord(state, plan, 0) and not any_on_chord(state, plan, code):
        return False
    state[ACCIDENTAL] = code
    state[PHASE] = ACCIDENTED
    if plan[PER_MILLE_OUTSIDE] < 1000 or not near(state, plan):
        return True
    return plan[ENDS] > 0 and landing_letter(state, plan, code) < NEVER


def leaves_chord(state: State, plan: Plan, accidental: int, position: int) -> bool:
    """Whether the note would be one too many that is none of the chord's, where one of the chord's could stand."""
    if not keeps_chord(state, plan) or on_chord(state, plan, accidental, position):
        return False
    return any_on_chord(state, plan, accidental)


def keeps_chord(state: State, plan: Plan) -> bool:
    """Whether the note that begins here must be of the chord if one can; near the limit and as the last it need not."""
    return not (may_leave_chord(state, plan) or near(state, plan) or last_due(state, plan))


def any_on_chord(state: State, plan: Plan, accidental: int) -> bool:
    """Whether some note of the chord may follow this accidental, or 0 for none."""
    for position in range(LOWEST_LETTER, LOWEST_LETTER + 2 * LETTERS):
        if on_chord(state, plan, accidental, position) and marks_needed(state, plan, accidental, position) >= 0:
            return True
    return False


def _rest(state: State) -> bool:
    if state[TIE] or state[GRACE] or state[MARKS] or state[SLUR] or state[TUPLET] or state[BROKEN] or state[REST] > 1:
        return False
    state[POSITION] = -1
    state[PITCHING] = 0
    state[STEP] = STEP_ROOT
    state[PHASE] = NOTE
    return True


def _mark(state: State, plan: Plan, code: int) -> bool:
    """Begin a decoration; a note has one at most."""
    if state[MARKS]:
        return False
    state[MARKS] = HARMLESS
    state[PHASE] = PREFIX
    if code == ROLL:
        state[MARKS] = ROLLS
        return _roll_fits(state, plan)
    if code == DOT:
        state[MARKS] = SHORTENS
        return state[BROKEN] == 0 and state[GRACE] == 0
    if code in TRILL_MARKS:
        state[MARKS] = TRILLS
        return state[TIE] == 0
    return code in HARMLESS_MARKS


def _roll_fits(state: State, plan: Plan) -> bool:
    """Whether a roll may stand here: it needs a note of its own length, struck anew, without grace notes."""
    if state[GRACE] or state[TIE] or state[TUPLET] or state[BROKEN]:
        return False
    return host_fits(state, plan)


def paren(state: State, plan: Plan, code: int) -> bool:
    """Read what follows an opening parenthesis: `3` makes it a triplet, anything else a slur."""
    if code == THREE:
        if not tuplet_fits(state, plan):
            return False
        state[TUPLET] = TRIPLET_NOTES
        state[TUPLET_LENGTH] = 0
        state[PHASE] = PREFIX
        return True
    if not slur_fits(state, plan):
        return False
    state[SLUR] = 1
    return begin_element(state, plan, code)


def continue_note(state: State, plan: Plan, code: int) -> bool:
    """Read an octave mark or a character of the length; without effect if it is neither or does not fit."""
    if state[PITCHING] and state[STEP] == STEP_ROOT and octave_mark(state, plan, code):
        return not last_due(state, plan) or landing_marks(state, plan, state[ACCIDENTAL], state[POSITION]) >= 0
    step = plan[plan[LENGTH_TABLE] + state[STEP] * STEP_COLUMNS + STEP_CHILD]
    while step >= 0 and plan[plan[LENGTH_TABLE] + step * STEP_COLUMNS + STEP_CODE] != code:
        step = plan[plan[LENGTH_TABLE] + step * STEP_COLUMNS + STEP_SIBLING]
    if step < 0 or not length_fits(state, plan, step):
        return False
    if state[PITCHING] and not pitch_fits(state, plan, state[ACCIDENTAL], state[POSITION]):
        return False
    state[STEP] = step
    return True


def close_note(state: State, plan: Plan) -> bool:
    """End the note, rest or chord and take its time from the bar."""
    ticks = plan[plan[LENGTH_TABLE] + state[STEP] * STEP_COLUMNS + STEP_TICKS]
    if ticks == 0 or not ticks_fit(state, plan, ticks):
        return False
    if state[PITCHING]:
        if not pitch_fits(state, plan, state[ACCIDENTAL], state[POSITION]):
            return False
        sound(state, plan)
        if is_strong(state, plan):
            state[STRONG] += 1
            state[OFF_CHORD] += 0 if on_chord(state, plan, state[ACCIDENTAL], state[POSITION]) else 1
    _land(state, plan, ticks)
    _take_time(state, plan, ticks)
    if state[SLUR] and state[SLUR] < ENOUGH_UNDER_SLUR:
        state[SLUR] += 1
    _clear(state)
    return True


def _land(state: State, plan: Plan, ticks: int) -> None:
    """Note whether the tune may end on this note as it is asked to."""
    state[LANDED] = 0
    if plan[ENDS] and state[PITCHING] and lands(state, plan, state[ACCIDENTAL], state[POSITION]):
        state[LANDED] = ticks


def _take_time(state: State, plan: Plan, ticks: int) -> None:
    """Take the note's time from the bar, and settle what it lets follow: broken rhythm, a tie, a beam, a rest."""
    rest = state[POSITION] < 0 and state[CHORD_NOTES] == 0
    plain = not (rest or state[TUPLET] or state[BROKEN] or state[MARKS] == SHORTENS)
    state[LAST] = ticks if plain and can_break(state, plan, ticks) else 0
    if state[TUPLET] == 0 and ticks % eighth(state):
        state[FINE] = 1
    if state[GRACE]:
        state[LAST] = -state[LAST]
    if state[MARKS] > HARMLESS:
        state[POSITION] = -1
    state[REST] = state[REST] + 1 if rest else 0
    state[BIG] = 1 if ticks >= state[QUARTER] else 0
    if state[TUPLET]:
        _tuplet_note(state, ticks)
    else:
        state[ROOM] -= ticks
        state[BROKEN] = 0


def _tuplet_note(state: State, ticks: int) -> None:
    """Take one note of a triplet; its first takes the time of all three."""
    if state[TUPLET_LENGTH] == 0:
        state[ROOM] -= TRIPLET_TIME * ticks
        state[TUPLET_LENGTH] = ticks
    state[TUPLET] -= 1
    if state[TUPLET] == 0:
        state[TUPLET_LENGTH] = 0


def _clear(state: State) -> None:
    """Forget what belonged to the note alone."""
    state[TIE] = 0
    state[SYMBOL] = 0
    state[GRACE] = 0
    state[MARKS] = 0
    state[ACCIDENTAL] = 0
    state[PITCHING] = 0
    state[CHORD_NOTES] = 0
    state[PHASE] = AFTER
