"""Da capo and dal segno: where playing goes back or on to a sign instead of the next bar.

Bars are played whole. A segno or coda stands for the beginning of its bar, or of the next if no note of its bar
follows; the bar with `!fine!`, `!D.C.!` or `!D.S.!` is the last before the end or the jump. The first of two codas is
where playing leaves for the other, as is `!dacoda!`: before the first note of a bar it leaves before that bar, else
after it.

Source: the ABC standard 2.1, section 4.14 (decorations).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.errors import AbcError
from tunesmith.notation.elements import Decoration, Timed
from tunesmith.notation.repeats import sections, sounds, turns, unfolded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation.bars import Bar

__all__ = ["JUMPS", "Signs", "jumped", "read_signs"]

JUMPS: Final = {
    "D.C.": ("", True, True),
    "dacapo": ("", True, True),
    "D.C.alfine": ("", True, False),
    "D.C.alcoda": ("", False, True),
    "D.S.": ("segno", True, True),
    "D.S.alfine": ("segno", True, False),
    "D.S.alcoda": ("segno", False, True),
}
"""By name: the sign to go back to ("" for the beginning), and whether a fine then ends and a coda then continues it."""

MOST_JUMPS: Final = 100

Sign: TypeAlias = tuple[Decoration, int]
"""A decoration and the bar that it means, by the rules at the top of this module."""


@dataclass(slots=True)
class Signs:
    """A tune's signs in the order of writing; the bar of `leaves` is the first that is not played before the coda."""

    jumps: list[Sign] = field(default_factory=list)
    segnos: list[Sign] = field(default_factory=list)
    fines: list[Sign] = field(default_factory=list)
    leaves: list[Sign] = field(default_factory=list)
    codas: list[Sign] = field(default_factory=list)

    def target(self, jump: Sign) -> int | None:
        """The bar that a jump goes back to, None if there is no segno before it."""
        mark, last = jump
        if not JUMPS[mark.name][0]:
            return 0
        return max((bar for _, bar in self.segnos if bar <= last), default=None)

    def end(self, jump: Sign, start: int) -> int | None:
        """The bar that ends what is played from `start` on after a jump, None if no fine does."""
        mark, last = jump
        holds = JUMPS[mark.name][1]
        return min((bar for _, bar in self.fines if start <= bar <= last), default=None) if holds else None

    def coda(self, jump: Sign, start: int) -> tuple[int, int] | None:
        """After a jump: the first bar not played any more, and the coda to go on with; None if there are not both."""
        mark, last = jump
        leave = min((bar for _, bar in self.leaves if start < bar <= last + 1), default=None)
        entry = max((bar for _, bar in self.codas if bar > last), default=None)
        return (leave, entry) if JUMPS[mark.name][2] and leave is not None and entry is not None else None


def read_signs(bars: Sequence[Bar]) -> Signs:
    """Find the signs of the bars, whose indices count from 0."""
    signs = Signs()
    codas: list[tuple[Decoration, int, int]] = []
    for mark, bar, before, after in placed(bars):
        if mark.name in JUMPS:
            signs.jumps.append((mark, bar))
        elif mark.name == "fine":
            signs.fines.append((mark, bar))
        elif mark.name == "segno":
            signs.segnos.append((mark, after))
        elif mark.name == "dacoda":
            signs.leaves.append((mark, before))
        elif mark.name == "coda":
            codas.append((mark, before, after))
    if len(codas) > 1 and not signs.leaves:
        mark, before, _ = codas.pop(0)
        signs.leaves.append((mark, before))
    signs.codas = [(mark, after) for mark, _, after in codas if after < len(bars)]
    return signs


def placed(bars: Sequence[Bar]) -> Iterator[tuple[Decoration, int, int, int]]:
    """Each decoration with its bar, the first bar that is not begun before it, and the first that begins with it."""
    for bar in bars:
        if Decoration not in map(type, bar.elements):  # as in most bars; this loop is not Python's
            continue
        begun = False
        waiting: list[tuple[Decoration, bool]] = []
        for element in bar.elements:
            if isinstance(element, Timed):
                yield from ((mark, bar.index, bar.index + late, bar.index) for mark, late in waiting)
                begun, waiting = True, []
            elif isinstance(element, Decoration):
                waiting.append((element, begun))
        yield from ((mark, bar.index, bar.index + 1, bar.index + 1) for mark, _ in waiting)


def jumped(bars: Sequence[Bar]) -> Iterator[int]:
    """The indices of all bars of a tune as they are played, with its repeats and jumps.

    A jump is made once, when its bar is played for the last time; then repeats are not made again, and the last ending
    is played. A fine ends the tune, or, where another jump is to come, leads on to what follows the jump before it.
    """
    order, signs = list(unfolded(bars)), read_signs(bars)
    if len(signs.jumps) > MOST_JUMPS:
        raise AbcError(f"there are more than {MOST_JUMPS} jumps in this tune", *signs.jumps[MOST_JUMPS][0].position)
    jumps = [(jump, start) for jump in signs.jumps if (start := signs.target(jump)) is not None]
    place = 0
    for jump, start in jumps:
        if jump[1] not in order[place:]:
            continue
        after = len(order) - order[::-1].index(jump[1])
        yield from order[place:after]
        place = after
        end, coda = signs.end(jump, start), signs.coda(jump, start)
        stop = coda[0] if coda else jump[1] + 1
        if end is not None and end < stop:
            yield from once(bars, start, end + 1)
            if jump == jumps[-1][0]:
                return
            continue
        yield from once(bars, start, stop)
        place = order.index(coda[1]) if coda else place
    yield from order[place:]


def once(bars: Sequence[Bar], start: int, stop: int) -> Iterator[int]:
    """The bars from `start` to before `stop` without repeats, as they are played the last time."""
    for section in sections(bars):
        last = turns(section)
        yield from (bar.index for bar in section if start <= bar.index < stop and sounds(bar, last, last))
