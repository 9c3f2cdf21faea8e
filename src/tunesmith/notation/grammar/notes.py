"""Notes, rests, chords, grace notes, tuplets, broken rhythm, ties and slurs, character by character.

Every function is given a character in some phase and returns whether it may stand there; it may leave the state
half-changed when it returns False, as `characters` puts the state back.
"""

from __future__ import annotations

from tunesmith.notation.grammar.layout import (
    ACCIDENTAL,
    ACCIDENTED,
    AFTER,
    BAR,
    BEFORE,
    BIG,
    BROKEN,
    CHORD,
    CHORD_NOTES,
    CHORDED,
    CHORDS,
    CLOSE_TABLE,
    EXACT_TABLE,
    FLATS,
    GAP,
    GRACE,
    GRACES,
    GROUP,
    HARMLESS,
    LAST,
    LENGTH_TABLE,
    MARK,
    MARKS,
    NATURALS,
    NEVER,
    NODE,
    NOTE,
    PAREN,
    PER_MILLE_OUTSIDE,
    PHASE,
    PICKING,
    PICKUP,
    PITCHING,
    POSITION,
    PREFIX,
    QUARTER,
    QUOTED,
    REST,
    ROLLS,
    ROOM,
    ROOMS,
    ROOT_MARK,
    SHARPS,
    SHORTENS,
    SLUR,
    SPACED,
    STEP,
    STEP_CHILD,
    STEP_CODE,
    STEP_COLUMNS,
    STEP_ROOT,
    STEP_SIBLING,
    STEP_TICKS,
    STEPS,
    SYMBOL,
    TIE,
    TRILLS,
    TUPLET,
    TUPLET_LENGTH,
    UNIT,
    WORD_ROOTS,
    Plan,
    State,
)  # fmt: skip
from tunesmith.notation.grammar.pitches import (
    any_letter,
    is_upper,
    letter_position,
    marks_needed,
    pitch_fits,
    sound,
)  # fmt: skip
from tunesmith.notation.grammar.shortest import near
from tunesmith.notation.grammar.structure import floor, last_bar

__all__ = [
    "accidented", "begin_element", "begin_graces", "break_rhythm", "can_begin", "chorded", "close_note",
    "continue_note", "ends_slur", "graces", "paren", "tie",
]  # fmt: skip

BANG, APOSTROPHE, OPEN_PAREN, COMMA, THREE = 33, 39, 40, 44, 51
OPEN_BRACKET, CLOSE_BRACKET, REST_LETTER, CLOSE_BRACE = 91, 93, 122, 125
ACCIDENTALS = (94, 95, 61)  # ^ _ =
DOT, ROLL, LESS = 46, 126, 60
TRILL_MARKS, HARMLESS_MARKS = (77, 80, 84), (76, 117, 118)  # M P T and L u v
TRIPLET_NOTES, TRIPLET_TIME = 3, 2
MOST_CHORD_NOTES = 4
MOST_GRACE_NOTES = 3
LEAST_HOST = 4  # ticks that a note with grace notes or a roll must have, so that these have time to sound
ENOUGH_UNDER_SLUR = 3  # `SLUR` when two notes stand under it


def can_begin(state: State, plan: Plan) -> bool:
    """Whether there is room for another note, rest or chord."""
    return state[TUPLET] > 0 or state[BROKEN] > 0 or state[ROOM] > floor(state, plan)


def available(state: State, plan: Plan) -> int:
    """Return the ticks that the next plain note may take at most; a slur in a last bar needs a second note."""
    kept = 1 if state[SLUR] == 1 and last_bar(state, plan) else 0
    return state[ROOM] - floor(state, plan) - kept


def begin_element(state: State, plan: Plan, code: int) -> bool:
    """Read the first character of a note, rest or chord, or of what stands right before it."""
    fresh = state[PHASE] not in (PREFIX, PAREN)
    if fresh and not _place_fits(state):
        return False
    if not can_begin(state, plan):
        return False
    if letter_position(code) >= 0:
        return _letter(state, plan, code)
    if code in ACCIDENTALS:
        return _accidental(state, plan, code)
    if code == REST_LETTER:
        return fresh and _rest(state)
    if code == OPEN_PAREN:
        return _open_paren(state, plan, fresh)
    if near(state, plan):
        return False
    if code == OPEN_BRACKET:
        return _open_chord(state, plan)
    return _mark(state, plan, code)


def _place_fits(state: State) -> bool:
    """Whether the spaces are right: long notes stand alone, and so does the first note of a beat group."""
    if state[SPACED] or state[TUPLET] or state[BROKEN]:
        return True
    if state[BIG]:
        return False
    if state[GRACE] and state[QUARTER] <= LEAST_HOST:
        return False
    length = state[PICKUP] if state[PICKING] else state[BAR]
    return (length - state[ROOM]) % state[GROUP] != 0


def _letter(state: State, plan: Plan, code: int) -> bool:
    position = letter_position(code)
    if position < 0 or marks_needed(state, plan, state[ACCIDENTAL], position) < 0:
        return False
    state[POSITION] = position
    state[PITCHING] = 1
    state[STEP] = STEP_ROOT
    state[PHASE] = NOTE
    return True


def _accidental(state: State, plan: Plan, code: int) -> bool:
    if state[TIE] or not any_letter(state, plan, code):
        return False
    state[ACCIDENTAL] = code
    state[PHASE] = ACCIDENTED
    return plan[PER_MILLE_OUTSIDE] < 1000 or not near(state, plan)


def accidented(state: State, plan: Plan, code: int) -> bool:
    """Read the letter that an accidental belongs to."""
    return _letter(state, plan, code)


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
    if code == BANG:
        state[PHASE] = MARK
        state[NODE] = plan[plan[WORD_ROOTS] + ROOT_MARK]
        state[BEFORE] = PREFIX
        return True
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
    return _host_fits(state, plan)


def _host_fits(state: State, plan: Plan) -> bool:
    """Whether a note that is long enough for grace notes or a roll fits here."""
    return available(state, plan) >= LEAST_HOST and (state[SPACED] == 1 or state[QUARTER] > LEAST_HOST)


def _open_paren(state: State, plan: Plan, fresh: bool) -> bool:
    if near(state, plan) or state[MARKS]:
        return False
    slur = _slur_fits(state, plan)
    if not fresh and not (slur and state[TUPLET] and state[TUPLET_LENGTH] == 0):
        return False
    state[PHASE] = PAREN
    return slur or _tuplet_fits(state, plan)


def paren(state: State, plan: Plan, code: int) -> bool:
    """Read what follows an opening parenthesis: `3` makes it a triplet, anything else a slur."""
    if code == THREE:
        if not _tuplet_fits(state, plan):
            return False
        state[TUPLET] = TRIPLET_NOTES
        state[TUPLET_LENGTH] = 0
        state[PHASE] = PREFIX
        return True
    if not _slur_fits(state, plan):
        return False
    state[SLUR] = 1
    if code == OPEN_PAREN:
        return _tuplet_fits(state, plan)
    return begin_element(state, plan, code)


def _slur_fits(state: State, plan: Plan) -> bool:
    """Whether a slur may begin: in a part's last bar there must be room for two notes."""
    if state[SLUR]:
        return False
    if not last_bar(state, plan):
        return True
    room = state[ROOM] - floor(state, plan)
    if state[TUPLET]:
        return state[TUPLET] > 1 or room > 0
    if state[GRACE]:
        return room > LEAST_HOST
    return room > state[BROKEN] if state[BROKEN] else room > 1


def _tuplet_fits(state: State, plan: Plan) -> bool:
    if state[TUPLET] or state[BROKEN] or state[GRACE]:
        return False
    return state[ROOM] - floor(state, plan) >= TRIPLET_TIME


def _open_chord(state: State, plan: Plan) -> bool:
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
        if _octave_mark(state, plan, code):
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
    if available(state, plan) < LEAST_HOST or not any_letter(state, plan, 0):
        return False
    state[BEFORE] = GAP if state[PHASE] == GAP else QUOTED
    state[PHASE] = GRACES
    state[CHORD_NOTES] = 0
    state[PITCHING] = 0
    return True


def graces(state: State, plan: Plan, code: int) -> bool:
    """Read a character between the braces of grace notes, which have neither accidentals nor lengths."""
    if state[PITCHING]:
        if _octave_mark(state, plan, code):
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


def _octave_mark(state: State, plan: Plan, code: int) -> bool:
    upper = is_upper(state[POSITION])
    if code != (COMMA if upper else APOSTROPHE):
        return False
    position = state[POSITION] - 7 if upper else state[POSITION] + 7
    if marks_needed(state, plan, state[ACCIDENTAL], position) < 0:
        return False
    state[POSITION] = position
    return True


def continue_note(state: State, plan: Plan, code: int) -> bool:
    """Read an octave mark or a character of the length; without effect if it is neither or does not fit."""
    if state[PITCHING] and state[STEP] == STEP_ROOT and _octave_mark(state, plan, code):
        return True
    step = plan[plan[LENGTH_TABLE] + state[STEP] * STEP_COLUMNS + STEP_CHILD]
    while step >= 0 and plan[plan[LENGTH_TABLE] + step * STEP_COLUMNS + STEP_CODE] != code:
        step = plan[plan[LENGTH_TABLE] + step * STEP_COLUMNS + STEP_SIBLING]
    if step < 0 or not _length_fits(state, plan, step):
        return False
    if state[PITCHING] and not pitch_fits(state, plan, state[ACCIDENTAL], state[POSITION]):
        return False
    state[STEP] = step
    return True


def _length_fits(state: State, plan: Plan, step: int) -> bool:
    """Whether a length that begins like this can still become one that fits."""
    if state[BROKEN]:
        return plan[plan[EXACT_TABLE] + step * ROOMS + state[BROKEN]] < NEVER
    if state[TUPLET_LENGTH]:
        return plan[plan[EXACT_TABLE] + step * ROOMS + state[TUPLET_LENGTH]] < NEVER
    steps = plan[STEPS]
    joined = 0 if state[SPACED] else 1
    room = available(state, plan)
    if state[GRACE] or state[MARKS] == ROLLS:
        return _host_length_fits(plan, step, min(room, state[QUARTER] - 1) if joined else room)
    if state[TUPLET]:
        joined = 1
        room = (state[ROOM] - floor(state, plan)) // TRIPLET_TIME
    return plan[plan[CLOSE_TABLE] + ((state[UNIT] * 2 + joined) * steps + step) * ROOMS + room] < NEVER


def _host_length_fits(plan: Plan, step: int, room: int) -> bool:
    """Whether a length that begins like this can become one that is long enough for grace notes or a roll."""
    for ticks in range(LEAST_HOST, room + 1):  # noqa: SIM110 - no generators in compiled code
        if plan[plan[EXACT_TABLE] + step * ROOMS + ticks] < NEVER:
            return True
    return False


def close_note(state: State, plan: Plan) -> bool:
    """End the note, rest or chord and take its time from the bar."""
    ticks = plan[plan[LENGTH_TABLE] + state[STEP] * STEP_COLUMNS + STEP_TICKS]
    if ticks == 0 or not _ticks_fit(state, plan, ticks):
        return False
    if state[PITCHING]:
        if not pitch_fits(state, plan, state[ACCIDENTAL], state[POSITION]):
            return False
        sound(state, plan)
    rest = state[POSITION] < 0 and state[CHORD_NOTES] == 0
    state[LAST] = 0
    if state[BROKEN]:
        state[ROOM] -= ticks
        state[BROKEN] = 0
    elif state[TUPLET]:
        _tuplet_note(state, ticks)
    else:
        state[ROOM] -= ticks
        state[LAST] = 0 if rest or state[MARKS] == SHORTENS or not _can_break(state, ticks) else ticks
    if state[GRACE]:
        state[LAST] = -state[LAST]
    if state[MARKS] > HARMLESS:
        state[POSITION] = -1
    state[REST] = state[REST] + 1 if rest else 0
    state[BIG] = 1 if ticks >= state[QUARTER] else 0
    if state[SLUR] and state[SLUR] < ENOUGH_UNDER_SLUR:
        state[SLUR] += 1
    _clear_note(state)
    return True


def _can_break(state: State, ticks: int) -> bool:
    """Whether notes of this length are written in broken rhythm: undotted ones shorter than a quarter."""
    return 2 <= ticks < state[QUARTER] and ticks & (ticks - 1) == 0


def _ticks_fit(state: State, plan: Plan, ticks: int) -> bool:
    if state[BROKEN]:
        return ticks == state[BROKEN]
    if state[TUPLET_LENGTH]:
        return ticks == state[TUPLET_LENGTH]
    if (state[GRACE] or state[MARKS] == ROLLS) and ticks < LEAST_HOST:
        return False
    if state[TUPLET]:
        return ticks < state[QUARTER] and TRIPLET_TIME * ticks <= state[ROOM] - floor(state, plan)
    return ticks <= available(state, plan) and (state[SPACED] == 1 or ticks < state[QUARTER])


def _tuplet_note(state: State, ticks: int) -> None:
    """Take one note of a triplet; its first takes the time of all three."""
    if state[TUPLET_LENGTH] == 0:
        state[ROOM] -= TRIPLET_TIME * ticks
        state[TUPLET_LENGTH] = ticks
    state[TUPLET] -= 1
    if state[TUPLET] == 0:
        state[TUPLET_LENGTH] = 0


def _clear_note(state: State) -> None:
    state[TIE] = 0
    state[SYMBOL] = 0
    state[GRACE] = 0
    state[MARKS] = 0
    state[ACCIDENTAL] = 0
    state[PITCHING] = 0
    state[CHORD_NOTES] = 0
    state[PHASE] = AFTER


def _seal(state: State) -> None:
    """Let nothing be added to the last note any more."""
    state[LAST] = 0
    state[POSITION] = -1
    state[SPACED] = 0
    state[PHASE] = AFTER


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
        if held or last_bar(state, plan):
            return False
    state[TIE] = state[POSITION] + 1
    _seal(state)
    return True


def break_rhythm(state: State, plan: Plan, code: int) -> bool:
    """Lengthen or shorten the last note by half; the next, of the same written length, makes up for it."""
    if state[LAST] == 0 or (code == LESS and state[LAST] < 0) or state[TUPLET] or near(state, plan):
        return False
    if state[ROOM] - floor(state, plan) < abs(state[LAST]):
        return False
    state[BROKEN] = abs(state[LAST])
    _seal(state)
    state[PHASE] = QUOTED
    return True
