"""The order of playing, for people to read."""

from __future__ import annotations

from tunesmith.notation import Tune


def played(music: str, parts: str = "") -> str:
    """The first note of each bar as played: `ABAB`."""
    tune = Tune.parse(f"X:1\nM:none\nL:1/8\n{parts}K:C\n{music}\n")
    first = [next(e for e in bar.elements if hasattr(e, "letter") and hasattr(e, "octave")) for bar in tune.bars]
    return "".join(first[index].letter for index in tune.play_order())
