"""The speed of a training step, in the usual ways and in ours, side by side in one run."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from tunesmith.corpus.vocabulary import PAD, SPECIALS, Vocabulary
from tunesmith.machine import usable_cores
from tunesmith.training.batches import arrange
from tunesmith.training.machine import has_bf16, set_up
from tunesmith.training.step import Learner
from tunesmith.training.texts import encoder_of, reading_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tunesmith.training.config import TrainingConfig
    from tunesmith.training.texts import Reading

__all__ = ["Timing", "training_speeds"]

VOCABULARY = Vocabulary("".join(map(chr, range(ord("!"), ord("!") + 95))))  # 99 symbols
LENGTHS = (5.46, 0.53)  # mean and deviation of the logarithm of a tune's length in folk corpora: half are under 235
TUNES = 2048


@dataclass(frozen=True, slots=True)
class Timing:
    """One way of training: characters per second in every round, and the threads it used."""

    name: str
    threads: int
    speeds: tuple[float, ...]


class TutorialLoop:
    """The loop that tutorials teach: random tunes padded to 600, float32, `nn.LSTM` as it comes, Adam, clipping."""

    def __init__(self, texts: Reading, config: TrainingConfig, threads: int) -> None:
        self.batches = arrange(texts, config.changed(form="padded", batch=32), 0)
        self.threads = threads
        self.embedding = nn.Embedding(len(VOCABULARY), config.embedding)
        self.lstm = nn.LSTM(config.embedding, config.hidden, config.layers, dropout=0.3, batch_first=True)
        self.output = nn.Linear(config.hidden, len(VOCABULARY))
        self.loss = nn.CrossEntropyLoss(ignore_index=PAD)
        self.weights = nn.ModuleList([self.embedding, self.lstm, self.output]).parameters
        self.optimizer = torch.optim.Adam(self.weights(), lr=1e-3)

    def step(self, number: int) -> int:
        """Take a step and return the characters it learned."""
        torch.set_num_threads(self.threads)
        batch = self.batches[number % len(self.batches)]
        values, _ = self.lstm(self.embedding(batch.inputs[..., 0].T.int()))  # B, T, H
        loss = self.loss(self.output(values).flatten(0, 1), batch.targets.T.flatten().long())
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.weights(), 1.0)
        self.optimizer.step()
        torch.set_num_threads(1)
        return batch.real


class TutorialProcess:
    """The tutorial loop in a process of its own, where memory is kept as any program keeps it (see `keep_pages`)."""

    def __init__(self, texts: Reading, config: TrainingConfig, threads: int) -> None:
        context = get_context("spawn")
        self.connection, other = context.Pipe()
        context.Process(target=serve, args=(other, texts, config, threads), daemon=True).start()

    def step(self, number: int) -> int:
        """Take a step and return the characters it learned."""
        self.connection.send(number)
        return int(self.connection.recv())


def serve(connection: Connection, texts: Reading, config: TrainingConfig, threads: int) -> None:
    """Take a step of the loop for each number received, until the connection closes."""
    loop = TutorialLoop(texts, config, threads)
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            connection.send(loop.step(connection.recv()))


class OurLoop:
    """The loop of `tunesmith train`, with as many workers as threads."""

    def __init__(self, texts: Reading, config: TrainingConfig) -> None:
        self.batches = arrange(texts, config, 0)
        self.learner = Learner(config, VOCABULARY, set_up(config))

    def step(self, number: int) -> int:
        """Take a step and return the characters it learned."""
        return self.learner.step([self.batches[number % len(self.batches)]], 1e-3, number).characters


def training_speeds(config: TrainingConfig, rounds: int = 5) -> list[Timing]:
    """Time one step of every way in turn, `rounds` times over, so that a noisy machine slows all of them alike."""
    texts = invented(np.random.default_rng(0), config)
    loops = {
        (name, threads): loop for threads in sorted({1, usable_cores()}) for name, loop in ways(texts, config, threads)
    }
    speeds: dict[tuple[str, int], list[float]] = {way: [] for way in loops}
    for number in range(rounds + 1):  # the first round warms up
        for way, loop in loops.items():
            start = time.perf_counter()
            characters = loop.step(number)
            if number:
                speeds[way].append(characters / (time.perf_counter() - start))
    return [Timing(name, threads, tuple(found)) for (name, threads), found in speeds.items()]


def ways(texts: Reading, config: TrainingConfig, threads: int) -> list[tuple[str, TutorialProcess | OurLoop]]:
    """Every way to train with so many threads; bf16 only where it is native."""
    ours = config.changed(workers=threads, dropout=0.3, precision="fp32")
    found: list[tuple[str, TutorialProcess | OurLoop]] = [
        ("padded, float32, plain PyTorch", TutorialProcess(texts, config, threads)),
        ("buckets, float32", OurLoop(texts, ours.changed(form="buckets", batch=32))),
        ("stream, float32", OurLoop(texts, ours.changed(form="stream"))),
    ]
    if has_bf16():
        found.append(("stream, bf16", OurLoop(texts, ours.changed(form="stream", precision="bf16"))))
    return found


def invented(random: np.random.Generator, config: TrainingConfig) -> Reading:
    """Texts of random characters that are as long as tunes are; what they say does not change what they cost."""
    lengths = np.clip(random.lognormal(*LENGTHS, TUNES), 40, 2048).astype(int)
    encoder = encoder_of(config, len(VOCABULARY), VOCABULARY.idx_to_char)
    return reading_of(
        encoder, [random.integers(len(SPECIALS), len(VOCABULARY), length).astype(np.uint8) for length in lengths]
    )
