from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus.cleaning import Bounds, CleanTune, clean
from tunesmith.corpus.pieces import Pieces, rewrapped
from tunesmith.corpus.sources import read_tunes
from tunesmith.notation import Interval, Key, Tune
from tunesmith.notation.transposition import interval_between, transposed

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "X:3\nL:1/8\nQ:1/4=120\nM:4/4\nK:"
NOTES = st.from_regex(r"(\^\^?|__?|=)?[A-Ga-g][,']?(2|/|3/2)?-?", fullmatch=True)
CHORDS = st.lists(NOTES, min_size=2, max_size=3).map(lambda notes: f"[{''.join(notes)}]2")
OTHERS = st.sampled_from(
    [
        '"Am7/G"',
        '"^Fine"',
        '"F#dim"',
        "{^gef}",
        "{/c}",
        "~",
        "T",
        "!trill!",
        "!D.C.!",
        "(3",
        "(",
        ")",
        "|",
        "||",
        ":|",
        "|:",
        "[M:3/4]",
        "[Q:1/4=90]",
        "|1",
        "[2",
        "z",
        "z2",
        ">",
        "<",
    ]
)
MUSIC = st.lists(NOTES | CHORDS | OTHERS, min_size=6, max_size=90)


def by_elements(text: str, interval: Interval) -> str:
    """The text as the transposer writes it, element by element."""
    tune = Tune.parse(text)
    return re.sub("X:.*", "X:0", rewrapped(transposed(tune.header, tune.elements, tune.key, interval)), count=1)


@given(
    MUSIC,
    st.sampled_from(["G", "D", "Amin", "Edor", "Bb", "F#min"]),
    st.sampled_from("CDEFGAB"),
    st.sampled_from((0, -1)),
)
def test_a_text_moved_by_pieces_is_that_moved_element_by_element(
    music: list[str], name: str, tonic: str, octave: int
) -> None:
    text = Tune.parse(f"{HEAD}{name}\n{' '.join(music)} c2 |").canonical()
    key = Key.parse(name)
    least = interval_between(key, Key.parse(tonic + name.lstrip("ABCDEFG#b")))
    interval = Interval(least.steps + 7 * octave, least.semitones + 12 * octave)
    moved = Pieces(text, key).moved(interval)
    assert moved == by_elements(text, interval) if moved else re.search("[_^=][A-Ga-g]", text)


@pytest.mark.parametrize(
    ("music", "why"),
    [
        ("G2 ^^cB", "a double sharp moves, but none is left where none was"),
        ("GABc [K:C]cdef", "a change of key"),
        ('{"C"g}a2 b2', "words among grace notes"),
        ('"a\\"b"a2 b2', "an escaped quote"),
        ("C,,,,,2 G2", "the edge of MIDI"),
    ],
)
def test_what_is_not_the_same_wherever_it_stands_is_not_moved_by_pieces(music: str, why: str) -> None:
    moved = Pieces(f"{HEAD}G\n {music} |", Key.parse("G")).moved(Interval(-4, -7))
    assert moved == (by_elements(f"{HEAD}G\n {music} |", Interval(-4, -7)) if "double" in why else None)


def test_a_sharp_that_would_become_a_double_one_is_not_moved_by_pieces() -> None:
    text = f"{HEAD}Amin\n A^GFE ^D2 E2 |"
    assert Pieces(text, Key.parse("Amin")).moved(Interval(1, 2)) == by_elements(text, Interval(1, 2))
    assert Pieces(text, Key.parse("Amin")).moved(Interval(-1, -1)) is None


def test_a_key_with_signs_of_its_own_is_not_moved_by_pieces() -> None:
    assert Pieces(f"{HEAD}D ^g\n defg a4 |", Key.parse("D ^g")).moved(Interval(1, 2)) is None


def test_pieces_of_real_tunes_move_as_their_elements_do(corpus_folder: Path) -> None:
    checked = 0
    for found in islice(read_tunes(corpus_folder / "irishman_sample.json"), 40):
        tune = clean(found, Bounds())
        if isinstance(tune, CleanTune) and (moved := Pieces(tune.text, Key.parse(tune.key)).moved(Interval(-4, -7))):
            assert moved == by_elements(tune.text, Interval(-4, -7))
            checked += 1
    assert checked > 30
