"""The whole kernel, compiled for an aarch64 processor and executed: what a seed gives there is what it gives here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.composing.conftest import chance_checkpoint
from tests.inference.emulation import NEEDS_AARCH64
from tunesmith.composing import Composer, Request
from tunesmith.model.checkpoint import Checkpoint

ROOT = Path(__file__).parents[2]
ON_AARCH64 = """
import json, sys
from pathlib import Path
from tests.inference.emulation import Emulated, assembled
from tests.inference.test_aarch64 import composed, scored
from tunesmith.inference import compiling, engine, packed_weights, scoring, simd

packed_weights.processor_features = simd.processor_features = lambda: frozenset({"neon", "dotprod"})
compiling.assembled = assembled
engine.RUN, scoring.READ = (Emulated(name, Path(sys.argv[1])) for name in ("run_filtered", "read"))
texts = composed()
print(json.dumps([texts, scored(texts, "int8"), scored(texts, "float32")]))
assert engine.RUN.calls and scoring.READ.calls, "nothing was emulated"
"""


def network() -> Checkpoint:
    """One that is small, since an emulator takes every step a hundred times as long."""
    return chance_checkpoint(hidden=48, layers=2)


def composed() -> list[str]:
    """A few tunes under the grammar, three lanes side by side."""
    request = Request(parts=2, bars=4, length=600)
    return [one.text for one in Composer(network(), threads=1).compose(request, seed=7, count=3)]


def scored(texts: list[str], precision: Any) -> list[list[float]]:
    """What each character of them costs."""
    return [one.nats.tolist() for one in Composer(network(), precision=precision, threads=1).score(texts)]


@pytest.mark.slow
@NEEDS_AARCH64
def test_every_number_is_the_same_on_aarch64(tmp_path: Path) -> None:
    # A process of its own: numba keeps what it compiled, and with it the instructions of this processor.
    program = [sys.executable, "-c", ON_AARCH64, str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, check=True, cwd=ROOT)
    texts = composed()
    assert json.loads(done.stdout) == [texts, scored(texts, "int8"), scored(texts, "float32")]
