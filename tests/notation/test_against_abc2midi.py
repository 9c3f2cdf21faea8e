"""What we hear in real tunes against what abc2midi hears; `tests/support/agreement.py` prints the whole table."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tests.support.abc2midi import PROGRAM, agree, corpora, heard, played
from tests.support.agreement import judge, written_out
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.corpus.sources import SourceTune

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="abc2midi is not installed (Debian's package abcmidi)")

JIG = """X:1
T:The judge's jig
M:6/8
L:1/8
R:jig
K:Ador
e|:A2B "Am"c>de|{g}a3- a^ge|(3def g [Ac]BA|1 E3- E2e:|2 E3- E3||
~A3 =f2e|z3 ^F3|F3 A,3:|
"""


@pytest.fixture(scope="module")
def collected(corpus_folder: Path) -> dict[str, list[SourceTune]]:
    assert corpus_folder.is_dir()
    return corpora()


def test_abc2midi_hears_what_we_hear() -> None:
    tune = Tune.parse(JIG)
    theirs, _ = heard(written_out(tune))
    assert agree(theirs, played(tune))


@pytest.mark.parametrize("shift", [(Fraction(1, 8), 0), (Fraction(0), 1)], ids=["onset", "pitch"])
def test_the_judge_notices_one_wrong_note(shift: tuple[Fraction, int]) -> None:
    ours = played(Tune.parse(JIG))
    onset, pitch = ours[-1]
    theirs, _ = heard(written_out(Tune.parse(JIG)))
    assert not agree(theirs, [*ours[:-1], (onset + shift[0], pitch + shift[1])])


@pytest.mark.parametrize(
    ("corpus", "share"),
    [
        ("session2021", 0.95),
        ("ceol_rince", 0.9),
        ("irish_abc", 0.85),
        ("irishman_sample", 0.8),
        ("oneills1850", 0.9),
        ("ryansMammoth", 0.85),
        ("airdsAirs", 0.8),
    ],
)
def test_random_real_tunes_agree_or_are_explained(
    collected: dict[str, list[SourceTune]], corpus: str, share: float
) -> None:
    verdicts = [judge(tune) for tune in random.Random(40).sample(collected[corpus], 40)]
    assert [verdict.tune.id for verdict in verdicts if verdict.explanation is None] == []
    assert sum(verdict.explanation == "" for verdict in verdicts) >= share * len(verdicts)
