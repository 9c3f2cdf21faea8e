"""`tunesmith estimate`: what a training run will take, before it starts."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from tunesmith.cli.fields import UNCHANGED, Fields, configured, need_torch, warn
from tunesmith.cli.packing import packed_corpus
from tunesmith.model.checkpoint import Checkpoint

if TYPE_CHECKING:
    from tunesmith.training.estimate import Estimate

__all__ = ["estimate"]


def estimate(
    corpus: list[str],
    /,
    *,
    preset: Literal["small", "large", "flagship"] = "small",
    plain: Annotated[bool, Parameter(negative="")] = False,
    settings: Path | None = None,
    start: str | None = None,
    use: Literal["any", "research"] = "research",
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    fields: Fields = UNCHANGED,
) -> None:
    """Say how long `train` with the same options will take on this machine, with how much memory, and what would help.

    Parameters
    ----------
    corpus
        Files or folders of tunes, names of sources, or one folder that holds a packed corpus.
    preset
        The network and settings to begin from.
    plain
        The textbook network, trained as most are: no input features, random padded tunes, Adam, float32.
    settings
        A TOML file with fields of the run, like OUT/settings.toml.
    start
        The model that the run begins with.
    use
        Learn from all tunes, for `research`, or only from those of sources that are free for `any` use.
    as_json
        Print the figures as JSON: bytes, seconds and characters.
    """
    need_torch()
    from tunesmith.training.estimate import estimate as reckon

    folder = packed_corpus(corpus, use)
    config = configured(folder, preset, plain, settings, fields, Checkpoint.load(start) if start else None)
    warn(config, fields, folder)
    found = reckon(folder, config)
    print(json.dumps(asdict(found)) if as_json else spell(found, config.epochs))


def spell(found: Estimate, epochs: float) -> str:
    """The figures for people."""
    memory = found.memory
    lines = [
        f"{found.parameters:,} weights",
        f"memory: {size(memory.process)} in all; weights {size(memory.weights)}, gradients {size(memory.gradients)}, "
        f"optimiser {size(memory.optimizer)}, activations {size(memory.activations)}",
        f"speed: {found.characters_per_second:,.0f} characters a second, {found.seconds_per_step:.3f} s a step",
        f"an epoch: {found.characters_per_epoch:,} characters, {found.steps_per_epoch:,} steps, "
        f"{span(found.seconds_per_epoch)}; a validation {found.seconds_per_validation:.1f} s of it",
        f"{epochs:g} epochs: {span(found.seconds)}",
    ]
    if found.device:
        device = found.device
        share = f", {device.share:.1%} of its peak" if device.share is not None else ""
        lines.insert(
            1, f"{device.name}: {size(device.memory)} of its memory, {device.operations / 1e12:.1f} TFLOP/s{share}"
        )
    if found.best is not None:
        best = found.best
        lines.append(f"what would help most: --{best.field} {best.value}, {best.faster:.2f} times as fast")
    return "\n".join(lines)


def size(count: int) -> str:
    """Bytes in the unit that fits."""
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.2f} GB"


def span(seconds: float) -> str:
    """Seconds as hours, minutes and seconds."""
    return str(timedelta(seconds=round(seconds)))
