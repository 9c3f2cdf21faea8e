"""What the characters of a bar line mean.

Source: the ABC standard 2.1, section 4.8 (repeat and bar symbols).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tunesmith.notation.elements import BarLine, Position

__all__ = ["bar_line"]


def bar_line(text: str, position: Position) -> BarLine:
    """The bar line of this text."""
    return BarLine(text, position, *meaning(text))


@lru_cache(maxsize=256)
def meaning(text: str) -> tuple[int, int, bool, bool, bool]:
    """What a bar line says, as `BarLine` has it: colons at its start close a repeat, colons at its end open one."""
    core = text.removeprefix(".")
    if core.startswith("[|]"):
        core = re.sub(r"^\[\|\](?=:*\|)", "", core)  # an invisible bar beside another adds nothing
    closes, opens = len(core) - len(core.lstrip(":")), len(core) - len(core.rstrip(":"))
    if closes == len(core):  # `::` has no bar between its colons
        closes = opens = len(core) // 2
    bars = core.strip(":")
    invisible = bars == "[|]" and not closes and not opens
    double = bool(closes or opens or bars.count("|") > 1 or "]" in bars or "[" in bars) and not invisible
    return closes, opens, double, invisible, text.startswith(".")
