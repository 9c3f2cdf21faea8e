"""From an outline to the tables of its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product

from tunesmith.grammar.characters import advance, begin
from tunesmith.grammar.charts import chart_room, chart_table, chord_words
from tunesmith.grammar.headers import header_lines, header_text
from tunesmith.grammar.layout import (
    CHART_CHORDS,
    CHART_ROOM,
    CHART_TABLE,
    CHORD_CHARACTERS,
    CHORD_COLUMNS,
    CHORD_PITCHES,
    CHORD_WORD,
    CHORDS,
    CLOSE_TABLE,
    COUNT_BY_PART,
    COURTESY,
    ENDS,
    EXACT_TABLE,
    FILL_MOST,
    FILL_TABLE,
    FIRST_SYMBOL,
    FORCED,
    FORCED_TABLE,
    FRAGMENT,
    FRAGMENT_KEY,
    FRAGMENT_LEAVES,
    FRAGMENT_METER,
    FRAGMENT_ROOM,
    FRAGMENT_TIE,
    FRAGMENT_UNIT,
    KEY_TABLE,
    LANDING,
    LAST_NOTE,
    LATER_BARS,
    LATER_PARTS,
    LEAST_PARTS,
    LEAST_TOTAL,
    LENGTH_TABLE,
    LETTER,
    LIMIT,
    MAX_PARTS,
    METER_COLUMNS,
    METER_LAST_SHARE,
    METER_TABLE,
    METERS,
    MOST_ENDING,
    MOST_PARTS,
    MOST_PICKUP,
    PART_CHART,
    PART_COLUMNS,
    PART_COPIES,
    PART_COPY,
    PART_ENDS,
    PART_LEAST,
    PART_MOST,
    PART_PHRASE,
    PART_REPEATED,
    PART_TABLE,
    PER_MILLE_OFF,
    PER_MILLE_OUTSIDE,
    PICKUP_ASKED,
    PITCH_TABLE,
    PULSES,
    ROOMS,
    RULES,
    SAME_PICKUP,
    STEP_COLUMNS,
    STEPS,
    SYMBOL_RULE,
    SYMBOLS_FIRST,
    SYMBOLS_FREE,
    SYMBOLS_GIVEN,
    SYMBOLS_NONE,
    TEXT,
    TONIC_TABLE,
    USED,
    WORD_ROOTS,
    WORD_TABLE,
)  # fmt: skip
from tunesmith.grammar.outlines import Ending, Outline, PartOutline, Symbols
from tunesmith.grammar.shortest import FAR, cost
from tunesmith.grammar.tables import (
    STRUMMED,
    closings,
    dynamics,
    exact_closings,
    fillings,
    length_table,
    symbols,
    ticks_of,
    word_table,
)  # fmt: skip
from tunesmith.music.beats import longest_beam
from tunesmith.music.notes import LETTERS, SEMITONES

__all__ = ["build_plan", "least_length", "with_last_shares"]

SYMBOL_RULES: dict[Symbols, int] = {"free": SYMBOLS_FREE, "none": SYMBOLS_NONE, "first": SYMBOLS_FIRST}
ENDINGS: dict[Ending, int] = {"any": 0, "home": 1, "open": 2}
NO, YES, FREE = 0, 1, 2
LONGEST_HEADER = 80
LONGEST_LENGTH = 3  # characters
LONGEST_SYMBOL = 11  # characters, with its quotation marks: "F#maj7/G#"
PITCHES = 128  # of MIDI
SPARE = 16  # a tempo line, and a longer key than the first


def build_plan(outline: Outline) -> list[int]:
    """Return the plan of an outline.

    Raises:
        ValueError: a bar or the pickup is no whole number of ticks in some unit, or longer than a plan can hold.
    """
    letter = _letter_cost(outline)
    lengths, fill = length_table(), fillings(letter)
    spellings, roots = word_table([header_lines(outline), symbols(), dynamics(), *chord_words(outline.chart)])
    quarters = [ticks_of(Fraction(1, 4), unit) for unit in outline.units]
    close = [number for quarter in quarters for below in (ROOMS, quarter) for number in _closings(letter, below)]
    tables = {
        METER_TABLE: _meters(outline),
        KEY_TABLE: [alteration for _, alterations in outline.keys for alteration in alterations],
        TONIC_TABLE: [LETTERS.index(name[0]) for name, _ in outline.keys],
        PART_TABLE: _parts(outline),
        WORD_TABLE: spellings,
        WORD_ROOTS: roots[:3],
        LENGTH_TABLE: lengths,
        FILL_TABLE: fill,
        CLOSE_TABLE: close,
        EXACT_TABLE: exact_closings(lengths),
        FORCED_TABLE: [ord(character) for character in outline.forced],
        CHART_TABLE: chart_table(outline.chart)[0],
        CHART_CHORDS: _chart_chords(outline, roots[3:]),
        PITCH_TABLE: [int(outline.allows(number)) for number in range(PITCHES)],
    }
    plan = _rules(outline, letter, max(fill), len(lengths) // STEP_COLUMNS)
    for pointer, table in tables.items():
        plan[pointer] = len(plan)
        plan += table
    return plan


def with_last_shares(plan: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Return the plan that the same outline has with these `last_shares`, one for each meter, without building it."""
    first, count = plan[METER_TABLE] + METER_LAST_SHARE, plan[METERS] * METER_COLUMNS
    changed = [*plan]
    for row in range(first, plan[KEY_TABLE], count):
        changed[row : row + count : METER_COLUMNS] = shares
    return changed


@cache
def _closings(letter: int, below: int) -> list[int]:
    """Return the costs of closing a note, which the plans of all meters share."""
    return closings(length_table(), fillings(letter), below)


def least_length(outline: Outline) -> int:
    """Return the characters of the shortest tune, in the unit and meter in which that is longest."""
    header_space = TEXT + LONGEST_HEADER
    longest = 0
    for unit, meter in product(outline.units, outline.meters):
        open_end = replace(outline, units=[unit], meters=[meter], keys=outline.keys[:1], limit=FAR, forced="")
        plan, state = build_plan(open_end), [0] * header_space
        begin(state, plan)
        for character in header_text(open_end):
            advance(state, plan, ord(character))
        longest = max(longest, state[USED] + cost(state, plan))
    return longest + SPARE


def _letter_cost(outline: Outline) -> int:
    """Return the characters of the shortest note that is in range in every key, and an accidental to bring it back."""
    costs = [cost for costs in _spellings(outline) for cost in costs]
    if not costs:
        raise ValueError("the range holds no note")
    return min(costs) + (1 if outline.share_outside < 1 else 0)


def _spellings(outline: Outline) -> list[list[int]]:
    """Return, by letter, the characters of its notes that may be written in every key, without an accidental."""
    semitones = tuple(SEMITONES.values())
    costs: list[list[int]] = [[] for _ in semitones]
    for position in range(42):
        number = 36 + position // 7 * 12 + semitones[position % 7]
        altered = outline.pitches is None or all(outline.allows(number + key[position % 7]) for _, key in outline.keys)
        if outline.lowest < number < outline.highest and altered:
            octave = position // 7
            costs[position % 7].append(1 + (2 - octave if octave < 3 else octave - 3))
    return costs


def _last_note_cost(outline: Outline) -> int:
    """Return the characters that a last note as asked takes at most: space, accidental, letter, marks and length."""
    letters = _spellings(outline)
    if not all(letters):
        raise ValueError("the range does not hold every degree, so that the tonic might be missing at the end")
    return 2 + max(map(min, letters)) + LONGEST_LENGTH


def _dearer(fill: Sequence[int]) -> int:
    """Return how many characters a part of a room may take more than the whole: `4 2` is longer than `8`."""
    return max(fill[part] - fill[room] for room in range(1, ROOMS) for part in range(room))


def _meters(outline: Outline) -> list[int]:
    table = []
    for unit in outline.units:
        shares = outline.last_shares or [0] * len(outline.meters)
        for (beats, beat_unit), share in zip(outline.meters, shares, strict=True):
            durations = (Fraction(beats, beat_unit), longest_beam(beats, beat_unit), Fraction(1, 4))
            table += [ticks_of(duration, unit) for duration in durations]
            table += [int((beats, beat_unit) in STRUMMED), share]
    if max(table) >= ROOMS:
        raise ValueError("a bar is too long for the unit note length")
    return table


def _parts(outline: Outline) -> list[int]:
    """Return the rows of the parts; rows beyond the last are empty."""
    sources = [part.copy_of for part in outline.parts]
    table = []
    last = 0 if outline.fragment else len(sources) - 1
    charted = chart_table(outline.chart)[1] or [0] * len(sources)
    endings = {last, *(source for source in sources[outline.least_parts - 1 :] if source is not None)}
    for index, part in enumerate(outline.parts):
        row = [0] * PART_COLUMNS
        row[PART_LEAST], row[PART_MOST] = part.least, part.most - (part.most - part.least) % part.phrase
        row[PART_PHRASE] = part.phrase
        row[PART_REPEATED] = FREE if part.repeated is None else YES if part.repeated else NO
        row[PART_COPY] = -1 if part.copy_of is None else part.copy_of
        row[PART_COPIES] = sources.count(index)
        row[PART_ENDS] = int(index in endings)
        row[PART_CHART] = charted[index]
        for later in range(index + 1, outline.least_parts):
            if sources[later] is None:
                row[LATER_BARS] += outline.parts[later].least * (1 + sources.count(later))
                row[LATER_PARTS] += 1 + sources.count(later)
        table += row
    return table + [0, 0, 1, 0, -1, 0, 0, 0, 0, 0] * (MAX_PARTS + 1 - len(outline.parts))


def _most_certain(parts: Sequence[PartOutline]) -> int:
    """Return the bars that a tune can always reach: the last part may be long if it brings none back."""
    sources = [part if part.copy_of is None else parts[part.copy_of] for part in parts]
    last = parts[-1].most if parts[-1].copy_of is None else sources[-1].least
    return sum(part.least for part in sources[:-1]) + last


def _rules(outline: Outline, letter: int, fill_most: int, steps: int) -> list[int]:
    rules = [0] * RULES
    comes_back = any(part.copy_of is not None for part in outline.parts)
    rules[LIMIT] = outline.limit
    rules[LEAST_PARTS], rules[MOST_PARTS] = outline.least_parts, len(outline.parts)
    rules[LEAST_TOTAL] = min(outline.least_total, _most_certain(outline.parts))
    rules[PICKUP_ASKED] = -1 if outline.pickup is None else ticks_of(outline.pickup, outline.units[0])
    rules[MOST_PICKUP] = 6
    rules[SAME_PICKUP] = rules[COUNT_BY_PART] = int(comes_back)
    rules[MOST_ENDING] = 4 if outline.endings else 0
    rules[PER_MILLE_OUTSIDE] = int(1000 * outline.share_outside)
    rules[CHORDS], rules[COURTESY] = int(outline.chords), int(outline.courtesy)
    rules[LETTER], rules[FILL_MOST] = letter, fill_most
    rules[STEPS] = steps
    rules[ENDS] = ENDINGS[outline.ending]
    if rules[ENDS]:
        rules[LAST_NOTE] = _last_note_cost(outline)
        rules[LANDING] = rules[LAST_NOTE] + _dearer(fillings(letter))
    _chord_rules(outline, rules, letter)
    rules[FORCED], rules[METERS] = len(outline.forced), len(outline.meters)
    if outline.fragment:
        unit = outline.units[0]
        rules[FRAGMENT] = outline.fragment.bars
        rules[FRAGMENT_METER] = rules[FRAGMENT_UNIT] = rules[FRAGMENT_KEY] = 0
        rules[FRAGMENT_ROOM] = ticks_of(outline.fragment.room, unit)
        rules[FRAGMENT_LEAVES] = ticks_of(outline.fragment.leaves, unit)
        tied = outline.fragment.tied_position
        rules[FRAGMENT_TIE] = 0 if tied is None else tied + 1
    return rules


def _chord_rules(outline: Outline, rules: list[int], letter: int) -> None:
    """Fill in the rules on chord symbols."""
    chart = outline.chart
    rules[SYMBOL_RULE] = SYMBOLS_GIVEN if chart else SYMBOL_RULES[outline.symbols]
    rules[PER_MILLE_OFF] = 1000
    if outline.symbols == "first" and not chart:
        rules[FIRST_SYMBOL] = LONGEST_SYMBOL
    if chart:
        rules[PULSES] = chart.pulses
        [unit], [meter], pickup = outline.units, outline.meters, outline.pickup or Fraction(0)
        sizes = ticks_of(Fraction(*meter), unit), ticks_of(pickup, unit)
        rules[CHART_ROOM] = chart_room(chart, fillings(letter), *sizes)
        rules[MOST_PICKUP] = 0  # beside the one that is settled
        rules[PER_MILLE_OFF] = round(1000 * chart.off)
        if rules[ENDS]:
            longest = max(chord.characters for chord in chart.chords)
            rules[LAST_NOTE] += longest
            rules[LANDING] += longest


def _chart_chords(outline: Outline, roots: Sequence[int]) -> list[int]:
    """Return the rows of the chords; `roots` are where their symbols begin among the words."""
    table = []
    for chord, root in zip(outline.chart.chords if outline.chart else (), roots, strict=True):
        row = [0] * CHORD_COLUMNS
        row[CHORD_WORD], row[CHORD_PITCHES], row[CHORD_CHARACTERS] = root, chord.mask, chord.characters
        table += row
    return table
