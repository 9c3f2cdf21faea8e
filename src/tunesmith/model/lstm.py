"""The network as a torch module: needed to train, never to compose.

Shapes: T characters in a row, B tunes or lanes side by side, E embedding, H hidden, L layers, V vocabulary, S repeats,
W rows that are read with a character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from tunesmith.corpus.vocabulary import PAD
from tunesmith.model.encoder import END_TOLD
from tunesmith.model.goal_features import ending_degree
from tunesmith.model.position_features import TONICS
from tunesmith.model.position_state import LETTERS, STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from tunesmith.corpus.vocabulary import Vocabulary
    from tunesmith.model.config import NetworkConfig

__all__ = ["LSTM", "State", "cross_entropy"]

State = tuple[Tensor, Tensor]
"""Hidden and cell state, each (L, B, H)."""


class LSTM(nn.Module):
    """Embedding, L layers of `nn.LSTM` with dropout between them, and a projection to the characters.

    A character comes with its input features, whose embeddings are added to its own. What the network believes of a
    repeat feature is added to the logit of the character that it predicts, and what it believes of a degree of the
    scale to that of the letter which has this degree in the key of the tune. So is, in the last bar of a part, what it
    believes of the end that it is told.

    When `locked`, one mask of dropout serves all T characters of a batch (Gal and Ghahramani 2016); else each
    has its own.
    """

    letters: Tensor
    heights: Tensor

    def __init__(self, config: NetworkConfig, vocabulary: Vocabulary, *, locked: bool = False) -> None:
        super().__init__()
        self.config = config
        self.locked = locked
        letters = torch.from_numpy(vocabulary.encode(LETTERS).astype("int64"))
        self.register_buffer("letters", letters, persistent=False)
        self.register_buffer("heights", torch.arange(len(LETTERS)), persistent=False)
        self.embedding = nn.EmbeddingBag(config.symbols, config.embedding, mode="sum")
        widths = [config.embedding] + [config.hidden] * (config.layers - 1)
        self.lstm = nn.ModuleList(nn.LSTM(width, config.hidden) for width in widths)
        self.output = nn.Linear(config.hidden, config.vocabulary_size)
        self.belief = nn.Linear(config.hidden, config.beliefs) if config.beliefs else None
        if config.tied:
            self.output.register_parameter("weight", None)
        self.remember_at_first()

    @torch.no_grad()
    def remember_at_first(self) -> None:
        """Set the bias of the forget gates to 1, so that a new network keeps its state (Jozefowicz et al. 2015)."""
        hidden = self.config.hidden
        for layer in self.layers:
            layer.get_parameter("bias_ih_l0")[hidden : 2 * hidden].fill_(1.0)
            layer.get_parameter("bias_hh_l0")[hidden : 2 * hidden].zero_()

    @property
    def layers(self) -> list[nn.LSTM]:
        """The recurrent layers, the one next to the embedding first."""
        return [layer for layer in self.lstm if isinstance(layer, nn.LSTM)]

    def forward(
        self,
        symbols: Tensor,
        state: State | None = None,
        lengths: Tensor | None = None,
        generator: torch.Generator | None = None,
    ) -> tuple[Tensor, State]:
        """Read on from `state` and return logits (T, B, V) and the state after the last character.

        `symbols` (T, B, W; int32 or int64) are the characters, what their repeat features predict, the strengths of
        these, and the position features.

        With `lengths` (B), on the CPU and from the longest to the shortest, the columns are packed: nothing is computed
        beyond a column's length, and the state is the one after its own last character. `generator` decides the
        dropout.
        """
        values = self.embedding(symbols.flatten(0, 1)).view(*symbols.shape[:2], -1)  # T, B, E
        hidden, cell = [], []
        for index, layer in enumerate(self.layers):
            before = None if state is None else (state[0][index : index + 1], state[1][index : index + 1])
            if index and self.training:
                values = self.dropout(values, generator)
            values, (last, kept) = run(layer, values, before, lengths)  # T, B, H
            hidden.append(last)
            cell.append(kept)
        return self.logits(values, symbols), (torch.cat(hidden), torch.cat(cell))

    def logits(self, values: Tensor, symbols: Tensor) -> Tensor:
        """Turn the outputs of the last layer (T, B, H) into logits (T, B, V)."""
        repeats, characters = len(self.config.repeat_lags), self.config.vocabulary_size
        weight = self.embedding.weight[:characters] if self.config.tied else self.output.weight
        logits = functional.linear(values, weight, self.output.bias)
        if self.belief is None:
            return logits
        beliefs = self.belief(values)  # T, B, S + DEGREES + 1
        rows = torch.arange(1, repeats + 1, device=symbols.device) * characters
        predicted = symbols[..., 1 : 1 + repeats] - rows  # T, B, S
        for repeat in range(repeats):  # one after the other: atomic additions to one place come in any order on a GPU
            logits = logits.scatter_add_(-1, predicted[..., repeat : repeat + 1], beliefs[..., repeat : repeat + 1])
        if "position" not in self.config.features:
            return logits
        tonics = (symbols[..., -1:].long() - (self.config.symbols - TONICS)) % STEPS  # T, B, 1
        above = self.heights - tonics  # T, B, 14
        added = beliefs.gather(-1, repeats + STEPS - 1 + above)
        if "goals" in self.config.features:
            place, row = END_TOLD
            end = ending_degree(symbols[..., [-place]].long() - (self.config.symbols - row))  # T, B, 1
            added = added + beliefs[..., -1:] * (above % STEPS == end)
        return logits.index_add(-1, self.letters, added)

    def dropout(self, values: Tensor, generator: torch.Generator | None) -> Tensor:
        """Silence a share of `values` (T, B, H) and scale the rest up."""
        kept = 1.0 - self.config.dropout
        if kept == 1.0:
            return values
        shape = (1, *values.shape[1:]) if self.locked else values.shape
        mask = torch.empty(shape, dtype=values.dtype, device=values.device).bernoulli_(kept, generator=generator)
        return values * mask.div_(kept)

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Copy the weights out under the names of the checkpoint file."""
        return {name: tensor.detach().float().cpu().numpy().copy() for name, tensor in self.named_weights().items()}

    def load(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        """Copy the weights of a checkpoint in."""
        with torch.no_grad():
            for name, tensor in self.named_weights().items():
                tensor.copy_(torch.from_numpy(weights[name]))

    def named_weights(self) -> dict[str, nn.Parameter]:
        """The parameters under the names of the checkpoint file: `lstm.1.bias_ih_l0` is `lstm.bias_ih_l1` there."""
        named = {}
        for name, parameter in self.named_parameters():
            room, _, rest = name.partition(".")
            if room == "lstm":
                index, _, kind = rest.partition(".")
                name = f"lstm.{kind.removesuffix('0')}{index}"
            named[name] = parameter
        return named


def run(layer: nn.LSTM, values: Tensor, state: State | None, lengths: Tensor | None) -> tuple[Tensor, State]:
    """Run one layer over `values` (T, B, E or H), packed if there are `lengths` (B)."""
    if lengths is None and values.is_cuda and torch.is_autocast_enabled("cuda"):
        return run_cudnn(layer, values, state, torch.get_autocast_dtype("cuda"))
    if lengths is None:
        result: tuple[Tensor, State] = layer(values, state)
        return result
    packed, after = layer(pack_padded_sequence(values, lengths), state)
    return pad_packed_sequence(packed, total_length=len(values))[0], after


def run_cudnn(layer: nn.LSTM, values: Tensor, state: State | None, kind: torch.dtype) -> tuple[Tensor, State]:
    """Run one layer by cuDNN in the type `kind`.

    Autocast itself would take float16 whatever it is told (aten/src/ATen/cudnn/AutocastRNN.cpp), in which gradients
    overflow. So all is cast here, weights too, and their gradients come back in the type that they are kept in. cuDNN
    puts the cast weights together at every call: 16 MB beside the gigabytes of a batch.
    """
    if state is None:
        nothing = values.new_zeros(1, values.shape[1], layer.hidden_size)
        state = nothing, nothing
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    weights = [layer.get_parameter(name).to(kind) for name in names]
    with torch.autocast("cuda", enabled=False):
        before = state[0].to(kind), state[1].to(kind)
        outputs, hidden, cell = torch.lstm(
            values.to(kind), before, weights, True, 1, 0.0, layer.training, False, False
        )  # with biases, one layer, no dropout, one direction, T before B
    return outputs, (hidden, cell)


def cross_entropy(logits: Tensor, targets: Tensor, reduction: str = "sum") -> Tensor:
    """The nats at the real positions of `targets` (T, B); `<pad>` costs nothing and teaches nothing.

    They are summed up, or with the reduction "none" in one row (T * B,).
    """
    rows = logits.float().flatten(0, 1)
    return functional.cross_entropy(rows, targets.flatten(), ignore_index=PAD, reduction=reduction)
