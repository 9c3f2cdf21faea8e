"""Tunes in any number: files of a thousand tunes each, in a folder, composed by any workers.

Each file depends only on the request, the seed and the model, and appears whole or not at all. So a run that was
interrupted goes on with the files that are missing, and the folder holds the same bytes in the end.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import tunesmith
from tunesmith.composing.composer import Composer
from tunesmith.composing.jobs import chosen_seed
from tunesmith.composing.request import TaskOptions
from tunesmith.errors import RequestError
from tunesmith.files import write_atomically
from tunesmith.notation.tunebook import numbered_tunebook
from tunesmith.options import options_of
from tunesmith.progress import Watch, unwatched
from tunesmith.workers.sharing import ALONE, Workers, shares_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tunesmith.composing.request import Request
    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["RECORD", "TUNES", "FileOfTunes", "compose_in_bulk"]

TUNES = 1000
"""Tunes of a file."""
TOGETHER = 1024
"""Candidates that a worker composes side by side, which bounds its memory."""
RECORD = "compose.json"
"""The file that says what the tunes of a folder are."""


@dataclass(frozen=True)  # without slots: a process makes its composer once
class FileOfTunes:
    """Composes a file of `tunes` tunes, by its number from 0; the n-th of all `count` tunes has the seed `seed` + n."""

    checkpoint: Checkpoint
    request: Request
    seed: int
    count: int
    tunes: int
    known: Callable[[str], bool]

    @cached_property
    def composer(self) -> Composer:
        """A composer for one thread: workers are as many as there are cores."""
        return Composer(self.checkpoint, threads=1, known=self.known)

    def __call__(self, number: int) -> bytes:
        """The file as ABC, its tunes numbered by their place among all; RequestError if no tune can be as asked.

        A comment stands for a tune of whose candidates none is as asked.
        """
        places = self.places(number)
        parts = shares_of(places, max(1, TOGETHER // self.request.candidates))
        texts = [text for part in parts for text in self._texts([self.seed + place for place in part])]
        return numbered_tunebook(texts, places.start + 1).encode()

    def places(self, number: int) -> range:
        """The places of the tunes of a file, from 0."""
        return range(number * self.tunes, min((number + 1) * self.tunes, self.count))

    def _texts(self, seeds: Sequence[int]) -> Iterator[str]:
        many = self.request.candidates
        results = self.composer.run([job for seed in seeds for job in self.composer.jobs(self.request, seed)])
        for place, seed in enumerate(seeds):
            try:
                of_seed = results[place * many : (place + 1) * many]
                yield self.composer.composition(self.request, seed, of_seed).text
            except RequestError as error:
                yield f"% The tune with the seed {seed} is left out: {error}"


def compose_in_bulk(
    composer: Composer,
    request: Request,
    folder: Path,
    count: int,
    seed: int | None = None,
    workers: Workers = ALONE,
    watch: Watch = unwatched,
    known_by: str = "",
) -> int:
    """Write `count` tunes into files of TUNES in `folder`, or those files that are missing; return how many files.

    The n-th tune has the seed `seed` + n, and is what composing it alone would give. Without a seed, a folder that was
    begun goes on with its own. `known_by` stands in the record for what `composer.known` compares with. RequestError if
    `folder` holds anything else, or if no tune can be as asked.
    """
    options_of(TaskOptions)["count"].check(count)
    record = begun(folder, record_of(composer, request, count, known_by), seed)
    paths = [folder / f"tunes-{number:06}.abc" for number in range(1, 1 + -(-count // TUNES))]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    work = FileOfTunes(composer.checkpoint, request, record["seed"], count, TUNES, composer.known)
    done = count - sum(len(work.places(number)) for number in missing)
    watch("composing", done, count)
    for number, content in zip(missing, workers.map(work, missing, size=1), strict=True):
        write_atomically(paths[number], content)
        done += len(work.places(number))
        watch("composing", done, count)
    for draft in folder.glob(".tunes-*"):  # of a process that was killed while it wrote
        draft.unlink(missing_ok=True)
    return len(paths)


def record_of(composer: Composer, request: Request, count: int, known_by: str) -> dict[str, Any]:
    """All that the tunes of a run depend on but their seed, as JSON has it."""
    recipe = composer.recorded(request, 0, "").recipe
    return {
        "tunesmith": tunesmith.__version__,
        "fingerprint": recipe.fingerprint,
        "options": recipe.options,
        "known_by": known_by,
        "count": count,
        "tunes": TUNES,
    }


def begun(folder: Path, record: dict[str, Any], seed: int | None) -> dict[str, Any]:
    """The record of the run in a folder, with its seed; it is written if the folder is empty or not there."""
    file = folder / RECORD
    if not file.exists():
        if folder.exists() and any(folder.iterdir()):
            raise RequestError(f"{folder} holds other files: name an empty folder, or one to go on with", field="out")
        record = {"seed": chosen_seed(seed), **record}
        write_atomically(file, (json.dumps(record, indent=1) + "\n").encode())
        return record
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if kept != {"seed": kept.get("seed") if seed is None else seed, **record}:
        raise RequestError(f"{folder} holds tunes of another request: name another folder", field="out")
    return kept
