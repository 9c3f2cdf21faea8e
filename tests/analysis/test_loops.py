from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tunesmith.analysis.loops import LOOPING, compression_ratio, longest_run, share_looping
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
ONE_BAR = HEADER + " dAd dAd |" * 60
JIG = HEADER + "|: d2 A AFA | BdB A2 F | G2 B AFD | E3 E2 A :| f2 d ecA | d2 B AFA | Bcd ecA | d3 d2 z |]"


def test_one_bar_over_and_over_is_a_loop() -> None:
    assert compression_ratio(ONE_BAR) > LOOPING > compression_ratio(JIG)
    assert share_looping([ONE_BAR, JIG, JIG, JIG]) == 0.25


def test_the_header_does_not_count() -> None:
    assert compression_ratio(JIG) == compression_ratio(JIG.replace("X:1\n", f"X:1\n{'T:The Kesh' * 40}\n"))
    assert compression_ratio("X:1\nK:D\n") == 0


def test_a_line_of_music_is_no_field() -> None:
    assert compression_ratio("K:D\nd:|\n") == compression_ratio("d:|\n") > 0


@given(st.text("ABCDEFGabcdefg| ", min_size=1, max_size=80), st.integers(2, 20))
def test_saying_it_again_compresses(music: str, times: int) -> None:
    assert compression_ratio(music * times) > compression_ratio(music)


def test_bars_that_return_are_told_by_their_notes() -> None:
    tune = Tune.parse(HEADER + ' dAd dAd |"D" ~d3 dAd |"A" dAd dAd | dAd dAd | d6 |]')
    assert longest_run(tune) == 2


def test_notes_at_random_return_to_nothing() -> None:
    chance = random.Random(0)
    bars = ["".join(chance.choices("ABcdefg", k=6)) for _ in range(20)]
    tune = Tune.parse(HEADER + " | ".join(bars) + " |]")
    assert longest_run(tune) == 1
