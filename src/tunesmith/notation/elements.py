"""The elements of a tune: what the characters of ABC mean, each with its text and where it stands.

Every character of a tune's music belongs to exactly one element, so that joining the `text` of a tune's elements gives
the music back as it was written, where no macro adds what it stands for. Lengths and durations are exact fractions:

- `length`    as written after the note, a multiple of the unit note length (`A3/2` has 3/2)
- `duration`  as played, in whole notes, after the unit length, broken rhythm and tuplets; grace notes have 0

Source: the ABC standard 2.1, section 4 (the tune body).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, TypeAlias, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

__all__ = [
    "Annotation",
    "BarLine",
    "BrokenRhythm",
    "Chord",
    "ChordSymbol",
    "Comment",
    "Decoration",
    "Element",
    "Ending",
    "Field",
    "Glue",
    "GraceGroup",
    "InlineField",
    "LineBreak",
    "Macro",
    "MultiBarRest",
    "Note",
    "Overlay",
    "Position",
    "Problem",
    "Rest",
    "Severity",
    "SlurClose",
    "SlurOpen",
    "Space",
    "Tie",
    "Timed",
    "TupletMark",
    "Unknown",
    "source_text",
]

Severity: TypeAlias = Literal["error", "notice"]
Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True)
def element(kind: type[Kind]) -> type[Kind]:
    """Make a class of values: equal and hashable by what they hold, and never to be changed.

    The type checker holds everyone to that. A guard at run time would set every attribute of every element through a
    call: `docs/decisions/elements-unguarded.md` has what it costs.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)


class Position(NamedTuple):
    """A place in the text; both count from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """Something that could not be read as it is written: a named `code`, a sentence, and where.

    An "error" lost or changed music; a "notice" (words under the tune) lost none.
    """

    code: str
    message: str
    position: Position
    severity: Severity = "error"


@element
class Element:
    """The root of all elements: the characters as written, and where they start."""

    text: str
    position: Position

    def but(self, **changes: object) -> Self:
        """The same element with some fields changed."""
        return cast("Self", replace(cast("Any", self), **changes))


@element
class Timed(Element):
    """What takes time: a note, a chord or a rest."""

    duration: Fraction


@element
class Note(Timed):
    """A note: `letter` A to G, scientific `octave` (`C` is in 4, `c` in 5), and the accidental written before it.

    `accidental` is in semitones (-2 to 2), 0 for a natural, None where none is written; `tied` to the next note or not.
    """

    letter: str
    octave: int
    accidental: int | None
    length: Fraction
    tied: bool = False


@element
class Chord(Timed):
    """Notes struck together, `[ce]2`: `duration` is that of the first note, as section 4.17 has it."""

    notes: tuple[Note, ...]
    length: Fraction
    tied: bool = False


@element
class Rest(Timed):
    """A rest, `z`, or an invisible one, `x`."""

    length: Fraction
    invisible: bool = False


@element
class MultiBarRest(Timed):
    """A rest of whole bars, `Z4`, or an invisible one, `X4`; `duration` is that of all its bars."""

    bars: int
    invisible: bool = False


@element
class GraceGroup(Element):
    """Grace notes in braces, `{gef}`; `slashed` for an acciaccatura, `{/g}`."""

    notes: tuple[Note, ...]
    slashed: bool = False


@element
class TupletMark(Element):
    """`(p:q:r`: the next `span` notes take the time of `time` for every `count` of them; defaults are filled in."""

    count: int
    time: int
    span: int


@element
class BrokenRhythm(Element):
    """`>` (the note before is longer) or `<` (shorter), with 1, 2 or 3 `dots`."""

    dots: int
    longer_first: bool


@element
class BarLine(Element):
    """A bar line of any kind; its text is as written, such as `|`, `:|`, `::`, `|]`.

    `closes` and `opens` say how often the part before and after it is repeated (0: not); `double` is true for a line
    that ends or starts a part (`||`, `|]`, `[|`), repeat or not.
    """

    closes: int = 0
    opens: int = 0
    double: bool = False
    invisible: bool = False
    dotted: bool = False


@element
class Ending(Element):
    """The start of an alternative ending, `1` after a bar line or `[1`; `numbers` of the passes that play it."""

    numbers: tuple[int, ...]


@element
class Field(Element):
    """An information field on a line of its own, in the header or among the music, `K:Ador`; `value` is stripped.

    The value of a field of words is as people read it, its escapes decoded; that of a `continued` field holds what the
    `+:` lines after it add.
    """

    letter: str
    value: str
    continued: bool = False


@element
class InlineField(Element):
    """An information field inside a line of music, `[K:Ador]`."""

    letter: str
    value: str


@element
class Comment(Element):
    """`% text` to the end of the line; a `directive` if it starts with `%%`."""

    directive: bool = False


@element
class LineBreak(Element):
    """The end of a line of source.

    `continued` after a backslash, or the `=` of quoted-printable mail; `forced` for `$`, `*` and the old `!`.
    """

    continued: bool = False
    forced: bool = False


@element
class Space(Element):
    """White space, or the spacer `y`: it breaks the beam and takes no time."""


@element
class Glue(Element):
    """Back quotes between notes, which separate them in the text without breaking the beam (section 4.7)."""


@element
class Decoration(Element):
    """An ornament or mark on the next note; `name` is that of section 4.14, such as `roll` for `~`, `trill` for `T`."""

    name: str


@element
class ChordSymbol(Element):
    """A chord for the accompaniment, `"Am"`; `name` is what stands between the quotes."""

    name: str


@element
class Annotation(Element):
    """Free words at a note, `"^slowly"`; `placement` is one of `^ _ < > @`."""

    placement: str
    words: str


@element
class SlurOpen(Element):
    """`(`: a slur starts at the next note."""


@element
class SlurClose(Element):
    """`)`: a slur ends at the note before."""


@element
class Tie(Element):
    """`-` after a note; that note or chord also has `tied` set."""


@element
class Overlay(Element):
    """`&` and the `elements` after it to the end of its bar, which sound from the start of the bar (section 7.4)."""

    elements: tuple[Element, ...] = ()


@element
class Macro(Element):
    """The sign of a macro; the `count` elements after it are the music that it stands for, not in the text.

    The text of a group of overlays is such a sign too, and so is "" before an overlay that is made of it.
    """

    count: int


@element
class Unknown(Element):
    """Characters that mean nothing here; there is a problem with the same position."""


def source_text(elements: Iterable[Element]) -> str:
    """The text of elements as it is written: macros as their signs."""
    pieces: list[str] = []
    made = 0
    for one in elements:
        if made:
            made -= 1
        else:
            pieces.append(one.text)
            made = one.count if isinstance(one, Macro) else 0
    return "".join(pieces)
