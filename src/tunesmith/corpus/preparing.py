"""All tunes of some sources, cleaned on every core, with duplicates set apart and families found."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import TYPE_CHECKING, TypeVar

from tunesmith.corpus.cleaning import Bounds, CleanTune, Dropped, clean
from tunesmith.corpus.families import families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tunesmith.corpus.sources import SourceTune

__all__ = ["DUPLICATE", "Prepared", "on_all_cores", "prepare"]

DUPLICATE = "exact duplicate"
UNHEARD = re.compile(r"^[XQ]:.*\n", re.MULTILINE)  # lines that two copies of one tune may differ in
BATCH = 32  # tunes handed to a process at a time: enough to pay the way there, few enough to stop soon

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The tunes to learn from, the family of each (the index of its first tune), and those left out with reasons."""

    tunes: tuple[CleanTune, ...]
    families: tuple[int, ...]
    dropped: tuple[Dropped, ...]


def prepare(found: Sequence[SourceTune], limits: Bounds, workers: int = 1) -> Prepared:
    """Clean every tune, keep the first of exact duplicates, and find the families."""
    kept: list[CleanTune] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    for tune in on_all_cores(partial(clean, limits=limits), found, workers):
        if isinstance(tune, Dropped):
            dropped.append(tune)
        elif (music := UNHEARD.sub("", tune.text)) in seen:
            dropped.append(Dropped(tune.id, tune.source, DUPLICATE, tune.losses))
        else:
            seen.add(music)
            kept.append(tune)
    related = families([tune.contour for tune in kept], [tune.group for tune in kept])
    return Prepared(tuple(kept), tuple(related.tolist()), tuple(dropped))


def on_all_cores(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result]:
    """Apply `work` to every item in order, in this process or in `workers` new ones."""
    if workers < 2 or len(items) <= BATCH:
        yield from map(work, items)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _leave_interrupts_to_the_parent) as pool:
        yield from pool.map(work, items, chunksize=BATCH)


def _leave_interrupts_to_the_parent() -> None:
    signal(SIGINT, SIG_IGN)
