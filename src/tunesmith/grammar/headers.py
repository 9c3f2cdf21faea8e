"""The header of an outline: the lines that it leaves open, as a tree of characters, and the first text that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.grammar.layout import FIELD, FIELD_KEY, FIELD_METER, FIELD_UNIT
from tunesmith.grammar.tables import Tree, words

if TYPE_CHECKING:
    from tunesmith.grammar.outlines import Outline

__all__ = ["header_lines", "header_text"]

BEATS = ("1/8", "1/4", "3/8", "1/2", "3/4")
SLOWEST, FASTEST = 30, 399
"""The tempos that may be written where none is asked for."""


def header_lines(outline: Outline) -> Tree:
    """Return the header lines that the outline leaves open, in their order."""
    keys, meters, units, first = Tree(), Tree(), Tree(), Tree()
    for index, (name, _) in enumerate(outline.keys):
        keys.add(f"K:{name}\n", FIELD_KEY * FIELD + index)
    for index, (beats, beat_unit) in enumerate(outline.meters):
        meters.add(f"M:{beats}/{beat_unit}\n", FIELD_METER * FIELD + index).hang(keys)
    tempo = _tempos(outline, meters)
    for index, unit in enumerate(outline.units):
        units.add(f"L:{unit}\n", FIELD_UNIT * FIELD + index).hang(tempo)
    first.add(f"X:{outline.reference}\n").hang(units)
    return first


def _tempos(outline: Outline, meters: Tree) -> Tree:
    """Return the tempo lines, each followed by the meters; where none is asked for there may be none, or any."""
    if outline.tempo is not None:
        return words([f"Q:{outline.tempo}"], "\n", meters) if outline.tempo else meters
    tree = Tree()
    number = words(map(str, range(SLOWEST, FASTEST + 1)), "\n", meters)
    for beat in BEATS:
        tree.add(f"Q:{beat}=").hang(number)
    tree.hang(meters)
    return tree


def header_text(outline: Outline) -> str:
    """Return the header of an outline's first unit, meter and key, without a tempo if none is asked for."""
    beats, beat_unit = outline.meters[0]
    tempo = f"Q:{outline.tempo}\n" if outline.tempo else ""
    return f"X:{outline.reference}\nL:{outline.units[0]}\n{tempo}M:{beats}/{beat_unit}\nK:{outline.keys[0][0]}\n"
