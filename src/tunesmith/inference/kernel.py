"""The loop that composes: it steps many tunes side by side, and each reads next what was sampled for it.

A *lane* is a place in the batch; a tune enters a free lane, runs to its end, and leaves it to the next that waits.
Lanes in use stay together at the front: the last one moves into the gap.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tunesmith.inference.activations import exponential
from tunesmith.inference.arrays import ENDED, RUNNING, STOPPED, STUCK, WAITING
from tunesmith.inference.compiled import encode, encode_all, memory_of, read_on, survey_all
from tunesmith.inference.compiling import part
from tunesmith.inference.ruling_out import rule_out
from tunesmith.inference.sampling import LEAST, sample
from tunesmith.inference.stepping import products, step

__all__ = ["encode_all", "forward", "leave", "multiply", "read", "read_on", "run", "run_filtered", "survey_all"]


@part
def _encode(packed: Any, text: Any, at: Any, memory: Any, place: Any, symbols: Any) -> None:
    """Encode the next character of the text whose memory has this place among others."""
    encode(text, at, packed.encoder, memory_of(memory, place), symbols)


@part
def _refresh(lanes: Any, lane: int) -> None:
    """Set a lane to the state before the first character."""
    for column in range(lanes.outputs.shape[1]):
        lanes.outputs[lane, column] = 0
        lanes.cells[lane, column] = 0


@part
def _fill_lanes(lanes: Any, batch: Any) -> None:
    """Let tunes that wait take the free lanes, in the order in which they came."""
    while batch.busy[0] < len(batch.lanes) and batch.ends[1] < batch.ends[0]:
        place = batch.queue[batch.ends[1] % len(batch.queue)]
        batch.ends[1] += 1
        if batch.tunes[place].status == WAITING:
            lane = batch.busy[0]
            batch.busy[0] += 1
            batch.tunes[place].status = RUNNING
            batch.lanes[lane] = place
            _refresh(lanes, lane)


@part
def leave(lanes: Any, batch: Any, lane: int) -> None:
    """Free a lane and move the last one in use into the gap."""
    batch.busy[0] -= 1
    last = batch.busy[0]
    batch.lanes[lane] = batch.lanes[last]
    for column in range(lanes.outputs.shape[1]):
        lanes.outputs[lane, column] = lanes.outputs[last, column]
        lanes.cells[lane, column] = lanes.cells[last, column]


@part
def _go_on(logits: Any, batch: Any, place: int, own: Any) -> Any:
    """Count the character that was read, sample the next if it is not given, and say whether the tune goes on."""
    tune = batch.tunes[place]
    tune.read += 1
    if tune.status != RUNNING:
        return False
    if tune.read < tune.length:
        return True
    if tune.length >= tune.limit:
        tune.status = STOPPED
        return False
    if own is not None:
        rule_out(logits, batch, place, own)
    state, plan = batch.states[place], batch.plans[max(tune.plan, 0)]
    character = sample(logits, tune, tune.length, batch.scratch, state, plan, batch.letters)
    if character < 0:
        tune.status = STUCK
        return False
    batch.text[place, tune.length] = character
    tune.length += 1
    if batch.letters[character] == 0:
        tune.status = ENDED
    return tune.status == RUNNING


@part
def _take_steps(packed: Any, lanes: Any, batch: Any, own: Any, steps: int) -> Any:
    """Take up to `steps` steps; where `own` is None, numba leaves out what asks filters of one's own."""
    characters = 0
    for _ in range(steps):
        _fill_lanes(lanes, batch)
        busy = batch.busy[0]
        if busy == 0:
            break
        for lane in range(busy):
            place = batch.lanes[lane]
            _encode(packed, batch.text[place], batch.tunes[place].read, batch.memory, place, lanes.symbols[lane])
        step(packed, lanes, busy)
        for lane in range(busy - 1, -1, -1):
            if not _go_on(lanes.logits[lane], batch, batch.lanes[lane], own):
                leave(lanes, batch, lane)
        characters += busy
    return characters


def run(packed: Any, lanes: Any, batch: Any, steps: int) -> Any:
    """Take up to `steps` steps and return how many characters were read in all; WebAssembly can call no filter."""
    return _take_steps(packed, lanes, batch, None, steps)


def run_filtered(packed: Any, lanes: Any, batch: Any, own: Any, steps: int) -> Any:
    """The same where tunes may have filters of their `own`."""
    return _take_steps(packed, lanes, batch, own, steps)


def read(packed: Any, lanes: Any, texts: Any, lengths: Any, memory: Any, found: Any) -> Any:
    """Read `texts` (N, T + 1), longest first, and compare each next character with all others.

    `lengths` (N,) count the characters to predict; `memory` is that of N texts. It fills `found`, each (N, T):
    totals, the sum of exp(logit - largest logit); margins, the largest logit less that of the character; ranks, how
    many characters the network finds likelier.
    """
    count = len(lengths)
    totals, margins, ranks = found
    for lane in range(count):
        _refresh(lanes, lane)
    for place in range(lengths[0]):
        while lengths[count - 1] <= place:
            count -= 1
        for lane in range(count):
            _encode(packed, texts[lane], place, memory, lane, lanes.symbols[lane])
        step(packed, lanes, count)
        for lane in range(count):
            logits, chosen = lanes.logits[lane], lanes.logits[lane, texts[lane, place + 1]]
            largest = chosen
            for j in range(len(logits)):
                largest = max(largest, logits[j])
            total, rank = np.float32(0), 0
            for j in range(len(logits)):
                total += exponential(max(logits[j] - largest, LEAST))
                rank += logits[j] > chosen
            totals[lane, place], margins[lane, place], ranks[lane, place] = total, largest - chosen, rank
    return 0


def forward(packed: Any, lanes: Any, count: int, repeats: int) -> Any:
    """Take a step of the network in `count` lanes, `repeats` times over, and sample nothing."""
    for _ in range(repeats):
        step(packed, lanes, count)
    return 0


def multiply(packed: Any, lanes: Any, count: int, repeats: int) -> Any:
    """Do the multiplications of a step for `count` lanes, `repeats` times over, and nothing else."""
    for _ in range(repeats):
        at = 0
        for layer in range(packed.layers + 1):
            width = packed.hidden if layer in (0, packed.layers) else 2 * packed.hidden
            products(packed, lanes, count, layer, at, width)
            at += 4 * packed.hidden * width
    return 0
