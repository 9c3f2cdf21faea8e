"""Checking what is written at notes: ties, slurs, chord symbols.

Source: the ABC standard 2.1, sections 4.11 (ties and slurs) and 4.18 (chord symbols).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.music.chord_symbols import is_no_chord, read_symbol
from tunesmith.notation.elements import (
    Chord,
    ChordSymbol,
    Note,
    SlurClose,
    SlurOpen,
    Space,
    Tie,
    Timed,
)
from tunesmith.notation.findings import Edit, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation.elements import Element

__all__ = ["marks"]


def marks(elements: Sequence[Element]) -> Iterator[Finding]:
    """Find ties that lead nowhere, slurs without beginning or end, and chord symbols that are none."""
    signs = [element for element in elements if not isinstance(element, (Timed, Space))]
    if any(isinstance(sign, Tie) for sign in signs):
        yield from _ties(elements)
    yield from _slurs(signs)
    for element in signs:
        if isinstance(element, ChordSymbol) and not names_chord(element.name):
            yield _no_chord(element)


def names_chord(name: str) -> bool:
    """Whether a chord symbol says what is to be played: a chord, none, or nothing new."""
    return not name.strip() or is_no_chord(name) or read_symbol(name) is not None


def _no_chord(element: ChordSymbol) -> Finding:
    """The finding for what is no chord symbol: a root may have been written small, as in `em`; else it is words."""
    line, column = element.position.line, element.position.column
    name = element.name
    if len(name) > 1 and read_symbol(name[0].upper() + name[1:]):
        advice, edit = f"write {name[0].upper()}{name[1:]}", Edit(line, column, f'"{name[0]}', f'"{name[0].upper()}')
    else:
        advice, edit = "write ^ before words", Edit(line, column, '"', '"^')
    return Finding("no-chord-symbol", "warning", f"{name!r} is no chord symbol", line, column, advice, (edit,))


def _ties(elements: Iterable[Element]) -> Iterator[Finding]:
    """Find ties after which no note of the same place on the staff follows."""
    sign: Tie | None = None
    before: Element | None = None
    for element in elements:
        if isinstance(element, Timed):
            if sign is not None:
                if not _places(before) & _places(element):
                    yield _loose_tie(sign)
                sign = None
            before = element
        elif isinstance(element, Tie):
            sign = element
    if sign is not None:
        yield _loose_tie(sign)


def _places(element: Element | None) -> set[tuple[str, int]]:
    """Return where the notes of a note or chord stand on the staff."""
    notes = element.notes if isinstance(element, Chord) else [element] if isinstance(element, Note) else []
    return {(note.letter, note.octave) for note in notes}


def _loose_tie(sign: Tie) -> Finding:
    edit = Edit(*sign.position, sign.text, "")
    return Finding("loose-tie", "warning", "the next note is not the one that is tied", *sign.position,
                   "take the tie out", (edit,))  # fmt: skip


def _slurs(elements: Iterable[Element]) -> Iterator[Finding]:
    """Find slurs that are not closed or not opened."""
    opened: list[SlurOpen] = []
    for element in elements:
        if isinstance(element, SlurOpen):
            opened.append(element)
        elif isinstance(element, SlurClose):
            if opened:
                opened.pop()
            else:
                yield Finding("slur-not-opened", "warning", "a slur ends here that did not begin", *element.position,
                              "take it out", (Edit(*element.position, element.text, ""),))  # fmt: skip
    for element in opened:
        edit = Edit(*element.position, element.text, "")
        yield Finding("slur-not-closed", "warning", "this slur does not end", *element.position,
                      "take it out, or write ) where it ends", (edit,))  # fmt: skip
