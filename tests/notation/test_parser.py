"""The body of a tune line by line: fields, comments, voices, and where the tune ends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.errors import AbcError
from tunesmith.notation import Comment, Field, InlineField, LineBreak, Note, Tune

HEAD = "X:1\nM:4/4\nL:1/8\nK:C\n"


def notes(music: str) -> str:
    return "".join(e.text for e in Tune.parse(HEAD + music).elements if isinstance(e, Note))


def codes(music: str) -> list[str]:
    return [problem.code for problem in Tune.parse(HEAD + music).problems]


def test_fields_among_the_music_take_effect() -> None:
    tune = Tune.parse(HEAD + "AB|\nL:1/4\nM:3/4\nAB[L:1/16]c")
    durations = [e.duration for e in tune.elements if isinstance(e, Note)]
    assert durations == [Fraction(1, 8)] * 2 + [Fraction(1, 4)] * 2 + [Fraction(1, 16)]
    assert [(e.letter, e.value) for e in tune.elements if isinstance(e, Field | InlineField)] == [
        ("L", "1/4"),
        ("M", "3/4"),
        ("L", "1/16"),
    ]


def test_comments_and_directives() -> None:
    tune = Tune.parse(HEAD + "AB % a comment\n%%staves 1\ncd")
    assert [(e.text, e.directive) for e in tune.elements if isinstance(e, Comment)] == [
        ("% a comment", False),
        ("%%staves 1", True),
    ]
    assert notes("AB % c\ncd") == "ABcd"


def test_line_ends() -> None:
    tune = Tune.parse(HEAD + "AB\\\ncd!\nef =20\nga")
    assert [(e.text, e.continued, e.forced) for e in tune.elements if isinstance(e, LineBreak)] == [
        ("\\", True, False),
        ("\n", False, False),
        ("!", False, True),
        ("\n", False, False),
        ("=20", True, False),
        ("\n", False, False),
    ]
    assert not tune.problems


def test_words_are_reported() -> None:
    assert codes("AB\nw:la la") == ["words"]


@pytest.mark.parametrize(
    "music",
    ["V:1\nAB|\nV:2\nCD|\nV:1\ncd|", "[V:1]AB|\n[V:2]CD|\n[V:1]cd|", "AB|\nV:2\nCD|\nV:1\ncd|"],
)
def test_every_voice_is_read(music: str) -> None:
    tune = Tune.parse(HEAD + music)
    assert tune.problems == ()
    read = {voice.name: "".join(e.text for e in voice.elements if isinstance(e, Note)) for voice in tune.voices}
    assert read == {"1": "ABcd", "2": "CD"}


def test_a_voice_goes_on_where_it_was() -> None:
    tune = Tune.parse(HEAD + "[V:1](3AB\n[V:2]L:1/4\nC\n[V:1]c>d\n[V:2]E")
    durations = {v.name: [e.duration for e in v.elements if isinstance(e, Note)] for v in tune.voices}
    assert durations["1"] == [Fraction(1, 12), Fraction(1, 12), Fraction(1, 8), Fraction(1, 16)]
    assert durations["2"] == [Fraction(1, 8), Fraction(1, 8)]


def test_an_empty_line_ends_the_tune() -> None:
    assert notes("AB|\n\nSome words about it.") == "AB"
    assert codes("AB|\n\nSome words.\nAnd more.") == ["text-after-tune"]


def test_redefined_symbols() -> None:
    tune = Tune.parse("X:1\nU:W=!trill!\nK:C\nWA")
    assert tune.problems == ()


@pytest.mark.parametrize(("field", "code"), [("M:9/8 ABc|", "bad-meter"), ("L:x", "bad-unit")])
def test_fields_that_make_no_sense(field: str, code: str) -> None:
    assert codes(f"AB|\n{field}\ncd") == [code]


def test_an_empty_line_between_header_and_music_loses_nothing() -> None:
    tune = Tune.parse("X:1\nM:4/4\nK:C\nL:1/4\n\n\nCDEF|GABc|]\n")
    assert [bar.duration for bar in tune.bars] == [1, 1]
    assert [(problem.code, problem.severity, problem.position.line) for problem in tune.problems] == [
        ("empty-line", "notice", 5)
    ]


def test_an_empty_line_before_words_ends_a_tune_without_music() -> None:
    with pytest.raises(AbcError, match="no note"):
        Tune.parse("X:1\nK:C\n\nA bad cabbage, said she\nCDEF|]\n")


@pytest.mark.parametrize(
    ("unit", "note", "duration"),
    [
        ("1/8", "A60000/217391", Fraction(60000, 8 * 217391)),
        ("1/1875000", "A468750", Fraction(1, 4)),
        ("1/8", "[A60000/217391c60000/217391]", Fraction(60000, 8 * 217391)),
    ],
)
def test_lengths_of_game_bands_have_long_figures(unit: str, note: str, duration: Fraction) -> None:
    tune = Tune.parse(f"X:1\nM:4/4\nL:{unit}\nK:C\n{note} z |]\n")
    assert tune.problems == ()
    assert tune.bars[0].elements[0].duration == duration  # type: ignore[attr-defined]
