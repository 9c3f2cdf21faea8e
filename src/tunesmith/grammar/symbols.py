"""Chord symbols that must stand: the first one of a lead sheet, or all those of a chart, each at its place in the bar.

A chart cuts every bar into equal pulses and says of each which chord is in force and whether its symbol is written
there. A symbol stands before a note, so no note is held across a place where one must stand.
"""

from __future__ import annotations

from tunesmith.grammar.layout import (
    BAR,
    BARS,
    BROKEN,
    CHART_CHORDS,
    CHART_TABLE,
    CHORD_CHARACTERS,
    CHORD_COLUMNS,
    COPY_END,
    GROUP,
    OFF_CHORD,
    PART,
    PART_CHART,
    PART_COLUMNS,
    PART_TABLE,
    PER_MILLE_OFF,
    PICKING,
    PULSES,
    ROOM,
    STRONG,
    SYMBOL,
    SYMBOL_RULE,
    SYMBOLS,
    SYMBOLS_FIRST,
    SYMBOLS_GIVEN,
    TIE,
    TUPLET,
    TUPLET_LENGTH,
    Plan,
    State,
)  # fmt: skip

__all__ = ["chord_in_force", "is_strong", "may_leave_chord", "next_change", "symbol_characters", "symbol_due"]


def _charted(state: State, plan: Plan, pulse: int) -> int:
    """Return what the chart says of a pulse of this bar: twice the chord, and 1 more where its symbol is written."""
    part = plan[plan[PART_TABLE] + state[PART] * PART_COLUMNS + PART_CHART]
    return plan[plan[CHART_TABLE] + part + state[BARS] * plan[PULSES] + pulse]


def symbol_due(state: State, plan: Plan) -> bool:
    """Whether a chord symbol must stand before anything else does."""
    if plan[SYMBOL_RULE] < SYMBOLS_FIRST or state[SYMBOL] or state[PICKING] or state[TUPLET] or state[BROKEN]:
        return False
    if plan[SYMBOL_RULE] == SYMBOLS_FIRST:
        return state[SYMBOLS] == 0 and state[ROOM] == state[BAR]
    elapsed, pulse = state[BAR] - state[ROOM], state[BAR] // plan[PULSES]
    return state[ROOM] > 0 and elapsed % pulse == 0 and _charted(state, plan, elapsed // pulse) % 2 == 1


def chord_in_force(state: State, plan: Plan) -> int:
    """Return where the chord that the chart has here stands in the plan."""
    pulse = (state[BAR] - state[ROOM]) // (state[BAR] // plan[PULSES])
    return plan[CHART_CHORDS] + _charted(state, plan, pulse) // 2 * CHORD_COLUMNS


def next_change(state: State, plan: Plan) -> int:
    """Return the ticks of the bar that are left where the next symbol must stand, 0 where none must any more."""
    if plan[SYMBOL_RULE] != SYMBOLS_GIVEN or state[PICKING]:
        return 0
    ticks = state[BAR] // plan[PULSES]
    for pulse in range((state[BAR] - state[ROOM]) // ticks + 1, plan[PULSES]):
        if _charted(state, plan, pulse) % 2:
            return state[BAR] - pulse * ticks
    return 0


def symbol_characters(state: State, plan: Plan, left: int) -> int:
    """Return the characters of the symbol that stands where so many ticks of the bar are left."""
    chord = _charted(state, plan, (state[BAR] - left) // (state[BAR] // plan[PULSES])) // 2
    return plan[plan[CHART_CHORDS] + chord * CHORD_COLUMNS + CHORD_CHARACTERS]


def is_strong(state: State, plan: Plan) -> bool:
    """Whether a note that begins here is on a strong beat of a bar with charted chords, the first of a beat group."""
    if plan[SYMBOL_RULE] != SYMBOLS_GIVEN or state[PICKING] or state[BROKEN] or state[TIE] or state[ROOM] == 0:
        return False
    if state[TUPLET] and state[TUPLET_LENGTH]:
        return False
    return (state[BAR] - state[ROOM]) % state[GROUP] == 0


def may_leave_chord(state: State, plan: Plan) -> bool:
    """Whether the note that begins here may be none of the chord's, as far as the share of such notes goes."""
    if state[COPY_END] or not is_strong(state, plan):
        return True
    return (state[OFF_CHORD] + 1) * 1000 <= plan[PER_MILLE_OFF] * (state[STRONG] + 1)
