"""The kernel as WebAssembly: what it is made of, and that a seed gives the tune there that it gives here."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tunesmith.benchmarks.browsers import in_node
from tunesmith.composing import Composer, Request

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("node")]
LARGEST = 300_000
SEEDS = 16
INTERFACE = """
const module = new WebAssembly.Module(require("fs").readFileSync(process.argv[1]));
console.log(JSON.stringify([WebAssembly.Module.imports(module), WebAssembly.Module.exports(module)]));
"""


def test_the_module_is_small_and_imports_a_memory_alone(files: Path) -> None:
    path = files / "kernel.wasm"
    done = subprocess.run(["node", "-e", INTERFACE, str(path)], capture_output=True, text=True, check=True)
    imports, exports = json.loads(done.stdout)
    assert imports == [{"module": "env", "name": "memory", "kind": "memory"}]
    assert {each["name"]: each["kind"] for each in exports} == {"run": "function", "__heap_base": "global"}
    assert path.stat().st_size < LARGEST


def test_every_seed_gives_the_same_tune_in_node(files: Path, composer: Composer) -> None:
    jobs = [job for seed in range(SEEDS) for job in composer.jobs(Request(length=500, bars=4), seed)]
    with in_node(files) as engine:
        engine.bring("all", jobs)
        assert engine.compose("all") == composer.run(jobs)
        assert engine.compose("all") == composer.run(jobs), "what was composed before changes what comes after"
