"""The one grammar: what may follow what in a tune, judged event by event and character by character.

`structure` keeps the books of bars, repeats, endings and parts, and `faults` judges them; `characters` reads the
canonical spelling one character at a time and feeds both. All are written in the part of Python that numba compiles:
numbers and flat arrays only.
"""

from __future__ import annotations

from tunesmith.grammar.characters import CODES, accepts, advance, begin, finished, permitted
from tunesmith.grammar.layout import END, HEAD, Plan, state_size

__all__ = ["CODES", "END", "HEAD", "Plan", "accepts", "advance", "begin", "finished", "permitted", "state_size"]
