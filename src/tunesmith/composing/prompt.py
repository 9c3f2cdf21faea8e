"""What the network reads before it writes: the control lines and the header that a request fixes, and its opening."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tunesmith.composing.request import Request

__all__ = ["HEARD", "REFERENCE", "control_lines", "prompt", "shown"]

METERS = {
    "air": "4/4", "barndance": "4/4", "hop jig": "9/8", "hornpipe": "4/4", "jig": "6/8", "march": "4/4",
    "mazurka": "3/4", "polka": "2/4", "quickstep": "2/4", "reel": "4/4", "schottische": "4/4", "set dance": "4/4",
    "slide": "12/8", "slip jig": "9/8", "slow air": "3/4", "strathspey": "4/4", "three-two": "3/2", "waltz": "3/4",
}  # fmt: skip
"""The meter that each rhythm is danced in."""
ALIKE, SAME = 4, 10
"""How alike two parts are asked to be, of 10: the median of the training tunes, and for a part that comes back."""
REFERENCE = 21530
"""The number that the network takes a composed tune to have, the median of The Session's in the training split.

The number of a tune tells in which collection it stands: nine of ten of Ryan's Mammoth Collection have `X:1`, and
hardly any other training tune has, so that under it every tune becomes a fiddle tune of 1883, with its bowing marks and
semiquavers (docs/decisions/reference-number.md).
"""
HEARD, SHOWN = f"X:{REFERENCE}\n", "X:1\n"
FIELD = re.compile(r"[A-Z]:")


def control_lines(request: Request, *, chords: bool = False) -> str:
    """The lines that tell the network the rhythm and the form: `R:`, then `S:`, `E:` and `B:` for each part.

    A network that knows of `chords` is told by `C:` which are asked for.
    """
    lines = [f"R:{request.rhythm}"] if request.rhythm else []
    parts = [letter for letter, _ in groupby(request.form)] if request.form else list(range(request.parts or 0))
    if parts and request.bars:
        lines.append(f"S:{len(parts)}")
        for place, part in enumerate(parts):
            lines += [f"E:{SAME if earlier == part else ALIKE}" for earlier in parts[:place]]
            lines.append(f"B:{request.bars}")
    asked = request.chords or ("written" if request.progression else None)
    if chords and asked:
        lines.append(f"C:{asked}")
    return "".join(f"{line}\n" for line in lines)


def shown(text: str) -> str:
    """A composed text as it is handed out: under the number 1 where the network took it to have REFERENCE."""
    return SHOWN + text.removeprefix(HEARD) if text.startswith(HEARD) else text


def prompt(request: Request) -> str:
    """The header as far as it is fixed, and the opening, which may bring its own: for a tune without a plan."""
    if FIELD.match(request.opening):
        return request.opening if "X:" in request.opening else HEARD + request.opening
    header = HEARD
    meter = request.meter or METERS.get(request.rhythm or "")
    if request.key or request.opening:
        header += f"L:1/8\nM:{meter or '4/4'}\nK:{request.key or 'D'}\n"
    elif meter:
        header += f"L:1/8\nM:{meter}\n"
    return header + request.opening
