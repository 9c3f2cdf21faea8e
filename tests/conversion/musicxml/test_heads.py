from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.conversion.musicxml.heads import Head, beamed, grace_sign, note_element
from tunesmith.conversion.musicxml.lengths import Ratio
from tunesmith.conversion.musicxml.lyrics import Syllable

LENGTHS = {"quarter": Fraction(1, 4), "eighth": Fraction(1, 8), "16th": Fraction(1, 16)}


def head(kind: str = "eighth", *, joined: bool = True) -> Head:
    return Head(LENGTHS[kind], kind, 0, ("D", 0, 5), joined=joined)


def beams(*heads: Head) -> list[list[str]]:
    beamed(heads)
    return [one.beams for one in heads]


def test_a_note_has_its_children_in_the_order_of_the_schema() -> None:
    one = Head(
        Fraction(1, 12), "eighth", 1, ("F", 1, 5), 1, Ratio(3, 2), chord=True, ties=["start"], beams=["begin"],
        marks=["staccato"], lyrics=[Syllable(1, "la", "single", extended=True)],
    )  # fmt: skip
    note = note_element(one, 3, 2)
    assert [child.tag for child in note] == [
        "chord", "pitch", "duration", "tie", "voice", "type", "dot", "accidental", "time-modification", "beam",
        "notations", "lyric",
    ]  # fmt: skip
    assert note.findtext("duration") == "1"  # of three in a quarter
    assert [child.text for child in note.find("pitch") or ()] == ["F", "1", "5"]


def test_a_grace_note_takes_no_time() -> None:
    note = note_element(Head(Fraction(0), "eighth", 0, ("D", 0, 5), grace=True, slashed=True), 1, 1)
    assert note.find("duration") is None
    assert [child.attrib for child in note.iterfind("grace")] == [{"slash": "yes"}]


def test_a_rest_of_a_whole_bar_has_no_type() -> None:
    note = note_element(Head(Fraction(1), "whole", 0, whole_bar=True, invisible=True), 1, 1)
    assert note.get("print-object") == "no"
    assert [child.attrib for child in note.iterfind("rest")] == [{"measure": "yes"}]
    assert note.find("type") is None


def test_marks_stand_in_their_groups_and_unknown_ones_nowhere() -> None:
    one = head()
    one.marks = ["fermata", "trill", "upbow", "unheard"]
    notations = note_element(one, 2, 1).find("notations")
    assert notations is not None
    assert [child.tag for child in notations.iter()] == [
        "notations", "ornaments", "trill-mark", "technical", "up-bow", "fermata"
    ]  # fmt: skip


def test_joined_notes_have_common_beams() -> None:
    assert beams(head(joined=False), head(), head()) == [["begin"], ["continue"], ["end"]]
    assert beams(head(), head(joined=False)) == [[], []]
    assert beams(head(), head("quarter"), head()) == [[], [], []]  # a quarter note has none


@pytest.mark.parametrize(
    ("kinds", "second"),
    [
        (("eighth", "16th", "16th"), [None, "begin", "end"]),
        (("eighth", "16th"), [None, "backward hook"]),
        (("16th", "eighth"), ["forward hook", None]),
    ],
)
def test_a_second_beam_is_shared_or_a_hook(kinds: tuple[str, ...], second: list[str | None]) -> None:
    found = beams(*map(head, kinds))
    assert [one[1] if len(one) > 1 else None for one in found] == second


def test_rests_have_no_beams() -> None:
    assert Head(Fraction(1, 8), "eighth", 0).levels == 0


@pytest.mark.parametrize(
    ("length", "sign"),
    [(Fraction(1, 8), ("eighth", 0)), (Fraction(3, 16), ("eighth", 1)), (Fraction(1, 5), ("eighth", 0)),
     (Fraction(1, 5000), ("1024th", 0))],
)  # fmt: skip
def test_a_grace_note_has_the_nearest_type_that_is_no_longer(length: Fraction, sign: tuple[str, int]) -> None:
    assert grace_sign(length) == sign
