from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.cleaning import Bounds, CleanTune, clean
from tunesmith.corpus.judges import OTHER
from tunesmith.corpus.label_study import JudgedTunes, LabelledTunes, at_home, dance_taught, lesson, table, votes_against
from tunesmith.corpus.sources import SourceTune

NAMES = np.array(["hornpipe", "reel", "reel", OTHER])
LESSON = LabelledTunes(np.zeros((4, 1)), NAMES, np.arange(4), (0, 1, 2, 3))


def tune_of(source: str, meter: str, rhythm: str, key: str = "G") -> CleanTune:
    music = "G2 BG dGBG | GABc d2 cB | c2 ec B2 dB | AGGF G4 |]"
    abc = f"X:1\nR:{rhythm}\nM:{meter}\nL:1/8\nK:{key}\n{music}"
    tune = clean(SourceTune(f"{source}/1", f"{source}/1", abc, source), Bounds())
    assert isinstance(tune, CleanTune)
    return tune


@pytest.mark.parametrize(
    ("source", "meter", "rhythm", "taught"),
    [
        ("etunebook2", "4/4", "reel", "reel"),
        ("etunebook2", "4/4", "march", OTHER),
        ("etunebook2", "8/8", "reel", None),  # not in four
        ("etunebook2", "4/4", "", None),
        ("session2021", "4/4", "reel", None),  # which names no dances
    ],
)
def test_which_dance_a_tune_teaches(source: str, meter: str, rhythm: str, taught: str | None) -> None:
    assert dance_taught(tune_of(source, meter, rhythm)) == taught


def test_tunes_for_research_alone_teach_nothing() -> None:
    tunes = [tune_of("oneills1850", "4/4", "reel"), tune_of("etunebook2", "4/4", "reel", "Ador")]
    seen = {0: (np.zeros(2), None), 1: (np.ones(2), None)}
    modes = lesson("mode", tunes, [5, 6], seen)
    assert (modes.names.tolist(), modes.clans.tolist(), modes.tunes) == (["dorian"], [6], (1,))
    assert lesson("dance", tunes, [5, 6], seen).names.tolist() == ["reel"]


def test_the_table_counts_what_is_believed_and_what_of_it_is_right() -> None:
    judged = JudgedTunes(np.array(["reel", "reel", "reel", OTHER]), np.array([0.9, 0.95, 0.5, 0.99]))
    head, _, _, hornpipe, other, reel = table(LESSON, judged).split("\n")
    assert head == "4 tunes; best guess right 75.0%; speaks of 50.0%, right then 50.0%"
    assert hornpipe == "| hornpipe | 1 | 0 |  | 0 | 0 | 1 |"
    assert other == "| other | 1 | 0 |  | 0 | 0 | 0 |"
    assert reel == "| reel | 2 | 2 | 50.0% | 0 | 0 | 1 |"


def test_votes_are_held_against_what_the_tunes_say_themselves() -> None:
    votes = {0: {"reel": 1.0}, 1: {"reel": 1.0}, 2: {"reel": 1.0, "jig": 1.0}}
    said = votes_against(["reel", "jig", "reel", "reel"], votes, [0, 1, 2, 3])
    assert said == "settings elect for 2 of 4, right 50.0% (reel 50.0% of 2)"


def test_a_tune_is_at_home_where_its_last_note_is_the_tonic() -> None:
    tune = tune_of("mine", "4/4", "reel")
    assert at_home([tune, tune], ["G", "D"]) == 0.5
