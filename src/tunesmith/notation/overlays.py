"""Overlays of several bars, `(& … & … &)`: what sounds together with the bars since the first sign.

abcm2ps draws such groups and abc2midi plays them; the ABC standard 2.1 has overlays of one bar alone (section 7.4). So
a group is taken apart: each bar gets an overlay of its own, with invisible rests where the group begins or ends within
the bar. These overlays are not in the text. A `Macro` stands before each, and others hold the text of the group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.notation.elements import (
    BarLine,
    Comment,
    Field,
    LineBreak,
    Macro,
    Overlay,
    Position,
    Rest,
    Timed,
    source_text,
)
from tunesmith.notation.spelling import length_text
from tunesmith.notation.timing import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from tunesmith.notation.elements import Element

__all__ = ["passed", "put_last", "spread"]

ASIDE = (LineBreak, Comment, Field)
"""What stays in the text of the group and is no part of an overlay."""


def spread(over: list[Element], first: int, layer: Sequence[Element], at: Position, unit: Fraction) -> list[int]:
    """Put the bars of a layer over those of the music since its index `first`; the places of what that adds.

    A place is that of the element which stood there before.
    """
    added: list[int] = []
    silent = passed(over[:first])
    bars = list(cut(layer))
    if silent:
        bars[0] = [rest(silent, at, unit), *bars[0]]
    ends = [index for index in range(first, len(over)) if isinstance(over[index], BarLine)]
    bars[len(ends) :] = [[element for bar in bars[len(ends) :] for element in bar]]
    places = [*ends, len(over)]
    for place, bar in sorted(zip(places, bars, strict=False), key=lambda pair: pair[0], reverse=True):
        if any(isinstance(element, Timed) for element in bar):
            over[place:place] = [Macro("", at, 1), Overlay(f"&{source_text(bar)}", at, tuple(bar))]
            added += [place, place]
    return added


def cut(layer: Iterable[Element]) -> Iterator[list[Element]]:
    """The music of each bar of a layer."""
    bar: list[Element] = []
    for element in layer:
        if isinstance(element, BarLine):
            yield bar
            bar = []
        elif not isinstance(element, ASIDE):
            bar.append(element)
    yield bar


def passed(elements: Sequence[Element]) -> Fraction:
    """How much of its bar has passed at the end of these elements, in whole notes."""
    start = next((index for index in range(len(elements), 0, -1) if isinstance(elements[index - 1], BarLine)), 0)
    return total([element.duration for element in elements[start:] if isinstance(element, Timed)])


def rest(duration: Fraction, at: Position, unit: Fraction) -> Rest:
    """An invisible rest that is not in the text."""
    length = duration / unit
    return Rest(f"x{length_text(length)}", at, duration, length, invisible=True)


def is_sign(element: Element) -> bool:
    """Whether it stands before an overlay that is made of a group."""
    return isinstance(element, Macro) and not element.text


def put_last(over: list[Element], duration: Fraction, unit: Fraction) -> list[int]:
    """Put the overlays of the last bar after its music, which went on for so long after their group.

    They rest for that time. The places of what is moved, as they were.
    """
    start = next((index for index in range(len(over), 0, -1) if isinstance(over[index - 1], BarLine)), 0)
    layers = [index + 1 for index in range(start, len(over)) if is_sign(over[index])]
    moved = [over[index - 1 : index + 1] for index in layers]
    for index in reversed(layers):
        del over[index - 1 : index + 1]
    for sign, overlay in moved:
        if duration and isinstance(overlay, Overlay):
            more = rest(duration, overlay.position, unit)
            overlay = overlay.but(text=overlay.text + more.text, elements=(*overlay.elements, more))
        over += [sign, overlay]
    return [place for index in layers for place in (index - 1, index)]
