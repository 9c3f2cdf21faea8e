"""What the network reads after the control lines and before it writes: the header that a request fixes, its opening."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tunesmith.music.rhythms import RHYTHMS

if TYPE_CHECKING:
    from tunesmith.composing.request import Request

__all__ = ["REFERENCE", "X_READ", "prompt", "shown", "usual_meter"]

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
