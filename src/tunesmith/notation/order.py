"""The order in which bars are played: by repeats and jumps, or by the parts that the header calls.

Source: the ABC standard 2.1, section 3.1.9 (parts).
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from tunesmith.errors import AbcError
from tunesmith.notation.elements import Chord, Field, InlineField, MultiBarRest, Note, Rest
from tunesmith.notation.jumps import jumped
from tunesmith.notation.repeats import MOST_BARS, too_long, unfolded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation.bars import Bar

__all__ = ["play_order"]

CALL: Final = re.compile(r"([A-Z()])(\d{0,3})")
CALLS: Final = re.compile(rf"(?:{CALL.pattern})+")
MOST_CALLS: Final = 1000


def play_order(bars: Sequence[Bar], parts: str | None = None) -> tuple[int, ...]:
    """The indices of the bars as they are played.

    `parts` is the value of the header's `P:` field, such as `ABA` or `A2(BC)2`: where the music marks all parts that it
    calls, they are played in that order, after the bars before the first of them, and no jump is made; where not, it is
    a remark. `AbcError` if it calls more than a thousand parts, or if more than MOST_BARS bars are played.
    """
    called = called_parts(parts or "")
    named = named_parts(bars) if called else {}
    if not called or not named.keys() >= set(called):
        return bounded(jumped(bars))
    lead = bars[: min(part[0].index for part in named.values())]
    runs = [lead, *(named[name] for name in called)]
    return bounded(index for run in runs for index in unfolded(run))


def bounded(indices: Iterator[int]) -> tuple[int, ...]:
    """The indices; `AbcError` if they are more than MOST_BARS."""
    order = tuple(islice(indices, MOST_BARS + 1))
    if len(order) > MOST_BARS:
        raise too_long()
    return order


def named_parts(bars: Sequence[Bar]) -> dict[str, Sequence[Bar]]:
    """The bars from each `P:` in the music to the next."""
    marks = [mark for bar in bars for mark in part_marks(bar)]
    borders = pairwise([*marks, ("", len(bars))])
    return {name: bars[start:end] for (name, start), (_, end) in borders if end > start}


def part_marks(bar: Bar) -> Iterator[tuple[str, int]]:
    """The parts named in a bar, each with the index of its first bar: a name after the notes is for the next bar."""
    first = bar.index
    for element in bar.elements:
        if isinstance(element, Field | InlineField) and element.letter == "P":
            yield element.value, first
        elif isinstance(element, Note | Chord | Rest | MultiBarRest):
            first = bar.index + 1


def called_parts(value: str) -> list[str]:
    """The parts that the value of a `P:` field calls, in order; none if it is no such call."""
    value = re.sub(r"[\s.]", "", value)
    groups: list[list[str]] = [[]]
    if not CALLS.fullmatch(value):
        return []
    for name, times in CALL.findall(value):
        if name == "(":
            groups.append([])
            continue
        group = groups.pop() if name == ")" else [name]
        if not groups:
            return []
        groups[-1] += group * int(times or 1)
        if len(groups[-1]) > MOST_CALLS:
            raise AbcError(f"P:{value} calls more than {MOST_CALLS:,} parts", 1, 1)
    return groups[0] if len(groups) == 1 else []
