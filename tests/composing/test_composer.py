from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import tunesmith
from tunesmith.analysis import origin
from tunesmith.composing.composer import Composer, compose
from tunesmith.composing.request import Request
from tunesmith.composing.selection import candidate_seeds, sampled_order
from tunesmith.errors import CheckpointError, RequestError
from tunesmith.inference.job import JobResult
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.model.checkpoint import Checkpoint

JIG = Request(meter="6/8", key="Ador", parts=2, bars=4, length=600)


@pytest.fixture(scope="module")
def composer(checkpoint: Checkpoint) -> Composer:
    return Composer(checkpoint, threads=2)


def test_a_tune_is_as_it_was_asked_for(composer: Composer) -> None:
    for composition in composer.compose(JIG, seed=1, count=5):
        assert str(composition.tune.key) == "Ador"
        assert str(composition.tune.meter) == "6/8"
        assert len(composition.tune.form.parts) == 2
        assert composition.text.startswith("X:1\n")
        assert len(composition.text) <= 600


def test_the_nth_tune_is_what_its_seed_gives_alone(composer: Composer) -> None:
    many = composer.compose(JIG, seed=10, count=21)
    assert [one.seed for one in many] == list(range(10, 31))
    assert len({one.text for one in many}) == 21
    for one in many[::7]:
        assert composer.compose(JIG, seed=one.seed) == [one]


def test_threads_change_nothing(checkpoint: Checkpoint, composer: Composer) -> None:
    alone = Composer(checkpoint, threads=1)
    assert alone.compose(JIG, seed=3, count=12) == composer.compose(JIG, seed=3, count=12)


def test_without_a_seed_every_tune_is_another(composer: Composer) -> None:
    assert composer.compose(JIG) != composer.compose(JIG)


def test_a_recipe_composes_the_tune_again(composer: Composer, checkpoint: Checkpoint) -> None:
    [first] = composer.compose(Request(opening="|: dB AF", meter="2/4", key="D", temperature=1.2))
    recipe = first.recipe
    assert recipe.fingerprint == checkpoint.fingerprint
    assert recipe.options == {"opening": "|: dB AF", "meter": "2/4", "key": "D", "temperature": 1.2, "ending": "any"}
    assert composer.compose(Request(**recipe.options), seed=recipe.seed) == [first]


def test_the_best_of_many_is_one_of_them(composer: Composer) -> None:
    asked = replace(JIG, best_of=6)
    made = composer.compose(asked, seed=2, count=3)
    assert [one.seed for one in made] == [2, 3, 4]
    candidates = [composer.compose(JIG, seed=seed)[0].text for seed in candidate_seeds(4, 6)]
    [first, *_] = sampled_order([JobResult(text, "ended") for text in candidates], 4, "without goals")
    assert made[2].text == candidates[first]


def test_the_best_of_many_is_made_again_by_its_recipe(composer: Composer) -> None:
    [made] = composer.compose(replace(JIG, best_of=4), seed=11)
    assert made.recipe.options["best_of"] == 4
    assert composer.compose(Request(**made.recipe.options), seed=made.recipe.seed) == [made]


@pytest.mark.parametrize("many", [0, 65])
def test_candidates_have_a_limit(composer: Composer, many: int) -> None:
    with pytest.raises(RequestError, match=f"best_of must be a whole number from 1 to 64, not {many}"):
        composer.compose(replace(JIG, best_of=many))


def test_unconstrained_is_what_the_network_says(composer: Composer) -> None:
    [one] = composer.compose(Request(key="G", unconstrained=True, length=80), seed=1)
    assert one.text.startswith("X:1\nL:1/8\nM:4/4\nK:G\n")
    assert len(one.text) <= 80


def test_the_library_has_one_call_for_it(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "chance.safetensors"
    checkpoint.save(path)
    [tune] = tunesmith.compose(model=path, seed=4, meter="3/4", length=500)
    assert isinstance(tune, Tune)
    assert [tune] == compose(model=path, seed=4, meter="3/4", length=500)


def test_what_cannot_be_composed_is_refused(composer: Composer) -> None:
    with pytest.raises(RequestError, match="length"):
        composer.compose(Request(parts=4, bars=32, length=60))
    with pytest.raises(CheckpointError, match="no file"):
        Composer("nowhere/model.safetensors")


def test_composing_sets_other_threads_free(composer: Composer) -> None:
    ticks = 0
    done = threading.Event()

    def count() -> None:
        nonlocal ticks
        while not done.wait(0.0005):
            ticks += 1

    other = threading.Thread(target=count)
    other.start()
    composer.compose(Request(length=2000, unconstrained=True), seed=1, count=64)
    done.set()
    other.join()
    assert ticks > 0


def test_an_original_tune_is_none_that_is_known(checkpoint: Checkpoint) -> None:
    asked, first = replace(JIG, original=True), Composer(checkpoint).compose(JIG, seed=4)[0].text
    composer = Composer(checkpoint, known=lambda text: text == first)
    [made] = composer.compose(asked, seed=4)
    assert made.text == composer.compose(JIG, seed=candidate_seeds(4, 2)[1])[0].text
    assert composer.compose(Request(**made.recipe.options), seed=4) == [made]
    assert composer.compose(asked, seed=5)[0].text == composer.compose(JIG, seed=5)[0].text


def test_where_every_candidate_is_known_there_is_no_original(checkpoint: Checkpoint) -> None:
    with pytest.raises(RequestError, match="each of 6 candidates"):
        Composer(checkpoint, known=lambda _: True).compose(replace(JIG, original=True, best_of=6), seed=4)


def test_a_composer_asks_the_shipped_index_unless_told_otherwise(
    checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    composer, asked = Composer(checkpoint), replace(JIG, original=True, best_of=6)
    assert composer.compose(asked, seed=4)[0].text
    monkeypatch.setattr(origin, "LONG", 0.0)  # so that every tune is one
    with pytest.raises(RequestError, match="each of 6 candidates"):
        composer.compose(asked, seed=4)
