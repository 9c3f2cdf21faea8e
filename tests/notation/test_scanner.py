"""The scanner cuts lines of music into tokens and loses no character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.notation.scanner import inner_notes, is_field_line, length_of, note_parts, scan, with_inner_notes


@given(st.text(alphabet=st.characters(exclude_characters="\n"), max_size=60))
def test_tokens_join_to_the_line(line: str) -> None:
    assert "".join(text for _, text, _ in scan(line)) == line


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("|:^f2 z/ _B,3/2>c'//", ["bar", "note", "space", "rest", "space", "note", "broken", "note"]),
        ("(3abc (5:2:5edcBA", ["tuplet", "note", "note", "note", "space", "tuplet", *["note"] * 5]),
        ("[ce]2-[df]", ["chord", "tie", "chord"]),
        (
            ":|2 A|1B [1c|]",
            ["bar", "digits", "space", "note", "bar", "digits", "note", "space", "ending", "note", "bar"],
        ),
        ("{/gef}~A.B!trill!c+fermata+d", ["grace", "decoration", "note", *["decoration", "note"] * 3]),
        ('"Am"a "^slow"b [K:D]c', ["quoted", "note", "space", "quoted", "note", "space", "inline", "note"]),
        ("(a-b) .(c)", ["slur_open", "note", "tie", "note", "slur_close", "space", "slur_open", "note", "slur_close"]),
        ("A::B:||:C[|]", ["note", "bar", "note", "bar", "note", "bar"]),
        ("A & B|Z4|y2", ["note", "space", "overlay", "space", "note", "bar", "bars_rest", "bar", "space"]),
        ("ab`c!", ["note", "note", "glue", "note", "forced"]),
        ("AB \\ % so", ["note", "note", "space", "continued", "comment"]),
        ('"^\\"second\\""A', ["quoted", "note"]),
        ("A#", ["note", "unknown"]),
        ("=3Df =3D^f", ["mailed_note", "space", "unknown", "digits", "note", "note"]),
    ],
)
def test_kinds(line: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in scan(line)] == kinds


@pytest.mark.parametrize(
    ("text", "length"),
    [("", (1, 1)), ("2", (2, 1)), ("/", (1, 2)), ("//", (1, 4)), ("3/2", (3, 2)), ("3/", (3, 2)), ("/4", (1, 4))],
)
def test_lengths(text: str, length: tuple[int, int]) -> None:
    assert length_of(text) == length


@pytest.mark.parametrize("text", ["0", "/0", "3/0"])
def test_a_length_of_zero_is_none(text: str) -> None:
    assert length_of(text) is None


def test_note_parts() -> None:
    assert note_parts("C") == ("C", 4, None, "", (1, 1))
    assert note_parts("^^c''3/2") == ("C", 7, 2, "3/2", (3, 2))
    assert note_parts("_B,,/") == ("B", 2, -1, "/", (1, 2))
    assert note_parts("=f") == ("F", 5, 0, "", (1, 1))


def test_inner_notes_of_a_chord() -> None:
    assert inner_notes("c2-e.g") == ([("c2", 0, True), ("e", 3, False), ("g", 5, False)], ".")


def test_the_letters_of_decorations_and_words_in_a_chord_are_no_notes() -> None:
    assert inner_notes('!head-x!B"deep"d') == ([("B", 8, False), ("d", 15, False)], '!head-x!"deep"')
    assert with_inner_notes('[!accent!c-"e"e]2', ["d", "f"]) == '[!accent!d-"e"f]2'


def test_a_letter_before_a_repeat_is_music() -> None:
    assert is_field_line("K:G")
    assert is_field_line("w:la la")
    assert not is_field_line("A:|")
    assert not is_field_line("c::")
    assert not is_field_line("|:A")
