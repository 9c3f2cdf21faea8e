"""`tunesmith export`: a model in the formats of other programs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.errors import MissingExtraError, RequestError
from tunesmith.files import write_atomically
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.onnx_graph import onnx_model
from tunesmith.model.textbook import state_dict

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["export"]


def export(model: str = DEFAULT_MODEL, /, *, out: Annotated[Path, Parameter(name=["--out", "-o"])]) -> None:
    """Write a model for other programs: one step of it as ONNX, or a textbook network for PyTorch.

    Parameters
    ----------
    model
        The name of a model that ships with Tunesmith, a file, a folder, or an address.
    out
        The file to write: .onnx for ONNX, .pt for PyTorch (a network that was trained with --plain), .safetensors for
        Tunesmith.
    """
    writers: dict[str, Callable[[Checkpoint], bytes]] = {".onnx": onnx_model, ".pt": pytorch_file}
    checkpoint = Checkpoint.load(model)
    if out.suffix == ".safetensors":
        checkpoint.save(out)
    elif out.suffix in writers:
        write_atomically(out, writers[out.suffix](checkpoint))
    else:
        raise RequestError(f"{out} needs the ending .onnx, .pt or .safetensors", field="out")
    print(out)


def pytorch_file(checkpoint: Checkpoint) -> bytes:
    """The weights of a textbook network and the row of each character, as `torch.load` reads them."""
    try:
        import torch
    except ImportError as error:
        raise MissingExtraError("train", "writing a file of PyTorch") from error
    arrays = state_dict(checkpoint.config, checkpoint.weights)
    weights = {name: torch.from_numpy(array) for name, array in arrays.items()}
    content = io.BytesIO()
    torch.save({"model_state_dict": weights, "char_to_idx": checkpoint.vocabulary.char_to_idx}, content)
    return content.getvalue()
