"""One step of learning: each worker reads its lanes, the gradients are summed, the weights move."""

from __future__ import annotations

import copy
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from tunesmith.errors import TrainingError
from tunesmith.model.lstm import LSTM, State, cross_entropy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lightning_fabric import Fabric

    from tunesmith.corpus.vocabulary import Vocabulary
    from tunesmith.model.checkpoint import Checkpoint
    from tunesmith.training.batches import Batch
    from tunesmith.training.config import TrainingConfig

__all__ = ["Learner", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one step reports: nats per real position, norm of the gradient before clipping, characters it learned."""

    loss: float
    norm: float
    characters: int


class Worker:
    """One thread's view of the network: the same weights, but gradients, carried state and dropout of its own."""

    def __init__(self, network: LSTM, fabric: Fabric) -> None:
        self.network = network
        self.fabric = fabric
        self.generator = torch.Generator(fabric.device)
        self.state: State | None = None

    def learn(self, batch: Batch, total: int, seed: int) -> Tensor:
        """Add the gradients of `batch`, weighed as a part of `total` positions, to this worker's; return its loss."""
        self.generator.manual_seed(seed)
        device = self.fabric.device
        with self.fabric.autocast():
            logits, after = self.network(batch.inputs.to(device), self.before(batch), generator=self.generator)
        loss = cross_entropy(logits, batch.targets.to(device)) / total
        loss.backward()  # type: ignore[no-untyped-call]
        self.state = after[0].detach(), after[1].detach()
        return loss.detach()

    def before(self, batch: Batch) -> State | None:
        """The state that `batch` begins with: nothing where it is fresh, else what the last batch left."""
        if self.state is None or bool(batch.fresh.all()):
            return None
        going = ~batch.fresh.to(self.fabric.device).unsqueeze(-1)  # B, 1
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
        loss = self.gather(torch.stack(shares).sum())
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip or math.inf)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        if self.average is not None:
            self.average.update_parameters(self.network)
        return Step(float(loss), float(norm), total)

    def learn(self, batch: Batch, total: int, number: int) -> Tensor:
        """Give every worker its lanes of `batch`, and add up what they lost."""
        parts = self.fabric.world_size * len(self.workers)
        first = self.fabric.global_rank * len(self.workers)

        def work(place: int) -> Tensor:
            seed = (self.config.seed << 40) + number * parts + first + place
            return self.workers[place].learn(batch.columns(first + place, parts), total, seed)

        return torch.stack(list(self.pool.map(work, range(len(self.workers))))).sum()

    def gather(self, loss: Tensor) -> Tensor:
        """Sum gradients and loss over the workers, then over the processes; return the loss."""
        gradients = gradients_of(self.network)
        for worker in self.workers[1:]:
            for gradient, more in zip(gradients, gradients_of(worker.network), strict=True):
                gradient.add_(more)
        if self.fabric.world_size > 1:
            flat = torch.cat([gradient.flatten() for gradient in gradients] + [loss.reshape(1)])
            torch.distributed.all_reduce(flat)
            *parts, loss = torch.split(flat, [gradient.numel() for gradient in gradients] + [1])
            for gradient, part in zip(gradients, parts, strict=True):
                gradient.copy_(part.view_as(gradient))
        return loss

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
    """Give a network the weights of a trained one, which may hear less: to what it did not hear it is deaf at first."""
    ours, theirs = network.config, start.config
    grown = replace(theirs, dropout=ours.dropout, bearings=ours.bearings)
    if vocabulary != start.vocabulary or ours != grown or (theirs.bearings and not ours.bearings):
        raise TrainingError("the model to start from has other characters or another shape than the network to train")
    weights = {}
    for name, shape in ours.shapes.items():
        weights[name] = np.zeros(shape, np.float32)
        weights[name][: len(start.weights[name])] = start.weights[name]
    network.load(weights)


def running_average(network: LSTM, decay: float) -> AveragedModel:
    """A second network whose weights follow those of `network`, each step by 1 - `decay` of the way."""
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay))  # type: ignore[no-untyped-call]


def gradients_of(network: LSTM) -> list[Tensor]:
    """The gradients of all weights; a step gives every weight one."""
    return [parameter.grad for parameter in network.parameters() if parameter.grad is not None]


def twin(network: LSTM) -> LSTM:
    """Copy a network that shares its weights, and has gradients of its own."""
    other = copy.deepcopy(network)
    for own, shared in zip(other.parameters(), network.parameters(), strict=True):
        own.data = shared.data
    return other
