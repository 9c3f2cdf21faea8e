"""Sample the next character: temperature, top-k, top-p, min-p and the grammar, by rejection.

A character is sampled from the softmax and kept if it passes; if not, its mass is taken out and another is sampled. The
result is distributed exactly as `filters` says, without a sort and with about one question to the grammar for each
character. The masses are whole numbers, so that no order of summing can change the result.

The filters see all characters first, and the grammar decides among those that pass. Where it accepts none of these, the
filters are applied once more, to the characters that the grammar accepts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tunesmith.inference.activations import exponential
from tunesmith.inference.compiled import accepts, advance
from tunesmith.inference.compiling import part
from tunesmith.inference.counter import below

__all__ = ["LEAST", "sample"]

LARGEST = np.float32(1 << 22)
"""The mass of the most likely character: 256 of them still sum up to less than 2**31."""
LEAST = np.float32(-80)
"""A logit this far below the largest counts as this far, which keeps `exponential` in its range."""
NEVER = np.float32(-np.inf)
"""The logit of a character that must not be sampled."""
RANDOM_NUMBERS = 512
"""Random numbers reserved for one character: twice as many as there can be characters to reject."""


@part
def _weigh(logits: Any, tune: Any, masses: Any) -> Any:
    """Turn logits (V,) into whole masses (V,), 0 beyond the k largest; False if none is left."""
    largest = NEVER
    for j in range(len(logits)):
        largest = max(largest, logits[j])
    if largest == NEVER:
        return False
    for j in range(len(logits)):
        masses[j] = np.int32(exponential(max((logits[j] - largest) * tune.sharpness, LEAST)) * LARGEST)
    if 0 < tune.top_k < len(logits):
        _keep_largest(logits, tune.top_k, masses)
    return True


@part
def _keep_largest(logits: Any, k: int, masses: Any) -> None:
    for j in range(len(logits)):
        better = 0
        for i in range(len(logits)):
            better += logits[i] > logits[j] or (logits[i] == logits[j] and i < j)
        if better >= k:
            masses[j] = 0


@part
def _passes(masses: Any, character: int, tune: Any) -> Any:
    """Whether a character passes top-p and min-p."""
    mass = masses[character]
    largest, above, total = 0, 0, 0
    for j in range(len(masses)):
        largest = max(largest, masses[j])
        above += masses[j] if masses[j] > mass else 0
        total += masses[j]
    return mass >= tune.min_p * largest and above < tune.top_p * total


@part
def _pick(masses: Any, target: int) -> Any:
    for j in range(len(masses)):
        target -= masses[j]
        if target < 0:
            return j
    return -1


@part
def _attempt(logits: Any, tune: Any, count: int, scratch: Any, state: Any, plan: Any, letters: Any) -> Any:
    masses, remaining = scratch[0], scratch[1]
    left = 0
    if _weigh(logits, tune, masses):
        for j in range(len(masses)):
            remaining[j] = masses[j]
            left += masses[j]
    while left > 0:
        character = _pick(remaining, below(left, tune.seed, count))
        if _passes(masses, character, tune) and (tune.plan < 0 or advance(state, plan, letters[character])):
            return character
        left -= remaining[character]
        remaining[character] = 0
        count += 1
    return -1


@part
def sample(logits: Any, tune: Any, place: int, scratch: Any, state: Any, plan: Any, letters: Any) -> Any:
    """Sample the number of the next character from `logits` (V,), which may be overwritten; -1 if none is allowed.

    `tune` says how (sharpness, top_k, top_p, min_p) and by which random numbers (seed), `place` at which of them;
    `scratch` is (2, V) of int32. The grammar's `state`, where the tune has a plan, moves past the character; `letters`
    (V,) are the code points, 0 for the end and -1 for what is never sampled.
    """
    for j in range(len(logits)):
        if letters[j] < 0:
            logits[j] = NEVER
    character = _attempt(logits, tune, place * RANDOM_NUMBERS, scratch, state, plan, letters)
    if character < 0 and tune.plan >= 0:
        for j in range(len(logits)):
            if logits[j] != NEVER and not accepts(state, plan, letters[j]):
                logits[j] = NEVER
        character = _attempt(logits, tune, place * RANDOM_NUMBERS + RANDOM_NUMBERS // 2, scratch, state, plan, letters)
    return character
