"""The order in which bars are played: repeats, alternative endings, and parts called by name.

Source: the ABC standard 2.1, sections 4.8 to 4.10 (repeats and endings) and 3.1.9 (parts).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tunesmith.errors import AbcError
from tunesmith.notation.elements import Chord, Ending, Field, InlineField, MultiBarRest, Note, Rest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation.bars import Bar

__all__ = ["closes", "opens", "play_order", "sections", "turns"]

CALL: Final = re.compile(r"([A-Z()])(\d{0,3})")
CALLS: Final = re.compile(rf"(?:{CALL.pattern})+")
MOST_CALLS: Final = 1000


def play_order(bars: Sequence[Bar], parts: str | None = None) -> tuple[int, ...]:
    """The indices of the bars as they are played.

    A `:|` without `|:` repeats from the latest double bar or repeat, else from the beginning. `parts` is the value of
    the header's `P:` field, such as `ABA` or `A2(BC)2`: where the music marks all parts that it calls, they are played
    in that order, after the bars before the first of them; where not, it is a remark. `AbcError` if it calls more than
    a thousand parts.
    """
    named = named_parts(bars)
    called = called_parts(parts or "")
    if not called or not named.keys() >= set(called):
        return tuple(unfolded(bars))
    lead = bars[: min(part[0].index for part in named.values())]
    runs = [lead, *(named[name] for name in called)]
    return tuple(index for run in runs for index in unfolded(run))


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
            raise AbcError(f"the parts {value!r} are more than anyone plays", 1, 1)
    return groups[0] if len(groups) == 1 else []


def unfolded(bars: Sequence[Bar]) -> Iterator[int]:
    """The indices of these bars as they are played, one repeated section after another."""
    for section in sections(bars):
        last = turns(section)
        for turn in range(1, last + 1):
            yield from (bar.index for bar in section if sounds(bar, turn, last))


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


def leads_into(upbeat: Bar, section: Sequence[Bar]) -> bool:
    """Whether a bar before a double bar is the upbeat of this section, which leaves room for it where it repeats."""
    ends = [bar for bar in section if closes(bar)]
    return (
        not closes(upbeat)
        and not opens(section[0])
        and any(bar.duration + upbeat.duration == bar.capacity for bar in ends)
    )


def cut(bars: Sequence[Bar]) -> Iterator[Sequence[Bar]]:
    """Cut bars at the bar lines between which repeats go to and fro."""
    start = 0
    closing = closed_ahead(bars)
    for place, (bar, after) in enumerate(pairwise(bars), 1):
        inside = opens(bars[start]) > 0 and closing[place]
        if ends_section(bars[start:place], bar, after, inside):
            yield bars[start:place]
            start = place
    if bars:
        yield bars[start:]


def closed_ahead(bars: Sequence[Bar]) -> list[bool]:
    """Whether a repeat that is open in a bar is closed there or later, before another is opened."""
    result: list[bool] = []
    for bar, after in zip(reversed(bars), [None, *reversed(bars)], strict=False):
        later = after is not None and not opens(after) and result[-1]
        result.append(closes(bar) > 0 or later)
    return result[::-1]


def ends_section(section: Sequence[Bar], bar: Bar, after: Bar, inside: bool) -> bool:
    """Whether a section that holds `bar` as its last must end there; it need not `inside` a repeat that is closed."""
    if opens(after):
        return True
    if starts_ending(after) and not any(after.endings == other.endings for other in section):
        return False
    repeated = any(closes(other) for other in section)
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
    return any(isinstance(element, Ending) for element in bar.elements)
