"""Voices that enter, or come back, at a `%%score` or `%%staves` among the music: they rest until there.

abcm2ps lines all voices up at such a directive; the ABC standard 2.1 has them in the header alone (section 11.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.notation.directives import directive_of
from tunesmith.notation.elements import BarLine, Ending, MultiBarRest, Timed
from tunesmith.notation.timing import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from tunesmith.notation.elements import Element

__all__ = ["Entries"]


class Entries:
    """Follows the voices of a tune while their elements are collected in `parts`."""

    def __init__(self, parts: Mapping[str, Sequence[Element]]) -> None:
        self.parts = parts
        self.due: dict[
            str, Sequence[Element]
        ] = {}  # for a voice that is behind, all of the longest before the directive

    def take(self, element: Element) -> None:
        """Note who is behind where a directive lines the voices up."""
        directive = directive_of(element)
        if directive and directive[0] in ("score", "staves"):
            lengths = {name: length_of(part) for name, part in self.parts.items()}
            longest = max(lengths, key=lambda name: lengths[name])
            before = tuple(self.parts[longest])
            self.due |= {name: before for name, length in lengths.items() if length < lengths[longest]}

    def rests(self, name: str) -> Iterator[Element]:
        """What a voice that has a note or rest next is behind: rests, and the bar lines and endings between them."""
        before = self.due.pop(name, ())
        done = length_of(self.parts[name])
        now = done * 0
        waiting: list[Fraction] = []
        for element in before:
            if isinstance(element, Timed):
                waiting += [element.duration] if now >= done else []
                now += element.duration
            elif isinstance(element, BarLine | Ending) and now > done:
                yield from rest(waiting, element)
                waiting = []
                yield element
        if before:
            yield from rest(waiting, before[-1])


def length_of(elements: Iterable[Element]) -> Fraction:
    """How long all notes and rests last together."""
    return total([element.duration for element in elements if isinstance(element, Timed)])


def rest(durations: Sequence[Fraction], beside: Element) -> Iterator[Element]:
    """An invisible rest that is not in the text, if it has a length."""
    if durations:
        yield MultiBarRest("", beside.position, total(durations), 1, invisible=True)
