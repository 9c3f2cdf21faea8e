"""How far long work is, on the screen of whoever waits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.progress import Watch

__all__ = ["stages"]


@contextmanager
def stages() -> Iterator[Watch]:
    """Show a line for each stage of the work, with a bar where the number of its items is known; on stderr."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,  # a file would get an empty line
    )
    tasks: dict[str, TaskID] = {}

    def watch(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            for task in tasks.values():
                bar.stop_task(task)
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)

    with bar:
        yield watch
