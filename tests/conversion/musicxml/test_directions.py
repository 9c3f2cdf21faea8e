from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import tostring

import pytest

from tunesmith.conversion.musicxml.directions import annotation, direction_of, harmony, is_direction, plain, tempo
from tunesmith.notation import Tempo


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("mf", True), ("<(", True), ("segno", True), ("D.C.", True), ("ped", True), ("trill", False), ("staccato", False)],
)
def test_what_belongs_to_a_moment_rather_than_to_a_note(name: str, is_one: bool) -> None:
    assert is_direction(name) == is_one


@pytest.mark.parametrize(
    ("name", "xml"),
    [
        ("mf", "<dynamics><mf /></dynamics>"),
        ("crescendo(", '<wedge type="crescendo" />'),
        ("ped-up", '<pedal type="stop" />'),
        ("coda", "<coda />"),
    ],
)
def test_a_sign_is_a_direction(name: str, xml: str) -> None:
    [kind] = direction_of(name).iterfind("direction-type")
    assert tostring(kind, encoding="unicode") == f"<direction-type>{xml}</direction-type>"


def test_a_jump_is_words_for_people_and_a_sound_for_programs() -> None:
    made = direction_of("D.S.alfine")
    assert made.findtext("direction-type/words") == "D.S. al Fine"
    assert [sound.attrib for sound in made.iterfind("sound")] == [{"dalsegno": "segno"}]


@pytest.mark.parametrize(("placement", "where"), [("_", "below"), ("^", "above"), ("<", "above")])
def test_words_stand_where_the_tune_has_them(placement: str, where: str) -> None:
    assert annotation(placement, "slow").get("placement") == where


def test_a_tempo_is_a_note_and_how_many_of_it_a_minute() -> None:
    made = tempo(Tempo(Fraction(3, 8), 80, "Lively"))
    assert made.findtext("direction-type/words") == "Lively"
    [metronome] = made.iterfind("direction-type/metronome")
    assert [(child.tag, child.text) for child in metronome] == [
        ("beat-unit", "quarter"), ("beat-unit-dot", None), ("per-minute", "80")
    ]  # fmt: skip
    assert [sound.attrib for sound in made.iterfind("sound")] == [{"tempo": "120"}]


def test_a_tempo_of_a_length_that_has_no_one_sign_is_words() -> None:
    made = tempo(Tempo(Fraction(5, 8), 60))
    assert made.find("direction-type/metronome") is None
    assert made.findtext("direction-type/words")
    assert [sound.attrib for sound in made.iterfind("sound")] == [{"tempo": "150"}]


@pytest.mark.parametrize(
    ("name", "root", "kind", "bass"),
    [
        ("G", ("G", None), "major", None),
        ("F#m7/C#", ("F", "1"), "minor-seventh", "C"),
        ("Bbmaj7", ("B", "-1"), "major-seventh", None),
    ],
)
def test_a_chord_symbol_names_root_kind_and_bass(
    name: str, root: tuple[str, str | None], kind: str, bass: str | None
) -> None:
    made = harmony(name)
    assert (made.findtext("root/root-step"), made.findtext("root/root-alter")) == root
    assert (made.findtext("kind"), made.findtext("bass/bass-step")) == (kind, bass)


def test_what_is_no_chord_is_said_in_words() -> None:
    assert harmony("N.C.").findtext("kind") == "none"
    assert harmony("slowly").findtext("direction-type/words") == "slowly"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Maj7", "maj7"),
        ("M", ""),
        ("M7", "maj7"),
        ("min7", "m7"),
        ("-7", "m7"),
        ("°", "dim"),
        ("+", "aug"),
        ("7", "7"),
        ("m", "m"),
    ],
)
def test_a_kind_has_one_name_however_it_is_written(kind: str, name: str) -> None:
    assert plain(kind) == name
