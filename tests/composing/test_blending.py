from __future__ import annotations

import pytest

from tunesmith.composing.blending import Written, blends
from tunesmith.notation import Tune
from tunesmith.notation.lines import line_starts


def written(music: str) -> list[Written]:
    tune = Tune.parse(f"X:1\nM:6/8\nL:1/8\nK:G\n{music}|]\n")
    starts = line_starts(tune.text)
    spans = []
    for bar in tune.bars:
        first, last = bar.elements[0], bar.elements[-1]
        start, end = (starts[one.position.line - 1] + one.position.column - 1 for one in (first, last))
        spans.append((start, end + len(last.text)))
    return [Written.of(tune, bar, span) for bar, span in zip(tune.bars, spans, strict=True)]


OLD, NEW = written("GAB cde|fga gfe"), written("{a}ggg \"D\"aaa|bbb c'c'c'")


@pytest.mark.parametrize(
    ("share", "found"),
    [
        (0, ["{a}ggg cde|fga gfe", 'GAB "D"aaa|fga gfe', "GAB cde|bbb gfe", "GAB cde|fga c'c'c'"]),
        (0.5, ['{a}ggg "D"aaa|fga gfe', 'GAB "D"aaa|bbb gfe', "GAB cde|bbb c'c'c'"]),
        (0.8, ['{a}ggg "D"aaa|bbb gfe', "GAB \"D\"aaa|bbb c'c'c'"]),
    ],
)
def test_a_stretch_is_as_long_as_the_share_says_and_begins_on_each_beat(share: float, found: list[str]) -> None:
    assert ["|".join(bars) for bars in blends(OLD, NEW, share)] == found


def test_no_note_is_cut() -> None:
    assert ["|".join(bars) for bars in blends(written("GAB cde"), written("g4 a2"), 0.5)] == []
    assert ["|".join(bars) for bars in blends(written("G6|fga gfe"), NEW, 0.25)] == ["G6|bbb gfe", "G6|fga c'c'c'"]
