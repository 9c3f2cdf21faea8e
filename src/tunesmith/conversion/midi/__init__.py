"""MIDI in: a performance becomes a draft in ABC, quantised, in one voice, with key, meter and repeats."""

from __future__ import annotations

from tunesmith.conversion.midi.reader import read_midi

__all__ = ["read_midi"]
