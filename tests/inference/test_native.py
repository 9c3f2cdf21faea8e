from __future__ import annotations

import ctypes
import json
import platform
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.composing.conftest import chance_checkpoint
from tunesmith.inference import native, processor
from tunesmith.inference.arrays import Lanes
from tunesmith.inference.packed_weights import pack

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint

COMPOSE = """
import sys
from tunesmith.composing import Composer, Request
print(Composer(sys.argv[1]).compose(Request(unconstrained=True, length=50), seed=1)[0].text)
print([name for name in ("numba", "torch") if name in sys.modules], file=sys.stderr)
"""


def test_code_is_made_anew_when_a_source_of_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "kernel.py"
    source.write_text("one = 1\n")
    monkeypatch.setattr(native, "path_of", lambda _: source)
    record = {"symbol": "run", "sources": ["tunesmith.inference.kernel"]}
    kept = tmp_path / "run.o"
    native.digest_of.cache_clear()
    digest = native.digest_of(("tunesmith.inference.kernel",))
    kept.write_bytes(json.dumps(record | {"digest": digest}).encode() + b"\n\0code\n")
    assert native._kept(kept) == ("run", b"\0code\n")
    source.write_text("one = 2\n")
    native.digest_of.cache_clear()
    assert native._kept(kept) is None
    source.unlink()
    native.digest_of.cache_clear()
    assert native._kept(kept) is None
    assert native._kept(tmp_path / "none.o") is None
    native.digest_of.cache_clear()


@pytest.mark.parametrize(("machine", "word", "has"), [
    ("aarch64", 1 << 20, True),  # from the Neoverse N1 and the Cortex-A76 on
    ("aarch64", 0x8FB, False),  # a Cortex-A72
    ("arm64", 0, True),
    ("x86_64", 1 << 20, False),
])  # fmt: skip
def test_dot_products_are_seen_where_llvm_does_not_look(
    machine: str, word: int, has: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(getauxval={16: word}.__getitem__))
    processor.processor_features.cache_clear()
    assert ("dotprod" in processor.processor_features()) == has
    monkeypatch.undo()
    processor.processor_features.cache_clear()


def test_it_is_said_once_that_the_kernel_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path))
    native._tell.cache_clear()
    multiply = native.Native("multiply")
    for precision in ("int8", "float32"):
        packed = pack(chance_checkpoint(hidden=16, layers=1), precision)
        multiply(packed, Lanes.create(packed, 1), 1, 1)
    assert len(list(tmp_path.glob("multiply-*.o"))) == 2
    assert [record.message for record in caplog.records] == [
        "compiling the composing kernel for this processor: once, and within 15 seconds"
    ]


def test_the_second_process_needs_neither_numba_nor_torch(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "chance.safetensors"
    checkpoint.save(path)
    first, second = (
        subprocess.run(
            [sys.executable, "-c", COMPOSE, str(path)], capture_output=True, text=True, timeout=300, check=True
        )
        for _ in range(2)
    )
    assert second.stdout == first.stdout
    assert second.stderr == "[]\n"
