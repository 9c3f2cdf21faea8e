"""The canonical spelling: one way to write a tune, which says the same music and is its own canonical spelling."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.notation import Chord, MultiBarRest, Note, Rest, Tune

HEAD = "X:1\nL:1/8\nM:4/4\nK:G\n"


def music(tune: Tune) -> object:
    """What the canonical spelling must not change: notes, durations, bars and form."""
    bars = [
        (
            bar.duration,
            bar.fill,
            bar.endings,
            bar.closing and (bar.closing.closes, bar.closing.opens, bar.closing.double),
            [spoken(e) for e in bar.elements if isinstance(e, Note | Chord | Rest | MultiBarRest)],
        )
        for bar in tune.bars
    ]
    return bars, tune.form


def spoken(element: Note | Chord | Rest | MultiBarRest) -> object:
    """A note, chord or rest without its spelling."""
    if isinstance(element, Chord):
        return element.duration, [spoken(note) for note in element.notes]
    if isinstance(element, Note):
        return element.duration, element.letter, element.octave, element.accidental, element.tied
    return type(element), element.duration


@pytest.mark.parametrize(
    ("source", "spelling"),
    [
        ("G2BG DGBG|", " G2 BG DGBG |"),
        ("d3/2e/ f/g3/2|", " d>e f<g |"),
        ("d3/2 e/|", " d3/2 e/ |"),
        ("A2>B2 c/>d/|", " A3 B c/>d/ |"),
        ("A3B|", " A3 B |"),
        ("A//B/4C1/2D2/1|", " A/4B/4C/ D2 |"),
        ("(3ABc (5:2:5edcBA (2AB|", " (3ABc (5:2:5edcBA (2:3:2AB |"),
        ('"G" g2 "^slow" {a}g2|', '"G" g2"^slow"{a} g2 |'),
        ("Hg2 Lg .a !trill!b|", " !fermata!g2 !>!g .a Tb |"),
        ("kA !sparkle!B|", " A B |"),
        ("(AB-) B|", " (AB-) B |"),
        (". (AB) c|", " (.AB) c |"),
        ("[ce]2 [c2e]2 [c-e]|", " [ce]2 [ce/]4 [c-e] |"),
        ("Ab`cd % why\nef|", " Abcd ef |"),
        ("A:|\n|:B|]", " A :: B |]"),
        ("||:A:|]", "|: A :|"),
        ("|A|[1B:|[2c||", " A |1 B :|2 c ||"),
        ("A|\nK:D\nM:3/4\nB|[Q:1/4=90]c|", " A |[K:D][M:3/4] B |[Q:1/4=90] c |"),
        ("A|Z2|x2|", " A | Z2 | x2 |"),
        ("A>||B/|", " A3/2 || B/ |"),
    ],
)
def test_spelling(source: str, spelling: str) -> None:
    assert Tune.parse(HEAD + source).canonical() == HEAD + spelling


def documented() -> list[tuple[str, str]]:
    """The rows of the table in docs/canonical-spelling.md: source and spelling."""
    page = Path(__file__).parents[2] / "docs" / "canonical-spelling.md"
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \| ", page.read_text(), re.MULTILINE)
    return [(source.replace("\\|", "|"), spelling.replace("\\|", "|").replace("·", " ")) for source, spelling in rows]


@pytest.mark.parametrize(("source", "spelling"), documented())
def test_the_documented_rules(source: str, spelling: str) -> None:
    assert Tune.parse(HEAD + source).canonical() == HEAD + spelling


def test_the_header_has_five_fields_at_most() -> None:
    tune = Tune.parse("X:9\nT:Title\nC:Trad\nM:C|\nQ:180\nR:reel\nK:E minor\nE8|")
    assert tune.canonical() == "X:9\nL:1/8\nQ:1/8=180\nM:2/2\nK:Emin\n E8 |"


def test_a_number_that_is_missing_is_nought() -> None:
    assert Tune.parse("K:none\nE|").canonical() == "X:0\nL:1/8\nM:none\nK:none\n E |"


@pytest.mark.parametrize(
    ("unit", "spelling"), [("1/4", " A B/"), ("1/16", " A4 B2"), ("1/32", " A2 B"), ("1/2", " A2 B")]
)
def test_usual_units_are_kept(unit: str, spelling: str) -> None:
    tune = Tune.parse(f"L:{unit}\nM:4/4\nK:C\nA{Fraction(1, 4) / Fraction(unit)} B{Fraction(1, 8) / Fraction(unit)}")
    assert tune.canonical().endswith(spelling)


def test_beams_by_the_beat() -> None:
    assert Tune.parse(HEAD + "ABcdefga|").canonical(beams="beat").endswith(" ABcd efga |")
    assert Tune.parse("L:1/8\nM:6/8\nK:C\nABcdef|").canonical(beams="beat").endswith(" ABc def |")
    assert Tune.parse("L:1/8\nM:3/4\nK:C\nABcdef|").canonical(beams="beat").endswith(" AB cd ef |")


def test_lines_are_at_most_a_hundred_characters() -> None:
    lines = Tune.parse(HEAD + "ABcd efga|" * 40).canonical().split("\n")[4:]
    assert {len(line) for line in lines[:-1]} == {97}
    assert all(line.endswith("| ") for line in lines[:-1])
    assert not lines[-1].endswith(" ")


PITCHES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "^", "=", "_", "__"]), st.sampled_from("CEGABcdg"), st.sampled_from(["", "", ",", "'"])
    ),
)
LENGTHS = st.sampled_from(["", "", "", "2", "3", "/", "3/2", "4", "/4", "3/4", "5/2"])
NOTES = st.one_of(
    st.builds("{}{}".format, PITCHES, LENGTHS),
    st.builds("[{}{}]{}".format, PITCHES, PITCHES, LENGTHS),
    st.builds("{}{}".format, st.sampled_from("zx"), LENGTHS),
)
MARKS = st.sampled_from(["", "", "", "", "~", ".", "!fermata!", '"G"', '"^slow"', "{ga}", "(", "T", "S"])
LINKS = st.sampled_from(["", "", " ", " ", ">", "<", ">>", "-", "- ", ")", "`"])
GROUPS = st.one_of(
    st.builds("{}{}{}".format, MARKS, NOTES, LINKS),
    st.builds("(3{}{}{} ".format, NOTES, NOTES, NOTES),
    st.builds("(3:2:2{}>{}".format, NOTES, NOTES),
    st.builds("(5{0}{0}{1}{1}{0}".format, NOTES, NOTES),
)
BAR_LINES = st.sampled_from(["|", "|", "|", "||", ":|", "|:", "::", "|]", "|1", ":|2", "|\n", "[M:3/4]|", "|[K:D]"])
BARS = st.builds("{}{}".format, st.lists(GROUPS, min_size=1, max_size=6).map("".join), BAR_LINES)
TUNES = st.builds(
    "X:1\nL:{}\nM:{}\nK:Ador\n{}{}".format,
    st.sampled_from(["1/4", "1/8", "1/16", "1/32"]),
    st.sampled_from(["4/4", "6/8", "C|", "3/4", "2/4", "9/8", "none"]),
    st.sampled_from(["", "|:", "|"]),
    st.lists(BARS, min_size=1, max_size=8).map("".join),
)


@given(TUNES)
def test_the_spelling_says_the_same_music(text: str) -> None:
    tune = Tune.parse(text)
    assert music(Tune.parse(tune.canonical())) == music(tune)


@given(TUNES, st.sampled_from(["source", "beat"]))
def test_the_spelling_is_its_own_spelling(text: str, beams: str) -> None:
    spelling = Tune.parse(text).canonical(beams="beat" if beams == "beat" else "source")
    assert Tune.parse(spelling).canonical() == spelling
