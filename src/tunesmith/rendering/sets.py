"""A set: tunes played one after the other without a pause, each with its own repeats, tempo, meter and key."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from tunesmith.rendering.performance import HeldNote, Performance, PlayedNote, VoicePart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

__all__ = ["one_after_another"]

Note = TypeVar("Note", PlayedNote, HeldNote)


def one_after_another(performances: Sequence[Performance]) -> Performance:
    """One performance of several; the melody's instrument is that of the first, and of its accompaniment likewise."""
    first, *others = performances
    if not others:
        return first
    starts = list(accumulate((one.length for one in performances), initial=0 * first.length))
    pairs = list(zip(performances, starts, strict=False))
    return Performance(
        melody=tuple(moved(note, start) for one, start in pairs for note in one.melody),
        held=tuple(moved(note, start) for one, start in pairs for note in one.held),
        chords=tuple(moved(note, start) for one, start in pairs for note in one.chords),
        bass=tuple(moved(note, start) for one, start in pairs for note in one.bass),
        length=starts[-1],
        tempos=tuple((start + onset, rate) for one, start in pairs for onset, rate in one.tempos),
        meters=tuple((start + onset, meter) for one, start in pairs for onset, meter in one.meters),
        keys=tuple((start + onset, key) for one, start in pairs for onset, key in one.keys),
        program=first.program,
        chord_program=next((one.chord_program for one in performances if one.chords or one.bass), first.chord_program),
        voices=tuple(voice_moved(voice, start) for one, start in pairs for voice in one.voices),
        name=first.name,
        drums=first.drums,
    )


def moved(note: Note, start: Fraction) -> Note:
    """A note so much later."""
    return replace(note, onset=note.onset + start)


def voice_moved(voice: VoicePart, start: Fraction) -> VoicePart:
    """A voice so much later."""
    return replace(
        voice,
        notes=tuple(moved(note, start) for note in voice.notes),
        held=tuple(moved(note, start) for note in voice.held),
    )
