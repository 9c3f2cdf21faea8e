from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tests.composing.conftest import chance_checkpoint
from tests.composing.test_continuation import told_to
from tests.support.endings import ends_as_asked
from tunesmith.analysis.loops import melody
from tunesmith.composing.composer import Composer
from tunesmith.composing.forms import HOME
from tunesmith.composing.request import Request
from tunesmith.composing.variation import vary, vary_passages
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import RequestError
from tunesmith.notation import Note, Tune, check

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.model.checkpoint import Checkpoint

KESH = """% from my grandmother
X:7
T:The Kesh
R:jig
M:6/8
L:1/8
K:G
|:GAG GAB|ABA ABd|edd gdd|edB dBA|
GAG  GAB|ABA ABd|edd gdB|AGF G3:|  % twice
|:D|B2B dBd|"^here" ege dBA|B2B dBG|(ABA AGA)|
B2B d2d|ege dBd-|d2g gdB|1 AGF G2:|2 AGF G2||
"""


@pytest.fixture(scope="module")
def composer(checkpoint: Checkpoint) -> Composer:
    return Composer(checkpoint, threads=1)


def melodies(text: str) -> list[object]:
    return [melody(bar) for bar in Tune.parse(text).bars]


def test_of_several_voices_the_melody_is_varied_and_all_others_stay(composer: Composer) -> None:
    head, music = KESH.split("K:G\n")
    bass = f"V:B\n{'G,6 | ' * 18}\n"
    made = vary(composer, f"{head}K:G\n{bass}V:T\n{music}", (3, 4), seed=5, candidates=6)
    assert made.recipe.options["voice"] == "T"
    assert bass in made.text
    assert "|edd gdd|edB dBA|" not in made.text


@pytest.mark.parametrize("bars", [(1, 1), (3, 6), (7, 8), (9, 9), (10, 12), (13, 13), (15, 16), (17, 17), (18, 18)])
def test_only_these_bars_sound_otherwise(composer: Composer, bars: tuple[int, int]) -> None:
    made = vary(composer, KESH, bars, seed=5, candidates=6)
    for number, (old, new) in enumerate(zip(melodies(KESH), melodies(made.text), strict=True), start=1):
        assert old == new or bars[0] <= number <= bars[1]
    assert melodies(made.text) != melodies(KESH)
    assert [finding.code for finding in check(made.text).findings] == [finding.code for finding in check(KESH).findings]


@pytest.mark.parametrize("bars", [(0, 0), (1, 1), (1, 2)])
def test_a_pickup_is_bar_0(composer: Composer, bars: tuple[int, int]) -> None:
    text = KESH.replace("|:GAG", "D|:GAG").replace("AGF G3:|", "AGF G2:|")
    made = vary(composer, text, bars, seed=5, candidates=6)
    changed = [old != new for old, new in zip(melodies(text), melodies(made.text), strict=True)]
    assert any(changed[bars[0] : bars[1] + 1])
    assert not any(changed[: bars[0]] + changed[bars[1] + 1 :])


def test_the_last_bar_ends_as_asked(composer: Composer) -> None:
    plain = "X:1\nL:1/8\nM:4/4\nK:G\nG8 | B8 | A8 | A8 |]"
    for seed in range(5):
        assert ends_as_asked(vary(composer, plain, (4, 4), Request(ending="home"), seed=seed).text, "home")
        assert vary(composer, plain, (2, 2), Request(ending="home"), seed=seed).text.endswith("| A8 | A8 |]")


def test_nothing_else_is_touched_to_the_character(composer: Composer) -> None:
    made = vary(composer, KESH, (5, 8), seed=1)
    before, after = KESH.split("GAG  GAB|ABA ABd|edd gdB|AGF G3")
    assert made.text.startswith(before)
    assert made.text.endswith(after)
    assert made.text[len(before) : -len(after)].count("|") == 3


@pytest.mark.parametrize(("change", "beats"), [(0, 1), (0.25, 2), (0.5, 4)])
def test_a_variation_goes_no_further_than_asked(composer: Composer, change: float, beats: int) -> None:
    made = vary(composer, KESH, (3, 6), seed=5, change=change)
    old, new = halves(KESH), halves(made.text)
    differing = sum(old[place] != new[place] for place in old)
    assert 1 <= differing <= beats
    assert made.recipe.options["change"] == change


def halves(text: str) -> dict[tuple[int, bool], list[Any]]:
    """What is struck in each half of each bar of 6/8."""
    found: dict[tuple[int, bool], list[Any]] = {}
    for bar in Tune.parse(text).bars:
        at = Fraction(0)
        for element in bar.elements:
            if isinstance(element, Note):
                found.setdefault((bar.number, at >= Fraction(3, 8)), []).append((element.letter, element.octave, at))
                at += element.duration
    return found


def test_several_passages_are_varied_and_what_lies_between_stays(composer: Composer) -> None:
    made = vary_passages(composer, Tune.parse(KESH), [(1, 2), (4, 4), (9, 10)], seed=2)
    same = [
        number
        for number, pair in enumerate(zip(melodies(KESH), melodies(made.text), strict=True), 1)
        if pair[0] == pair[1]
    ]
    assert set(same) >= {3, *range(5, 9), *range(11, 19)}
    assert not {4} & set(same)
    assert made.recipe.options["vary"] == [[1, 2], [4, 4], [9, 10]]
    assert made.recipe.options["tune"] == KESH


def test_line_endings_of_other_systems_stay(composer: Composer) -> None:
    text = KESH.replace("\n", "\r\n")
    varied = vary(composer, text, (4, 5), seed=1).text
    assert varied.count("\r\n") == varied.count("\n") == text.count("\n")


def test_a_tie_into_the_bars_is_kept(composer: Composer) -> None:
    made = vary(composer, KESH, (16, 16), seed=4)
    first = next(element for element in made.tune.bars[15].elements if isinstance(element, Note))
    assert (first.letter, first.octave, first.accidental) == ("D", 5, None)


def test_the_seed_gives_the_notes_again(composer: Composer) -> None:
    made = vary(composer, KESH, (2, 3), Request(temperature=1.2), seed=8)
    assert made == vary(composer, KESH, (2, 3), Request(temperature=1.2), seed=8)
    assert made.text != vary(composer, KESH, (2, 3), Request(temperature=1.2), seed=9).text
    assert made.recipe.options["vary"] == [2, 3]
    assert made.recipe.options["tune"] == KESH


def test_an_instrument_keeps_its_range(composer: Composer) -> None:
    made = vary(composer, KESH, (1, 4), Request(instrument="tin-whistle"), seed=2)
    pitches = [pitch for event in made.tune.events(expanded=False) if event.bar < 4 for pitch in event.pitches]
    assert 62 <= min(pitches) <= max(pitches) <= 83


@pytest.mark.parametrize(
    ("text", "bars", "says"),
    [
        (KESH, (5, 80), "bars must be from 1 to 18, which are those of the tune, not 5-80"),
        (KESH, (0, 2), "not 0-2"),
        (KESH, (6, 5), "not 6-5"),
        (KESH, (7, 10), "a part or an ending begins after bar 8"),
        (KESH, (16, 17), "a part or an ending begins after bar 16"),
        (KESH.replace("ege", "[K:D] ege", 1), (10, 12), "tune has .K:D. in bar 11"),
        (KESH.replace("ABd|edd", "ABd|[L:1/8]edd", 1), (6, 6), "tune has .L:1/8. in bar 3"),
        (KESH.replace("edd gdd", "edd gd"), (3, 3), "bar 3 does not fill its meter, 6/8"),
        (KESH.replace("ABd|edd", "(ABd|e)dd", 1), (3, 3), "tune has a slur over the end of bar 2"),
        (KESH.replace("ABd|edd", "(ABd|e)dd", 1), (2, 2), "tune has a slur over the end of bar 2"),
        (KESH.replace("ABd|edd", "[Ad]3-|[Ad]dd", 1), (3, 3), "tune has a chord tied into bar 3"),
        (KESH.replace("L:1/8", "L:1/32"), (0, 0), "L:1/32"),
    ],
)  # fmt: skip
def test_what_cannot_be_varied_is_refused(composer: Composer, text: str, bars: tuple[int, int], says: str) -> None:
    with pytest.raises(RequestError, match=says):
        vary(composer, text, bars, seed=1)


@pytest.mark.parametrize("asked", [Request(key="D"), Request(best_of=3), Request(bars=4)])
def test_what_the_tune_settles_cannot_be_asked_for(composer: Composer, asked: Request) -> None:
    with pytest.raises(RequestError, match="cannot be chosen here"):
        vary(composer, KESH, (1, 2), asked)


def test_candidates_are_counted(composer: Composer) -> None:
    with pytest.raises(RequestError, match="candidates must be a whole number from 1 to 64, not 0"):
        vary(composer, KESH, (1, 2), candidates=0)


def test_bars_of_real_tunes(composer: Composer, corpus_folder: Path) -> None:
    varied = 0
    for number, source in enumerate(read_tunes(corpus_folder / "irishman_sample.json")):
        tune = Tune.parse(source.abc)
        if number % 24 or len(tune.bars) < 8:
            continue
        try:
            made = vary(composer, source.abc, (6, 6), seed=number, candidates=4)
        except RequestError:
            continue
        varied += 1
        old, new = melodies(source.abc), melodies(made.text)
        [sixth] = [place for place, bar in enumerate(tune.bars) if bar.number == 6]
        assert [place for place in range(len(old)) if old[place] != new[place]] == [sixth]
        assert len(check(made.text).findings) <= len(check(source.abc).findings)
    assert varied >= 5


def test_a_network_with_goals_reads_those_of_the_tune(monkeypatch: pytest.MonkeyPatch) -> None:
    composer = Composer(chance_checkpoint(hidden=40, layers=1, goals=True), threads=1)
    told = told_to(composer, monkeypatch)
    text = KESH.replace("AGF G2||", "AGF A2||")
    vary(composer, text, (3, 4), seed=5, candidates=2)
    assert list(told[-1].goals[:7]) == [8, 5, 2, 8, 8, 4, 0]
    vary(composer, text, (18, 18), Request(ending="home"), seed=5, candidates=4)
    assert list(told[-1].goals[:7]) == [8, 5, 2, 8, 8, HOME, 0]
