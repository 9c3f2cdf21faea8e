from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.composing.conftest import chance_checkpoint
from tunesmith.composing.plan import prepare
from tunesmith.composing.prompt import REFERENCE
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.inference.encoder import InputEncoder
from tunesmith.inference.engine import Engine
from tunesmith.inference.job import Job
from tunesmith.inference.packed_weights import pack
from tunesmith.inference.processor import processor_features
from tunesmith.inference.reference import Reference
from tunesmith.model import goal_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.inference.arrays import PackedWeights
    from tunesmith.model.checkpoint import Checkpoint

pytestmark = pytest.mark.compiles
PREFACE, OPENING = "R:jig\n", "X:1\nL:1/8\n"


@pytest.fixture(scope="module")
def packed(checkpoint: Checkpoint) -> PackedWeights:
    return pack(checkpoint, panel_type="int8")


def jobs(count: int) -> list[Job]:
    """Orders that differ in length, opening and daring, so that they end at different times."""
    return [
        Job(
            "R:jig\n"[: seed % 7],
            OPENING[: seed % 11],
            seed=seed,
            limit=20 + 13 * (seed % 7),
            temperature=0.5 + 0.1 * (seed % 9),
        )
        for seed in range(count)
    ]


def alone(checkpoint: Checkpoint, packed: PackedWeights, job: Job) -> str:
    engine = Engine(checkpoint, packed, lanes=1, places=1)
    ticket = engine.add(job)
    while engine.pending:
        engine.run()
    return engine.take(ticket).text


def test_a_tune_goes_on_from_its_opening(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    text = alone(checkpoint, packed, Job(PREFACE, OPENING, seed=3, limit=50))
    assert text.startswith(OPENING)
    assert len(OPENING) < len(text) <= 50


def test_a_tune_is_the_same_alone_and_in_any_company(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    asked = jobs(40)
    expected = [alone(checkpoint, packed, job) for job in asked]
    assert len(set(expected)) == len(asked)
    for lanes in (2, 7, 32):
        engine = Engine(checkpoint, packed, lanes=lanes, places=40)
        tickets = [engine.add(job) for job in asked]
        while engine.pending:
            engine.run(5)
        assert [engine.take(ticket).text for ticket in tickets] == expected


def test_tunes_enter_and_leave_at_any_step(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    asked = jobs(30)
    engine = Engine(checkpoint, packed, lanes=3, places=5)
    waiting = list(enumerate(asked))
    tickets: dict[int, int] = {}
    texts: dict[int, str] = {}
    while waiting or tickets:
        if waiting and engine.free:
            place, job = waiting.pop()
            tickets[engine.add(job)] = place
        engine.run(3)
        for ticket in engine.done():
            texts[tickets.pop(ticket)] = engine.take(ticket).text
    assert texts == {place: alone(checkpoint, packed, job) for place, job in enumerate(asked)}


def test_one_broken_off_leaves_the_others_as_they_are(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    asked = [Job(seed=seed, limit=60) for seed in range(6)]
    engine = Engine(checkpoint, packed, lanes=3, places=6)
    tickets = [engine.add(job) for job in asked]
    engine.run(10)
    running = engine.take(tickets[0])
    waiting = engine.take(tickets[4])
    assert (running.ending, waiting.ending) == ("broken off", "broken off")
    assert len(running.text) == 10
    assert waiting.text == ""
    late = engine.add(Job(seed=9, limit=60))
    while engine.pending:
        engine.run()
    kept = {1: tickets[1], 2: tickets[2], 3: tickets[3], 5: tickets[5], 9: late}
    texts = {seed: engine.take(ticket).text for seed, ticket in kept.items()}
    assert texts == {seed: alone(checkpoint, packed, Job(seed=seed, limit=60)) for seed in kept}


def test_the_text_can_be_read_while_it_grows(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    engine = Engine(checkpoint, packed, lanes=1)
    ticket = engine.add(Job(opening=OPENING, seed=1, limit=30))
    seen = [engine.text(ticket)]
    while engine.pending:
        engine.run(1)
        seen.append(engine.text(ticket))
    assert all(later.startswith(earlier) for earlier, later in pairwise(seen))
    assert seen[-1] == engine.take(ticket).text


def test_plans_are_kept_to_in_any_company(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    requests = [
        Request(key="G", meter="6/8", length=400),
        Request(key="Ador", meter="2/4", parts=1, bars=4, length=400),
    ]
    asked = [
        Job(opening=prepare(request).opening, plan=prepare(request).plan, seed=seed, limit=request.length)
        for seed in range(8)
        for request in requests
    ]
    engine = Engine(checkpoint, packed, lanes=5, places=16)
    tickets = [engine.add(job) for job in asked]
    while engine.pending:
        engine.run()
    for ticket, job in zip(tickets, asked, strict=True):
        result = engine.take(ticket)
        assert result.ending == "ended"
        assert result.text == alone(checkpoint, packed, job)


def test_an_opening_that_the_plan_forbids_is_refused(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    plan = prepare(Request(key="G", meter="6/8")).plan
    with pytest.raises(RequestError, match="'4' at line 3, column 3"):
        Engine(checkpoint, packed).add(Job(opening=f"X:{REFERENCE}\nL:1/8\nM:4/4\n", plan=plan))


@pytest.mark.skipif("avx512vnni" not in processor_features(), reason="this processor has one way to multiply bytes")
def test_all_instructions_compose_the_same(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    other = pack(checkpoint, panel_type="uint8")
    for job in jobs(12):
        assert alone(checkpoint, other, job) == alone(checkpoint, packed, job)


def test_temperature_0_always_takes_the_likeliest(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    texts = {alone(checkpoint, packed, Job(seed=seed, limit=40, temperature=0)) for seed in range(5)}
    assert len(texts) == 1


def test_a_full_engine_and_a_too_long_tune_are_refused(checkpoint: Checkpoint, packed: PackedWeights) -> None:
    engine = Engine(checkpoint, packed, lanes=1, places=1, longest=100)
    with pytest.raises(RequestError, match="length must be at most 98, not 100"):
        engine.add(Job(limit=100))
    engine.add(Job(limit=50))
    with pytest.raises(RequestError, match="all 1 places are taken"):
        engine.add(Job(limit=50))


@pytest.mark.parametrize("tied", [False, True])
def test_float32_composes_what_the_reference_would(tied: bool) -> None:
    deep = chance_checkpoint(hidden=24, layers=4, tied=tied)
    text = alone(deep, pack(deep, "float32"), Job(seed=5, limit=60, temperature=0))
    assert text == greedy(deep, 60)


GOALS = [8, 5, 1, 8, 8, 2]


def test_a_tune_is_composed_towards_its_goals_and_the_next_in_its_place_is_not() -> None:
    deep = chance_checkpoint(hidden=24, layers=2, goals=True)
    engine = Engine(deep, pack(deep, "float32"), lanes=1, places=1)
    texts = []
    for goals in (GOALS, []):
        ticket = engine.add(Job(opening="X:1\nK:G\nGA", limit=60, temperature=0, goals=goals))
        while engine.pending:
            engine.run()
        texts.append(engine.take(ticket).text)
    assert texts == [greedy(deep, 60, "X:1\nK:G\nGA", goals) for goals in (GOALS, [])]
    assert texts[0] != texts[1]


def greedy(checkpoint: Checkpoint, limit: int, opening: str = "", goals: Sequence[int] = ()) -> str:
    reference = Reference(checkpoint)
    encoder = InputEncoder(checkpoint.config, checkpoint.vocabulary.idx_to_char)
    told = np.zeros(goal_features.GOALS, np.int32)
    told[: len(goals)] = goals
    text = [checkpoint.vocabulary.char_to_idx["<bos>"], *checkpoint.vocabulary.encode(opening)]
    state = reference.start()
    for symbols in encoder.symbols(np.array(text[:-1], np.uint8), told):
        state, _ = reference.step(state, symbols)
    while len(text) <= limit:
        state, logits = reference.step(state, encoder.symbols(np.array(text, np.uint8), told)[-1])
        logits[[0, 1, 3]] = -np.inf
        best = int(np.argmax(logits))
        if best == checkpoint.vocabulary.char_to_idx["<eos>"]:
            break
        text.append(best)
    return checkpoint.vocabulary.decode(text[1:])
