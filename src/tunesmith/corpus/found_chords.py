"""Whether a tune has chord symbols, and tunes without any once more with chords that were found for them.

Most tunes of the corpus have no chords, and those that have them are of a few traditions. So a share of the others is
read with the chords that `tunesmith.analysis.harmony` finds, and a control line says which of CHORDS it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

from tunesmith.analysis.harmony import add_chords
from tunesmith.corpus.pieces import rewrapped
from tunesmith.corpus.splits import hash_fraction
from tunesmith.music.chord_symbols import read_symbol
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CHORDS", "Chords", "chord_line", "chords_of", "chosen", "with_found_chords"]

Chords = Literal["none", "written", "found"]
CHORDS: tuple[Chords, ...] = get_args(Chords)
QUOTED = re.compile(r'"([^"\n]*)"')
REFERENCE = re.compile(r"X:.*")
AFTER_SPACE = re.compile(r' ("[^"\n]*")|"[^"\n]*"')
INSIDE_PAIR = re.compile(r'[<>]"')
"""A chord symbol within a broken rhythm, which canonical spelling then writes out."""


def chord_line(chords: Chords) -> str:
    """The control line that says what chords a text has."""
    return f"C:{chords}\n"


def chords_of(text: str) -> Chords:
    """Whether the tune has chords; in a source all chords are written by people."""
    named = any(read_symbol(name) for name in QUOTED.findall(text))
    return "written" if named else "none"


def chosen(name: str, variants: Sequence[str], share: float, seed: int) -> str | None:
    """The variant of a tune that is read with found chords as well; None for one with chords, and for all but a share.

    The tune's name and the seed decide whether it is in the share, and which of its keys is taken.
    """
    if chords_of(variants[0]) != "none" or hash_fraction(f"chords\n{name}", seed) >= share:
        return None
    return variants[int(hash_fraction(f"key of chords\n{name}", seed) * len(variants))]


def with_found_chords(text: str) -> str:
    """A tune in canonical spelling and without chords with those that are found for it, so spelt and under `X:0`."""
    harmonised = add_chords(Tune.parse(text))
    if INSIDE_PAIR.search(harmonised):
        harmonised = Tune.parse(harmonised).canonical()
    else:
        harmonised = rewrapped(AFTER_SPACE.sub(before_space, harmonised))
    return REFERENCE.sub("X:0", harmonised, count=1)


def before_space(found: re.Match[str]) -> str:
    """A chord symbol that stands between a space and its note, where canonical spelling has it; else what was found."""
    return f"{found[1]} " if found[1] else found[0]
