"""The curves of a run as files that any program reads: a table, and a picture of it."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from matplotlib import style
from matplotlib.figure import Figure

from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Point", "read_points", "write_points"]

TABLE, PICTURE = "curves.csv", "curves.svg"
LINES = {"training_bits": ("training", "#b3632b", "--"), "validation_bits": ("validation", "#2b5cb3", "-")}


@dataclass(frozen=True, slots=True)
class Point:
    """A validation, and the training since the one before: bits a character, shares guessed first, in the first five.

    `training_bits` and `training_top1` are not a number where nothing was read since.
    """

    step: int
    characters: int
    seconds: float
    training_bits: float
    training_top1: float
    validation_bits: float
    validation_top1: float
    validation_top5: float


def read_points(folder: Path, steps: int) -> list[Point]:
    """The points that a run left in `folder` up to its step `steps`."""
    path = folder / TABLE
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    points = [Point(int(row.pop("step")), int(row.pop("characters")), **row) for row in rows]
    return [point for point in points if point.step <= steps]


def write_points(folder: Path, points: Sequence[Point]) -> None:
    """Write table and picture anew."""
    text = io.StringIO()
    table = csv.DictWriter(text, [field.name for field in fields(Point)], lineterminator="\n")
    table.writeheader()
    table.writerows(asdict(point) for point in points)
    write_atomically(folder / TABLE, text.getvalue().encode())
    write_atomically(folder / PICTURE, picture(points))


def picture(points: Sequence[Point]) -> bytes:
    """Both curves of bits over the characters that were read, as SVG, on white paper."""
    with style.context(["default", {"svg.hashsalt": PICTURE, "svg.fonttype": "none"}]):
        figure = Figure((10, 5))
        axes = figure.add_axes((0.07, 0.11, 0.91, 0.86), xlabel="characters read", ylabel="bits per character")
        for name, (words, colour, dashes) in LINES.items():
            known = [point for point in points if math.isfinite(getattr(point, name))]
            bits = [getattr(point, name) for point in known]
            read = [point.characters for point in known]
            axes.plot(read, bits, dashes, color=colour, label=words, gid=name, marker=".")
        axes.grid(axis="y")
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.legend()
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Title": "training and validation"})
    return file.getvalue()
