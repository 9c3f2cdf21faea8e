"""What was not asked of a tune's parts is drawn, and the tune keeps to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.composing.conftest import chance_checkpoint
from tests.support.endings import ends_as_asked, last_share_of
from tunesmith.analysis.statistics import part_length
from tunesmith.composing.composer import Composer
from tunesmith.composing.forms import (
    HOME,
    LEADING,
    composable,
    goals_in,
    goals_of,
    known_forms,
    known_rests,
    sample_ends,
    sample_last_shares,
    sample_shapes,
    way_of,
)
from tunesmith.composing.outlines import outline_of
from tunesmith.composing.plan import prepare, sampled_plan, settle
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.grammar.layout import BAR_SHARES
from tunesmith.grammar.plans import least_length
from tunesmith.model.goal_features import FIELDS
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.composing.forms import Shape
    from tunesmith.model.checkpoint import Checkpoint

TWICE_EIGHT = ((8, True), (8, True))


@pytest.fixture(scope="module")
def told() -> Checkpoint:
    return chance_checkpoint(hidden=40, layers=1, goals=True)


def shape_for(request: Request, meter: str, seed: int) -> Shape:
    return next(sample_shapes(request, meter, Random(seed)))


def test_a_form_is_sampled_as_often_as_real_tunes_have_it() -> None:
    shapes = Counter(shape_for(Request(), "6/8", seed) for seed in range(2000))
    jigs = known_forms(None, "6/8")
    assert shapes[TWICE_EIGHT] / 2000 == pytest.approx(jigs[TWICE_EIGHT] / jigs.total(), abs=0.05)
    assert all(map(composable, shapes))
    assert len(shapes) > 10


def test_a_rhythm_has_forms_of_its_own_and_a_rare_one_those_of_its_meter() -> None:
    assert known_forms("slide", "12/8") != known_forms(None, "12/8")
    assert known_forms("mazurka", "3/4") == known_forms(None, "3/4")
    assert known_forms("three-two", "3/2") == known_forms(None, None)


@pytest.mark.parametrize(
    ("request_", "kept"),
    [
        (Request(parts=3), lambda shape: len(shape) == 3),
        (Request(parts=7), lambda shape: len(shape) == 7),
        (Request(bars=7), lambda shape: {bars for bars, _ in shape} == {7}),
        (Request(form="AAB"), lambda shape: [repeated for _, repeated in shape] == [True, False]),
        (Request(form="ABAC"), lambda shape: shape[0] == shape[2] and not any(repeated for _, repeated in shape)),
        (Request(form="AABB", bars=8), lambda shape: shape == TWICE_EIGHT),
        (Request(progression="D | G"), lambda shape: all(bars in (4, 8, 12, 16) for bars, _ in shape)),
        (Request(progression="D | G | A"), lambda shape: all(bars in (6, 9, 12, 15) for bars, _ in shape)),
        (Request(progression="D | G | A :|\nEm"), lambda shape: len(shape) == 2 and shape[0][1]),
        (Request(progression="D\n" + "Em | " * 7, form="ABA"), lambda shape: shape[1][0] in (7, 14)),
        (Request(progression="D | G | A", bars=7), lambda shape: {bars for bars, _ in shape} == {7}),
    ],
)
def test_what_is_asked_is_kept(request_: Request, kept: Callable[[Shape], bool]) -> None:
    assert all(kept(shape_for(request_, "4/4", seed)) for seed in range(50))


def test_forms_are_sampled_without_replacement() -> None:
    shapes = list(sample_shapes(Request(parts=2), "4/4", Random(1)))
    assert len(shapes) == len(set(shapes)) > 5


def test_ends_are_those_asked_for() -> None:
    for seed in range(200):
        assert sample_ends(Request(ending="home"), TWICE_EIGHT, "Ador", Random(seed))[-1] == HOME
        assert way_of(sample_ends(Request(ending="open"), TWICE_EIGHT, "Ador", Random(seed))[-1]) == "open"
    lasts = Counter(sample_ends(Request(), TWICE_EIGHT, "D", Random(seed))[-1] for seed in range(500))
    assert 0.5 < lasts[HOME] / 500 < 0.75  # of real tunes in major, 64%


def test_last_notes_are_as_long_as_real_ones() -> None:
    real = known_rests(None, "3/4")["home"]
    seeds = range(2000)
    shares = Counter(share for seed in seeds for share in sample_last_shares(Request(), "3/4", HOME, Random(seed)))
    assert shares[BAR_SHARES] / 2000 == pytest.approx(real[str(BAR_SHARES)] / sum(real.values()), abs=0.05)
    assert known_rests("waltz", "3/4")["home"] != real
    assert known_rests("mazurka", "3/4") == known_rests(None, "3/4")


def test_a_jig_comes_to_rest_on_its_second_beat() -> None:
    real = known_rests("jig", "6/8")["home"]
    assert real[str(BAR_SHARES // 2)] > 0.9 * sum(real.values())


def test_the_network_decides_how_long_a_note_is_that_does_not_come_to_rest_or_whose_meter_is_rare() -> None:
    assert sample_last_shares(Request(), "3/4", LEADING, Random(1)) == [0]
    assert sample_last_shares(Request(), "7/8", HOME, Random(1)) == [0]


def test_where_the_meter_is_open_each_has_its_last_note() -> None:
    assert len(sample_last_shares(Request(), None, HOME, Random(1))) == len(outline_of(Request(), {}).meters)


def test_a_plan_holds_its_last_note_as_that_of_its_outline_does() -> None:
    outline = outline_of(Request(ending="home"), {})
    shares = sample_last_shares(Request(), None, HOME, Random(1))
    assert settle(outline).landing_on(shares) == settle(replace(outline, last_shares=shares)) != settle(outline)


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8", "9/8", "12/8", "3/2"])
def test_the_length_of_the_last_note_does_not_change_the_shortest_tune(meter: str) -> None:
    outline = outline_of(Request(meter=meter, bars=4, parts=2, ending="home"), {})
    shares = {int(share) for counts in known_rests(None, meter).values() for share in counts}
    assert len({least_length(replace(outline, last_shares=[share])) for share in shares}) == 1


@pytest.mark.parametrize("request_", [Request(opening="D2 | E6 |"), Request(progression="D | G A | D | A7 D")])
def test_no_length_is_sampled_where_the_last_bar_may_be_settled(request_: Request) -> None:
    asked = replace(request_, meter="3/4", key="D", ending="home")
    assert {last_share_of(sampled_plan(asked, seed).plan, "3/4") for seed in range(20)} == {0}


def test_a_part_that_comes_back_at_the_end_ends_as_the_tune() -> None:
    shape = ((4, False),) * 3
    first, _, last = sample_ends(Request(form="ABA", ending="home"), shape, None, Random(3))
    assert first == last == HOME


def test_goals_say_the_plan() -> None:
    assert goals_of(((8, True), (16, False)), [9, HOME])[: 3 * FIELDS] == [8, 5, 9, 16, 7, HOME, 0, 0, 0]


def test_goals_of_a_tune_that_is_written() -> None:
    tune = "X:1\nM:3/4\nL:1/8\nK:D\n|: D6 | E6 | F2 E4 :|\n A6 | D6 | F6 | D4 E2 |]\n"
    assert goals_in(tune)[: 3 * FIELDS] == [3, 5, 4, 4, 7, 4, 0, 0, 0]


@pytest.mark.parametrize(
    "request_",
    [
        Request(),
        Request(ending="home"),
        Request(form="ABA", ending="home"),
        Request(parts=3),
        Request(progression="D | G A | D :|\nEm | A7", meter="4/4", ending="home"),
        Request(progression="D | G | A", form="ABA", meter="6/8"),
        Request(chords="written", meter="3/4"),
    ],
)
def test_a_tune_keeps_to_the_goals_that_are_told(told: Checkpoint, request_: Request) -> None:
    composer = Composer(told, threads=1)
    for seed in range(4):
        [job] = composer.jobs(request_, seed)
        text = composer.compose(request_, seed=seed)[0].text
        parts = [job.goals[at : at + FIELDS] for at in range(0, len(job.goals), FIELDS) if job.goals[at]]
        tune = Tune.parse(text)
        found = [(part_length(tune, part), part.repeated) for part in tune.form.parts]
        assert found == [(bars, said % 3 == 2) for bars, said, _ in parts]
        assert ends_as_asked(text, way_of(parts[-1][2]), last_share_of(job.plan or (), str(tune.meter)))


def test_candidates_differ_in_form_and_a_seed_has_its_own(told: Checkpoint) -> None:
    composer = Composer(told, threads=1)
    jobs = composer.jobs(Request(best_of=8), 1)
    assert len({job.goals for job in jobs}) > 1
    assert jobs[0].goals == composer.jobs(Request(), 1)[0].goals
    request = Request(bars=4, ending="home")
    together = composer.compose(request, seed=4, count=3)
    assert [one.text for one in together] == [composer.compose(request, seed=seed)[0].text for seed in (4, 5, 6)]


def test_a_recipe_composes_the_tune_again(told: Checkpoint) -> None:
    composer = Composer(told, threads=1)
    [tune] = composer.compose(Request(rhythm="jig"), seed=11)
    [again] = composer.compose(Request(**tune.recipe.options), seed=tune.recipe.seed)
    assert again.text == tune.text


def test_a_form_is_sampled_that_the_opening_and_the_length_leave_room_for() -> None:
    five_bars = "|: " + "d2 ef gfed | " * 5
    for seed in range(20):
        drawn = sampled_plan(Request(opening=five_bars, meter="4/4", key="D"), seed)
        assert drawn.goals[0] >= 8
        assert drawn.goals[1] % 3 == 2
        short = sampled_plan(Request(meter="6/8", key="D", length=200), seed)
        assert sum(islice(short.goals, 0, None, FIELDS)) <= 24


def test_where_no_real_form_fits_nothing_is_told() -> None:
    request = Request(opening="|: " + "d2 ef gfed | " * 4 + "d8 :|", meter="4/4", key="D")
    assert sampled_plan(request, 1) == prepare(request)
    assert sampled_plan(request, 1).goals == ()


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(RequestError, match="at least"):
        sampled_plan(Request(length=20), 1)


def test_a_network_without_goals_is_told_nothing(checkpoint: Checkpoint) -> None:
    assert Composer(checkpoint, threads=1).jobs(Request(), 1)[0].goals == ()
