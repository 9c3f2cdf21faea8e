"""`tunesmith bench`: how fast composing, training and rendering are, beside what else does it, in one run."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from cyclopts import Parameter

from tunesmith.benchmarks.composing import BATCH, Ceilings, Profile, Speed, ceilings, contenders, measure, profiles
from tunesmith.cli.records import json_fields
from tunesmith.corpus.vocabulary import EOS, Vocabulary
from tunesmith.errors import RequestError
from tunesmith.machine import processor_name
from tunesmith.model.checkpoint import Checkpoint, models
from tunesmith.model.config import PRESETS, NetworkConfig

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.benchmarks.rendering import RenderingTime

__all__ = ["bench"]

PRINTABLE = "\n" + "".join(map(chr, range(ord(" "), ord("~"))))
BASELINE = "torch, state kept"
PADDED = "padded"
RENDERERS = ("quickjs", "symusic")
"""What rendering needs besides the base installation: the engraver's engine, the synthesizer."""


def bench(
    *,
    preset: Literal["small", "large", "flagship"] = "small",
    rounds: int = 7,
    part: Literal["all", "composing", "training", "rendering"] = "all",
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Measure composing, training and rendering in every way side by side: speeds or times, spread, and ratios.

    Parameters
    ----------
    preset
        The network: the shipped model of that name, or one with random weights if there is none.
    rounds
        How many times each way is measured.
    part
        What to measure.
    as_json
        Print the figures as JSON.
    """
    if rounds < 1:
        raise RequestError(f"--rounds must be at least 1, not {rounds}")
    found: dict[str, Any] = {"processor": processor_name(), "preset": preset, "rounds": rounds}
    if part in ("all", "composing"):
        found["composing"], found["limits"], found["profiles"] = composing(preset, rounds)
    if part in ("all", "training") and find_spec("torch") is not None:
        found["training"] = training(preset, rounds)
    if part in ("all", "rendering") and all(map(find_spec, RENDERERS)):
        found["rendering"], found["music_seconds"] = rendering(rounds)
    print(json.dumps({name: json_value(value) for name, value in found.items()})) if as_json else show(found)


def composing(preset: str, rounds: int) -> tuple[list[Speed], Ceilings, list[Profile]]:
    """Compose in every way, in turns, on one core."""
    checkpoint = Checkpoint.load(preset) if preset in models() else random_network(preset)
    with one_core():
        ways = contenders(checkpoint)
        if find_spec("torch") is not None:
            from tunesmith.benchmarks.plain_torch import torch_loops

            ways |= torch_loops(checkpoint, 100 if preset == "small" else 20)
        return measure(ways, rounds), ceilings(checkpoint, rounds), profiles(checkpoint, rounds)


def training(preset: str, rounds: int) -> list[Speed]:
    """Take training steps in every way, in turns."""
    from tunesmith.benchmarks.training import training_speeds
    from tunesmith.training.config import TRAINING_PRESETS

    found = training_speeds(TRAINING_PRESETS[preset], rounds)
    return [Speed(f"{one.name}, {one.threads} thread{'s' * (one.threads > 1)}", one.speeds) for one in found]


def rendering(rounds: int) -> tuple[list[RenderingTime], float]:
    """Make every format of one tune, in turns with other programs; the times, and the seconds that the music lasts."""
    from tunesmith.benchmarks.rendering import music_seconds, rendering_times

    with one_core():
        return rendering_times(rounds), music_seconds()


def random_network(preset: str) -> Checkpoint:
    """A network of that size with random weights, which seldom ends a tune."""
    vocabulary = Vocabulary(PRINTABLE)
    config = NetworkConfig(len(vocabulary), **PRESETS[preset])
    random = np.random.default_rng(0)
    scale = 2 / np.sqrt(config.hidden)
    weights = {
        name: np.float32(scale) * random.standard_normal(shape, np.float32) for name, shape in config.shapes.items()
    }
    weights["output.bias"][EOS] = -20
    return Checkpoint(config, vocabulary, weights, {})


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this thread on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def json_value(value: Any) -> Any:
    """Turn results into what JSON can hold."""
    if isinstance(value, Ceilings):
        return asdict(value)
    if isinstance(value, list) and isinstance(value[0], Profile):
        return [json_fields(one) | {"total": one.total} for one in value]
    if isinstance(value, list) and not isinstance(value[0], Speed):
        return [asdict(one) | {"median": one.median, "spread": one.spread} for one in value]
    if isinstance(value, list):
        return [{"name": one.name, "median": one.median, "spread": one.spread, "rounds": one.rounds} for one in value]
    return value


def show(found: dict[str, Any]) -> None:
    """Print the figures for people."""
    from rich.console import Console

    console = Console()
    console.print(f"{found['processor']}; {found['preset']}; {found['rounds']} rounds, each way in turn")
    if "composing" in found:
        limit: Ceilings = found["limits"]
        console.print(table("Composing on one core", found["composing"], BASELINE, limit))
        console.print(f"Multiplying alone: {limit.alone:,.0f} char/s for one tune, {limit.batch:,.0f} for {BATCH},")
        console.print(f"{limit.weights / 1e6:.2f} MB of weights at {limit.bandwidth / 1e9:.0f} GB/s for one tune,")
        console.print(f"{limit.operations / 1e9:.0f} billion operations a second for {BATCH}.")
        console.print(profile_table(found["profiles"]))
    if "training" in found:
        console.print(table("Training", found["training"], PADDED, None))
    if "rendering" in found:
        console.print(rendering_table(found["rendering"], found["music_seconds"]))


def table(title: str, speeds: Sequence[Speed], baseline: str, limit: Ceilings | None) -> Any:
    """A row for each way, with its ratio to the first way whose name begins with `baseline`."""
    from rich.table import Table

    base = next((speed.median for speed in speeds if speed.name.startswith(baseline)), None)
    shown = Table(title=title)
    shown.add_column("", no_wrap=True)
    for name in ("char/s", "spread", "ratio", *(["of limit"] if limit else [])):
        shown.add_column(name, justify="right")
    for speed in speeds:
        ratio = f"{speed.median / base:,.1f}" if base else ""
        row = [speed.name, f"{speed.median:,.0f}", f"{speed.spread:.0%}", ratio]
        shown.add_row(*row, *([share(speed, limit)] if limit else []))
    return shown


def profile_table(found: Sequence[Profile]) -> Any:
    """A row for each part of composing a character, a column for each number of tunes side by side."""
    from rich.table import Table

    shown = Table(title="Microseconds for each character, under the grammar")
    for name in ("", *("alone" if one.lanes == 1 else f"batch of {one.lanes}" for one in found)):
        shown.add_column(name, justify="right" if name else "left")
    for part in ("multiplying", "activations", "encoding", "sampling", "grammar", "total"):
        shown.add_row(part, *(f"{getattr(one, part):.2f}" for one in found))
    return shown


def rendering_table(times: Sequence[RenderingTime], music: float) -> Any:
    """A row for each format and program, with its ratio to our own time for the format where there are several."""
    from rich.table import Table

    ours = {time.format: time.median for time in reversed(times)}  # the first of each format is ours
    several = {time.format for time in times if sum(other.format == time.format for other in times) > 1}
    shown = Table(title=f"Rendering a tune of {music:.0f} s on one core")
    for name in ("", "made by", "ms", "spread", "ratio"):
        shown.add_column(name, justify="right" if name in ("ms", "spread", "ratio") else "left")
    for time in sorted(times, key=lambda time: [one.format for one in times].index(time.format)):
        ratio = f"{time.median / ours[time.format]:.2f}" if time.format in several else ""
        shown.add_row(time.format, time.program, f"{1000 * time.median:,.0f}", f"{time.spread:.0%}", ratio)
    return shown


def share(speed: Speed, limit: Ceilings) -> str:
    """What part of multiplying's own speed a form of the best kernel reaches."""
    most = {"alone": limit.alone, f"batch of {BATCH}": limit.batch}.get(speed.name.rpartition(", ")[2])
    return f"{speed.median / most:.0%}" if most and "torch" not in speed.name else ""
