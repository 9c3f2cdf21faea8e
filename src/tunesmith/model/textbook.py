"""The character-level LSTM of the textbooks, saved by PyTorch, as a network of Tunesmith.

Such a network learned one long text of tunes with empty lines between them: it has no symbols for the beginning and the
end of a tune. The end of a line stands for both. A network that Tunesmith trained with `--plain` has these symbols, and
can be written in this form as well.
Shapes: V characters, E embedding, H hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tunesmith.corpus.vocabulary import BOS, EOS, SPECIALS, Vocabulary
from tunesmith.errors import CheckpointError
from tunesmith.model.config import NetworkConfig
from tunesmith.model.pytorch_file import read_pytorch_file

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["read_textbook", "state_dict"]

RECURRENT = re.compile(r"(?:.*\.)?((?:weight|bias)_[ih]h_l\d+)(_reverse)?")
WRITTEN = "".join(map(chr, range(32, 127)))
"""What the grammar may have to write, whether or not the network was ever shown it."""
NEVER = -100.0
"""The logit of a symbol that the network was never shown: it is drawn where the grammar allows nothing else."""
DEEPEST = 3
"""Levels of names by which weights and characters are looked for."""

Arrays = dict[str, "NDArray[Any]"]


def read_textbook(path: Path) -> tuple[NetworkConfig, Vocabulary, Arrays, dict[str, Any]]:
    """The parts of a checkpoint out of a file of torch.save; CheckpointError if it is no such network."""
    content = read_pytorch_file(path)
    state = next(filter(is_state, nested(content)), None)
    if state is None:
        raise CheckpointError("it holds no weights of an LSTM; save model.state_dict()")
    numbers = next(filter(None, map(numbers_of, nested(content))), None)
    if numbers is None:
        raise CheckpointError("it does not say which characters its rows are; save char_to_idx beside the weights")
    if "\n" not in numbers:
        raise CheckpointError("it does not know the end of a line, so it cannot write ABC")
    characters = "".join(symbol for symbol in numbers if symbol not in SPECIALS)
    vocabulary = Vocabulary(characters if set(SPECIALS) <= set(numbers) else characters + WRITTEN)
    recurrent = recurrent_weights(state)
    embedding, output, bias = around(state, max(numbers.values()) + 1)
    weights = {
        **{f"lstm.{name}": array for name, array in recurrent.items()},
        "embedding.weight": moved(embedding, numbers, vocabulary, 0),
        "output.weight": moved(output, numbers, vocabulary, 0),
        "output.bias": moved(bias, numbers, vocabulary, NEVER),
    }
    layers = sum(name.startswith("weight_ih") for name in recurrent)
    config = NetworkConfig(len(vocabulary), embedding.shape[1], output.shape[1], layers, dropout=0.0)
    return config, vocabulary, weights, {"converted_from": path.name}


def state_dict(config: NetworkConfig, weights: Mapping[str, NDArray[np.float32]]) -> Arrays:
    """The weights of a textbook network by the names that they have in PyTorch.

    That is an `nn.Embedding` called `embedding`, an `nn.LSTM` called `lstm` and an `nn.Linear` called `fc`, whose rows
    are those of the vocabulary. CheckpointError if the network reads input features, or is tied.
    """
    if config.repeat_lags or config.features or config.tied:
        raise CheckpointError("only a network without input features is a textbook's, like one of `train --plain`")
    return {name.replace("output.", "fc."): array.copy() for name, array in weights.items()}


def moved(
    values: NDArray[np.float32], numbers: Mapping[str, int], vocabulary: Vocabulary, unseen: float
) -> NDArray[Any]:
    """The rows of `values` (V, ...) where `vocabulary` has their characters; `unseen` where it has others."""
    rows = np.full((len(vocabulary), *values.shape[1:]), unseen, np.float32)
    for place, symbol in enumerate(vocabulary.idx_to_char):
        character = "\n" if place in (BOS, EOS) and symbol not in numbers else symbol
        if character in numbers:
            rows[place] = values[numbers[character]]
    return rows


def nested(content: Any) -> Iterator[Any]:
    """What was saved, then what stands in it by name, the outer before the inner; some levels deep."""
    level = [content]
    for _ in range(DEEPEST):
        yield from level
        level = [value for one in level if isinstance(one, Mapping) for value in one.values()]


def is_state(part: Any) -> bool:
    """Whether these are weights by name, those of an LSTM among them."""
    return (
        isinstance(part, Mapping)
        and all(isinstance(name, str) and isinstance(value, np.ndarray) for name, value in part.items())
        and any(RECURRENT.fullmatch(name) for name in part)
    )


def numbers_of(part: Any) -> dict[str, int]:
    """The row of each character where this says so, by character, by number or in a row; {} if not."""
    pairs: Iterator[tuple[Any, Any]]
    if isinstance(part, Mapping):
        pairs = ((key, value) if isinstance(key, str) else (value, key) for key, value in part.items())
    elif isinstance(part, list | tuple | str):
        pairs = ((symbol, place) for place, symbol in enumerate(part))
    else:
        return {}
    found = list(pairs)
    if not all(isinstance(symbol, str) and type(number) is int and number >= 0 for symbol, number in found):
        return {}
    single = {symbol: number for symbol, number in found if len(symbol) == 1 or symbol in SPECIALS}
    return single if len(set(single.values())) == len(single) > 1 else {}


def recurrent_weights(state: Mapping[str, NDArray[Any]]) -> Arrays:
    """The weights of the LSTM under their own names; CheckpointError if it reads in both directions."""
    found: Arrays = {}
    for name, array in state.items():
        if match := RECURRENT.fullmatch(name):
            if match[2]:
                raise CheckpointError("its LSTM reads in both directions, so it cannot write")
            found[match[1]] = array.astype(np.float32)
    return found


def around(
    state: Mapping[str, NDArray[Any]], least: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Embedding (V, E), output (V, H) and its bias (V), with V at least `least`; the embedding has no bias."""
    matrices = {
        name.removesuffix("weight"): array.astype(np.float32)
        for name, array in state.items()
        if name.endswith("weight") and array.ndim == 2 and len(array) >= least and not RECURRENT.fullmatch(name)
    }
    biased = {name: array for name, array in matrices.items() if f"{name}bias" in state}
    plain = {name: array for name, array in matrices.items() if name not in biased}
    if len(biased) != 1 or len(plain) != 1:
        raise CheckpointError("it is no network of one embedding, LSTM layers and one linear layer")
    [(name, output)], [embedding] = biased.items(), plain.values()
    return embedding, output, state[f"{name}bias"].astype(np.float32)
