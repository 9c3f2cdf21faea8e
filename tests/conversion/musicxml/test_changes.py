from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import fromstring

import pytest

from tunesmith.conversion.measures import Measure
from tunesmith.conversion.musicxml.changes import Staff, clef_of, key_of, meter_of


def measure(*changes: tuple[Fraction | int, str]) -> Measure:
    one = Measure("1", implicit=False)
    one.changes = [(Fraction(when), fromstring(f"<attributes>{xml}</attributes>")) for when, xml in changes]
    return one


FLATS = "<key><fifths>-2</fifths></key>"
WALTZ = "<time><beats>3</beats><beat-type>4</beat-type></time>"


@pytest.mark.parametrize(
    ("xml", "key"),
    [
        ("<fifths>2</fifths>", "D"),
        ("<fifths>2</fifths><mode>minor</mode>", "Bmin"),
        ("<fifths>1</fifths><mode>aeolian</mode>", "Emin"),
        ("<fifths>0</fifths><mode>dorian</mode>", "Ddor"),
        ("<fifths>12</fifths>", "C#"),  # no more than seven
        ("<fifths>many</fifths>", "C"),
        ("<fifths>1</fifths><mode>jazz</mode>", "G"),
    ],
)
def test_a_key_is_of_its_fifths_in_its_mode(xml: str, key: str) -> None:
    assert str(key_of(fromstring(f"<key>{xml}</key>"))) == key


@pytest.mark.parametrize(
    "xml", ["<fifths>-1</fifths><mode>none</mode>", "<key-step>B</key-step><key-alter>-1</key-alter>"]
)
def test_a_key_of_no_mode_has_its_signs_alone(xml: str) -> None:
    key = key_of(fromstring(f"<key>{xml}</key>"))
    assert key.mode == "none"
    assert {letter: sign for letter, sign in key.signature.items() if sign} == {"B": -1}


@pytest.mark.parametrize(
    ("xml", "meter"),
    [
        ("<time><beats>6</beats><beat-type>8</beat-type></time>", "6/8"),
        ('<time symbol="cut"><beats>2</beats><beat-type>2</beat-type></time>', "C|"),
        ('<time symbol="cut"><beats>3</beats><beat-type>2</beat-type></time>', "3/2"),
        ("<time><beats>2 + 3</beats><beat-type>8</beat-type></time>", "2+3/8"),
        ("<time><senza-misura/></time>", "none"),
        ("<time><beats>x</beats><beat-type>8</beat-type></time>", "none"),
    ],
)
def test_a_meter_is_free_where_it_makes_no_sense(xml: str, meter: str) -> None:
    assert str(meter_of(fromstring(xml))) == meter


@pytest.mark.parametrize(
    ("xml", "clef"),
    [
        ("<sign>F</sign><line>4</line>", ("bass", 0)),
        ("<sign>F</sign>", ("bass", 0)),
        ("<sign>G</sign><line>2</line><clef-octave-change>-1</clef-octave-change>", ("treble", -1)),
        ("<sign>TAB</sign><line>5</line>", ("treble", 0)),
    ],
)
def test_a_clef_has_a_name_and_octaves(xml: str, clef: tuple[str, int]) -> None:
    assert clef_of(fromstring(f"<clef>{xml}</clef>")) == clef


def test_the_first_measure_says_nothing_and_a_later_one_what_changes() -> None:
    staff = Staff(1)
    assert staff.start(measure((0, FLATS + WALTZ))) == ""
    assert (str(staff.key), str(staff.meter)) == ("Bb", "3/4")
    assert staff.start(measure((0, FLATS + WALTZ))) == ""
    assert staff.start(measure((0, "<key><fifths>1</fifths></key><clef><sign>F</sign></clef>"))) == "[K:G clef=bass]"


def test_what_is_for_another_staff_does_not_concern_this_one() -> None:
    staff = Staff(1)
    staff.start(measure((0, '<key number="2"><fifths>3</fifths></key>')))
    assert str(staff.key) == "C"


def test_a_change_inside_a_measure_holds_from_where_it_is_met() -> None:
    staff = Staff(1)
    assert list(staff.inside(measure((Fraction(1, 2), FLATS)))) == [(Fraction(1, 2), "[K:Bb]")]
    assert str(staff.key) == "C"
    assert staff.turn("[K:Bb]")
    assert str(staff.key) == "Bb"
    assert not staff.turn("[K:Bb]")


def test_a_transposition_is_in_semitones_with_its_octaves() -> None:
    staff = Staff(1)
    xml = "<transpose><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose>"
    staff.start(measure())
    assert staff.start(measure((0, xml))) == "[K:transpose=-14]"
