from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest

from tunesmith.conversion.measures import NO_RATIO
from tunesmith.conversion.musicxml.taken import Take, sung_text
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from tunesmith.conversion.measures import Measure, Struck

DIVISIONS = "<attributes><divisions>2</divisions></attributes>"


def note(step: str = "D", duration: int = 2, more: str = "", pitch: str = "") -> str:
    what = f"<pitch><step>{step}</step>{pitch}<octave>5</octave></pitch>" if step else "<rest/>"
    return f"<note>{what}<duration>{duration}</duration>{more}</note>"


def taken(*measures: str, losses: dict[str, None] | None = None) -> list[Measure]:
    part = "".join(f'<measure number="{n}">{xml}</measure>' for n, xml in enumerate(measures, start=1))
    return list(Take({} if losses is None else losses).measures(fromstring(f"<part>{part}</part>")))


def struck(xml: str) -> list[Struck]:
    [measure] = taken(DIVISIONS + xml)
    return [one for layer in measure.layers.values() for one in layer]


def test_times_are_in_whole_notes() -> None:
    first, rest, last = struck(note("D", 3) + note("", 1) + note("E", 4))
    assert [(one.onset, one.duration) for one in (first, rest, last)] == [
        (0, Fraction(3, 8)), (Fraction(3, 8), Fraction(1, 8)), (Fraction(1, 2), Fraction(1, 2))
    ]  # fmt: skip
    assert not rest.tones


def test_divisions_hold_until_others_are_said() -> None:
    first, second = taken(DIVISIONS + note(duration=8), note(duration=8))
    assert first.length == second.length == 1


def test_the_notes_of_a_chord_sound_together() -> None:
    [chord] = struck(note("D") + note("F", more="<chord/>"))
    assert [tone.letter for tone in chord.tones] == ["D", "F"]


def test_voices_lie_over_each_other() -> None:
    xml = note(more="<voice>1</voice>", duration=8) + "<backup><duration>8</duration></backup>"
    [measure] = taken(DIVISIONS + xml + note("F", 8, "<voice>2</voice><staff>2</staff>"))
    assert list(measure.layers) == [(1, "1"), (2, "2")]
    assert measure.length == 1


def test_time_goes_back_no_further_than_the_bar_line() -> None:
    [one] = struck("<backup><duration>9</duration></backup>" + note())
    assert one.onset == 0


def test_a_grace_note_waits_for_its_note_and_a_cue_is_left_out() -> None:
    grace = '<note><grace slash="yes"/><pitch><step>E</step><octave>5</octave></pitch><type>16th</type></note>'
    [one] = struck(grace + note() + note(more="<cue/>"))
    [(tone, length, slashed)] = one.graces
    assert (tone.letter, length, slashed) == ("E", Fraction(1, 16), True)


@pytest.mark.parametrize(("ratio", "kept"), [("3 2", (3, 2)), ("0 2", NO_RATIO), ("100 64", NO_RATIO)])
def test_a_tuplet_that_makes_no_sense_is_none(ratio: str, kept: tuple[int, int]) -> None:
    actual, normal = ratio.split()
    xml = (
        f"<time-modification><actual-notes>{actual}</actual-notes><normal-notes>{normal}</normal-notes>"
        "</time-modification>"
    )
    assert struck(note(more=xml))[0].ratio == kept


def test_a_tuplet_starts_and_stops_where_its_bracket_does() -> None:
    bracket = '<notations><tuplet type="{}"/></notations>'
    found = struck(note(more=bracket.format("start")) + note() + note(more=bracket.format("stop")))
    assert [(one.tuplet_starts, one.tuplet_stops) for one in found] == [(True, False), (False, False), (False, True)]


def test_what_is_between_the_semitones_is_at_the_nearest_and_told() -> None:
    losses: dict[str, None] = {}
    [measure] = taken(DIVISIONS + note(pitch="<alter>0.6</alter>"), losses=losses)
    assert measure.layers[1, "1"][0].tones[0].alter == 1
    assert list(losses) == ["notes between the semitones, or altered by more than two, are at the nearest"]


def test_ties_slurs_and_marks_are_taken_over() -> None:
    xml = '<tie type="start"/><notations><slur type="start"/><articulations><staccato/></articulations></notations>'
    [one] = struck(note(more=xml))
    assert (one.tones[0].tied, one.tones[0].held, one.opens, one.marks) == (True, False, 1, ["staccato"])


@pytest.mark.parametrize(
    ("xml", "edge"),
    [
        ('<barline location="left"><repeat direction="forward"/></barline>', ("left", "opens", 1)),
        ('<barline location="right"><repeat direction="backward" times="3"/></barline>', ("right", "closes", 2)),
        ('<barline location="left"><ending number="1" type="start"/></barline>', ("left", "starts", "1")),
        ('<barline><ending number="1" type="discontinue"/></barline>', ("right", "stops", True)),
        ("<barline><bar-style>light-heavy</bar-style></barline>", ("right", "style", "light-heavy")),
    ],
)
def test_bar_lines_stand_at_the_edges(xml: str, edge: tuple[str, str, object]) -> None:
    side, name, value = edge
    [measure] = taken(DIVISIONS + note() + xml)
    assert getattr(getattr(measure, side), name) == value


@pytest.mark.parametrize(
    "xml", [note("H"), note(duration=2).replace("<duration>2", "<duration>two"), note(pitch="<alter>x</alter>")]
)
def test_a_measure_that_makes_no_sense_is_named(xml: str) -> None:
    with pytest.raises(RequestError, match="measure 2 cannot be read"):
        taken(DIVISIONS + note(), xml)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<text>la</text>", "la"),
        ("<syllabic>begin</syllabic><text>hal</text>", "hal-"),
        ("<text>to-day</text>", r"to\-day"),
        ("<text>oh my</text>", "oh~my"),
        ("<text>la</text><extend/>", "la_"),
        ("<text>a</text><elision/><text>b</text>", "a~b"),
        ("<text>_</text>", "*"),
    ],
)
def test_a_syllable_is_written_as_words_have_it(xml: str, text: str) -> None:
    assert sung_text(fromstring(f"<lyric>{xml}</lyric>")) == text
