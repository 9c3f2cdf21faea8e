"""Where notes are drawn that `score=` and `shift=` move, and that they sound as before."""

from __future__ import annotations

import pytest

from tests.support.abc2midi import PROGRAM, agree, heard, played
from tunesmith.conversion.musicxml.reader import read_musicxml
from tunesmith.conversion.musicxml.writer import musicxml_of
from tunesmith.notation import Tune
from tunesmith.notation.as_drawn import as_drawn
from tunesmith.rendering.lines import opening_line, score_text

CASES = [
    ("K:C score=_B\nCD|^FG|]", "K:D transpose=-2\nDE|^GA|]"),
    ("K:C score=CD transpose=-1\nCD|^FG|]", "K:D transpose=-3\nDE|^GA|]"),
    ("K:Gm shift=CD\n\"Cm\"CE|{^f}^F=B|]", "K:Amin\n\"Dm\"DF|{^g}^G^c|]"),
    (
        "K:C\nCD|[K:score=CD]CD|[K:G]CF|[K:score=CC]CF|]",
        "K:C\nCD|[K: transpose=-2][K:D]DE|[K:A]DG|[K: transpose=0][K:G]CF|]",
    ),
    ("V:1 score=_B\nK:D clef=treble % as it sounds\nFC|]", "V:1 transpose=-2\nK:E clef=treble % as it sounds\nGD|]"),
    (
        "V:1 score=_E\nV:2 clef=bass\nK:F\nV:1\nFG|\nV:2\nF,G,|\nV:1\nB2|]",
        "V:1 transpose=-9\nV:2 clef=bass\nK:F\nV:1\nK:D\nde|\nV:2\nF,G,|\nV:1\ng2|]",
    ),
    ("V:1 shift=CD\nV:2\nK:C\nCD|EF|\nV:2\nE2|F2|]", "V:1\nV:2\nK:C\nK:D\nDE|FG|\nV:2\nE2|F2|]"),
    ("K:C\n+:shift=CD clef=bass\nCD|]", "K:D clef=bass\n%\nDE|]"),
    ("K:HP score=_B\nA2|]", "K:HP transpose=-2\nB2|]"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "drawn"), CASES)
def test_notes_stand_where_they_are_drawn_and_sound_as_before(written: str, drawn: str) -> None:
    tune = Tune.parse(f"X:1\nM:2/4\nL:1/4\n{written}\n")
    moved = as_drawn(tune)
    assert moved.text == f"X:1\nM:2/4\nL:1/4\n{drawn}\n"
    assert sounds(moved) == sounds(tune)
    assert as_drawn(moved) is moved
    if PROGRAM and abc2midi_reads(written):
        assert agree(heard(tune.text)[0], played(tune))


@pytest.mark.parametrize("header", ["K:D", "K:D transpose=-2", "K:D sound=_Bc", 'V:1 name="a shift=CD"\nK:D'])
def test_a_tune_that_is_drawn_as_it_is_written_stays_itself(header: str) -> None:
    tune = Tune.parse(f"X:1\n{header}\nFC|]\n")
    assert as_drawn(tune) is tune


def test_the_engraver_and_musicxml_get_the_notes_as_they_are_drawn() -> None:
    tune = Tune.parse("X:1\nM:2/4\nL:1/4\nV:1 score=_B\nK:D\nFC|]\n")
    assert "GD|]" in score_text(tune)
    assert "GD|]" in opening_line(tune).replace(" ", "")
    back, _ = read_musicxml(musicxml_of(tune))
    assert Tune.parse(back).key.tonic == "E"
    assert sounds(Tune.parse(back)) == sounds(tune)


def sounds(tune: Tune) -> list[list[object]]:
    """All that sounds, voice by voice."""
    return [[(e.onset, e.duration, e.pitches, e.grace) for e in tune.sounds(voice)] for voice in tune.voices]


def abc2midi_reads(written: str) -> bool:
    """Whether abc2midi reads this as the standard says: it knows no `+:`, and plays voice 2 after music before `V:`."""
    return "+:" not in written and "K:C\nCD|EF|\nV:2" not in written
