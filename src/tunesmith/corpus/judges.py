"""Judges of a tune that were fitted to labelled tunes: they say a label where they are sure of it, else nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from tunesmith.corpus.softmax import Softmax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["OTHER", "SURE", "WEIGHTS", "Subject", "load_judges", "save_judges", "verdict"]

Subject: TypeAlias = Literal["mode", "dance"]
"""What is judged: the mode of any tune, or the dance of one in 4/4 or 2/2."""

WEIGHTS = Path(__file__).with_name("judges.npz")
SURE = 0.8  # the chance from which a judge is believed
OTHER = "other"  # a dance that the judge has no name for


@cache
def load_judges() -> Mapping[Subject, Softmax]:
    """The judges that ship with the package; `label_study` fits them."""
    with np.load(WEIGHTS) as stored:
        subjects: tuple[Subject, ...] = ("mode", "dance")
        return {
            name: Softmax(tuple(stored[f"{name}_classes"].tolist()), stored[f"{name}_weights"]) for name in subjects
        }


def save_judges(judges: Mapping[Subject, Softmax], path: Path) -> None:
    """Write judges for `load_judges`."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for subject, judge in judges.items():
        arrays[f"{subject}_classes"] = np.array(judge.classes)
        arrays[f"{subject}_weights"] = judge.weights
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def verdict(judge: Softmax, chances: NDArray[np.float64]) -> str | None:
    """The most likely class for these chances (classes,), None where that is not sure or has no name."""
    best = int(chances.argmax())
    name = judge.classes[best]
    return name if chances[best] >= SURE and name != OTHER else None
