"""One step of learning: each worker reads its lanes, the gradients are summed, the weights move."""

from __future__ import annotations

import copy
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from tunesmith.corpus.vocabulary import PAD
from tunesmith.errors import TrainingError
from tunesmith.model.lstm import LSTM, State, cross_entropy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lightning_fabric import Fabric
    from numpy.typing import NDArray

    from tunesmith.corpus.vocabulary import Vocabulary
    from tunesmith.model.checkpoint import Checkpoint
    from tunesmith.model.config import NetworkConfig
    from tunesmith.training.batches import Batch
    from tunesmith.training.config import TrainingConfig

__all__ = ["Learner", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one step reports: nats per character, norm of the gradient before clipping, characters it learned.

    `hits` are the characters among them that were the first guess. All but the norm are of real tunes alone.
    """

    loss: float
    norm: float
    characters: int
    hits: int


class Worker:
    """One thread's view of the network: the same weights, but gradients, carried state and dropout of its own."""

    def __init__(self, network: LSTM, fabric: Fabric) -> None:
        self.network = network
        self.fabric = fabric
        self.generator = torch.Generator(fabric.device)
        self.state: State | None = None

    def learn(self, batch: Batch, total: int, seed: int) -> Tensor:
        """Add the gradients of `batch`, weighed as a part of `total` positions, to this worker's.

        Return, of its real tunes, the nats, how many characters were the first guess, and their number: a tensor (3,).
        """
        self.generator.manual_seed(seed)
        inputs, targets = batch.on(self.fabric.device)
        with self.fabric.autocast():
            logits, after = self.network(inputs, self.before(batch), generator=self.generator)
        counted = targets != PAD
        if batch.weights is None:
            nats = loss = cross_entropy(logits, targets)
        else:
            weights = batch.weights.to(self.fabric.device, non_blocking=True)
            each = cross_entropy(logits, targets, reduction="none").view_as(targets)
            counted &= weights == 1
            nats, loss = (each.detach() * counted).sum(), (each * weights).sum()
        (loss / total).backward()
        self.state = after[0].detach(), after[1].detach()
        hits = (logits.detach().argmax(-1) == targets).logical_and_(counted)
        return torch.stack([nats.detach(), hits.sum().to(nats.dtype), counted.sum().to(nats.dtype)])

    def before(self, batch: Batch) -> State | None:
        """The state that `batch` begins with: nothing where it is fresh, else what the last batch left."""
        if self.state is None or bool(batch.fresh.all()):
            return None
        going = ~batch.fresh.to(self.fabric.device, non_blocking=True).unsqueeze(-1)  # B, 1
        return self.state[0] * going, self.state[1] * going


class Learner:
    """The network in training: its workers, its optimiser and, if asked for, the running average of its weights."""

    def __init__(
        self, config: TrainingConfig, vocabulary: Vocabulary, fabric: Fabric, start: Checkpoint | None = None
    ) -> None:
        self.config = config
        self.fabric = fabric
        torch.manual_seed(config.seed)
        self.network = LSTM(config.network(len(vocabulary)), vocabulary, locked=config.locked).to(fabric.device).train()
        if start is not None:
            begin_with(self.network, vocabulary, start)
        networks = [self.network] + [twin(self.network) for _ in range(config.workers - 1)]
        self.workers = [Worker(network, fabric) for network in networks]
        self.pool = ThreadPoolExecutor(config.workers, initializer=torch.set_num_threads, initargs=(1,))
        kind = torch.optim.Adam if config.optimizer == "adam" else torch.optim.AdamW
        self.optimizer = kind(self.network.parameters(), lr=config.rate, weight_decay=config.decay, fused=True)
        self.average = running_average(self.network, config.average) if config.average else None

    @property
    def judged(self) -> LSTM:
        """The network that is validated and saved: the running average of the weights, or the weights themselves."""
        averaged = self.network if self.average is None else self.average.module
        assert isinstance(averaged, LSTM)
        return averaged

    def step(self, batches: Sequence[Batch], rate: float, number: int) -> Step:
        """Learn from `batches` of all processes at the learning rate `rate`; `number` numbers the step."""
        total = sum(batch.real for batch in batches)
        for worker in self.workers:
            worker.network.zero_grad(set_to_none=True)
        shares = [self.learn(batch, total, number * len(batches) + place) for place, batch in enumerate(batches)]
        found = self.gather(torch.stack(shares).sum(0))
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip or math.inf)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        if self.average is not None:
            self.average.update_parameters(self.network)
        nats, hits, characters, length = torch.cat([found, norm.detach().reshape(1)]).tolist()  # waits for the device
        return Step(nats / max(characters, 1), length, round(characters), round(hits))

    def learn(self, batch: Batch, total: int, number: int) -> Tensor:
        """Give every worker its lanes of `batch`, and add up what they return (3,)."""
        parts = self.fabric.world_size * len(self.workers)
        first = self.fabric.global_rank * len(self.workers)

        def work(place: int) -> Tensor:
            seed = (self.config.seed << 40) + number * parts + first + place
            return self.workers[place].learn(batch.columns(first + place, parts), total, seed)

        return torch.stack(list(self.pool.map(work, range(len(self.workers))))).sum(0)

    def gather(self, found: Tensor) -> Tensor:
        """Sum gradients and what was `found` (3,) over the workers, then over the processes; return the latter."""
        gradients = gradients_of(self.network)
        for worker in self.workers[1:]:
            for gradient, more in zip(gradients, gradients_of(worker.network), strict=True):
                gradient.add_(more)
        if self.fabric.world_size > 1:
            flat = torch.cat([gradient.flatten() for gradient in gradients] + [found])
            torch.distributed.all_reduce(flat)
            *parts, found = torch.split(flat, [gradient.numel() for gradient in gradients] + [len(found)])
            for gradient, part in zip(gradients, parts, strict=True):
                gradient.copy_(part.view_as(gradient))
        return found

    @property
    def carried(self) -> State | None:
        """The state of all lanes of this process (L, B, H) that the next batch of the stream goes on from."""
        states = [worker.state for worker in self.workers if worker.state is not None]
        if not states:
            return None
        return torch.cat([hidden for hidden, _ in states], 1), torch.cat([cell for _, cell in states], 1)

    @carried.setter
    def carried(self, state: State) -> None:
        shares = zip(*(part.chunk(len(self.workers), 1) for part in state), strict=True)
        for worker, (hidden, cell) in zip(self.workers, shares, strict=True):
            worker.state = hidden.contiguous(), cell.contiguous()


def begin_with(network: LSTM, vocabulary: Vocabulary, start: Checkpoint) -> None:
    """Give a network the weights of a trained one, which may lack features: these have no effect at first."""
    ours, theirs = network.config, start.config
    grown = replace(theirs, dropout=ours.dropout, features=ours.features)
    reads_less = not set(theirs.features) <= set(ours.features)
    if vocabulary != start.vocabulary or ours != grown or reads_less:
        raise TrainingError("the model to start from has other characters or another shape than the network to train")
    weights = {}
    for name, shape in ours.shapes.items():
        weights[name] = np.zeros(shape, np.float32)
        places = kept_rows(ours, theirs) if name == "embedding.weight" else np.arange(len(start.weights[name]))
        weights[name][places] = start.weights[name]
    network.load(weights)


def kept_rows(ours: NetworkConfig, theirs: NetworkConfig) -> NDArray[np.int64]:
    """The rows of our embedding that the rows of theirs become."""
    first = dict(zip(ours.groups, np.cumsum([0, *ours.groups.values()]), strict=False))
    return np.concatenate([first[name] + np.arange(rows) for name, rows in theirs.groups.items()])


def running_average(network: LSTM, decay: float) -> AveragedModel:
    """A second network whose weights follow those of `network`, each step by 1 - `decay` of the way.

    At first the way is longer, so that it averages over a tenth of the steps there were: random weights would count
    for long (the `num_updates` of TensorFlow's ExponentialMovingAverage).
    """

    def follow(averaged: Any, weights: Any, steps: Any) -> None:
        number = float(steps)
        kept = min(decay, (1 + number) / (10 + number))
        torch._foreach_lerp_(list(averaged), list(weights), 1 - kept)

    return AveragedModel(network, multi_avg_fn=torch.no_grad()(follow))


def gradients_of(network: LSTM) -> list[Tensor]:
    """The gradients of all weights; a step gives every weight one."""
    return [parameter.grad for parameter in network.parameters() if parameter.grad is not None]


def twin(network: LSTM) -> LSTM:
    """Copy a network that shares its weights, and has gradients of its own."""
    other = copy.deepcopy(network)
    for own, shared in zip(other.parameters(), network.parameters(), strict=True):
        own.data = shared.data
    return other
