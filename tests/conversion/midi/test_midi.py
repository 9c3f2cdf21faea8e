"""MIDI in: what was played comes back as it was written, from players who are not steady too."""

from __future__ import annotations

import io
import random

import pytest
from mido import Message, MetaMessage, MidiFile, MidiTrack

from tunesmith.conversion.midi.reader import read_midi
from tunesmith.conversion.midi.structure import Section, sections
from tunesmith.errors import RequestError
from tunesmith.notation import Tune, check
from tunesmith.rendering.midi import midi_file
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.tags import Tags

REEL = """X:1
T:A Reel
M:4/4
L:1/8
K:G
|: D2 | G2BG DGBd | c2Bc A2D2 | G2BG DGBd | (3cBA BG A2D2 | G2BG DGBd | c2Bc A2d2 | edcB A2GF | G2B2 G2 :|
|: d2 | g2gf e2d2 | cdef g2d2 | e2dc B2A2 | GABc d2B2 | g2gf e2d2 | cdef g2d2 | edcB A2GF | G2B2 G2 :|
"""
JIG = """X:1
T:A Jig
M:6/8
L:1/8
K:Ador
|: EAA GAB | c2d edc | BGG DGG | BAB G2D | EAA GAB | c2d edc | Bcd edB |1 cAA A2G :|2 cAA A3 |]
"""


def played(abc: str, unsteady: float = 0.0) -> bytes:
    """The MIDI file of a tune, each onset and end up to so many ticks off; 120 are about ten milliseconds."""
    tune = Tune.parse(abc)
    data = midi_file(perform(tune, Playing(swing=0, ornaments=False)), Tags(title=tune.title or ""))
    file, chance = MidiFile(file=io.BytesIO(data)), random.Random(5)
    for track in file.tracks:
        now, timed = 0, []
        for order, message in enumerate(track):
            now += message.time
            off = chance.uniform(-unsteady, unsteady) if message.type in ("note_on", "note_off") else 0
            timed.append((max(0, now + round(off)), message.type == "end_of_track", order, message))
        track.clear()
        before = 0
        for time, _, _, message in sorted(timed, key=lambda one: (one[1], one[0], one[2])):
            track.append(message.copy(time=max(0, time - before)))
            before = max(before, time)
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()


@pytest.mark.parametrize("unsteady", [0.0, 120.0])
@pytest.mark.parametrize("abc", [REEL, JIG], ids=["reel", "jig"])
def test_notes_bars_repeats_and_key_come_back(abc: str, unsteady: float) -> None:
    tune = Tune.parse(abc)
    text, told = read_midi(played(abc, unsteady))
    back = Tune.parse(text)
    notes = [(event.onset, event.duration, event.pitches) for event in tune.events() if event.pitches]
    assert [(event.onset, event.duration, event.pitches) for event in back.events()] == notes
    assert [bar.duration for bar in back.bars] == [bar.duration for bar in tune.bars]
    assert back.play_order() == tune.play_order()
    assert (str(back.key), str(back.meter), back.title) == (str(tune.key), str(tune.meter), tune.title)
    assert check(text).findings == ()
    assert told[0].startswith("notes are on a grid of sixteenths")
    assert told[1].endswith("other parts are left out")


def test_repeats_are_written_once_with_their_endings() -> None:
    assert sections("abcdabceXYZ") == [Section(0, 4, 2, 1, (7, 8)), *(Section(n, n + 1) for n in (8, 9, 10))]
    assert sections("abcdabcd") == [Section(0, 4, 2)]


def file_of(*messages: Message | MetaMessage) -> bytes:
    file = MidiFile()
    file.tracks.append(MidiTrack(messages))
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"MThd", "cannot be read"),
        (file_of(MetaMessage("track_name", name="Empty")), "no note"),
        (file_of(Message("note_on", channel=9, note=38), Message("note_off", channel=9, note=38, time=9)), "no note"),
        (
            file_of(Message("note_on", note=60), Message("note_off", note=60, time=2**28 - 1)),
            "more than 8,000 quarter notes",
        ),
    ],
    ids=["cut off", "empty", "drums", "endless"],
)
def test_what_is_no_melody_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        read_midi(data)
