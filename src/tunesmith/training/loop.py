"""A training run from its first step, or from where it stopped, to its last."""

from __future__ import annotations

import math
import platform
import signal
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import count
from typing import TYPE_CHECKING, Any

import torch

from tunesmith.corpus.packed import PackedCorpus, read_record
from tunesmith.corpus.terms import terms_of
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.errors import TrainingError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.training.ahead import ahead
from tunesmith.training.batches import arrange
from tunesmith.training.candidates import with_candidates
from tunesmith.training.logbook import Logbook
from tunesmith.training.machine import encoder_threads, set_up
from tunesmith.training.resume import Position, load_position, restore, resume_file, store
from tunesmith.training.schedules import exhausted, learning_rate
from tunesmith.training.settings import SETTINGS, write_settings
from tunesmith.training.step import Learner
from tunesmith.training.texts import epoch_texts, validation_texts
from tunesmith.training.validation import validate, validation_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tunesmith.training.batches import Batch
    from tunesmith.training.candidates import Candidate
    from tunesmith.training.config import TrainingConfig
    from tunesmith.training.validation import Validation

__all__ = ["Run", "train"]

MODEL = "model.safetensors"
AHEAD = 3  # steps whose batches are ready before they are needed
CHECKS = 20  # validations in a run, at least
HOPELESS = 2.0  # times as many nats as a network has that guesses: what no run comes back from


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What one step learns from, and which step of how many of which epoch it is."""

    batches: list[Batch]
    epoch: int
    step: int
    steps: int


class Run:
    """One training run in one process: what it reads, what it learns with, and where it keeps its results."""

    def __init__(
        self,
        corpus: Path,
        config: TrainingConfig,
        out: Path,
        start: Checkpoint | None = None,
        vocabulary: Vocabulary | None = None,
        candidates: Sequence[Candidate] = (),
    ) -> None:
        self.config = config
        self.out = out
        self.fabric = set_up(config)
        self.source = {name: value for name, value in read_record(corpus).items() if name != "vocabulary"}
        packed, held_out = PackedCorpus.open(corpus, "train"), PackedCorpus.open(corpus, "validation")
        for part, name in ((packed, "learn from"), (held_out, "validate on")):
            if not part.tunes:
                raise TrainingError(f"the corpus has no tune to {name}: it takes tunes of two families at least")
        vocabulary = vocabulary or packed.vocabulary
        self.unknown = packed.count("".join(sorted(set(packed.vocabulary.characters) - set(vocabulary.characters))))
        self.corpus = packed.numbered(vocabulary)
        self.weights: NDArray[np.float32] | None = None  # of the variants of the corpus
        if candidates:
            self.corpus, self.weights = with_candidates(self.corpus, candidates, config.strength)
        self.held_out = validation_batches(validation_texts(held_out.numbered(vocabulary), config))
        self.learner = Learner(config, self.corpus.vocabulary, self.fabric, start)
        self.position = Position(start=ancestry(start) if start else {}, candidates=len(candidates))
        self.resume_file = resume_file(out, self.fabric.global_rank)
        self.started, self.validating = time.perf_counter(), 0.0

    def restore(self) -> None:
        """Go to where an earlier run in the same folder stood.

        TrainingError if it read a source that is left out now: the record says only what is read now.
        """
        earlier, self.position, _ = load_position(self.resume_file)
        before, there = earlier.repeats(), {tune.source for tune in self.corpus.tunes}
        left_out = {name for name, times in self.config.repeats().items() if times == 0}
        learned = sorted(name for name in left_out & there if before.get(name, 1))
        if learned:
            raise TrainingError(
                f"the run has learned from {', '.join(learned)}: to leave that out now, begin another with --start"
            )
        restore(self.resume_file, self.learner)

    def steps(self) -> Iterator[Lesson]:
        """Every step to come, without end."""
        together, first = self.config.accumulate, self.position
        threads = encoder_threads(self.fabric.device)
        begun, begun_step = first.epoch, first.step
        for epoch in count(begun):
            texts = epoch_texts(self.corpus, self.config, epoch, self.weights)
            batches = arrange(texts, self.config, epoch, self.fabric.world_size, threads)
            steps = len(batches) // together
            for step in range(begun_step if epoch == begun else 0, steps):
                group = [batches[step * together + place] for place in range(together)]
                if self.fabric.device.type == "cuda":
                    group = [batch.pinned() for batch in group]
                yield Lesson(group, epoch, step, steps)

    def go(self, log: Logbook | None, compose: Callable[[Checkpoint], str] | None) -> None:
        """Learn until the epochs or the patience are used up; KeyboardInterrupt or SystemExit when interrupted."""
        checked, spent = self.position.steps, self.position.seconds
        self.started = time.perf_counter() - spent
        with interruptible() as caught, ahead(self.steps(), AHEAD) as lessons:
            for lesson in lessons:
                progress = self.progress(lesson.epoch + lesson.step / lesson.steps)
                if progress >= 1:
                    break
                self.position.epoch, self.position.step = lesson.epoch, lesson.step + 1
                self.learn(lesson.batches, progress, log)
                if self.due(lesson, progress):
                    checked = self.position.steps
                    self.check(log, compose)
                    if exhausted(self.position.losses, self.config.early):
                        return
                self.heed(caught)
        if checked < self.position.steps:
            self.check(log, compose)

    def progress(self, epochs: float) -> float:
        """How far a run is that has read so many epochs; with a limit of time, the last validation has its share."""
        if not self.config.minutes:
            return epochs / self.config.epochs
        spent = time.perf_counter() - self.started + self.validating
        return float(self.fabric.broadcast(spent / (60 * self.config.minutes)))

    def due(self, lesson: Lesson, progress: float) -> bool:
        """Tell whether to validate after a step that began at `progress`."""
        if self.config.every:
            return self.position.steps % self.config.every == 0
        further = self.progress(lesson.epoch + (lesson.step + 1) / lesson.steps)
        return lesson.step + 1 == lesson.steps or int(CHECKS * further) > int(CHECKS * progress)

    def learn(self, batches: list[Batch], progress: float, log: Logbook | None) -> None:
        """Take one step."""
        rate = learning_rate(self.config, progress, self.position.losses)
        step = self.learner.step(batches, rate, self.position.steps)
        if not (math.isfinite(step.loss) and math.isfinite(step.norm)):
            raise TrainingError(f"the loss is not finite at step {self.position.steps + 1}; {self.last_good()}")
        self.position.steps += 1
        self.position.characters += step.characters
        self.position.seconds = time.perf_counter() - self.started
        if log is not None:
            log.step(step, rate, progress, self.position.steps)

    def check(self, log: Logbook | None, compose: Callable[[Checkpoint], str] | None) -> None:
        """Validate, keep the network if it is the best so far, keep the run, and let the network compose.

        With candidates every network is kept: what they teach shows in composing, not in validation.
        """
        start = time.perf_counter()
        score = self.fabric.broadcast(validate(self.learner.judged, self.held_out, self.fabric))
        if not math.isfinite(score.nats) or score.nats > HOPELESS * math.log(len(self.corpus.vocabulary)):
            raise TrainingError(
                f"the run diverges: {score.bits:,.1f} bits a character in validation after step {self.position.steps}, "
                f"where guessing has {math.log2(len(self.corpus.vocabulary)):.1f}; lower rate; {self.last_good()}"
            )
        kept = self.weights is not None or score.nats < min(self.position.losses, default=math.inf)
        self.position.losses.append(score.nats)
        if log is not None:
            if kept:
                self.model(score).save(self.out / MODEL)
            log.validation(score, self.position, kept=kept)
        self.position.seconds = time.perf_counter() - self.started
        self.keep()
        if log is not None and compose is not None:
            log.tune(compose(self.model(score)), self.position.steps)
        self.validating = time.perf_counter() - start

    def keep(self) -> None:
        """Write down all that this process needs to go on from here."""
        store(self.resume_file, self.learner, self.position, self.corpus.vocabulary.to_json())

    def heed(self, caught: list[int]) -> None:
        """Save the run and stop, if a signal came to any of the processes."""
        came = float(caught[0] if caught else 0)
        if self.fabric.world_size > 1:
            flag = torch.tensor(came, device=self.fabric.device)
            torch.distributed.all_reduce(flag, torch.distributed.ReduceOp.MAX)
            came = float(flag)
        if came:
            if self.fabric.is_global_zero and not self.position.losses:
                self.model(None).save(self.out / MODEL)  # of the few steps there were; the first validation replaces it
            self.keep()
            raise KeyboardInterrupt if came == signal.SIGINT else SystemExit(128 + int(came))

    def last_good(self) -> str:
        """Say where the last good network is."""
        model = self.out / MODEL
        return f"the last good checkpoint is {model}" if model.is_file() else "there is no good checkpoint yet"

    def model(self, score: Validation | None) -> Checkpoint:
        """The network as it is now, with the record of how it came to be."""
        network, progress = self.learner.judged, asdict(self.position)
        start = progress.pop("start")
        record: dict[str, Any] = {
            "training": self.config.as_dict(),
            "corpus": self.source,
            "progress": progress,
            **({"validation": {"bits_per_character": score.bits, **asdict(score)}} if score else {}),
            "processes": self.fabric.world_size,
            **({"start": start} if start else {}),
            "versions": {
                "python": platform.python_version(),
                **{name: version(name) for name in ("torch", "tunesmith")},
            },
        }
        return Checkpoint(network.config, self.corpus.vocabulary, network.weights(), record)


def train(
    corpus: Path,
    config: TrainingConfig,
    out: Path,
    *,
    resume: bool = False,
    start: Checkpoint | None = None,
    candidates: Sequence[Candidate] = (),
    compose: Callable[[Checkpoint], str] | None = None,
) -> Path:
    """Train on the packed corpus in the folder `corpus` and return the file of the best model; all is kept in `out`.

    With `resume` it goes on exactly where `out` stands; without, `out` must hold no run yet. `start` is a trained
    network to begin with, and `candidates` are tunes of its own to learn from as well; who resumes gives them again.
    `compose` makes a tune out of a network at every validation.
    """
    begun = start.vocabulary if start else None
    run = Run(corpus, config, out, start, resumed_vocabulary(corpus, out) if resume else begun, candidates)
    if resume:
        run.restore()
    elif run.resume_file.exists():
        raise TrainingError(f"{out} already holds a run: resume it, or choose another folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{out} cannot be made: {error.strerror}") from error
    if not run.fabric.is_global_zero:
        run.go(None, None)
    else:
        write_settings(out / SETTINGS, config)
        with Logbook(out, run.position) as log:
            log.unknown(run.unknown)
            run.go(log, compose)
    return out / MODEL


def resumed_vocabulary(corpus: Path, out: Path) -> Vocabulary:
    """The vocabulary of the run in `out`.

    TrainingError unless it is that of the corpus, or the run began with a model, whose vocabulary it has.
    """
    file = resume_file(out, 0)
    _, position, vocabulary = load_position(file)
    known = Vocabulary.from_json(vocabulary)
    if not position.start and known != PackedCorpus.open(corpus, "validation").vocabulary:
        raise TrainingError(f"{file} belongs to a corpus with another vocabulary")
    return known


def ancestry(start: Checkpoint) -> dict[str, Any]:
    """What a record says of the network that a run began with: its fingerprint, terms, training, and its own start."""
    known = ("training", "progress", "start")
    offered = {"model": start.fingerprint, "terms": terms_of(start.record)}
    return offered | {name: start.record[name] for name in known if name in start.record}


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """Collect SIGINT and SIGTERM, so that a step is never cut in two; a second one has its usual effect."""
    caught: list[int] = []
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def catch(number: int, _: object) -> None:
        caught.append(number)
        signal.signal(number, usual[signal.Signals(number)])

    for number in usual:
        signal.signal(number, catch)
    try:
        yield caught
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
