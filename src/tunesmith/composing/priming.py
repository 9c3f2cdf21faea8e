"""What the network reads before it writes: the control lines and the header that a request fixes, and its opening."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tunesmith.composing.request import Request

__all__ = ["control_lines", "priming"]

METERS = {
    "air": "4/4", "barndance": "4/4", "hop jig": "9/8", "hornpipe": "4/4", "jig": "6/8", "march": "4/4",
    "mazurka": "3/4", "polka": "2/4", "quickstep": "2/4", "reel": "4/4", "schottische": "4/4", "set dance": "4/4",
    "slide": "12/8", "slip jig": "9/8", "slow air": "3/4", "strathspey": "4/4", "three-two": "3/2", "waltz": "3/4",
}  # fmt: skip
"""The meter that each rhythm is danced in."""
ALIKE = 5
"""How alike two parts are asked to be, of 10, where parts are asked for: what is most usual."""
FIELD = re.compile(r"[A-Z]:")


def control_lines(request: Request) -> str:
    """The lines that tell the network the rhythm and the form: `R:`, then `S:`, `E:` and `B:` for each part."""
    lines = [f"R:{request.rhythm}"] if request.rhythm else []
    if request.parts and request.bars:
        lines.append(f"S:{request.parts}")
        for part in range(request.parts):
            lines += [f"E:{ALIKE}"] * part + [f"B:{request.bars}"]
    return "".join(f"{line}\n" for line in lines)


def priming(request: Request) -> str:
    """The header as far as it is fixed, and the opening, which may bring its own: for a tune without a plan."""
    if FIELD.match(request.opening):
        return request.opening if "X:" in request.opening else "X:1\n" + request.opening
    header = "X:1\n"
    meter = request.meter or METERS.get(request.rhythm or "")
    if request.key or request.opening:
        header += f"L:1/8\nM:{meter or '4/4'}\nK:{request.key or 'D'}\n"
    elif meter:
        header += f"L:1/8\nM:{meter}\n"
    return header + request.opening
