from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import tostring

import pytest

from tunesmith.conversion.musicxml.signatures import (
    Signature,
    add_time,
    clef_element,
    clef_said,
    key_element,
    transpose_element,
)
from tunesmith.conversion.musicxml.xml import node
from tunesmith.notation import Key, Meter
from tunesmith.notation.shifts import Shift

D = Signature(Key.parse("D"))


@pytest.mark.parametrize(
    ("text", "clef"),
    [
        ("D clef=bass", ("bass", 0)),
        ("D bass", ("bass", 0)),
        ("D treble-8", ("treble", -1)),
        ("clef=treble+15", ("treble", 2)),
        ('clef="alto"', ("alto", 0)),
        ("clef=mezzo", ("mezzosoprano", 0)),
        ("D", None),
        ('name="bassoon"', None),
    ],
)
def test_a_field_may_name_a_clef(text: str, clef: tuple[str, int] | None) -> None:
    assert clef_said(text) == clef


@pytest.mark.parametrize(
    ("key", "xml"),
    [
        ("D", "<fifths>2</fifths><mode>major</mode>"),
        ("Gdor", "<fifths>-1</fifths><mode>dorian</mode>"),
        ("Hp", "<fifths>2</fifths><mode>none</mode>"),
        ("none", "<fifths>0</fifths><mode>none</mode>"),
        ("none ^f _b", "<key-step>F</key-step><key-alter>1</key-alter><key-step>B</key-step><key-alter>-1</key-alter>"),
    ],
)
def test_a_key_is_its_fifths_and_mode_or_each_of_its_signs(key: str, xml: str) -> None:
    assert tostring(key_element(Key.parse(key)), encoding="unicode") == f"<key>{xml}</key>"


@pytest.mark.parametrize(
    ("meter", "xml"),
    [
        ("6/8", "<time><beats>6</beats><beat-type>8</beat-type></time>"),
        ("C|", '<time symbol="cut"><beats>2</beats><beat-type>2</beat-type></time>'),
        ("(2+3)/8", "<time><beats>2+3</beats><beat-type>8</beat-type></time>"),
        ("none", "<time><senza-misura /></time>"),
    ],
)
def test_a_meter_is_written_as_it_is_said(meter: str, xml: str) -> None:
    attributes = node("attributes")
    add_time(attributes, Meter.parse(meter))
    assert tostring(attributes, encoding="unicode") == f"<attributes>{xml}</attributes>"


def test_a_clef_has_its_small_figure() -> None:
    clef = clef_element("treble", -1)
    assert [child.text for child in clef] == ["G", "2", "-1"]
    assert [child.text for child in clef_element("bass", 0)] == ["F", "4"]


@pytest.mark.parametrize(
    ("semitones", "parts"),
    [(-2, ["-1", "-2"]), (12, ["0", "0", "1"]), (-14, ["-1", "-2", "-1"]), (24, ["0", "0", "2"]), (7, ["4", "7"])],
)
def test_a_transposition_has_steps_semitones_and_octaves(semitones: int, parts: list[str]) -> None:
    assert [child.text for child in transpose_element(semitones)] == parts


def test_all_shifts_of_a_voice_add_up_and_a_field_may_name_its_clef() -> None:
    shift = Shift(key=2, voice=-12, midi=1)
    assert D.after(D.key or Key.parse("C"), shift, "clef=bass") == Signature(D.key, ("bass", 0), -9)


def test_only_what_changes_is_said_again() -> None:
    assert D.beyond(D) == Signature(None, None, None)
    assert replace(D, clef=("bass", 0)).beyond(D) == Signature(None, ("bass", 0), None)


def test_the_elements_stand_in_the_order_of_the_schema() -> None:
    attributes = node("attributes")
    Signature(Key.parse("D"), ("bass", 0), -2).add_to(attributes, Meter.parse("4/4"))
    assert [child.tag for child in attributes] == ["key", "time", "clef", "transpose"]


def test_the_end_of_a_transposition_is_said() -> None:
    attributes = node("attributes")
    Signature(None, None, 0).add_to(attributes)
    assert [child.tag for child in attributes] == ["transpose"]
