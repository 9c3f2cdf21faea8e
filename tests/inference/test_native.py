from __future__ import annotations

import ctypes
import json
import platform
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.composing.conftest import chance_checkpoint
from tunesmith.files import locked
from tunesmith.inference import native, processor
from tunesmith.inference.arrays import Lanes
from tunesmith.inference.packed_weights import pack

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

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
        "compiling the composing kernel for this processor: once, for up to a minute"
    ]


def test_of_two_processes_that_need_the_same_code_one_compiles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, other_asks, compiled = threading.Event(), threading.Event(), []
    path = tmp_path / "run.o"

    def compile_slowly(function: native.Native, path: Path, _arguments: tuple[Any, ...]) -> tuple[str, bytes]:
        compiled.append(function)
        begun.set()
        assert other_asks.wait(60)
        record: dict[str, Any] = {"symbol": "run", "sources": [], "digest": native.digest_of(())}
        native._keep(path, json.dumps(record).encode() + b"\ncode")
        return "run", b"code"

    def asked(path: Path) -> AbstractContextManager[None]:
        if begun.is_set():
            other_asks.set()
        return locked(path)

    monkeypatch.setattr(native.Native, "_compile", compile_slowly)
    monkeypatch.setattr(native, "locked", asked)
    with ThreadPoolExecutor(2) as processes:  # each with its own view of what is loaded, as two processes have
        first = processes.submit(native.Native("run")._made, path, ())
        assert begun.wait(60)
        second = processes.submit(native.Native("run")._made, path, ())
    assert first.result() == second.result() == ("run", b"code")
    assert len(compiled) == 1


def test_the_second_process_needs_neither_numba_nor_torch(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "chance.safetensors"
    checkpoint.save(path)
    first, second = (
        subprocess.run([sys.executable, "-c", COMPOSE, str(path)], capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert second.stdout == first.stdout
    assert second.stderr == "[]\n"
