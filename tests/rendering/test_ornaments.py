from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tunesmith.notation import Key
from tunesmith.rendering.ornaments import Stroke, ornamented

SCALE = Key.parse("D").pitch_classes
GRACE_LENGTH = Fraction(1, 48)
G, A, FIS, E = 67, 69, 66, 64

decorations = st.sampled_from(["roll", "trill", "turn", "lowermordent", "uppermordent", "staccato", "upbow"])
lengths = st.fractions(min_value=Fraction(1, 64), max_value=2, max_denominator=64).filter(bool)


def pitches(strokes: tuple[Stroke, ...]) -> list[int]:
    return [stroke.pitch for stroke in strokes]


def test_a_plain_note_is_one_stroke() -> None:
    assert ornamented(G, Fraction(1, 8), (), (), SCALE, GRACE_LENGTH) == (Stroke(Fraction(0), Fraction(1, 8), G),)


def test_grace_notes_start_on_the_beat_and_shorten_the_note() -> None:
    strokes = ornamented(G, Fraction(1, 4), (A, G, FIS), (), SCALE, GRACE_LENGTH)
    assert pitches(strokes) == [A, G, FIS, G]
    assert strokes[0].start == 0
    assert strokes[-1].length == Fraction(1, 4) - 3 * GRACE_LENGTH


def test_a_long_roll_has_five_notes_and_a_short_one_four() -> None:
    assert pitches(ornamented(G, Fraction(3, 8), (), ["roll"], SCALE, GRACE_LENGTH)) == [G, A, G, FIS, G]
    assert pitches(ornamented(G, Fraction(1, 4), (), ["roll"], SCALE, GRACE_LENGTH)) == [A, G, FIS, G]
    assert pitches(ornamented(G, Fraction(1, 8), (), ["roll"], SCALE, GRACE_LENGTH)) == [A, G]


def test_a_trill_begins_and_ends_on_its_note() -> None:
    trill = pitches(ornamented(G, Fraction(1, 4), (), ["trill"], SCALE, GRACE_LENGTH))
    assert trill[0] == trill[-1] == G
    assert set(trill) == {G, A}
    assert len(trill) > 5


def test_mordents_and_turns_touch_the_notes_of_the_scale() -> None:
    assert pitches(ornamented(G, Fraction(1, 4), (), ["uppermordent"], SCALE, GRACE_LENGTH)) == [G, A, G]
    assert pitches(ornamented(G, Fraction(1, 4), (), ["lowermordent"], SCALE, GRACE_LENGTH)) == [G, FIS, G]
    assert pitches(ornamented(FIS, Fraction(1, 4), (), ["turn"], SCALE, GRACE_LENGTH)) == [G, FIS, E, FIS]


@given(lengths, st.lists(st.integers(50, 90), max_size=4), st.sets(decorations, max_size=2))
def test_an_ornament_fills_its_note_without_a_gap(length: Fraction, graces: list[int], names: set[str]) -> None:
    strokes = ornamented(G, length, tuple(graces), names, SCALE, GRACE_LENGTH)
    assert strokes[0].start == 0
    assert all(after.start == before.start + before.length for before, after in pairwise(strokes))
    assert strokes[-1].start + strokes[-1].length == length
    assert all(stroke.length > 0 for stroke in strokes)
    assert strokes[-1].pitch == G
