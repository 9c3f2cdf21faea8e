"""What a run reports while it goes: a bar with the time left, a line for every validation, and TensorBoard."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch.utils.tensorboard import SummaryWriter

from tunesmith.training.curves import Point, read_points, write_points

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from tunesmith.training.resume import Position
    from tunesmith.training.step import Step
    from tunesmith.training.validation import Validation

__all__ = ["Logbook"]

PERIOD = 1.0  # seconds between two entries of the running loss


class Logbook:
    """The log of one run in `folder`; the entries after `position` that an interrupted run left there are dropped."""

    def __init__(self, folder: Path, position: Position) -> None:
        self.folder, self.points = folder, read_points(folder, position.steps)
        self.since = [0.0, 0, 0]  # nats, hits and characters since the last validation
        self.writer = SummaryWriter(str(folder / "tensorboard"), purge_step=position.steps + 1)
        self.console = Console(stderr=True)
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self.console,
        )
        self.task = self.bar.add_task("reading the first batches", total=1.0)
        self.start, self.characters, self.nats, self.hits = time.perf_counter(), 0, 0.0, 0

    def __enter__(self) -> Logbook:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()
        self.writer.close()

    def unknown(self, characters: dict[str, int]) -> None:
        """Say which characters of the corpus the network has no numbers for, and how often they occur."""
        if characters:
            seen = " ".join(f"{one!r} {number:,}" for one, number in characters.items())
            self.console.print(f"characters that the model does not know: {seen}", highlight=False, markup=False)

    def step(self, step: Step, rate: float, progress: float, steps: int) -> None:
        """Note one step; at most once in PERIOD it is written down."""
        self.characters += step.characters
        self.nats += step.loss * step.characters
        self.hits += step.hits
        for place, more in enumerate((step.loss * step.characters, step.hits, step.characters)):
            self.since[place] += more
        seconds = time.perf_counter() - self.start
        if seconds < PERIOD:
            return
        loss, speed = self.nats / self.characters, self.characters / seconds
        shares = {"top1": self.hits / self.characters, "characters_per_second": speed}
        self.write("training", {**measures(loss), **shares}, steps)
        self.write("training", {"learning_rate": rate, "gradient_norm": step.norm}, steps)
        bits = loss / math.log(2)
        self.bar.update(self.task, completed=progress, description=f"{bits:.4f} bits/char, {speed:,.0f} chars/s")
        self.start, self.characters, self.nats, self.hits = time.perf_counter(), 0, 0.0, 0

    def validation(self, score: Validation, position: Position, *, kept: bool) -> None:
        """Note one validation."""
        self.write("validation", {**measures(score.nats), "top1": score.top1, "top5": score.top5}, position.steps)
        self.plot(score, position)
        self.console.print(
            f"step {position.steps:,}, {position.characters:,} characters, {position.seconds:,.0f} s: "
            f"{score.bits:.4f} bits/char, perplexity {score.perplexity:.3f}, top-1 {score.top1:.2%}, "
            f"top-5 {score.top5:.2%}{' (kept)' if kept else ''}",
            highlight=False,
            soft_wrap=True,
        )
        self.start, self.characters, self.nats, self.hits = time.perf_counter(), 0, 0.0, 0

    def plot(self, score: Validation, position: Position) -> None:
        """Add a point to the curves."""
        nats, hits, characters = self.since
        read = (nats / characters / math.log(2), hits / characters) if characters else (math.nan, math.nan)
        held_out = score.bits, score.top1, score.top5
        self.points.append(Point(position.steps, position.characters, position.seconds, *read, *held_out))
        write_points(self.folder, self.points)
        self.since = [0.0, 0, 0]

    def tune(self, text: str, steps: int) -> None:
        """Keep a tune that the network composed at this step."""
        self.writer.add_text("composed", f"```\n{text}\n```", steps)

    def write(self, kind: str, values: dict[str, float], steps: int) -> None:
        """Write scalars to TensorBoard."""
        for name, value in values.items():
            self.writer.add_scalar(f"{kind}/{name}", value, steps)


def measures(nats: float) -> dict[str, float]:
    """A loss in the three units that people read."""
    return {"loss": nats, "bits_per_character": nats / math.log(2), "perplexity": math.exp(min(nats, 50.0))}
