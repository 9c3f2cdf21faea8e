"""What a run will take on this machine, measured before it starts."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.machine import peak_bytes, usable_cores
from tunesmith.training.batches import arrange
from tunesmith.training.machine import encoder_threads, has_bf16, in_bf16, peak, set_up
from tunesmith.training.step import Learner
from tunesmith.training.texts import epoch_texts, validation_texts
from tunesmith.training.validation import validate, validation_batches

if TYPE_CHECKING:
    from pathlib import Path

    from lightning_fabric import Fabric

    from tunesmith.training.batches import Batches
    from tunesmith.training.config import TrainingConfig

__all__ = ["Change", "Estimate", "MemoryUse", "estimate"]

WARM, MEASURED = 3, 8  # steps that are not counted, and steps that are
FLOAT = 4  # bytes of a weight


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Bytes at the peak.

    `gradients` has one set for each worker, `optimizer` its two moments and the running average, `activations` what is
    kept of one batch for the way back, and `process` is everything, libraries and corpus included.
    """

    weights: int
    gradients: int
    optimizer: int
    activations: int
    process: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the run and the factor by which it shortens it."""

    field: str
    value: str
    faster: float


@dataclass(frozen=True, slots=True)
class Device:
    """What a run takes of a GPU: bytes at the peak, operations a second, and their share of what it can do, if known.

    Operations are computed from the shape of the network (`NetworkConfig.operations`), not counted.
    """

    name: str
    memory: int
    operations: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The size of a run; `best` is the single change that shortens it most, None if nothing tried does.

    `device` is None on a processor.
    """

    parameters: int
    memory: MemoryUse
    characters_per_second: float
    characters_per_epoch: int
    steps_per_epoch: int
    seconds_per_step: float
    seconds_per_validation: float
    seconds_per_epoch: float
    seconds: float
    best: Change | None
    device: Device | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """A few steps of one configuration: the typical seconds of a step, and how many characters it learned."""

    seconds: float
    characters: float

    @property
    def speed(self) -> float:
        """Characters per second."""
        return self.characters / self.seconds


def estimate(folder: Path, config: TrainingConfig) -> Estimate:
    """Take a few steps of the run and of its variants on the packed corpus in `folder`, and extrapolate from them."""
    corpus = PackedCorpus.open(folder, "train")
    fabric = set_up(config)
    learner = Learner(config, corpus.vocabulary, fabric)
    batches = batches_of(corpus, config, fabric)
    measured = calibrate(learner, batches)
    held_out = validation_batches(validation_texts(PackedCorpus.open(folder, "validation"), config))
    start = time.perf_counter()
    validate(learner.judged, held_out, fabric)
    validation = time.perf_counter() - start
    memory, device = memory_of(learner), device_of(learner, measured.speed)
    parameters = learner.network.config.parameters
    del learner  # the variants need its room
    steps = len(batches) // config.accumulate
    checks = steps / config.every if config.every else 1.0
    epoch = steps * measured.seconds + checks * validation
    return Estimate(
        parameters=parameters,
        memory=memory,
        characters_per_second=measured.speed,
        characters_per_epoch=round(steps * measured.characters),
        steps_per_epoch=steps,
        seconds_per_step=measured.seconds,
        seconds_per_validation=validation,
        seconds_per_epoch=epoch,
        seconds=epoch * config.epochs,
        best=best_change(corpus, config, measured.speed),
        device=device,
    )


def batches_of(corpus: PackedCorpus, config: TrainingConfig, fabric: Fabric) -> Batches:
    """The batches of the first epoch."""
    return arrange(epoch_texts(corpus, config, 0), config, 0, threads=encoder_threads(fabric.device))


def device_of(learner: Learner, speed: float) -> Device | None:
    """What `speed`, in characters a second, takes of the GPU; None on a processor."""
    device = learner.fabric.device
    if device.type != "cuda":
        return None
    operations = speed * learner.network.config.operations
    most = peak(device)
    share = operations / most if most else None
    return Device(torch.cuda.get_device_name(device), torch.cuda.max_memory_allocated(device), operations, share)


def calibrate(learner: Learner, batches: Batches) -> Calibration:
    """Take steps spread over the epoch, so that batches of all lengths are among them."""
    together, taken = learner.config.accumulate, WARM + MEASURED
    seconds, characters = [], []
    for number in range(taken):
        first = (number * len(batches) // taken) // together * together
        group = [batches[first + place] for place in range(together)]
        start = time.perf_counter()
        step = learner.step(group, learner.config.rate, number)
        seconds.append(time.perf_counter() - start)
        characters.append(step.characters)
    return Calibration(statistics.fmean(seconds[WARM:]), statistics.fmean(characters[WARM:]))


def memory_of(learner: Learner) -> MemoryUse:
    """Count the bytes of what a run holds, and read off the process what it takes in all."""
    config, network = learner.config, learner.network.config
    weights = FLOAT * network.parameters
    length = config.chunk if config.form == "stream" else config.longest
    value = 2 if in_bf16(config) else FLOAT
    kept = network.embedding + network.layers * 7 * network.hidden  # inputs, four gates, cell, output
    activations = config.batch * length * (value * kept + 3 * FLOAT * network.vocabulary_size)
    return MemoryUse(
        weights=weights,
        gradients=weights * config.workers,
        optimizer=2 * weights + (weights if config.average else 0),
        activations=activations,
        process=peak_bytes(),
    )


def best_change(corpus: PackedCorpus, config: TrainingConfig, speed: float) -> Change | None:
    """Try single changes that leave what is learned as it is, or nearly so, and return the one that helps most."""
    tried = []
    for field, value in alternatives(config):
        other = config.changed(**{field: value})
        tried.append(Change(field, str(value), speed_of(corpus, other) / speed))
    best = max(tried, key=lambda change: change.faster, default=None)
    return best if best is not None and best.faster > 1 else None


def speed_of(corpus: PackedCorpus, config: TrainingConfig) -> float:
    """Measure the characters per second of a run, and keep nothing of it."""
    fabric = set_up(config)
    return calibrate(Learner(config, corpus.vocabulary, fabric), batches_of(corpus, config, fabric)).speed


def alternatives(config: TrainingConfig) -> list[tuple[str, object]]:
    """The single changes that are worth trying on this machine."""
    changes: list[tuple[str, object]] = [("batch", 2 * config.batch)]
    if config.form != "stream":
        changes.append(("form", "stream"))
    if not torch.cuda.is_available() and config.workers < usable_cores() and config.batch % usable_cores() == 0:
        changes.append(("workers", usable_cores()))
    if has_bf16() and not in_bf16(config):
        changes.append(("precision", "bf16"))
    return changes
