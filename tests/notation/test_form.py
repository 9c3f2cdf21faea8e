"""Form: parts, repeats, endings, and the letters of parts that are the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tunesmith.notation import Form, Part, Tune

A, B, C = "A2B2c2d2|e8|f4g4|a8", "e8|d8|c8|B8", "G4A4|B4c4|d4e4|f8"


def form(music: str) -> Form:
    return Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:G\n{music}").form


@pytest.mark.parametrize(
    ("music", "letters"),
    [
        (f"|:{A}::{B}:|", "AABB"),
        (f"{A}:|{B}:|", "AABB"),
        (f"{A}||{B}||", "AB"),
        (f"{A}||{B}||{A}|]", "ABA"),
        (f"{A}||{A.replace('a8', 'G8')}||{B}|]", "AAB"),
        (f"|:{A}::{B}::{C}:|", "AABBCC"),
        (f"d2|:{A}:|\n|:{B}:|", "AABB"),
        (f"|:{A}|1B8:|2c8||{B}|]", "AAB"),
        (f"|:{A}||{B}:|", "AA"),
        (A, "A"),
        (f"|:{A}||{B}||", "AB"),
        (f"|::{A}::|{B}|]", "AAAB"),
        (f"|:{A}|1,3B8:|2,4c8|]", "AAAA"),
        (f"|:{A}|1B8|2c8||{B}|]", "AAB"),
    ],
)
def test_letters(music: str, letters: str) -> None:
    assert form(music).letters == letters


def test_parts_know_their_bars_and_endings() -> None:
    assert form(f"d2|:{A}|1B8:|2c8||{B}|]").parts == (
        Part(first_bar=0, last_bar=6, repeated=True, endings=((5, 5), (6, 6))),
        Part(first_bar=7, last_bar=10, repeated=False),
    )


LINES = ["|", "|:", ":|", "::", "||", "|1", ":|2", "|]"]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12))
def test_a_letter_stands_for_each_time_that_a_part_is_played(lines: list[str]) -> None:
    notes = "CDEFGAB"
    music = "".join(f"{notes[place % 7]}{place // 7 + 1} {line} " for place, line in enumerate([*lines, "|]"]))
    tune = Tune.parse(f"X:1\nM:none\nL:1/8\nK:C\n{music}")
    order = tune.play_order()
    common = [
        [bar.index for bar in tune.bars[p.first_bar : p.last_bar + 1] if not bar.endings] for p in tune.form.parts
    ]
    assume(all(common))  # where all bars are endings, none is played each time
    times = [max(map(order.count, run)) for run in common]
    assert len(tune.form.letters) == sum(times)
    assert [part.repeated for part in tune.form.parts] == [time > 1 for time in times]
