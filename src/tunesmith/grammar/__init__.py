"""The grammar: which character may come next in a tune, so that every composed tune is valid.

`structure` counts bars, repeats, endings and parts, and `faults` says what is wrong with a bar line. `characters` reads
the canonical spelling one character at a time and calls both. All are written in the part of Python that numba
compiles: numbers and flat arrays only.
"""

from __future__ import annotations

from tunesmith.grammar.characters import CODES, accepts, advance, begin, finished, permitted
from tunesmith.grammar.layout import END, HEAD, Plan, state_size

__all__ = ["CODES", "END", "HEAD", "Plan", "accepts", "advance", "begin", "finished", "permitted", "state_size"]
