"""What comes next if the tune repeats itself: characters predicted from the tune so far.

Folk tunes bring their bars back, and a recurrent network of this size cannot spell out a bar it read a hundred
characters ago. So it reads, before every character, which one would stand there if the tune repeated itself: once
by the longest stretch of text that was there before, and once for each of some numbers of bars back. A *repeat feature*
is such a predicted character with a *strength*, which grows with the number of characters for which it was right so
far. The network learns when to believe which.

Sources: the longest match is that of the match models of lossless compression (Mahoney, "Adaptive Weighing of Context
Models for Lossless Data Compression", 2005); mixing a network with what it read lately is the cache of Grave, Joulin
and Usunier, "Improving Neural Language Models with a Continuous Cache" (2017).

These functions are written in the part of Python that numba compiles; `tunesmith.inference` does so. Shapes: n
characters, S repeat features, V characters of the vocabulary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["BARS", "FARTHEST", "STRENGTHS", "encode_repeats", "kinds_of", "update_matches"]

STRENGTHS = 7
"""The strengths of a repeat feature: right for 0, 1, 2-3, 4-7, 8-15, 16-31, or for 32 characters and more."""
FARTHEST = 15
"""How many bars back a repeat feature can look."""
COUNT, PENDING, LINE, FIRST = range(4)
RING = FARTHEST + 1
BARS = FIRST + RING
"""The size of what is known of bars: how many there were, whether one is about to begin, where the line began, and
where the last bars began, in a circle."""
NOTES, BAR, BLANK, LINE_END, KEY = range(5)
KINDS = {"|": BAR, "\n": LINE_END, "K": KEY, **dict.fromkeys(" :]123", BLANK)}
"""What a character tells of bars: one begins with the first thing after a bar line that is no part of the line."""


def kinds_of(symbols: Sequence[str]) -> NDArray[np.uint8]:
    """What each symbol of a vocabulary tells of bars; shape (V,)."""
    return np.array([KINDS.get(symbol, NOTES) for symbol in symbols], np.uint8)


def update_matches(text: Any, at: int, kinds: Any, runs: Any, bars: Any) -> None:
    """Take in `text[at]` (n,): `runs[d]` counts for how many characters the text has been what it was d before.

    `runs` (n,) and `bars` (BARS,) need no setting up; `at` goes up from 0.
    """
    if at == 0:
        bars[COUNT] = bars[PENDING] = bars[LINE] = 0
    else:
        character = text[at]
        here = np.uintp(at)  # unsigned: the compiler need not check for an index from the end
        for distance in range(np.uintp(1), here):
            runs[distance] = runs[distance] + 1 if text[here - distance] == character else 0
        runs[at] = text[0] == character
    kind = kinds[text[at]]
    if kind == BAR:
        bars[PENDING] = 1
    elif kind == LINE_END:
        if kinds[text[bars[LINE]]] == KEY:  # the header is over, and the first bar comes without a line before it
            bars[COUNT], bars[PENDING] = 0, 1
        bars[LINE] = at + 1
    elif kind != BLANK and bars[PENDING]:
        bars[FIRST + bars[COUNT] % RING] = at
        bars[COUNT] += 1
        bars[PENDING] = 0


def longest(runs: Any, at: int) -> Any:
    """The distance at which the text has been the same for longest, the shortest such one; 0 where there is none."""
    most = np.int16(0)
    for distance in range(np.uintp(1), np.uintp(at + 1)):
        most = max(most, runs[distance])
    if most > 0:
        for distance in range(1, at + 1):
            if runs[distance] == most:
                return distance
    return 0


def bars_back(bars: Any, at: int, lag: int) -> Any:
    """The distance to the same place `lag` bars ago; 0 where there was no such bar."""
    bar = bars[COUNT] - 1 + bars[PENDING]
    if bar < lag:
        return 0
    before = bars[FIRST + (bar - lag) % RING]
    return (at + 1 if bars[PENDING] else bars[FIRST + bar % RING]) - before


def encode_repeats(text: Any, at: int, lags: Any, size: int, runs: Any, bars: Any, symbols: Any) -> None:
    """Write what the network is to read after `text[at]` into `symbols` (1 + 2S,): rows of its embedding.

    First comes the character itself, then what each repeat feature predicts, then the strength of each. `lags` (S,) are
    numbers of bars, 0 for the longest match; `size` is V. Where there is no repeat, character 0 has strength 0.
    """
    repeats = len(lags)
    symbols[0] = text[at]
    for place in range(repeats):
        distance = bars_back(bars, at, lags[place]) if lags[place] else longest(runs, at)
        character, strength = 0, 0
        if 0 < distance <= at:
            character, run = int(text[at + 1 - distance]), runs[distance]
            while run and strength < STRENGTHS - 1:
                run >>= 1
                strength += 1
        symbols[1 + place] = size * (1 + place) + character
        symbols[1 + repeats + place] = size * (1 + repeats) + STRENGTHS * place + strength
