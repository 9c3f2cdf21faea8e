from __future__ import annotations

from fractions import Fraction

from tunesmith.analysis.timeline import played_bars, settings
from tunesmith.notation import Tune


def test_bars_are_played_with_repeats_and_endings() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/4\nK:G\n|: GABc |1 d4 :|2 g4 |]\n")
    played = played_bars(tune)
    assert [bar.bar.index for bar in played] == [0, 1, 0, 2]
    assert [bar.onset for bar in played] == [0, 1, 2, 3]
    assert played[-1].end == 4


def test_an_upbeat_belongs_to_the_end_of_a_bar() -> None:
    upbeat, first = played_bars(Tune.parse("X:1\nM:4/4\nL:1/4\nK:G\nD | GABc |]\n"))
    assert upbeat.downbeat == Fraction(1, 4) - 1
    assert first.downbeat == first.onset == Fraction(1, 4)


def test_keys_and_tempos_hold_from_where_they_stand() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/4\nQ:1/4=100\nK:G\nGABc | [K:D] [Q:1/4=80] d4 | [Q:nonsense] d4 |]\n")
    first, second, third = settings(tune)
    assert (str(first.key), str(second.key), str(third.key)) == ("G", "D", "D")
    assert [setting.tempo.rate for setting in (first, second, third) if setting.tempo] == [100, 80, 80]
