"""Where a tune sounds: what abc2midi 4.84 makes of octaves, clefs and transpositions."""

from __future__ import annotations

import pytest

from tunesmith.notation import Tune


def heard(header: str, music: str) -> list[int]:
    tune = Tune.parse(f"X:1\nM:none\nL:1/4\n{header}\n{music}|]")
    return [event.pitches[0] for event in tune.events()]


@pytest.mark.parametrize(
    ("header", "music", "pitches"),
    [
        ("K:C octave=-1", "cd", [60, 62]),
        ("K:D transpose=-2", "DF", [60, 64]),
        ("K:C clef=treble-8", "C", [48]),
        ("K:C bass", "C", [60]),
        ("K:C treble+8", "C", [72]),
        ("K:C treble-15", "C", [36]),
        ("K:C clef=treble-8 octave=1", "C", [72]),
        ("K:C shift=CD", "CE", [62, 66]),
        ("K:C sound=c_B", "C", [58]),
        ("K:C score=CD", "C", [60]),
        ("K:C sound=_B", "C", [62]),
        ("K:C shift=_B", "C", [62]),
        ('K:C\nV:1 clef=treble-8 name="Recorder treble+8 octave=2"', "C", [48]),
        ("K:D shift=DE", "FC", [68, 63]),
        ("V:1 octave=-2\nK:C", "[V:1]C", [36]),
        ("K:C\nV:1 octave=-2", "C", [36]),
        ("V:1 transpose=1\nK:C transpose=2", "[V:1]C", [63]),
        ("V:1 octave=1\nK:C octave=1", "[V:1]C", [72]),
        ("K:C", "C[K:C treble-8]C[K:C treble]C[K:D]C", [60, 48, 60, 61]),
        ("K:C", "C[V:1 octave=1]C[V:1 octave=-1]C[V:1]C", [60, 72, 48, 48]),
        ("K:C transpose=2", "C[K:C transpose=3]C[K:C]C[K:C transpose=0]C", [62, 63, 63, 60]),
        ("%%MIDI transpose 3\nK:C", "C", [63]),
        ("I:MIDI=transpose 3\nK:C", "C", [63]),
        ("I:MIDI transpose -2\nK:C", "D", [60]),
    ],
)
def test_where_it_sounds(header: str, music: str, pitches: list[int]) -> None:
    assert heard(header, music) == pitches


@pytest.mark.parametrize(
    ("propagation", "pitches"), [("not", [66, 65, 77, 65]), ("octave", [66, 66, 77, 65]), ("pitch", [66, 66, 78, 65])]
)
def test_how_far_an_accidental_holds(propagation: str, pitches: list[int]) -> None:
    assert heard(f"%%propagate-accidentals {propagation}\nK:C", "^FFf|F") == pitches
