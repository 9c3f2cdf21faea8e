"""The ABC language: tunes, their elements with exact durations, bars, form, keys, spelling and validity."""

from __future__ import annotations

from tunesmith.notation.bars import Bar
from tunesmith.notation.check import check
from tunesmith.notation.elements import (
    Annotation,
    BarLine,
    BrokenRhythm,
    Chord,
    ChordSymbol,
    Comment,
    Decoration,
    Element,
    Ending,
    Field,
    Glue,
    GraceGroup,
    InlineField,
    LineBreak,
    Macro,
    MultiBarRest,
    Note,
    Overlay,
    Position,
    Problem,
    Rest,
    SlurClose,
    SlurOpen,
    Space,
    Tie,
    Timed,
    TupletMark,
    Unknown,
)
from tunesmith.notation.findings import CheckReport, Finding
from tunesmith.notation.fix import Fixed, fix
from tunesmith.notation.form import Form, Part
from tunesmith.notation.key import Key
from tunesmith.notation.meter import Meter, Tempo
from tunesmith.notation.pitch import Interval, Pitch
from tunesmith.notation.playing import Event
from tunesmith.notation.tune import Tune
from tunesmith.notation.tunebook import split_tunebook

__all__ = [
    "Annotation",
    "Bar",
    "BarLine",
    "BrokenRhythm",
    "CheckReport",
    "Chord",
    "ChordSymbol",
    "Comment",
    "Decoration",
    "Element",
    "Ending",
    "Event",
    "Field",
    "Finding",
    "Fixed",
    "Form",
    "Glue",
    "GraceGroup",
    "InlineField",
    "Interval",
    "Key",
    "LineBreak",
    "Macro",
    "Meter",
    "MultiBarRest",
    "Note",
    "Overlay",
    "Part",
    "Pitch",
    "Position",
    "Problem",
    "Rest",
    "SlurClose",
    "SlurOpen",
    "Space",
    "Tempo",
    "Tie",
    "Timed",
    "Tune",
    "TupletMark",
    "Unknown",
    "check",
    "fix",
    "split_tunebook",
]
