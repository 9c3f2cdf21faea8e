"""The state of a tune being written, and the plan it is written to: what each number of the two means.

A state is one flat row of integers: the head (below), two copies of it to go back to, where each part lies in the
text, and the text itself. Times are ticks; a tick is a quarter of the unit note length `L:`, so that every length
the grammar composes is whole. A plan is a flat row too: the rules below, then the tables that they point to. A state
belongs to one plan, and a batch of either is a matrix.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import TypeAlias

__all__ = [
    "END",
    "HEAD",
    "MAX_PARTS",
    "PARTS_AT",
    "PART_RECORD",
    "SAVED",
    "TEXT",
    "TRIAL",
    "Plan",
    "State",
    "state_size",
]

State: TypeAlias = MutableSequence[int]
Plan: TypeAlias = Sequence[int]

END = 0  # the code that ends a tune; every other code is a character's code point

# Heads --------------------------------------------------------------------------------------------------------------
(
    PHASE,  # what the last character was part of, one of the phases below
    NODE,  # where a header line, chord symbol or decoration stands in WORD_TABLE
    USED,  # characters written
    COLUMN,  # characters written on this line
    RESERVE,  # more characters than any completion can need before the next bar line
    UNIT,  # index of the unit note length
    METER,  # index of the meter
    KEY,  # index of the key signature
    BAR,  # ticks in a bar
    GROUP,  # ticks in a beat group: notes of two groups are never joined
    QUARTER,  # ticks in a quarter note: from here on notes stand alone
    LANDING_LEAST,  # ticks that a last note as asked has at least where its bar is full
    ROOM,  # ticks left in this bar
    PART,  # parts finished
    BARS,  # bars finished in this part, pickups not counted
    TOTAL,  # bars in the parts finished
    LEAST,  # bars with which this part may end next
    MOST,  # bars this part may have
    REPEAT,  # 0: this part is not repeated, 1: a repeat is open, 2: the tune's beginning, which may become either
    ENDING,  # 0: none yet, 1: in the first ending, 2: in the second
    ENDING_AT,  # bars before the first ending
    PICKUP,  # ticks of this part's pickup
    TUNE_PICKUP,  # ticks of the pickup before the tune's first bar
    FIRST,  # 1: the tune's first bar, which may turn out to be a pickup
    PICKING,  # 1: in a pickup of known length
    PART_START,  # where this part's text begins
    COPY_AT,  # while a part comes back: where in the text its next character stands
    COPY_END,  # and where it ends; 0 when nothing is copied
    COPIES,  # how often this part comes back later
    DEBT,  # characters that the finished parts still to come back will need
    NOTES,  # notes that count for the share outside the key
    OUTSIDE,  # of these, outside the key
    SHARPS,  # bit p: the position p sounds sharp until the end of the bar
    FLATS,  # likewise flat
    NATURALS,  # likewise natural
    TOKEN,  # the bar line being written
    TOKEN_AT,  # where in the text it begins, with the space before it
    BODY_AT,  # where in the text the music begins, after the header
    STEP,  # where the length of this note stands in LENGTH_TABLE
    ACCIDENTAL,  # the accidental just written, as a code point, or 0
    POSITION,  # staff position of this note: 0 is C two octaves below middle C
    PITCHING,  # 1: this note may still take octave marks
    SPACED,  # 1: a space stands between the last element and here
    BIG,  # 1: the last element is a quarter note or longer
    REST,  # rests written in a row
    ALTERED,  # 1: this note sounds other than the key signature says
    TUPLET,  # notes of the tuplet not finished
    TUPLET_LENGTH,  # written ticks of each note of the tuplet; 0 before its first
    BROKEN,  # written ticks that the second note of a broken rhythm must have; 0 when none is open
    LAST,  # written ticks of the last note if it may begin a broken rhythm, negative if it may only be lengthened
    TIE,  # 1 + the position that the next note must have, 0 when no tie is open
    SLUR,  # 1 + the notes under the open slur, 0 when none is open
    CHORD,  # bit p: the position p is in the chord being written
    CHORD_NOTES,  # notes in the chord or grace group being written
    SYMBOL,  # 1: a chord symbol waits for its note
    SYMBOLS,  # 1: there are chord symbols in the tune
    GRACE,  # grace notes that wait for their note
    MARKS,  # what kind of decoration waits for its note, 0 for none
    BEFORE,  # the phase to go back to after a chord symbol or decoration
    LANDED,  # ticks of the last note if the tune may end on it as asked, 0 if it may not
    STRONG,  # notes on strong beats, where chords are charted
    OFF_CHORD,  # of these, none of the chord's
    FINE,  # 1: a note that is no multiple of an eighth has been written, or broken rhythm; triplets apart
) = range(63)
HEAD = 63

SAVED = HEAD  # the head before the character under trial
TRIAL = 2 * HEAD  # the head before a bar line under trial
PARTS_AT = 3 * HEAD
MAX_PARTS = 12
PART_RECORD = 3  # first character, character after the last, bars
TEXT = PARTS_AT + MAX_PARTS * PART_RECORD


def state_size(characters: int) -> int:
    """Return how many integers a state needs for a tune of at most so many characters."""
    return TEXT + characters


# Phases -------------------------------------------------------------------------------------------------------------
(
    HEADER,  # in the header lines
    BAR_TOKEN,  # in a bar line that may go on
    GAP,  # after a bar line or line break: chord symbol, dynamics, grace notes or a space
    READY,  # after that space: a note, or a line break if the bar line is right before
    SPACE,  # after the space that follows a note
    QUOTED,  # after a chord symbol, dynamics, grace notes or broken rhythm inside the bar
    PAREN,  # after an opening parenthesis: slur or tuplet
    PREFIX,  # after anything that must be followed by its note at once
    ACCIDENTED,  # after an accidental
    NOTE,  # in a note, rest or chord, which may go on
    AFTER,  # after the end of a slur or a tie sign
    GRACES,  # between the braces of grace notes
    CHORDED,  # between the brackets of a chord
    WORD,  # in a chord symbol
    MARK,  # in dynamics between exclamation marks
    DONE,  # the tune has ended
) = range(16)

# Kinds of decoration: how programs play them limits where they may stand -------------------------------------------
DYNAMIC, HARMLESS, SHORTENS, ROLLS, TRILLS = range(1, 6)

# Bar lines, as they mean something ----------------------------------------------------------------------------------
(
    PLAIN,  # |
    DOUBLE,  # || with another part behind it
    OPENS,  # |:
    CLOSES,  # :| with another part behind it
    CLOSES_OPENS,  # ::
    FIRST_ENDING,  # |1
    SECOND_ENDING,  # :|2
    FINAL,  # |] or || at the end
    CLOSES_FINAL,  # :| at the end
) = range(9)
KINDS = 9

# What is asked of the tune's end: the values of ENDS; 0 asks for nothing ---------------------------------------------
HOME, OPEN = 1, 2

# What is asked of chord symbols -------------------------------------------------------------------------------------
SYMBOLS_FREE, SYMBOLS_NONE, SYMBOLS_FIRST, SYMBOLS_GIVEN = range(4)  # GIVEN: those of the chart and no others

# Plans: first the rules ---------------------------------------------------------------------------------------------
(
    LIMIT,  # characters at most
    LEAST_PARTS,
    MOST_PARTS,
    LEAST_TOTAL,  # bars at least in all
    PICKUP_ASKED,  # ticks of the tune's pickup, -1 when free
    MOST_PICKUP,  # a pickup is at most this many eighths of a bar
    SAME_PICKUP,  # 1: all parts have the first part's pickup (parts that come back need it)
    MOST_ENDING,  # bars of a first ending at most, 0: no endings
    PER_MILLE_OUTSIDE,  # thousandths of the notes that may lie outside the key, 1000: no bound
    COUNT_BY_PART,  # 1: the bound holds in each part (parts that come back need it)
    CHORDS,  # 1: chords may be written
    SYMBOL_RULE,  # what is asked of chord symbols, one of SYMBOLS_FREE to SYMBOLS_GIVEN
    PULSES,  # pulses in a bar of the chart of chords
    CHART_ROOM,  # characters that a bar takes more for its charted chords, at most
    FIRST_SYMBOL,  # characters that the first chord symbol takes at most, 0 where none is asked for
    PER_MILLE_OFF,  # thousandths of the notes on strong beats that may be none of the charted chord's
    COURTESY,  # 1: an accidental may restate what holds anyway
    ENDS,  # 0: on any note, 1: at home, on the tonic and at rest, 2: open, on another degree
    LAST_NOTE,  # characters that such a last note takes at most, with the space before it
    LANDING,  # characters that a bar takes more for ending with it, at most
    LETTER,  # characters that a note in range takes at most, its length apart
    FORCED,  # characters in FORCED_TABLE
    FILL_MOST,  # characters that filling a bar or a part of it takes at most
    METERS,  # meters in METER_TABLE, for each unit
    STEPS,  # steps in LENGTH_TABLE
    # Where in the plan each table begins:
    METER_TABLE,  # (units, meters, METER_COLUMNS) ticks of a bar, of a beat group and of a
    # quarter note, whether chord symbols may be written, and the share of a full bar that
    # a last note as asked has at least, in parts of BAR_SHARES
    KEY_TABLE,  # (keys, 7) alteration of C D E F G A B by key signature, -1, 0 or 1
    TONIC_TABLE,  # (keys) the letter of the tonic, from 0 for C to 6 for B
    PART_TABLE,  # (MAX_PARTS + 1, PART_COLUMNS)
    WORD_TABLE,  # (nodes, WORD_COLUMNS) header lines, chord symbols and decorations as trees of characters
    WORD_ROOTS,  # (3) the first node of each of these
    LENGTH_TABLE,  # (steps, STEP_COLUMNS) the spellings of a note's length as a tree of characters
    FILL_TABLE,  # (ROOMS) fewest characters that fill so many ticks with notes
    CLOSE_TABLE,  # (units, 2, steps, ROOMS) fewest that end a note whose length stands there and fill the rest, for a
    # note alone and for one joined to the note before it; NEVER where the note is too long already
    EXACT_TABLE,  # (steps, ROOMS) fewest that make the length exactly so many ticks, or NEVER
    FORCED_TABLE,  # codes of the characters that the music begins with, after the header
    CHART_TABLE,  # (bars, PULSES) for each part: twice the chord in force, and 1 more where its symbol is written
    CHART_CHORDS,  # (chords, CHORD_COLUMNS)
    PITCH_TABLE,  # (128) 1 for each MIDI number that may be written
    FRAGMENT,  # 0: a whole tune, n: n bars to stand between given music
    FRAGMENT_METER,  # then the meter, unit and key, the room in the first bar, what the last bar leaves open,
    FRAGMENT_UNIT,
    FRAGMENT_KEY,
    FRAGMENT_ROOM,
    FRAGMENT_LEAVES,
    FRAGMENT_TIE,  # and 1 + the position that the first note is tied to, or 0
) = range(46)
RULES = 46

# Columns of a plan's tables -----------------------------------------------------------------------------------------
(
    PART_LEAST,  # bars
    PART_MOST,
    PART_PHRASE,  # it may be longer than the least by any number of so many bars
    PART_REPEATED,  # 0: no, 1: yes, 2: free
    PART_COPY,  # the part that comes back here, -1: new music
    PART_COPIES,  # how often this part comes back later
    LATER_BARS,  # bars that the parts after this one need, those that come back counted as often
    LATER_PARTS,
    PART_ENDS,  # 1: it must end as the tune is asked to: it is the last, or comes back where the tune may end
    PART_CHART,  # where its first bar stands in CHART_TABLE
) = range(10)
PART_COLUMNS = 10

CHORD_WORD, CHORD_PITCHES, CHORD_CHARACTERS = range(3)  # first node in WORD_TABLE, bit p: pitch class p, characters
CHORD_COLUMNS = 3

WORD_CODE, WORD_SIBLING, WORD_CHILD, WORD_VALUE = range(4)
WORD_COLUMNS = 4
ROOT_HEADER, ROOT_SYMBOL, ROOT_MARK = range(3)
FIELD = 1000  # a header line's value is field * FIELD + index
FIELD_UNIT, FIELD_METER, FIELD_KEY = 1, 2, 3

STEP_CODE, STEP_SIBLING, STEP_CHILD, STEP_TICKS = range(4)
STEP_COLUMNS = 4
STEP_ROOT = 0

METER_BAR, METER_GROUP, METER_QUARTER, METER_SYMBOLS, METER_LAST_SHARE = range(5)
METER_COLUMNS = 5

ROOMS = 129  # the longest bar has 128 ticks
NEVER = 999  # the cost of what cannot be written
BAR_SHARES = 72  # so that every eighth of a bar of 6/8, 9/8 and 12/8 is a whole number of shares
