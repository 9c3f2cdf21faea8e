"""What the sampler asks of the grammar."""

from __future__ import annotations

from typing import Any

from tunesmith.composing.compiling import part

__all__ = ["accepts", "advance"]


@part
def advance(state: Any, plan: Any, letter: int) -> bool:
    """Move past `letter` if a correct tune can still follow; an empty plan accepts everything."""
    return len(plan) == 0 or letter >= 0


@part
def accepts(state: Any, plan: Any, letter: int) -> bool:
    """Say whether `advance` would move, without moving."""
    return len(plan) == 0 or letter >= 0
