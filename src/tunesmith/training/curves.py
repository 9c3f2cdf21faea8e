"""The curves of a run in files that need no program of ours: a table, and a picture of it."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Point", "read_points", "write_points"]

TABLE, PICTURE = "curves.csv", "curves.svg"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 360, 56, 16, 36, 44
LINES = {"training_bits": "#b3632b", "validation_bits": "#2b5cb3"}
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0)  # bits between two lines of the grid


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
    write_atomically(folder / PICTURE, picture(points).encode())


def picture(points: Sequence[Point]) -> str:
    """Both curves of bits over the characters that were read, as SVG."""
    values = [getattr(point, name) for point in points for name in LINES]
    lowest, highest = bounds([value for value in values if math.isfinite(value)])
    most = max(point.characters for point in points) or 1

    def x_of(characters: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * characters / most

    def y_of(bits: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (highest - bits) / (highest - lowest)

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    step = next((step for step in STEPS if (highest - lowest) / step <= 8), STEPS[-1])
    for number in range(round(lowest / step), round(highest / step) + 1):
        y = y_of(number * step)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number * step:.1f}</text>')
    for place, (name, colour) in enumerate(LINES.items()):
        found = [(point.characters, getattr(point, name)) for point in points]
        line = " ".join(f"{x_of(at):.1f},{y_of(bits):.1f}" for at, bits in found if math.isfinite(bits))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        label = name.replace("_", ", ")
        parts.append(f'<text x="{LEFT + 150 * place}" y="22" fill="{colour}">{label} a character</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 14}" text-anchor="end">{most:,} characters</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
    return f'{head} font-size="12">{"".join(parts)}</svg>\n'


def bounds(values: Sequence[float]) -> tuple[float, float]:
    """The half bits below and above all values, never the same."""
    lowest, highest = math.floor(2 * min(values)) / 2, math.ceil(2 * max(values)) / 2
    return lowest, max(highest, lowest + 0.5)
