"""One tune's ABC text in, one drawing out."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.errors import RenderError
from tunesmith.rendering.engraver.scripts import options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tunesmith.music.instruments import Tuning

__all__ = ["MARGIN", "Block", "Engraving", "Run", "Syllables", "engrave", "run_with"]

MARGIN = 12.0  # px beside and below the blocks
SYLLABLE_FONT = '"STIX Two Text" 8'

Syllables: TypeAlias = "Mapping[int, str]"
Run: TypeAlias = Callable[[str], str]
"""Runs `engrave` of `engrave.js`: JSON goes in and comes out."""
_given: list[Run] = []


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the drawing that no page break may cut: the heading, one staff system, or the words below.

    `top`, `bottom` and `right` in px from the drawing's top left corner; `markup` is one SVG group.
    """

    top: float
    bottom: float
    right: float
    markup: str


@dataclass(frozen=True, slots=True)
class Engraving:
    """One tune drawn: its blocks from top to bottom.

    `notes[i]` is where in the ABC text the note or rest stands that the SVG marks with `data-index="i"`: from its first
    character to the one after its last.
    """

    blocks: tuple[Block, ...]
    notes: tuple[tuple[int, int], ...]

    @property
    def width(self) -> float:
        """From the left of the paper to the margin beside the widest block (px)."""
        return max(block.right for block in self.blocks) + MARGIN

    @property
    def height(self) -> float:
        """From the top of the paper to the margin below the last block (px)."""
        return self.blocks[-1].bottom + MARGIN


def engrave(text: str, *, strings: Tuning | None = None, syllables: Syllables = MappingProxyType({})) -> Engraving:
    """Draw one tune; RenderError where the text holds no music.

    `strings` adds tablature below every line; `syllables` sets words under notes, in small type, by the place of
    the note in the text. JavaScript counts places in units of UTF-16, of which a character beyond U+FFFF takes two.
    """
    units = list(accumulate((1 + (character > "\uffff") for character in text), initial=0))
    asked = options() | {"syllables": {units[place]: syllable for place, syllable in syllables.items()}}
    if strings:
        asked["tablature"] = [{"instrument": strings.fretted_as, "tuning": strings.strings, "label": ""}]
    if syllables:
        asked["format"] = asked["format"] | {"vocalfont": SYLLABLE_FONT}
    drawing = json.loads(_run()(json.dumps({"text": text, "options": asked})))
    if not drawing:
        raise RenderError("there is no music to draw: the text has no note after its K: field")
    return Engraving(
        blocks=tuple(Block(**block) for block in drawing["blocks"]),
        notes=tuple((bisect_left(units, start), bisect_left(units, end)) for start, end in drawing["notes"]),
    )


def run_with(run: Run) -> None:
    """Run the scripts with this from now on: in a browser, which runs them itself."""
    _given[:] = [run]


def _run() -> Run:
    if _given:
        return _given[0]
    from tunesmith.rendering.engraver.engine import run

    return run
