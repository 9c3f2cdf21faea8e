"""MIDI files: a performance as tracks of melody, other voices, chords and bass, with tempo, meter, key and tags.

A quarter note has 3360 ticks (2^5 · 3 · 5 · 7), so that every length down to a sixty-fourth in triplets, quintuplets or
septuplets falls on a tick. Source: the Standard MIDI Files specification 1.0 (RP-001), format 1.
"""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import cycle, pairwise
from typing import TYPE_CHECKING, Final

from mido import Message, MetaMessage, MidiFile, MidiTrack, bpm2tempo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.notation import Key, Meter
    from tunesmith.rendering.performance import Performance, PlayedNote
    from tunesmith.rendering.tags import Tags

__all__ = ["TICKS_A_QUARTER", "midi_file"]

TICKS_A_QUARTER: Final = 3360
MAJOR_KEYS: Final = ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
MINOR_KEYS: Final = ("Abm", "Ebm", "Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m", "A#m")
FLATTEST: Final = -7
DRUM_CHANNEL: Final = 9  # the tenth
CHANNELS: Final = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)
LARGEST_METER: Final = 255
SLOWEST_TEMPO: Final = 2**24 - 1  # microseconds a quarter: three bytes
MINOR_MODES: Final = frozenset({"minor", "dorian", "phrygian"})

Timed = tuple[int, int, Message | MetaMessage]


def midi_file(performance: Performance, tags: Tags) -> bytes:
    """The bytes of a standard MIDI file, format 1: a track for the conductor, then melody, other voices, chords, bass.

    Each track has a channel of its own, but for those beyond the fifteen that are not for drums; all drums share one.
    """
    file = MidiFile(type=1, ticks_per_beat=TICKS_A_QUARTER, charset="utf-8")
    end = ticks(performance.length)
    file.tracks.append(track(conducted(performance, tags), end))
    parts = (
        (performance.name, performance.melody, performance.program, performance.drums),
        *((part.name, part.notes, part.program, part.drums) for part in performance.voices),
        ("Chords", performance.chords, performance.chord_program, False),
        ("Bass", performance.bass, performance.chord_program, False),
    )
    channels = cycle(CHANNELS)
    for name, notes, program, drums in parts:
        if notes:
            channel = DRUM_CHANNEL if drums else next(channels)
            file.tracks.append(track(played(name, notes, 0 if drums else program, channel), end))
    data = io.BytesIO()
    file.save(file=data)
    return data.getvalue()


def ticks(time: Fraction) -> int:
    """Whole notes as ticks, to the nearest."""
    return round(time * 4 * TICKS_A_QUARTER)


def conducted(performance: Performance, tags: Tags) -> list[Timed]:
    """Title, tags, tempos, meters and keys."""
    words = (tags.composer and f"Composer: {tags.composer}", tags.comment)
    events: list[Timed] = [(0, 0, MetaMessage("track_name", name=tags.title))]
    events += [(0, 0, MetaMessage("text", text=text)) for text in words if text]
    for onset, rate in performance.tempos:
        tempo = min(bpm2tempo(float(rate * 4)), SLOWEST_TEMPO)
        events.append((ticks(onset), 1, MetaMessage("set_tempo", tempo=tempo)))
    for onset, meter in performance.meters:
        events += [(ticks(onset), 1, message) for message in meter_messages(meter)]
    for onset, key in performance.keys:
        events.append((ticks(onset), 1, MetaMessage("key_signature", key=key_name(key))))
    return events


def meter_messages(meter: Meter) -> list[MetaMessage]:
    """The time signature of a meter; none for a free one, nor for one that MIDI cannot hold."""
    if meter.free or max(meter.beats, meter.unit) > LARGEST_METER:
        return []
    return [MetaMessage("time_signature", numerator=meter.beats, denominator=meter.unit)]


def key_name(key: Key) -> str:
    """MIDI's major or minor key of the same signature."""
    names = MINOR_KEYS if key.mode in MINOR_MODES else MAJOR_KEYS
    return names[key.fifths - FLATTEST]


def played(name: str, notes: Iterable[PlayedNote], program: int, channel: int) -> list[Timed]:
    """A part's name, program and notes; a note ends before another starts on the same tick."""
    events: list[Timed] = [
        (0, 0, MetaMessage("track_name", name=name)),
        (0, 1, Message("program_change", program=program, channel=channel)),
    ]
    for note in notes:
        start, end = ticks(note.onset), ticks(note.onset + note.duration)
        message = Message("note_on", note=note.pitch, velocity=note.velocity, channel=channel)
        events.append((start, 3, message))
        events.append((max(end, start + 1), 2, Message("note_off", note=note.pitch, velocity=64, channel=channel)))
    return events


def track(events: list[Timed], end: int) -> MidiTrack:
    """Events in the order of time, each with the ticks since the one before, and the end of the track."""
    events.sort(key=lambda event: event[:2])
    events.append((max(end, events[-1][0]), 4, MetaMessage("end_of_track")))
    result = MidiTrack()
    result.append(events[0][2].copy(time=events[0][0]))
    for (before, _, _), (now, _, message) in pairwise(events):
        result.append(message.copy(time=now - before))
    return result
