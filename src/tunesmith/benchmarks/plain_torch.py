"""Composing as it is done without a kernel: in plain torch, with the state kept or with the context read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch

from tunesmith.corpus.vocabulary import BOS
from tunesmith.model.lstm import LSTM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["torch_loops"]

CONTEXT = 50
TEMPERATURE = 0.8


def torch_loops(checkpoint: Checkpoint, characters: int) -> dict[str, Callable[[], int]]:
    """Two loops by name; each call composes `characters` on one thread and returns their number.

    The networks have no input features but the characters, so that features cost them nothing.
    """
    torch.set_num_threads(1)
    config = replace(checkpoint.config, repeat_lags=(), features=())
    network = LSTM(config, checkpoint.vocabulary).eval()
    network.load({name: checkpoint.weights[name][: shape[0]] for name, shape in config.shapes.items()})

    @torch.inference_mode()
    def stateful() -> int:
        character, state = torch.tensor([[[BOS]]]), None
        for _ in range(characters):
            logits, state = network(character, state)
            character = sampled(logits[-1])
        return characters

    @torch.inference_mode()
    def whole_context() -> int:
        text = torch.full((CONTEXT, 1, 1), BOS)
        for _ in range(characters):
            logits, _ = network(text)
            text = torch.cat([text[1:], sampled(logits[-1])])
        return characters

    return {"torch, state kept": stateful, f"torch, {CONTEXT} characters read again": whole_context}


def sampled(logits: torch.Tensor) -> torch.Tensor:
    """Sample one character from `logits` (1, V); shape (1, 1, 1)."""
    return torch.multinomial(torch.softmax(logits / TEMPERATURE, dim=-1), 1)[None]
