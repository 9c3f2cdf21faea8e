from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus.measures import measures_of, written
from tunesmith.corpus.written_out import fold
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:2/4\nK:D\n"
FOUR = "AFDF|EFGE|FGAB|cdec|"
FIVE = "dcBA|GFED|EGFE|DCB,A,|"
EIGHT = FOUR + FIVE


def folded(music: str) -> str:
    tune = Tune.parse(HEADER + music)
    return written(tune, fold(measures_of(tune))).removeprefix(HEADER)


@pytest.mark.parametrize(
    ("music", "better"),
    [
        (EIGHT * 2, f"|:{EIGHT[:-1]}:|"),
        (FOUR * 2 + FIVE, f"|:{FOUR[:-1]}:|{FIVE}"),
        (FIVE + FOUR * 2, f"{FIVE}|:{FOUR[:-1]}:|"),
        (f"A|{EIGHT * 2}", f"A||:{EIGHT[:-1]}:|"),
        (EIGHT + EIGHT[:-12] + "AGFA|d4|]", f"|:{EIGHT[:-12]}[1EGFE|DCB,A,:|[2AGFA|d4|]"),
        (f"{FOUR[:-1]}||{EIGHT * 2}", f"{FOUR[:-1]}|||:{EIGHT[:-1]}:|"),
    ],
)
def test_a_part_that_returns_note_for_note_right_after_itself_is_written_once(music: str, better: str) -> None:
    assert folded(music) == better


@pytest.mark.parametrize(
    "music",
    [
        EIGHT,
        FOUR + FIVE + FOUR,
        FOUR + FOUR[:-5] + "d4|",  # a phrase and its answer
        f"|:{FOUR[:-1]}:|" + FIVE,
        f"{FOUR[:-1]}||{FOUR}",  # the double bar is somebody's
        EIGHT + EIGHT[:-17] + "d4|A4|d4|",  # three bars differ
    ],
)
def test_what_is_no_repeat_stays_as_it_is(music: str) -> None:
    assert folded(music) == music


def test_chord_symbols_are_those_of_the_first_time() -> None:
    assert folded(f'"D"{EIGHT}{EIGHT}') == f'|:"D"{EIGHT[:-1]}:|'


BARS = st.lists(st.sampled_from(["AFDF|", "d2A2|", "FGAB|"]), min_size=8, max_size=8).map("".join)


@given(st.lists(st.tuples(BARS, st.booleans()), min_size=1, max_size=4))
def test_a_tune_is_played_as_before(parts: list[tuple[str, bool]]) -> None:
    music = "".join(part * (1 + twice) for part, twice in parts)
    before, after = Tune.parse(HEADER + music), Tune.parse(HEADER + folded(music))
    assert [(e.onset, e.duration, e.pitches) for e in after.events()] == [
        (e.onset, e.duration, e.pitches) for e in before.events()
    ]
