"""The kernel as WebAssembly: what it is made of, and that a seed gives the tune there that it gives here."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tunesmith.benchmarks.browsers import in_node
from tunesmith.browser.model import LONGEST
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
    assert {each["name"]: each["kind"] for each in exports} == {
        "run": "function",
        "read": "function",
        "__heap_base": "global",
    }
    assert path.stat().st_size < LARGEST


def test_a_text_costs_in_node_what_it_costs_here(files: Path, composer: Composer) -> None:
    [tune] = composer.compose(Request(bars=4), seed=3)
    texts = [tune.text[: 10 + 7 * number] for number in range(40)]  # more of them than there are lanes
    with in_node(files) as engine:
        engine.bring("after", composer.jobs(Request(bars=4), 3))
        first = engine.compose("after")
        costs = engine.ask({"texts": texts})
        assert engine.compose("after") == first, "what was read changes what is composed after it"
    for found, expected in zip(costs, composer.score(texts), strict=True):
        assert found == pytest.approx(expected.nats, rel=1e-5, abs=1e-6)


def test_a_text_longer_than_any_tune_is_read(files: Path, composer: Composer) -> None:
    text = composer.compose(Request(bars=4), seed=3)[0].text * 40
    with in_node(files) as engine:
        [costs] = engine.ask({"texts": [text]})
    assert len(text) > LONGEST
    assert costs == pytest.approx(composer.score([text])[0].nats, rel=1e-5, abs=1e-6)


def test_a_network_that_is_told_goals_heeds_them_in_node(files: Path) -> None:
    composer = Composer("flagship", threads=1)
    jobs = [job for seed in range(SEEDS // 4) for job in composer.jobs(Request(length=500, bars=4), seed)]
    assert all(any(job.goals) for job in jobs)
    with in_node(files, "flagship") as engine:
        engine.bring("told", jobs)
        assert engine.compose("told") == composer.run(jobs)


def test_every_seed_gives_the_same_tune_in_node(files: Path, composer: Composer) -> None:
    jobs = [job for seed in range(SEEDS) for job in composer.jobs(Request(length=500, bars=4), seed)]
    with in_node(files) as engine:
        engine.bring("all", jobs)
        assert engine.compose("all") == composer.run(jobs)
        assert engine.compose("all") == composer.run(jobs), "what was composed before changes what comes after"
