from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tunesmith.training.curves import Point, read_points, write_points

if TYPE_CHECKING:
    from pathlib import Path


SVG = "{http://www.w3.org/2000/svg}"


def line_of(group: ElementTree.Element) -> str:
    """The path of a curve."""
    found = group.find(f"{SVG}path")
    assert found is not None
    return found.get("d", "")


def point(step: int, training: float, validation: float) -> Point:
    return Point(step, 100 * step, 1.5 * step, training, 0.5, validation, 0.6, 0.9)


def test_a_table_comes_back_up_to_the_step_that_is_asked_for(tmp_path: Path) -> None:
    points = [point(1, 5.2, 5.0), point(2, 3.1, 3.0), point(3, 2.2, 2.5)]
    assert read_points(tmp_path, 9) == []
    write_points(tmp_path, points)
    assert read_points(tmp_path, 9) == points
    assert read_points(tmp_path, 2) == points[:2]
    assert (tmp_path / "curves.csv").read_text().startswith("step,characters,seconds,training_bits,")


def test_the_picture_has_a_line_for_each_curve(tmp_path: Path) -> None:
    write_points(tmp_path, [point(1, math.nan, 5.0), point(2, 3.1, 3.0), point(4, 2.2, 2.5)])
    tree = ElementTree.parse(tmp_path / "curves.svg")
    groups = {group.get("id"): group for group in tree.iter(f"{SVG}g")}
    lines = [re.findall(r"[\d.]+ ([\d.]+)", line_of(groups[name])) for name in ("training_bits", "validation_bits")]
    assert [len(line) for line in lines] == [2, 3]
    heights = [float(height) for height in lines[1]]
    assert heights == sorted(heights)  # a loss that falls goes down the page


def test_the_picture_is_drawn_before_anything_was_learned_and_is_the_same_twice(tmp_path: Path) -> None:
    write_points(tmp_path, [point(1, math.nan, 5.0)])
    first = (tmp_path / "curves.svg").read_bytes()
    write_points(tmp_path, [point(1, math.nan, 5.0)])
    assert (tmp_path / "curves.svg").read_bytes() == first
    assert ElementTree.fromstring(first).findtext(f"{SVG}title") == "training and validation"
