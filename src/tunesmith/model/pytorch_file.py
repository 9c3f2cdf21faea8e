"""Reading what `torch.save` wrote, without torch and without running anything that stands in it.

A file is a ZIP archive of one pickle and one member for each storage. The pickle may name the few things that plain
weights need; whatever else it names is refused before it is called.
Source: torch/serialization.py and torch/_utils.py of PyTorch 2.
"""

from __future__ import annotations

import io
import math
import pickle
import pickletools
import zipfile
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from tunesmith.errors import CheckpointError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["is_pytorch_file", "read_pytorch_file"]

ZIP = b"PK\x03\x04"
STORAGES = {
    "BoolStorage": "bool",
    "ByteStorage": "uint8",
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "IntStorage": "<i4",
    "LongStorage": "<i8",
}
"""Kinds of storages, and how NumPy calls their numbers."""
DAMAGE = (
    AttributeError, EOFError, ImportError, IndexError, KeyError, NotImplementedError, RecursionError, TypeError,
    ValueError, pickle.UnpicklingError, zipfile.BadZipFile,
)  # fmt: skip
"""What the readers of the standard library raise where a file is none of theirs."""


def is_pytorch_file(path: Path) -> bool:
    """Whether a file begins as one of `torch.save` does."""
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


def read_pytorch_file(path: Path) -> Any:
    """What was saved, with arrays for tensors; CheckpointError if it is damaged or more than plain data."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = dict(stored(info) for info in archive.infolist())
            content = archive.read(members["data.pkl"])
            check_memo(content)
            return Plain(content, lambda name: archive.read(members[f"data/{name}"])).load()
    except DAMAGE as error:
        raise CheckpointError(f"it is damaged or no file of torch.save: {error}") from error


def stored(info: zipfile.ZipInfo) -> tuple[str, zipfile.ZipInfo]:
    """A member by its name below the archive's one folder; CheckpointError if it would grow when it is read."""
    if info.file_size > info.compress_size:
        raise CheckpointError("it is compressed, as torch.save writes none")
    return info.filename.partition("/")[2], info


def check_memo(content: bytes) -> None:
    """Refuse a pickle that numbers what it remembers so high that the numbers alone fill the memory."""
    for opcode, argument, _ in pickletools.genops(content):
        if opcode.name in ("PUT", "BINPUT", "LONG_BINPUT") and int(argument or 0) > len(content):
            raise CheckpointError("its pickle remembers more than it has")


class Plain(pickle.Unpickler):
    """Unpickles numbers, words, lists, dictionaries and tensors; nothing that it finds can call anything else."""

    def __init__(self, content: bytes, read: Callable[[str], bytes]) -> None:
        """`read` gives the bytes of a storage by its name."""
        super().__init__(io.BytesIO(content))
        self._read = read

    def find_class(self, module: str, name: str) -> Any:
        """What a name stands for; CheckpointError for a name that plain data has no need of."""
        known: Mapping[str, Any] = {
            "collections.OrderedDict": OrderedDict,
            "torch._utils._rebuild_tensor_v2": self.tensor,
            "torch._utils._rebuild_parameter": self.parameter,
            **{f"torch.{storage}": kind for storage, kind in STORAGES.items()},
        }
        if f"{module}.{name}" not in known:
            raise CheckpointError(f"it holds {module}.{name}, which is no plain data; save model.state_dict() alone")
        return known[f"{module}.{name}"]

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        """The numbers of a storage, all in a row."""
        _, kind, name, _, _ = pid
        return np.frombuffer(self._read(name), kind)

    def tensor(self, storage: NDArray[Any], start: int, shape: tuple[int, ...], *_: Any) -> NDArray[Any]:
        """A part of a storage in its shape; strides are those of rows, as of all weights."""
        return storage[start : start + math.prod(shape)].reshape(shape)

    def parameter(self, values: NDArray[Any], *_: Any) -> NDArray[Any]:
        """A tensor that is learned is a tensor."""
        return values
