"""The speed of composing: the kernel in each of its forms, and the ceilings that the machine sets."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.composing.jobs import job_for
from tunesmith.composing.request import Request
from tunesmith.inference.arrays import Lanes
from tunesmith.inference.encoder import InputEncoder
from tunesmith.inference.engine import Engine
from tunesmith.inference.native import Native
from tunesmith.inference.packed_weights import best_type, pack
from tunesmith.inference.processor import processor_features

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tunesmith.inference.arrays import PackedWeights
    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["BATCH", "Ceilings", "Profile", "Speed", "ceilings", "contenders", "measure", "profiles"]

BATCH = 32
FREE = Request(temperature=0.8, top_p=0.98, length=400, unconstrained=True)
GUIDED = replace(FREE, unconstrained=False)
MULTIPLY, FORWARD = Native("multiply"), Native("forward")


@dataclass(frozen=True, slots=True)
class Speed:
    """One way of composing: characters per second in every round, by the clock of the thread that composes.

    That clock stands still while another program has the processor, so a busy machine tilts it less.
    """

    name: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The round in the middle."""
        return statistics.median(self.rounds)

    @property
    def spread(self) -> float:
        """How far apart the fastest and the slowest round are, as a share of the median."""
        return (max(self.rounds) - min(self.rounds)) / self.median


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What multiplying alone takes: it reads every weight for each step, and nothing composes faster than that.

    `alone` and `batch` are characters per second if all but the multiplications were free, for one tune and for BATCH;
    `bandwidth` is the bytes of weights read in a second for one, `operations` those done in a second for BATCH.
    """

    weights: int
    alone: float
    batch: float
    bandwidth: float
    operations: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the time of a character goes when `lanes` tunes are composed side by side, in microseconds."""

    lanes: int
    multiplying: float
    activations: float  # and the table of the first layer, and turning sums into logits
    encoding: float
    sampling: float  # and what is left: filling lanes, feeding back
    grammar: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.multiplying + self.activations + self.encoding + self.sampling + self.grammar


def contenders(checkpoint: Checkpoint) -> dict[str, Callable[[], int]]:
    """Every way to compose with the kernel; each call composes for a moment and returns how many characters."""
    found: dict[str, Callable[[], int]] = {}
    for kind in dict.fromkeys((best_type(), "int8", "float32")):
        packed = pack(checkpoint, "float32" if kind == "float32" else "int8", kind)
        for count in (1, 8, BATCH) if kind == best_type() else (1, BATCH):
            found[f"kernel, {simd_in_words(kind)}, {company(count)}"] = composing(checkpoint, packed, count, FREE)
    packed = pack(checkpoint)
    for count in (1, BATCH):
        found[f"kernel under the grammar, {company(count)}"] = composing(checkpoint, packed, count, GUIDED)
    return found


def simd_in_words(kind: str) -> str:
    """The instructions that multiply panels of this type, in words."""
    if kind == "float32":
        return kind
    return "int8 by VNNI" if kind == "uint8" else "int8 by AVX2" if "avx2" in processor_features() else "int8 by NEON"


def company(count: int) -> str:
    """How many tunes are composed side by side, in words."""
    return "alone" if count == 1 else f"batch of {count}"


def composing(checkpoint: Checkpoint, packed: PackedWeights, count: int, request: Request) -> Callable[[], int]:
    """Compose `count` tunes at a time, each followed by another at once, for some thousand characters."""
    engine = Engine(checkpoint, packed, lanes=count, places=2 * count)
    seed = 0

    def compose() -> int:
        nonlocal seed
        characters = 0
        while characters < request.length * max(count, 4):
            while engine.free:
                engine.add(job_for(request, seed))
                seed += 1
            characters += engine.run(request.length)
            for ticket in engine.done():
                engine.take(ticket)
        return characters

    return compose


def measure(ways: Mapping[str, Callable[[], int]], rounds: int) -> list[Speed]:
    """Let all take turns, `rounds` times over after one that does not count."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, compose in ways.items():
            before = time.thread_time()
            characters = compose()
            if turn:
                found[name].append(characters / (time.thread_time() - before))
    return [Speed(name, tuple(speeds)) for name, speeds in found.items()]


def ceilings(checkpoint: Checkpoint, rounds: int) -> Ceilings:
    """Measure what the best form of the kernel could do if multiplying were all it had to do."""
    packed = pack(checkpoint)
    size = packed.weights.nbytes
    ways = {str(count): repeating(MULTIPLY, packed, count) for count in (1, BATCH)}
    alone, batch = (max(speed.rounds) for speed in measure(ways, rounds))
    return Ceilings(size, alone, batch, alone * size, batch * 2 * size)


def repeating(function: Native, packed: PackedWeights, count: int) -> Callable[[], int]:
    """Call `forward` or `multiply` for `count` lanes, many times over."""
    lanes = Lanes.create(packed, count)
    repeats = max(2, 10**8 // packed.weights.nbytes)

    def repeat() -> int:
        function(packed, lanes, count, repeats)
        return repeats * count

    return repeat


def encoding(checkpoint: Checkpoint) -> Callable[[], int]:
    """Encode a text as long as those that are composed for a measurement."""
    encoder = InputEncoder(checkpoint.config, checkpoint.vocabulary.idx_to_char)
    text = np.random.default_rng(0).integers(len(checkpoint.vocabulary), size=FREE.length).astype(np.uint8)
    return lambda: len(encoder.symbols(text))


def profiles(checkpoint: Checkpoint, rounds: int) -> list[Profile]:
    """Measure the parts of composing one tune, and of composing BATCH, by adding one part after another."""
    packed = pack(checkpoint)
    return [profile(checkpoint, packed, count, rounds) for count in (1, BATCH)]


def profile(checkpoint: Checkpoint, packed: PackedWeights, count: int, rounds: int) -> Profile:
    """Measure the parts of composing `count` tunes."""
    ways = {
        "multiply": repeating(MULTIPLY, packed, count),
        "step": repeating(FORWARD, packed, count),
        "encode": encoding(checkpoint),
        "free": composing(checkpoint, packed, count, FREE),
        "guided": composing(checkpoint, packed, count, GUIDED),
    }
    cost = {speed.name: 1e6 / speed.median for speed in measure(ways, rounds)}
    return Profile(
        lanes=count,
        multiplying=cost["multiply"],
        activations=cost["step"] - cost["multiply"],
        encoding=cost["encode"],
        sampling=cost["free"] - cost["step"] - cost["encode"],
        grammar=cost["guided"] - cost["free"],
    )
