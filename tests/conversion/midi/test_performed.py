from __future__ import annotations

import pytest
from mido import Message, MetaMessage, MidiFile, MidiTrack

from tunesmith.conversion.midi.performed import Played, carrier, fifths_of_name, read_parts, skyline, stated

SLOW = 0.5  # seconds a quarter note


def file_of(*messages: Message | MetaMessage) -> MidiFile:
    file = MidiFile(ticks_per_beat=96)
    file.tracks.append(MidiTrack(messages))
    return file


def test_notes_are_in_quarters_whichever_way_they_are_ended() -> None:
    file = file_of(
        Message("note_on", note=62, velocity=80, time=96),
        Message("note_off", note=62, time=48),
        Message("note_on", note=64, velocity=70),
        Message("note_on", note=64, velocity=0, time=96),
    )
    assert read_parts(file) == {(0, 0): [Played(1, 1.5, 62, 80), Played(1.5, 2.5, 64, 70)]}


def test_of_two_notes_of_one_pitch_the_first_ends_first() -> None:
    on, off = Message("note_on", note=62, velocity=80), Message("note_off", note=62, time=96)
    assert [(one.start, one.end) for one in read_parts(file_of(on, on.copy(time=48), off, off))[0, 0]] == [
        (0, 1.5), (0.5, 2.5)
    ]  # fmt: skip


def test_drums_play_no_melody() -> None:
    drum = Message("note_on", channel=9, note=38, velocity=90)
    assert read_parts(file_of(drum, Message("note_off", channel=9, note=38, time=9))) == {}


@pytest.mark.parametrize("ticks", [0, 0x8000, 0xE728])
def test_a_file_that_counts_in_frames_is_refused(ticks: int) -> None:
    file = file_of()
    file.ticks_per_beat = ticks
    with pytest.raises(ValueError, match="frames"):
        read_parts(file)


def test_of_what_a_file_states_the_first_counts_and_of_tempos_the_most_frequent() -> None:
    found = stated(
        file_of(
            MetaMessage("track_name", name=" The  Reel "),
            MetaMessage("track_name", name="Piano"),
            MetaMessage("set_tempo", tempo=400_000),
            *[MetaMessage("set_tempo", tempo=600_000)] * 2,
            MetaMessage("time_signature", numerator=6, denominator=8),
            MetaMessage("time_signature", numerator=4, denominator=4),
            MetaMessage("key_signature", key="Bm"),
        )
    )
    assert (found.title, found.tempo, found.meter, found.key) == ("The Reel", 600_000, (6, 8), (2, True))


def test_a_file_that_states_nothing_is_at_120() -> None:
    found = stated(file_of())
    assert (found.title, found.tempo, found.meter, found.key) == ("", 500_000, None, None)


@pytest.mark.parametrize(
    ("name", "key"), [("C", (0, False)), ("Am", (0, True)), ("Eb", (-3, False)), ("F#m", (3, True))]
)
def test_a_key_is_its_sharps_and_its_kind(name: str, key: tuple[int, bool]) -> None:
    assert fifths_of_name(name) == key


def test_the_part_that_lies_above_what_sounds_with_it_carries_the_melody() -> None:
    chords = [Played(beat, beat + 1, pitch, 80) for beat in range(4) for pitch in (48, 55)]
    tune = [Played(beat, beat + 1, 74, 80) for beat in range(4)]
    assert carrier({(0, 0): chords, (1, 0): tune}) == (1, 0)


def test_a_melody_has_one_note_at_a_time_each_ending_where_the_next_begins() -> None:
    melody = skyline([Played(0, 2, 60, 80), Played(0.01, 2, 67, 80), Played(1, 3, 65, 80)], SLOW)
    assert melody == (Played(0.01, 1, 67, 80), Played(1, 3, 65, 80))


def test_a_short_note_that_is_over_before_the_next_is_no_chord() -> None:
    melody = skyline([Played(0, 0.09, 72, 80), Played(0.1, 1, 67, 80)], SLOW)
    assert [note.pitch for note in melody] == [72, 67]


def test_what_sounds_on_through_most_of_the_next_is_a_chord_with_it() -> None:
    held, short = Played(0, 0.6, 72, 80), Played(0, 0.4, 72, 80)
    late = Played(0.1, 1, 67, 80)
    assert [note.pitch for note in skyline([held, late], SLOW)] == [72]
    assert [note.pitch for note in skyline([short, late], SLOW)] == [72, 67]
