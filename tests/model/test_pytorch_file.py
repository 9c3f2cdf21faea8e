"""Files of `torch.save`, read without torch, and what is refused before it can run."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tunesmith.errors import CheckpointError
from tunesmith.model.pytorch_file import is_pytorch_file, read_pytorch_file

torch = pytest.importorskip("torch")
KINDS = ("float32", "float64", "float16", "int64", "int32", "uint8", "bool")


def archive(path: Path, pickled: bytes, compression: int = zipfile.ZIP_STORED) -> Path:
    """A file like those of torch.save, with this pickle."""
    with zipfile.ZipFile(path, "w", compression) as file:
        file.writestr("model/data.pkl", pickled)
    return path


class Harmful:
    """Calls something when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("it ran",)


@pytest.mark.parametrize("kind", KINDS)
def test_tensors_of_each_kind_are_arrays(tmp_path: Path, kind: str) -> None:
    values = torch.arange(12).reshape(3, 4).to(getattr(torch, kind))
    torch.save({"weights": values, "rows": values[1:]}, tmp_path / "file.pt")
    found = read_pytorch_file(tmp_path / "file.pt")
    np.testing.assert_array_equal(found["weights"], values.numpy())
    np.testing.assert_array_equal(found["rows"], values[1:].numpy())


def test_a_module_is_its_parameters_and_plain_data_stays(tmp_path: Path) -> None:
    layer = torch.nn.Linear(3, 2)
    torch.save({"state": layer.state_dict(), "bias": layer.bias, "epoch": 3, "names": ["a", "b"]}, tmp_path / "file.pt")
    found = read_pytorch_file(tmp_path / "file.pt")
    np.testing.assert_array_equal(found["state"]["weight"], layer.weight.detach().numpy())
    np.testing.assert_array_equal(found["bias"], layer.bias.detach().numpy())
    assert (found["epoch"], found["names"]) == (3, ["a", "b"])


def test_a_file_is_known_by_how_it_begins(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"model")
    assert not is_pytorch_file(tmp_path / "other")
    assert is_pytorch_file(archive(tmp_path / "file.pt", pickle.dumps({})))


def test_nothing_that_stands_in_it_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CheckpointError, match=r"it holds builtins\.print, which is no plain data"):
        read_pytorch_file(
            archive(tmp_path / "file.pt", pickle.dumps(Harmful(), protocol=2).replace(b"__builtin__", b"builtins"))
        )
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("content", "compression", "said"),
    [
        (pickle.dumps([0] * 10_000), zipfile.ZIP_DEFLATED, "it is compressed"),
        (b"\x80\x02]r\xff\xff\xff\x7f.", zipfile.ZIP_STORED, "remembers more than it has"),
        (b"\x80\x02", zipfile.ZIP_STORED, "it is damaged"),
    ],
)
def test_what_would_fill_the_memory_or_is_damaged_is_refused(
    tmp_path: Path, content: bytes, compression: int, said: str
) -> None:
    with pytest.raises(CheckpointError, match=said):
        read_pytorch_file(archive(tmp_path / "file.pt", content, compression))
