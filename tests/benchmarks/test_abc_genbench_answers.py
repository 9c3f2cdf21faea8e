"""What is asked for holds whatever the network has learned; so one with weights by chance answers here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.genbench import CHOICE, CONSTRAINED, CONTINUED, CORRECTED, DESCRIBED, INFILLED, TASKS, VARIED
from tunesmith.benchmarks.abc_genbench_answers import answer, answers, is_plain, spaced_like
from tunesmith.composing.composer import Composer
from tunesmith.errors import RequestError
from tunesmith.notation import Tune, check

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint


@pytest.fixture(scope="module")
def composer(checkpoint: Checkpoint) -> Composer:
    return Composer(checkpoint)


def answered(composer: Composer, task: dict[str, Any]) -> Tune:
    return Tune.parse(answer(composer, task, 0)["output_abc"])


def test_a_sentence_says_bars_rhythm_and_key(composer: Composer) -> None:
    tune = answered(composer, DESCRIBED)
    assert (tune.rhythm, tune.value("K"), str(tune.meter.symbol), tune.value("X")) == ("air", "Am", "4/4", "1")
    assert tune.title
    assert len(tune.bars) == 4
    assert not check(tune.text).findings


def test_constraints_are_kept(composer: Composer) -> None:
    tune = answered(composer, CONSTRAINED)
    assert (tune.rhythm, tune.value("K"), tune.value("M")) == ("jig", "Ddor", "6/8")
    assert [(part.first_bar, part.last_bar, part.repeated) for part in tune.form.parts] == [
        (0, 3, False),
        (4, 7, False),
    ]
    pitches = [pitch for event in tune.events() for pitch in event.pitches]
    assert 69 <= min(pitches) <= max(pitches) <= 86
    assert tune.text.endswith("|]")


def test_a_range_may_be_as_narrow_as_one_octave_less_a_step(composer: Composer) -> None:
    narrow = CONSTRAINED | {"constraints": CONSTRAINED["constraints"] | {"key": "Am", "max_pitch": 79}}
    pitches = [pitch for event in answered(composer, narrow).events() for pitch in event.pitches]
    assert 69 <= min(pitches) <= max(pitches) <= 79


def test_what_is_given_stays_and_as_many_bars_follow_as_are_asked_for(composer: Composer) -> None:
    tune = answered(composer, CONTINUED)
    assert tune.text.startswith(CONTINUED["seed_abc"].partition("DEF")[0])
    assert "DEF GAF | dAF EFG |" in tune.text
    assert len(tune.bars) == 5


def test_only_the_missing_bar_is_new(composer: Composer) -> None:
    text = answer(composer, INFILLED, 0)["output_abc"]
    before, _, after = INFILLED["seed_abc"].partition("<missing>")
    assert text.startswith(before)
    assert text.endswith(after)
    assert Tune.parse(text).bars[1].duration == 1


def test_a_tune_without_its_last_bar_line_gets_one(composer: Composer) -> None:
    assert answered(composer, CORRECTED).text.rstrip() == CORRECTED["candidate_abc"].rstrip() + " |]"


def test_a_variation_changes_one_bar(composer: Composer) -> None:
    bars, new = (Tune.parse(text).text.split("|") for text in (VARIED["seed_abc"], answered(composer, VARIED).text))
    assert [one == other for one, other in zip(bars, new, strict=True)] == [True, False, True, True]


def test_a_bar_that_is_no_music_is_not_chosen(composer: Composer) -> None:
    assert answer(composer, CHOICE, 0) == {"choice": "B"}


def test_answers_stand_in_order_and_are_the_same_again(composer: Composer) -> None:
    found = list(answers(composer, TASKS, 7))
    assert [one["instance_id"] for one in found] == [task["id"] for task in TASKS]
    assert found == list(answers(composer, TASKS, 7))


@pytest.mark.parametrize(
    "task",
    [
        {"id": "x", "task_type": "orchestration", "prompt": ""},
        DESCRIBED | {"prompt": "Something nice."},
        CONTINUED | {"prompt": "Go on for some more bars."},
    ],
)
def test_a_task_that_cannot_be_read_is_refused(composer: Composer, task: dict[str, Any]) -> None:
    with pytest.raises(RequestError):
        answer(composer, task, 0)


@pytest.mark.parametrize(
    ("music", "plain"),
    [
        ("GABd | g2g2 |]", True),
        ("|: GABd | g2>g2 :|", True),
        ("(3GAB Gd | gfed |]", False),
        ("G/A/BAd | gfed |]", False),
        ("~GABd | gfed |]", False),
        ("d | GABd | gfed |]", False),
        ("^GABd | gfed |]", False),
    ],
)
def test_plain_music_is_what_the_parser_of_the_benchmark_knows(music: str, plain: bool) -> None:
    assert is_plain(f"X:1\nL:1/4\nM:4/4\nK:G\n{music}") is plain


def test_notes_are_spaced_as_in_the_given_bars() -> None:
    head = "X:1\nL:1/4\nM:4/4\nK:G\n"
    assert spaced_like(f"{head}GABd | gfed |", f"{head} G A B d | g2 f' e |]") == f"{head} GABd | g2f'e |]"
    assert spaced_like(f"{head}GA Bd | gfed |", f"{head}G A B d |]") == f"{head}G A B d |]"
