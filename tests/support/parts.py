"""The forms that the grammar composes, stated over whole tunes: bar lines, parts, pickups and endings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from tunesmith.notation import ChordSymbol, Ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation import Bar, Tune

LEAST_BARS, MOST_BARS, MOST_PARTS, MOST_ENDING = 2, 64, 12, 4
LINES = ("|", "||", "|]", "|:", ":|", "::")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part: its bars after the pickup, how long that is, and whether `|:` or `::` stands before them all."""

    bars: Sequence[Bar]
    pickup: Fraction
    opened: bool

    def ending(self, number: int) -> list[Bar]:
        """The bars of an ending, those before the endings for 0."""
        return [bar for bar in self.bars if bar.endings == ((number,) if number else ())]


def forms(tune: Tune) -> Iterator[str]:
    """In what a tune's form is none that the grammar composes."""
    bars, whole = tune.bars, tune.meter.capacity
    odd = any(line(bar) not in LINES or bar.endings not in ((), (1,), (2,)) for bar in bars)
    if odd or before(bars[0]) not in ("", "|:"):
        yield "bar lines and endings other than | || |: :| :: |1 :|2 and a final |]"
        return
    lead = bars[0].duration if bars[0].duration < whole else Fraction(0)
    parts = list(cut(bars, whole))
    lengths = {len(part.bars) - len(part.ending(2)) for part in parts}
    if len(parts) > MOST_PARTS or not lengths <= set(range(LEAST_BARS, MOST_BARS + 1)):
        yield "parts of less than 2 bars or more than 64, or more than 12 parts"
    if any("|]" in map(line, part.bars) for part in parts[:-1]):
        yield "a final bar line inside the tune"
    for part in parts:
        last = part is parts[-1]
        yield from repeats(part, part is parts[0])
        yield from fillings(part, whole, {part.pickup, lead} if last else {part.pickup}, last)
    if parts and parts[0].pickup != (lead if line(bars[0]) == "|" else 0):
        yield "a pickup that does not complete the part before"
    if any(after.pickup != whole - part.bars[-1].duration for part, after in pairwise(parts) if part.bars):
        yield "a pickup that does not complete the part before"
    pickups = {part.pickup for part in parts} | {lead}
    if any(4 * pickup > 3 * whole for pickup in pickups):
        yield "pickups of more than three quarters of a bar"
    symbols = any(isinstance(sign, ChordSymbol) for sign in tune.elements)
    if symbols and any((8 * pickup).denominator > 1 for pickup in pickups):
        yield "chord symbols and a pickup that is no whole number of eighths"


def line(bar: Bar) -> str:
    """The bar line after a bar."""
    return bar.closing.text if bar.closing else ""


def before(bar: Bar) -> str:
    """The bar line before a bar."""
    return bar.opening.text if bar.opening else ""


def cut(bars: Sequence[Bar], whole: Fraction) -> Iterator[Stretch]:
    """Cut a tune into its parts; a pickup that `|:` follows is the tune's, not the first part's."""
    start = 1 if bars[0].duration < whole and line(bars[0]) == "|:" else 0
    for end, bar in enumerate(bars, 1):
        if end > start and (end == len(bars) or (bar.ends_part and bars[end].endings != (2,))):
            first = bars[start]
            picked = end - start > 1 and first.duration < whole and line(first) == "|"
            yield Stretch(bars[start + picked : end], first.duration * picked, before(first) in ("|:", "::"))
            start = end


def repeats(part: Stretch, first: bool) -> Iterator[str]:
    """Repeats that lack their beginning or end, and endings that are not alike."""
    one, two = part.ending(1), part.ending(2)
    common = part.ending(0)
    if [*common, *one, *two] != [*part.bars] or len(one) != len(two) or len(one) > MOST_ENDING or not common:
        yield "endings of unequal length or more than 4 bars, or with no bar before them"
        return
    if sum(isinstance(sign, Ending) for bar in part.bars for sign in bar.elements) > 2:
        yield "an ending that begins twice"
    inner = {line(bar) for run in (common if one else common[:-1], one[:-1], two[:-1]) for bar in run}
    if inner - {"|"} or (one and line(one[-1]) != ":|"):
        yield "double bars inside a repeat, or endings without :|"
    closed = bool(one) or line(part.bars[-1]) in (":|", "::")
    if closed and not part.opened and not first:
        yield "a repeat that is closed, but was not opened after an earlier one"
    if (part.opened and not closed) or (two and line(two[-1]) in (":|", "::")):
        yield "a repeat that is left open, or closed after its second ending"


def fillings(part: Stretch, whole: Fraction, joins: set[Fraction], last: bool) -> Iterator[str]:
    """Bars that are not full; a part's last leaves what its pickup brings, or the tune's (`joins`) where that ends."""
    closings = [run[-1] for run in (part.ending(1) or part.ending(0), part.ending(2)) if run]
    if any(bar.duration != whole for bar in part.bars if bar not in closings):
        yield "bars that are not full"
    for bar in closings:
        free = bar.endings == (2,) and not last
        once = line(bar) in (":|", "::")
        if whole - bar.duration not in ({part.pickup} if once else joins) and not (free and bar.duration <= whole):
            yield "a last bar that does not complete the pickup"
