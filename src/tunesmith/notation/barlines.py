"""What the characters of a bar line mean.

Source: the ABC standard 2.1, section 4.8 (repeat and bar symbols).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tunesmith.notation.elements import BarLine, Position

__all__ = ["bar_line"]


def bar_line(text: str, position: Position) -> BarLine:
    """The bar line of this text: colons at its start close a repeat, colons at its end open one."""
    return BarLine(text, position, *meaning(text))


@lru_cache(maxsize=1024)
def meaning(text: str) -> tuple[int, int, bool, bool, bool]:
    """How often a bar line closes and opens a repeat, and whether it is double, invisible and dotted."""
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
