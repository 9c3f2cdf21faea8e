"""What the network reads before it writes: the control lines and the header that a request fixes, and its opening."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from tunesmith.music.rhythms import RHYTHMS

if TYPE_CHECKING:
    from tunesmith.composing.request import Request

__all__ = ["REFERENCE", "X_READ", "control_lines", "prompt", "shown", "usual_meter"]

ALIKE, SAME = 4, 10
"""How alike two parts are asked to be, of 10: the median of the training tunes, and for a part that comes back."""
REFERENCE = 21530
"""The number that the network reads above a composed tune, the median of The Session's in the training split.

The number of a tune tells in which collection it stands: nine of ten of Ryan's Mammoth Collection have `X:1`, and
hardly any other training tune has, so that under it every tune becomes a fiddle tune of 1883, with its bowing marks and
sixteenth notes (docs/decisions/reference-number.md).
"""
X_READ, X_SHOWN = f"X:{REFERENCE}\n", "X:1\n"
FIELD = re.compile(r"[A-Z]:")


def usual_meter(rhythm: str | None) -> str | None:
    """The meter that a rhythm is danced in; None for none."""
    return RHYTHMS[rhythm].meter if rhythm else None


def control_lines(request: Request, *, chords: bool = False) -> str:
    """The lines that tell the network the rhythm and the form: `R:`, then `S:`, `E:` and `B:` for each part.

    For a network that knows of `chords`, `C:` says which are asked for.
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
    """A composed text as it is returned: with the number 1 where the network read REFERENCE."""
    return X_SHOWN + text.removeprefix(X_READ) if text.startswith(X_READ) else text


def prompt(request: Request) -> str:
    """The header as far as it is fixed, and the opening, which may bring its own: for a tune without a plan."""
    if FIELD.match(request.opening):
        return request.opening if "X:" in request.opening else X_READ + request.opening
    header = X_READ
    meter = request.meter or usual_meter(request.rhythm)
    if request.key or request.opening:
        header += f"L:1/8\nM:{meter or '4/4'}\nK:{request.key or 'D'}\n"
    elif meter:
        header += f"L:1/8\nM:{meter}\n"
    return header + request.opening
