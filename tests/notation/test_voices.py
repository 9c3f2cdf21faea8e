"""Several voices: all are read, one carries the melody."""

from __future__ import annotations

import pytest

from tunesmith.conversion.musicxml.signatures import clef_said
from tunesmith.errors import RequestError
from tunesmith.notation import Tune, check

CHOIR = """X:1
T:Two
%%score S | B
M:4/4
L:1/4
V:B name="Bass" clef=bass
V:S name="Soprano"
K:G
[V:B] G,B,D,G, |: G,4 :| G,4 |]
[V:S] GABc |: d4 :| "G"g4 |]
"""


def names(text: str) -> list[str]:
    return [voice.name for voice in Tune.parse(text).voices]


def test_all_voices_are_kept_in_the_order_of_the_score() -> None:
    tune = Tune.parse(CHOIR)
    assert [(voice.name, voice.title, len(voice.bars)) for voice in tune.voices] == [
        ("S", "Soprano", 3),
        ("B", "Bass", 3),
    ]
    assert check(CHOIR).findings == ()


def test_without_a_score_the_header_gives_the_order_then_the_music() -> None:
    assert names(CHOIR.replace("%%score S | B\n", "")) == ["B", "S"]
    assert names("X:1\nK:G\nGAB|\nV:x\nGAB|\nV:1\nc|") == ["1", "x"]


def test_the_voice_that_lies_above_the_others_carries_the_melody() -> None:
    assert Tune.parse(CHOIR).melody.name == "S"
    lead = 'X:1\nM:3/4\nL:1/4\nV:chords\nV:lead\nK:C\n[V:chords]"C"x3|"G"x3|]\n[V:lead]cde|gab|]'
    assert Tune.parse(lead).melody.name == "lead"


def test_another_voice_may_be_named() -> None:
    tune = Tune.parse(CHOIR).led_by("B")
    assert tune.canonical().endswith(" G, B, D, G, |: G,4 :| G,4 |]")
    with pytest.raises(RequestError, match="voice must be one of the tune's, S, B, not 'A'"):
        tune.led_by("A")


def test_each_voice_sounds_with_repeats_played() -> None:
    tune = Tune.parse(CHOIR)
    assert [len(tune.sounds(voice)) for voice in tune.voices] == [7, 7]
    plain = tune.text.replace("|: G,4 :|", "| G,4 |")
    again = Tune.parse(plain)
    assert [event.onset for event in again.sounds(again.voices[1])][-1] == 3


def test_all_voices_move_together() -> None:
    tune = Tune.parse(CHOIR.replace("B,D,", "[K:D]C,D,"))
    moved = tune.transpose(2)
    pairs = zip(tune.voices, moved.voices, strict=True)
    assert all(
        [pitch + 2 for event in tune.sounds(a) for pitch in event.pitches]
        == [pitch for event in moved.sounds(b) for pitch in event.pitches]
        for a, b in pairs
    )
    assert '"A"a4' in moved.text


def test_a_fault_says_in_which_voice_it_is() -> None:
    report = check(CHOIR.replace("G,B,D,G,", "G,B,D,G,2"))
    assert [finding.code for finding in report.findings] == ["bar-over", "voices-unequal"]
    assert "voice B" in report.findings[0].message


def test_a_voice_asks_for_its_instrument() -> None:
    tune = Tune.parse(CHOIR.replace("[V:B] ", "V:B\n%%MIDI program 32\n"))
    assert [voice.program for voice in tune.voices] == [None, 32]


OVERLAY = "X:1\nM:4/4\nL:1/4\nK:C\n"


@pytest.mark.parametrize(
    ("music", "melody", "all_notes"),
    [
        ("|: C4 | D4 & F4 :| G4 |]", [60, 62, 60, 62, 67], [60, 62, 65, 60, 62, 65, 67]),
        ("CDEF &\\\nA,4 | C4 |]", [60, 62, 64, 65, 60], [60, 57, 62, 64, 65, 60]),
        ("^F4 & F4 | C4 |]", [66, 60], [66, 65, 60]),
        ("C4- & E4- | C4 & E4 |]", [60], [60, 64]),
        ("C4 & E4 & G4 |1 c4 & e4 :|2 C4 |]", [60, 72, 60, 60], [60, 64, 67, 72, 76, 60, 64, 67, 60]),
    ],
)
def test_an_overlay_sounds_from_the_start_of_its_bar(music: str, melody: list[int], all_notes: list[int]) -> None:
    tune = Tune.parse(OVERLAY + music)
    assert [pitch for event in tune.events() for pitch in event.pitches] == melody
    assert [pitch for event in tune.sounds(tune.melody) for pitch in event.pitches] == all_notes
    assert check(OVERLAY + music).findings == ()


def test_an_overlay_moves_with_its_bar() -> None:
    assert Tune.parse(OVERLAY + "CDEF & E4 | C4 |]").transpose(2).text.endswith("K:D\nDEFG & F4 | D4 |]")


def test_an_overlay_as_long_as_its_bar_is_wanted() -> None:
    assert [finding.code for finding in check(OVERLAY + "CDEF & E2 |]").findings] == ["overlay-length"]


def test_the_name_of_a_voice_says_nothing_of_its_clef() -> None:
    tune = Tune.parse('X:1\nV:1 name="Hand perc" snm="My bass"\nK:C\nC|]\n')
    assert tune.melody.drums is None
    assert clef_said(tune.fields[1].value) is None
