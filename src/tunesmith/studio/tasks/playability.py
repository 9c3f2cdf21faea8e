"""A tune on an instrument: the notes that it lacks, the keys that fit it, how hard it is, and what stands below."""

from __future__ import annotations

from dataclasses import dataclass

from tunesmith.analysis.difficulty import AspectName, Grade, difficulty_of
from tunesmith.analysis.ornaments import Ornament, suggested_ornaments, with_ornaments
from tunesmith.analysis.playability import missing_notes, moves
from tunesmith.analysis.statistics import struck
from tunesmith.music.instruments import INSTRUMENTS, Instrument
from tunesmith.notation import Tune
from tunesmith.rendering.fingerings import below_notes, names_in
from tunesmith.rendering.tempo import tempo_of
from tunesmith.studio.tasks.reading import as_json

__all__ = ["BelowAnswer", "OrnamentsAnswer", "PlayabilityAnswer", "below", "ornaments", "playability"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that makes a tune easy or hard: semitones, notes a second, the share of leaps, or frets."""

    name: AspectName
    amount: float
    grade: Grade


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How hard a tune is, and why."""

    grade: Grade
    aspects: list[Aspect]


@dataclass(frozen=True, slots=True)
class Move:
    """A transposition: so many semitones up, and the key that it leads to."""

    semitones: int
    key: str


@dataclass(frozen=True, slots=True)
class PlayabilityAnswer:
    """What an instrument makes of a tune: the names of notes that it lacks, and where it has all, the best first.

    `difficulty` is null for a tune without two notes.
    """

    missing: list[str]
    moves: list[Move]
    difficulty: Difficulty | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands below the note that is written at a line and column, both from 1."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class BelowAnswer:
    """What stands below each note."""

    marks: list[Mark]


def playability(abc: str, name: str) -> bytes:
    """The answer for an instrument as JSON."""
    tune, instrument = Tune.parse(abc), INSTRUMENTS.find(name)
    assert instrument is not None  # the request has been checked
    lacking = missing_notes(tune, instrument)
    named = {pitch: name for event in struck(tune) for pitch, name in names_in(event).items()}
    answer = PlayabilityAnswer(
        missing=list(dict.fromkeys(named[pitch] for pitch in lacking)),
        moves=[Move(semitones=move.semitones, key=move.key) for move in moves(tune, instrument)],
        difficulty=difficulty_on(tune, instrument),
    )
    return as_json(answer)


@dataclass(frozen=True, slots=True)
class OrnamentsAnswer:
    """Ornaments in the order of writing, and the text with all of them."""

    ornaments: list[Ornament]
    abc: str


def ornaments(abc: str, name: str) -> bytes:
    """The answer of what players of an instrument may add as JSON."""
    tune = Tune.parse(abc)
    found = suggested_ornaments(tune, name)
    return as_json(OrnamentsAnswer(ornaments=found, abc=with_ornaments(tune, found)))


def difficulty_on(tune: Tune, instrument: Instrument) -> Difficulty | None:
    """How hard a tune is on an instrument, at its own tempo."""
    found = difficulty_of(tune, tempo_of(tune), instrument)
    if found is None:
        return None
    aspects = [Aspect(name=aspect.name, amount=aspect.amount, grade=aspect.grade) for aspect in found.aspects]
    return Difficulty(grade=found.grade, aspects=aspects)


def below(abc: str, what: str) -> bytes:
    """The answer of what stands below the notes as JSON."""
    marks = below_notes(Tune.parse(abc), what)
    answer = BelowAnswer(marks=[Mark(line=line, column=column, text=text) for (line, column), text in marks.items()])
    return as_json(answer)
