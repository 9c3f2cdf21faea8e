"""What stands below the notes of a score."""

from __future__ import annotations

from tunesmith.music.fingerings import WHISTLE
from tunesmith.notation import Tune
from tunesmith.rendering.fingerings import NAMES, below_notes


def below(music: str, what: str) -> list[str]:
    return list(below_notes(Tune.parse(f"X:1\nL:1/4\nM:4/4\n{music}"), what).values())


def test_key_and_accidentals_count_and_tied_notes_are_fingered_once() -> None:
    assert below("K:D\nf =f f- f |]", "whistle") == [WHISTLE.notes[pitch] for pitch in (78, 77, 77)]


def test_notes_that_the_instrument_lacks_get_a_cross() -> None:
    assert below("K:D\nC d' z D |]", "whistle")[:2] == ["×", "×"]
    assert "×" not in below("K:C\nC c d e |]", "recorder")


def test_names_are_those_that_are_written_with_what_holds_for_them() -> None:
    assert below("K:Bb\nB =B B | [EGe] ^^f z2 |]", NAMES) == ["B♭", "B", "B", "E♭", "F♯♯"]
    assert below("K:Cb octave=1\nC ^B, z2 |]", NAMES) == ["C♭", "B♯"]
