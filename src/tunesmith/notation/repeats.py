"""Repeats and alternative endings: how bars unfold into the order in which they are played.

A `:|` without `|:` repeats from the latest double bar or repeat, else from the beginning.

Source: the ABC standard 2.1, sections 4.8 to 4.10.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tunesmith.errors import AbcError
from tunesmith.notation.elements import Ending

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tunesmith.notation.bars import Bar

__all__ = ["MOST_BARS", "closes", "opens", "sections", "sounds", "too_long", "turns", "unfolded"]


MOST_BARS: Final = 50_000
"""The most bars of one tune as it is played: more than a day of dancing."""


def unfolded(bars: Sequence[Bar]) -> Iterator[int]:
    """The indices of these bars as they are played, one repeated section after another; AbcError beyond MOST_BARS."""
    found = sections(bars)
    if sum(len(section) * turns(section) for section in found) > MOST_BARS:
        raise too_long()
    for section in found:
        last = turns(section)
        for turn in range(1, last + 1):
            yield from (bar.index for bar in section if sounds(bar, turn, last))


def too_long() -> AbcError:
    """The error for a tune of more than MOST_BARS bars."""
    return AbcError(f"with its repeats this tune has more than {MOST_BARS:,} bars", 1, 1)


def sounds(bar: Bar, turn: int, last: int) -> bool:
    """Whether a bar is played at this turn; an ending for a turn that never comes is played at the `last` one."""
    return not bar.endings or turn in bar.endings or (turn == last < min(bar.endings))


def sections(bars: Sequence[Bar]) -> list[Sequence[Bar]]:
    """Cut bars into sections, each of which is repeated as a whole, with its endings, or not at all."""
    result: list[Sequence[Bar]] = []
    for section in cut(bars):
        if result and len(result[-1]) == 1 and leads_into(result[-1][0], section):
            result[-1] = [*result[-1], *section]
        else:
            result.append(section)
    return result


def leads_into(pickup: Bar, section: Sequence[Bar]) -> bool:
    """Whether a bar before a double bar is the pickup of this section, which leaves room for it where it repeats."""
    ends = [bar for bar in section if closes(bar)]
    return (
        not closes(pickup)
        and not opens(section[0])
        and any(bar.duration + pickup.duration == bar.capacity for bar in ends)
    )


def cut(bars: Sequence[Bar]) -> Iterator[Sequence[Bar]]:
    """Cut bars at the bar lines where a repeated section begins or ends."""
    start = 0
    closing = closed_ahead(bars)
    repeated = False  # whether a repeat closes in the section so far
    endings: set[tuple[int, ...]] = set()
    for place, (bar, after) in enumerate(pairwise(bars), 1):
        repeated = repeated or closes(bar) > 0
        endings.add(bar.endings)
        inside = opens(bars[start]) > 0 and closing[place]
        if ends_section(bar, after, endings, repeated, inside):
            yield bars[start:place]
            start, repeated, endings = place, False, set()
    if bars:
        yield bars[start:]


def closed_ahead(bars: Sequence[Bar]) -> list[bool]:
    """Whether a repeat that is open in a bar is closed there or later, before another is opened."""
    result: list[bool] = []
    for bar, after in zip(reversed(bars), [None, *reversed(bars)], strict=False):
        later = after is not None and not opens(after) and result[-1]
        result.append(closes(bar) > 0 or later)
    return result[::-1]


def ends_section(bar: Bar, after: Bar, endings: Collection[tuple[int, ...]], repeated: bool, inside: bool) -> bool:
    """Whether a section must end after `bar`, its last; it need not `inside` a repeat that is closed.

    `endings` are those in the section so far, `repeated` says whether a repeat closes in it.
    """
    if opens(after):
        return True
    if starts_ending(after) and after.endings not in endings:
        return False
    return closes(bar) > 0 or (bar.ends_part and (repeated or not inside))


def turns(section: Sequence[Bar]) -> int:
    """How often a section is played: as its last bar line or the numbers of its endings have it, whichever is more."""
    numbers = {number for bar in section for number in bar.endings}
    endings = 0
    while endings + 1 in numbers:
        endings += 1
    return max(endings, 1 + max(closes(bar) for bar in section))


def opens(bar: Bar) -> int:
    """How often the bar line before says that what follows is repeated."""
    return bar.opening.opens if bar.opening else 0


def closes(bar: Bar) -> int:
    """How often the bar line after says to play what came before again."""
    return bar.closing.closes if bar.closing else 0


def starts_ending(bar: Bar) -> bool:
    """Whether an alternative ending starts with this bar."""
    return Ending in map(type, bar.elements)
