from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.benchmarks.composing import Ceilings, Profile, Speed
from tunesmith.benchmarks.rendering import RenderingTime
from tunesmith.cli import app
from tunesmith.cli import bench as command
from tunesmith.errors import RequestError
from tunesmith.model.config import PRESETS, NetworkConfig

if TYPE_CHECKING:
    from collections.abc import Callable

SPEEDS = [Speed("kernel, int8 by VNNI, alone", (90_000.0, 100_000.0)), Speed("torch, state kept", (950.0, 1050.0))]
LIMITS = Ceilings(weights=800_000, alone=190_000.0, batch=400_000.0, bandwidth=1.52e11, operations=6.4e11)
PROFILES = [Profile(lanes, 7.0, 2.0, 0.5, 1.0, 0.25) for lanes in (1, 32)]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command with figures that are known."""
    monkeypatch.setattr("tunesmith.cli.bench.composing", lambda *_: (SPEEDS, LIMITS, PROFILES))

    def bench(*words: str) -> str:
        app(["bench", "--part", "composing", *words], exit_on_error=False, result_action="return_value")
        return capsys.readouterr().out

    return bench


def test_the_table_has_medians_ratios_and_shares_of_the_limit(run: Callable[..., str]) -> None:
    kernel, torch = (line for line in run().splitlines() if "│" in line and ("VNNI" in line or "torch" in line))
    assert [cell.strip() for cell in kernel.split("│")[2:6]] == ["95,000", "11%", "95.0", "50%"]
    assert [cell.strip() for cell in torch.split("│")[2:6]] == ["1,000", "10%", "1.0", ""]


def test_the_profile_has_a_row_for_each_part_and_their_sum(run: Callable[..., str]) -> None:
    rows = [[cell.strip() for cell in line.split("│")[1:4]] for line in run().splitlines() if line.startswith("│")]
    assert ["encoding", "0.50", "0.50"] in rows
    assert ["total", "10.75", "10.75"] in rows
    assert [one["total"] for one in json.loads(run("--json"))["profiles"]] == [10.75, 10.75]


def test_json_has_every_round(run: Callable[..., str]) -> None:
    found = json.loads(run("--json", "--rounds", "2"))
    assert found["composing"][0] == {
        "name": SPEEDS[0].name,
        "median": 95000,
        "spread": 10 / 95,
        "rounds": [90000, 100000],
    }
    assert found["limits"]["bandwidth"] == 1.52e11


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times of rendering that are known."""
    times = [("svg", "tunesmith", (0.05, 0.07)), ("mid", "tunesmith", (0.01, 0.01)), ("svg", "abcm2ps", (0.02, 0.04))]
    found = [RenderingTime(*time) for time in times]
    monkeypatch.setattr("tunesmith.cli.bench.rendering", lambda *_: (found, 52.4))
    monkeypatch.setattr("tunesmith.cli.bench.RENDERERS", ())


@pytest.mark.usefixtures("rendering")
def test_programs_for_the_same_format_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    command.bench(part="rendering")
    rows = [[cell.strip() for cell in line.split("│")[1:6]] for line in capsys.readouterr().out.splitlines()]
    assert [row for row in rows if len(row) == 5] == [
        ["svg", "tunesmith", "60", "33%", "1.00"],
        ["svg", "abcm2ps", "30", "67%", "0.50"],
        ["mid", "tunesmith", "10", "0%", ""],
    ]


@pytest.mark.usefixtures("rendering")
def test_json_has_the_times_of_rendering(capsys: pytest.CaptureFixture[str]) -> None:
    command.bench(part="rendering", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["music_seconds"] == 52.4
    assert found["rendering"][2]["program"] == "abcm2ps"
    assert found["rendering"][2]["median"] == pytest.approx(0.03)
    assert "composing" not in found


def test_a_preset_without_a_model_gets_weights_by_chance() -> None:
    checkpoint = command.random_network("large")
    assert checkpoint.config == NetworkConfig(99, **PRESETS["large"])


def test_it_takes_at_least_one_round(run: Callable[..., str]) -> None:
    with pytest.raises(RequestError, match="--rounds must be at least 1, not 0"):
        run("--rounds", "0")
