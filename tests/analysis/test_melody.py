from __future__ import annotations

from tunesmith.analysis.melody import contour
from tunesmith.notation import Tune
from tunesmith.notation.playing import Played


def steps(abc: str) -> list[int]:
    found: list[int] = contour(Tune.parse(f"X:1\nL:1/8\nM:4/4\nK:C\n{abc}").melody.in_ticks).tolist()
    return found


def test_long_notes_fill_the_grid_and_rests_prolong_the_note_before() -> None:
    assert steps("C2 D z E4 |") == [60, 60, 62, 62, 64, 64, 64, 64]


def test_ornaments_and_divisions_fall_between_the_steps() -> None:
    assert steps("{d}C2 DE F>G c2 |") == steps("C2 DE F2 c2 |") == [60, 60, 62, 64, 65, 65, 72, 72]
    assert steps("C2 DE F/G/F c2 |") == steps("C2 DE F2 c2 |")


def test_the_same_music_in_notes_half_as_long_has_the_same_contour() -> None:
    assert steps("CDEF GABc |") == steps("C/D/E/F/ G/A/B/c/ |")


def test_a_chord_counts_as_its_highest_note() -> None:
    assert steps("[CEG]2 D2 |") == [67, 67, 62, 62]


def test_a_tune_of_rests_has_no_contour() -> None:
    assert contour(Played(1, ())).shape == (0,)
