"""What is in a chart: the shapes that have a title, and where they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

__all__ = ["Shape", "shapes", "words"]


@dataclass(frozen=True)
class Shape:
    """The box of one shape in units of the chart, its title and its colour."""

    title: str
    colour: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def shapes(svg: str) -> list[Shape]:
    """Every filled or drawn path of a chart; it fails where the text is no XML."""
    root = ElementTree.fromstring(svg)
    parents = {child: parent for parent in root.iter() for child in parent}
    found = []
    for path in root.iter("path"):
        above = path
        while (title := above.find("title")) is None:
            above = parents[above]
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
        across, down = (float(step) for step in re.findall(r"-?[\d.]+", path.get("transform", "0 0")))
        xs, ys = [x + across for x in numbers[::2]], [y + down for y in numbers[1::2]]
        [colour] = re.findall(r"(?:fill|stroke): var\(--(\w+)\)", path.get("style", ""))[:1] or [""]
        found.append(Shape(title.text or "", colour, min(xs), min(ys), max(xs), max(ys)))
    return found


def words(svg: str) -> list[str]:
    """All that is written in a chart."""
    return [text.text or "" for text in ElementTree.fromstring(svg).iter("text")]
