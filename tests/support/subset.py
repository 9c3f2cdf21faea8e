"""The music that the grammar composes, stated over whole tunes: `departures` says in what a tune is none of it.

`docs/grammar.md` says the same in words. Nothing here is the grammar's: the parser reads the tune, and all its bars are
there before the first is judged. Lengths are as written, in units of `L:`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.support.parts import forms
from tests.support.words import AFTER, Word, read
from tunesmith.notation import (
    Annotation,
    Bar,
    BrokenRhythm,
    Chord,
    ChordSymbol,
    Decoration,
    Ending,
    Field,
    GraceGroup,
    InlineField,
    MultiBarRest,
    Note,
    Rest,
    SlurClose,
    SlurOpen,
    Space,
    Tie,
    Tune,
    TupletMark,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LENGTHS = {Fraction(length) for length in ("1/4", "1/2", "3/4", 1, "3/2", 2, 3, 4, 6, 7, 8, 12, 16, 24)}
UNDOTTED = {Fraction(2) ** power for power in range(-1, 5)}
QUARTER = Fraction(1, 4)
PATTERNS = ["2/4", "3/4", "4/4", "6/4", "2/2", "3/8", "5/8", "6/8", "7/8", "9/8", "12/8"]
SYMBOL = re.compile(r"[A-G][b#]?(m|7|m7|maj7|6|m6|9|dim|aug|sus4)?(/[A-G][b#]?)?")
DYNAMICS = {"pp", "p", "mp", "mf", "f", "ff"}
TRILLS = {"trill", "lowermordent", "uppermordent"}
MARKS = {"staccato", "roll", "upbow", "downbow"} | TRILLS
PLAIN_GRACES = re.compile(r"\{(?:[A-G],*|[a-g]'*){1,3}\}")
NARROW = 60  # no shorter line is broken
LONGEST = 32  # units in a bar


def departures(text: str) -> list[str]:
    """Return in what a tune in canonical spelling is other than what the grammar composes, each reason once."""
    tune = Tune.parse(text)
    if not re.fullmatch(r"\d+/\d+", str(tune.meter)):
        return ["a free or added meter"]
    words = list(read(tune))
    found = [*header(tune), *lines(text), *signs(tune), *forms(tune), *slurs(words), *rests(words)]
    for word in words:
        for rule in (alone, chord, ordered, joined, tripled, broken, graced):
            found += rule(word)
    for before, after in pairwise(words):
        found += tied(before, after)
    return list(dict.fromkeys(found))


def header(tune: Tune) -> Iterator[str]:
    """Meters and keys that are not composed."""
    if tune.meter.capacity / tune.unit > LONGEST:
        yield "bars of more than 32 units"
    if not re.fullmatch(r"[A-G][b#]?([a-z]{3})?", str(tune.key)):
        yield "no key, or a key with accidentals of its own"


def lines(text: str) -> Iterator[str]:
    """Lines that are broken early, as the next bar is long."""
    music = [line for line in text.split("\n") if not re.match(r"[A-Z]:\S", line)]
    if any(len(line) < NARROW for line in music[:-1]):
        yield "a line broken before its 60th character, as the next bar is long"


def signs(tune: Tune) -> Iterator[str]:
    """Signs that are not composed anywhere."""
    for sign in tune.elements:
        yield from (reason for reason, kind, holds in EXCLUDED if isinstance(sign, kind) and holds(sign))
    if str(tune.meter) not in PATTERNS and any(isinstance(sign, ChordSymbol) for sign in tune.elements):
        yield "chord symbols in a meter without a pattern"
    for bar in tune.bars:
        telling = [sign for sign in bar.elements if not isinstance(sign, (*AFTER, Space, Ending))]
        if not isinstance(telling[-1], Note | Chord | Rest | MultiBarRest):
            yield "signs that no note follows in their bar"


EXCLUDED: tuple[tuple[str, Any, Callable[[Any], bool]], ...] = (
    ("annotations", Annotation, lambda _: True),
    ("changes of meter, key or tempo", Field | InlineField, lambda _: True),
    ("rests of many bars, or invisible ones", MultiBarRest, lambda _: True),
    ("rests of many bars, or invisible ones", Rest, lambda rest: rest.invisible),
    ("other decorations", Decoration, lambda mark: mark.name not in MARKS | DYNAMICS),
    ("tuplets other than triplets", TupletMark, lambda mark: (mark.count, mark.time, mark.span) != (3, 2, 3)),
    ("other chord symbols", ChordSymbol, lambda symbol: not SYMBOL.fullmatch(symbol.name)),
)


def place(note: Note) -> int:
    """Where a note stands on the staff: 0 is C two octaves below middle C."""
    return 7 * (note.octave - 2) + "CDEFGAB".index(note.letter)


def alone(word: Word) -> Iterator[str]:
    """What a note or rest is not by itself."""
    if word.length not in LENGTHS:
        yield "other lengths"
    graces = [note for group in word.signs(GraceGroup) for note in group.notes]
    if not all(0 <= place(note) <= 41 for note in [*word.notes, *graces]):
        yield "notes below C,, or above b''"
    if any(abs(note.accidental or 0) > 1 for note in word.notes):
        yield "double accidentals"
    if isinstance(word.timed, Rest):
        fast = word.tuplet or word.second or word.broken
        if fast or word.signs(Decoration | GraceGroup | SlurOpen):
            yield "rests in triplets, slurs or broken rhythm, or with decorations or grace notes"


def chord(word: Word) -> Iterator[str]:
    """Chords that are not plain."""
    if not isinstance(word.timed, Chord):
        return
    places = {place(note) for note in word.notes}
    if len(places) < len(word.notes) or not 2 <= len(places) <= 4 or any(note.length != 1 for note in word.notes):
        yield "chords of one note, of more than four, or of several lengths"
    if any(note.tied for note in word.notes) or word.tuplet or word.second:
        yield "chords that are tied, in triplets, or second in a broken rhythm"
    if word.named(TRILLS | {"roll"}):
        yield "rolls and trills on chords"


def ordered(word: Word) -> Iterator[str]:
    """More signs at a note than the grammar gives it, or in another order."""
    kinds = {ChordSymbol: "s", GraceGroup: "g", TupletMark: "t", SlurOpen: "("}
    order = "".join(kinds.get(type(sign), "") for sign in word.before)
    decorations = word.signs(Decoration)
    early = [mark for mark in decorations if mark.name not in DYNAMICS and mark is not word.before[-1]]
    if not re.fullmatch(r"s?g?t?\(?", order) or len(decorations) > 1 or early:
        yield "several decorations, chord symbols or slurs at a note, or in another order"


def joined(word: Word) -> Iterator[str]:
    """Notes that stand together where the grammar sets them apart."""
    meter, bar = word.bar.meter, word.bar.capacity
    group = Fraction(3, meter.unit) if meter.beats > 3 and meter.beats % 3 == 0 else bar / 2 if bar == 1 else bar
    if not (word.spaced or word.tuplet > 1 or word.second) and word.onset % group == 0:
        yield "notes joined over beat groups"


def tripled(word: Word) -> Iterator[str]:
    """Triplets that are not plain."""
    if not word.tuplet:
        return
    later = word.first is not None and (
        word.spaced or word.bar is not word.first.bar or word.length != word.first.length
    )
    if later or word.length * word.unit >= QUARTER:
        yield "triplets of unequal notes, of quarters, or not in one beam"
    if word.signs(BrokenRhythm | GraceGroup) or word.named({"roll"}):
        yield "triplets with broken rhythm, grace notes or rolls"
    if word.signs(Tie) and word.tuplet < 3:
        yield "ties inside triplets"


def broken(word: Word) -> Iterator[str]:
    """Broken rhythm that is not plain."""
    if not (word.broken or word.second):
        return
    if word.length not in UNDOTTED or word.length * word.unit >= QUARTER or (word.broken and word.broken.dots > 1):
        yield "broken rhythm on other lengths, or doubled"
    if word.named({"staccato"}) or (word.second and word.named({"roll"})):
        yield "staccato notes in broken rhythm, or a roll on its second note"


def graced(word: Word) -> Iterator[str]:
    """Grace notes that are not plain, and what has no time for them or for a roll."""
    for group in word.signs(GraceGroup):
        if not PLAIN_GRACES.fullmatch(group.text):
            yield "grace notes with accidentals, lengths or marks, or more than three"
        if word.second or (word.broken and not word.broken.longer_first):
            yield "grace notes or rolls on notes shorter than the unit, or shortened"
    if (word.signs(GraceGroup) or word.named({"roll"})) and word.length < 1:
        yield "grace notes or rolls on notes shorter than the unit, or shortened"
    if word.signs(GraceGroup) and word.named({"roll", "staccato"}):
        yield "rolls and staccato with grace notes"


def tied(before: Word, after: Word) -> Iterator[str]:
    """Ties that are not plain."""
    if not before.signs(Tie):
        return
    if before.broken or before.signs(SlurClose) or before.named(TRILLS | {"roll", "staccato"}):
        yield "ties at the end of a slur, in broken rhythm, or from rolls, trills and staccato notes"
    if not isinstance(after.timed, Note) or after.timed.accidental is not None or after.signs(GraceGroup):
        yield "ties into chords, grace notes or accidentals"
    if after.named(TRILLS | {"roll"}):
        yield "ties into rolls and trills"
    if before.bar is not after.bar:
        here = {
            place(note) for element in before.bar.elements for note in notes(element) if note.accidental is not None
        }
        if place(before.notes[0]) in here:
            yield "ties of an altered note into another bar"
        if ends(before.bar, after.bar):
            yield "ties and slurs over the end of a part"


def notes(element: object) -> Sequence[Note]:
    """The notes of a note or chord."""
    return element.notes if isinstance(element, Chord) else [element] if isinstance(element, Note) else []


def ends(before: Bar, after: Bar) -> bool:
    """Whether a bar line between two bars is more than a plain one."""
    return before.ends_part or after.endings != before.endings


def begins(before: Bar, after: Bar) -> bool:
    """Whether a part begins with the bar `after`: not at a second ending, nor behind a pickup that `|:` follows."""
    picked = before.index == 0 and before.duration < before.capacity
    return before.ends_part and after.endings != (2,) and not picked


def slurs(words: Sequence[Word]) -> Iterator[str]:
    """Slurs that are not plain."""
    under = None
    before: Word | None = None
    for word in words:
        if under is not None and before is not None and before.bar is not word.bar and ends(before.bar, word.bar):
            yield "ties and slurs over the end of a part"
        if len(word.signs(SlurOpen)) > (under is None):
            yield "slurs in slurs"
        under = 0 if word.signs(SlurOpen) else under
        if under is not None and isinstance(word.timed, Rest):
            yield "rests in triplets, slurs or broken rhythm, or with decorations or grace notes"
        under = None if under is None else under + 1
        if word.signs(SlurClose):
            if (under or 0) < 2 or word.broken or len(word.signs(SlurClose)) > 1:
                yield "slurs over one note, or that end inside broken rhythm"
            under = None
        before = word


def rests(words: Sequence[Word]) -> Iterator[str]:
    """More rests in a row than two."""
    row = 0
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and before.bar is not word.bar and begins(before.bar, word.bar):
            row = 0
        row = row + 1 if isinstance(word.timed, Rest) else 0
        if row > 2:
            yield "three rests in a row"
