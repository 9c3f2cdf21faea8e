"""Tokens become elements with exact durations, and what cannot be read is named with its place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.notation import (
    Annotation,
    BarLine,
    BrokenRhythm,
    Chord,
    ChordSymbol,
    Decoration,
    Element,
    Ending,
    GraceGroup,
    MultiBarRest,
    Note,
    Position,
    Rest,
    Tune,
    TupletMark,
)


def parse(music: str, meter: str = "4/4") -> Tune:
    return Tune.parse(f"X:1\nM:{meter}\nL:1/8\nK:C\n{music}")


def eighths(music: str, meter: str = "4/4") -> list[Fraction]:
    """The durations of the notes, chords and rests in eighth notes."""
    return [e.duration * 8 for e in parse(music, meter).elements if isinstance(e, Note | Chord | Rest)]


def found(music: str, kind: type[Element]) -> list[Element]:
    return [element for element in parse(music).elements if isinstance(element, kind)]


@pytest.mark.parametrize(
    ("music", "durations"),
    [
        ("A A2 A/ A// A3/2 A/4", ["1", "2", "1/2", "1/4", "3/2", "1/4"]),
        ("A>B c<d", ["3/2", "1/2", "1/2", "3/2"]),
        ("A>>B A<<<B", ["7/4", "1/4", "1/8", "15/8"]),
        ("A>B<c", ["3/2", "1/4", "3/2"]),
        ("A2>B2 z>A", ["3", "1", "3/2", "1/2"]),
        ("A > {g}B", ["3/2", "1/2"]),
        ("(3ABc d", ["2/3", "2/3", "2/3", "1"]),
        ("(3A2B2c2 (3A>Bc", ["4/3", "4/3", "4/3", "1", "1/3", "2/3"]),
        ("(2AB (4ABcd", ["3/2", "3/2", "3/4", "3/4", "3/4", "3/4"]),
        ("(3:2:2A2B c", ["4/3", "2/3", "1"]),
        ("(3::2AB c", ["2/3", "2/3", "1"]),
        ("(3|:ABc d", ["2/3", "2/3", "2/3", "1"]),
        ("[ce]2 [c2e]3 [CEG]/", ["2", "6", "1/2"]),
        ("z x2 {gef}A", ["1", "2", "1"]),
    ],
)
def test_durations(music: str, durations: list[str]) -> None:
    assert eighths(music) == [Fraction(text) for text in durations]


def test_a_tuplet_of_five_depends_on_the_meter() -> None:
    assert eighths("(5ABcde", "4/4") == [Fraction(2, 5)] * 5
    assert eighths("(5ABcde", "6/8") == [Fraction(3, 5)] * 5


def test_notes_know_their_pitch_and_place() -> None:
    note = found("|:A ^c'2", Note)[1]
    assert isinstance(note, Note)
    assert (note.letter, note.octave, note.accidental, note.length) == ("C", 6, 1, Fraction(2))
    assert note.position == Position(line=5, column=5)


def test_ties() -> None:
    assert [e.tied for e in found("A-|A B", Note) if isinstance(e, Note)] == [True, False, False]
    chords = [e for e in found("[ce]-[ce] [c-e]", Chord) if isinstance(e, Chord)]
    assert [(chord.tied, [note.tied for note in chord.notes]) for chord in chords] == [
        (True, [True, True]),
        (False, [False, False]),
        (False, [True, False]),
    ]


@pytest.mark.parametrize(
    ("text", "closes", "opens", "double"),
    [
        ("|", 0, 0, False),
        ("||", 0, 0, True),
        ("|]", 0, 0, True),
        ("[|", 0, 0, True),
        ("|:", 0, 1, True),
        ("||:", 0, 1, True),
        (":|", 1, 0, True),
        (":|]", 1, 0, True),
        ("::", 1, 1, True),
        (":|:", 1, 1, True),
        (":||:", 1, 1, True),
        ("::|", 2, 0, True),
        (".|", 0, 0, False),
        ("[|]", 0, 0, False),
        ("[|]:|", 1, 0, True),
        ("[|]|:", 0, 1, True),
        ("[|]|]", 0, 0, True),
    ],
)
def test_bar_lines(text: str, closes: int, opens: int, double: bool) -> None:
    (line,) = found(f"A {text} B", BarLine)
    assert isinstance(line, BarLine)
    assert (line.text, line.closes, line.opens, line.double) == (text, closes, opens, double)


@pytest.mark.parametrize(
    ("music", "numbers"),
    [
        ("A|1B:|2c|]", [(1,), (2,)]),
        ("A|[1B:|[2c|]", [(1,), (2,)]),
        ("A|1,3B:|2-4c|", [(1, 3), (2, 3, 4)]),
        ("A|\n1B|", [(1,)]),
    ],
)
def test_endings(music: str, numbers: list[tuple[int, ...]]) -> None:
    assert [ending.numbers for ending in found(music, Ending) if isinstance(ending, Ending)] == numbers


def test_marks() -> None:
    tune = parse('"Am"A "^slow"{/ge}~B !trill!c Hd +fermata+e (3fga Z2')
    kinds = (ChordSymbol, Annotation, GraceGroup, Decoration, TupletMark, MultiBarRest)
    marks = [element for element in tune.elements if isinstance(element, kinds)]
    assert [type(mark) for mark in marks[:3]] == [ChordSymbol, Annotation, GraceGroup]
    assert [mark.name for mark in marks if isinstance(mark, Decoration)] == ["roll", "trill", "fermata", "fermata"]
    assert [mark.duration for mark in marks if isinstance(mark, MultiBarRest)] == [2]
    assert not tune.problems


@pytest.mark.parametrize(
    ("music", "code", "column"),
    [
        ("A#B", "unknown-characters", 2),
        ("A0B", "zero-length", 1),
        ("(3AB|c", "short-tuplet", 5),
        ("(3A(3Bcd", "short-tuplet", 4),
        ("[A#]", "bad-chord", 1),
        ("[]A", "unknown-characters", 1),
        (">A", "unknown-characters", 1),
        ("-A", "unknown-characters", 1),
        ("A{", "unknown-characters", 2),
    ],
)
def test_losses_have_a_name_and_a_place(music: str, code: str, column: int) -> None:
    tune = parse(music if "A" in music else music + "A")
    assert [(p.code, p.position) for p in tune.problems if p.severity == "error"][:1] == [(code, Position(5, column))]
    assert code in tune.losses


@pytest.mark.parametrize(
    ("music", "code"),
    [
        ("A>|B", "broken-rhythm-open"),
        ("kA", "unknown-decoration"),
        ("!sparkle!A", "unknown-decoration"),
        ("cA:B", "lone-colon"),
        ("A =3DB", "quoted-printable"),
        ("A| }B", "stray-sign"),
    ],
)
def test_notices_lose_nothing(music: str, code: str) -> None:
    tune = parse(music)
    assert [problem.code for problem in tune.problems] == [code]
    assert tune.losses == ()


def test_broken_rhythm_before_a_bar_line_changes_only_the_note_before() -> None:
    assert eighths("A>||B/") == [Fraction(3, 2), Fraction(1, 2)]
    assert len(found("A>||B/", BrokenRhythm)) == 1


def test_a_natural_from_mail_before_another_sign_is_no_note() -> None:
    assert parse("=3D^f4").losses == ("unknown-characters",)


def test_elements_are_values() -> None:
    music = "A>B c-|[ce]2 z {g}d|]"
    assert parse(music).elements == parse(music).elements
    assert len({*parse(music).elements, *parse(music).elements}) == len(parse(music).elements)


def test_a_colon_between_notes_is_a_dashed_bar_line_and_elsewhere_a_repeat() -> None:
    assert [len(parse(f"{music}|").play_order()) for music in ("AB:cd", "AB :\ncd", "AB|:cd:")] == [2, 3, 3]
    assert [parse(f"{music}|").bars[0].closing.dotted for music in ("AB:cd", "AB:c")] == [True, True]  # type: ignore[union-attr]


def test_a_colon_after_the_pickup_of_an_open_repeat_opens_no_other() -> None:
    tune = Tune.parse("X:1\nL:1/4\nM:4/4\nK:C\n|:C| :DEFG|ABc:|\n")
    assert tune.play_order() == (0, 1, 2, 0, 1, 2)
    assert Tune.parse("X:1\nL:1/4\nM:4/4\nK:C\n|:CDEF| :DEFG|ABcd:|\n").play_order() == (0, 1, 2, 1, 2)
