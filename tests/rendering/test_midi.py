from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st
from symusic.core import ScoreTick

from tests.support.cases import cases
from tunesmith.notation import Tune
from tunesmith.rendering.midi import TICKS_A_QUARTER, midi_file
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Iterable

TAGS = Tags("Tríona's Reel", seed=7, model="small-0123456789ab")
AS_WRITTEN = Playing(accompaniment="none", swing=0, ornaments=False)


def read(abc: str, playing: Playing | None = None) -> ScoreTick:
    """The file as another library than the one that wrote it reads it."""
    return ScoreTick.from_midi(midi_file(perform(Tune.parse(abc), playing), TAGS))


def sounds(score: ScoreTick) -> list[tuple[Fraction, int]]:
    """Onsets in whole notes and pitches of the first track."""
    assert score.ticks_per_quarter == TICKS_A_QUARTER
    return sorted((Fraction(note.time, 4 * TICKS_A_QUARTER), note.pitch) for note in score.tracks[0].notes)


def written(tune: Tune) -> list[tuple[Fraction, int]]:
    """What notation says sounds, repeats and endings played out."""
    return sorted((event.onset, pitch) for event in tune.events() for pitch in event.pitches)


def rounded(pairs: Iterable[tuple[Fraction, int]]) -> list[tuple[Fraction, int]]:
    return [(Fraction(round(onset * 4 * TICKS_A_QUARTER), 4 * TICKS_A_QUARTER), pitch) for onset, pitch in pairs]


def test_the_melody_is_what_notation_says(real_tunes: list[str]) -> None:
    for text in real_tunes:
        assert sounds(read(text, AS_WRITTEN)) == rounded(written(Tune.parse(text)))


def test_a_hard_tune_too(hard_tune: str) -> None:
    assert sounds(read(hard_tune, AS_WRITTEN)) == written(Tune.parse(hard_tune))


@cases(25)
@given(
    st.lists(
        st.sampled_from(["G", "A/", "B3/2", "c>d", "(3efg", "(5GABcd", "(7GABcdef", "z", "[Gd]2", "^f"]), min_size=1
    )
)
def test_every_usual_length_falls_on_a_tick(pieces: list[str]) -> None:
    text = f"X:1\nM:none\nL:1/8\nK:G\n{' '.join([*pieces, 'G'])} |]\n"
    assert sounds(read(text, AS_WRITTEN)) == written(Tune.parse(text))


def test_tracks_are_melody_chords_and_bass(hard_tune: str) -> None:
    score = read(hard_tune, Playing("whistle", "piano"))
    assert [(track.name, track.program) for track in score.tracks] == [("Melody", 74), ("Chords", 0), ("Bass", 0)]
    assert all(len(track.notes) > 10 for track in score.tracks)


def test_tempos_meters_and_keys_stand_in_the_file(hard_tune: str) -> None:
    score = read(hard_tune, AS_WRITTEN)
    assert [round(tempo.qpm) for tempo in score.tempos] == [180]
    signatures = [(sign.numerator, sign.denominator) for sign in score.time_signatures]
    assert signatures[:3] == [(4, 4), (6, 8), (4, 4)]
    assert [sign.key for sign in score.key_signatures][:3] == [1, 2, 1]  # sharps: A dorian, D, G


def test_the_tags_stand_in_the_file() -> None:
    data = midi_file(perform(Tune.parse("X:1\nK:G\nGABc |]\n")), TAGS)
    conductor = mido.MidiFile(file=io.BytesIO(data), charset="utf-8").tracks[0]
    assert conductor.name == "Tríona's Reel"
    assert [message.text for message in conductor if message.type == "text"] == [
        "Composer: Tunesmith",
        "seed=7 model=small-0123456789ab",
    ]


def test_a_file_without_composer_or_seed_says_nothing_of_them() -> None:
    data = midi_file(perform(Tune.parse("X:1\nK:G\nG |]\n")), Tags("Air", composer=""))
    conductor = mido.MidiFile(file=io.BytesIO(data)).tracks[0]
    assert not [message for message in conductor if message.type == "text"]


def test_the_file_lasts_as_long_as_the_performance(hard_tune: str) -> None:
    heard = perform(Tune.parse(hard_tune))
    file = mido.MidiFile(file=io.BytesIO(midi_file(heard, TAGS)))
    assert file.length == pytest.approx(heard.duration, abs=0.01)


CHOIR = """X:1
M:4/4
L:1/4
K:C
V:B name=Bass clef=bass
%%MIDI program 32
C,4 & E,4 | G,4 |]
V:S name="The tune"
cdef | "G"g4 |]
"""


def test_each_voice_has_a_track_with_its_name_and_instrument() -> None:
    score = read(CHOIR, Playing(swing=0))
    assert [(track.name, track.program) for track in score.tracks] == [
        ("The tune", 40),
        ("Bass", 32),
        ("Chords", 25),
        ("Bass", 25),
    ]
    assert sorted(note.pitch for note in score.tracks[1].notes) == [48, 52, 55]


def test_more_voices_than_channels_go_round_those_that_are_not_for_drums() -> None:
    voices = "".join(f"V:{number}\nc4|]\n" for number in range(1, 19))
    file = mido.MidiFile(
        file=io.BytesIO(midi_file(perform(Tune.parse(f"X:1\nL:1/4\nK:C\n{voices}"), AS_WRITTEN), TAGS))
    )
    channels = [message.channel for track in file.tracks for message in track if message.type == "note_on"]
    assert len(channels) == 18
    assert 9 not in channels


@pytest.mark.parametrize("said", ["V:2 clef=perc\n%%MIDI drummap F 36", "V:2\n%%MIDI channel 10\n%%MIDI drummap F 36"])
def test_a_voice_of_drums_has_their_channel_and_its_drums(said: str) -> None:
    tune = Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:C\nV:1\ncdef|\n{said}\nFGFG|\n")
    performance = perform(tune, Playing(accompaniment="none"))
    file = mido.MidiFile(file=io.BytesIO(midi_file(performance, Tags(title="", composer=""))))
    struck = [(m.channel, m.note) for track in file.tracks for m in track if m.type == "note_on"]
    assert struck == [(0, 72), (0, 74), (0, 76), (0, 77), (9, 36), (9, 67), (9, 36), (9, 67)]
    assert performance.voices[0].program == 116
    assert (performance.drums, performance.voices[0].drums) == (False, True)
