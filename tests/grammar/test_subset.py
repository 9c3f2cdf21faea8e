"""Of tunes in order, the grammar accepts what `tests.support.subset` says, no more and no less.

The subset is stated over whole tunes, and shares no code with the grammar; `docs/grammar.md` says it in words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.acceptance import accepted, canonical
from tests.support.cases import cases
from tests.support.corpora import MUSIC21, SHARED, shared, some, texts_of
from tests.support.subset import departures
from tunesmith.notation import Tune, check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Bars: TypeAlias = Sequence[tuple[Sequence[str], int, str]]


def agree(text: str) -> bool:
    """Whether the grammar accepts a tune just if it is in order and in the subset."""
    return accepted(text) == (check(text).ok and not departures(text))


@pytest.mark.parametrize("name", [*SHARED, *MUSIC21])
def test_real_tunes_in_the_subset_are_accepted(name: str, request: pytest.FixtureRequest) -> None:
    chosen = map(canonical, some(texts_of(name, request), 60, seed=11))
    assert [text for text in chosen if text and not agree(text)] == []


def test_much_of_the_sample_is_accepted(corpus_folder: Path) -> None:
    texts = some(shared(corpus_folder, "irishman_sample.json"), 250, seed=11)
    assert sum(map(accepted, map(canonical, texts))) > 0.35 * len(texts)  # of all of them, it is over two fifths


PLAIN = ["A", "B", "c2", "d2", "e/f/", "g>f", "a<b", " A2", " G", " F2", " z", " A3"]
SIGNED = [
    "^c", "_B", "=c", "A4", "z", "z2", "(AB)", "A-A", "A2-", "(3ABc", "(3(ABc)", "(3a2g2f2", "(3A2B", "[Ac]2",
    "[A^c]", "[Ac]>e", "{g}A", "{ga}B2", "{^g}A", "{gabc'}A", "~A2", "~A", ".A", ".A.B", "TA2", "T[Ac]", "vA", "!f!A",
    "!f!(AB)", '"Am"A2', '"Am"{g}A', '{g}"D7"A', '"Am"!p!A', "!fermata!A2", ".(AB)", "(.AB)", "A,", "b'", "A,,,",
    "^^c", "(", ")", "A//", "(A>B)", "A/>B/", "A>.B", "~A>B", "A>~B", "~A<B", "{g}A>B", "{g}A<B", "A>{g}B", "A-[Ac]",
    "x", "^c2-", ".(3(ABc)",
]  # fmt: skip
FILLED = st.sampled_from([0, 0, 0, 0, 0, 0, 0, 2])  # eighths that a bar lacks
LINES = st.sampled_from(["|", "|", "|", "|", "|", "|", "||", "|:", ":|", "::", "|1", ":|2"])
WORDS = st.one_of(*[st.sampled_from(PLAIN)] * 7, st.sampled_from(SIGNED + [f" {word}" for word in SIGNED]))
OPENINGS, ENDS = st.sampled_from(["", "", "|:", "A2 |", "A2 |:"]), st.sampled_from(["|]", "||", ":|"])
BARS = st.lists(st.tuples(st.lists(WORDS, max_size=5), FILLED, LINES), min_size=1, max_size=8)


def spelt(meter: str, opening: str, bars: Bars, end: str) -> str:
    """A tune of these bars in canonical spelling, each filled with one more note but for what it is to lack."""
    header, music = f"X:1\nL:1/8\nM:{meter}\nK:D\n", opening
    for words, lacking, line in [*bars, ([], 0, end)]:
        text = "".join(words)
        room = 8 * Fraction(meter) - lacking - sum(bar.duration for bar in Tune.parse(f"{header}{text} A").bars) * 8 + 1
        music += f" {text} c{room} {line}" if room > 0 else f" {text} {line}"
    return canonical(header + music)


@cases(300)
@given(st.sampled_from(["4/4", "6/8", "3/2"]), OPENINGS, BARS, ENDS)
def test_generated_tunes_in_the_subset_are_accepted(meter: str, opening: str, bars: Bars, end: str) -> None:
    assert agree(spelt(meter, opening, bars, end))


@pytest.mark.parametrize(
    ("body", "departure"),
    [
        ("|: d8 | d8 | e8 :|", ""),
        ("|: d8 | d8 | e8 :| d8 | e8 :|", "a repeat that is closed, but was not opened after an earlier one"),
        (" A2 |: d8 | e8 :: A2 | d8 | e6 :|", "a pickup that does not complete the part before"),
        (" d8 | dddd e2 f2 |]", ""),
        (" d8 | dddde f3 |]", "notes joined over beat groups"),
        (' "^slowly"d8 | e8 |]', "annotations"),
        (" d8 | (5:4:5ddddd e4 |]", "tuplets other than triplets"),
    ],
)
def test_the_subset_by_example(body: str, departure: str) -> None:
    text = canonical(f"X:1\nL:1/8\nM:4/4\nK:D\n{body}")
    assert departures(text) == [departure] * bool(departure)
    assert accepted(text) == (not departure)
