"""A tune as a score: engraved by abcjs, with a tablature where asked, and as an SVG picture."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from tunesmith.conversion.musicxml.xml import FORBIDDEN
from tunesmith.music.instruments import tunings
from tunesmith.notation import Field, Tune
from tunesmith.notation.lines import line_starts
from tunesmith.rendering.engraver import Engraving, engrave
from tunesmith.rendering.fingerings import below_notes
from tunesmith.rendering.lines import opening_line, score_text

if TYPE_CHECKING:
    from tunesmith.notation import Element, Position
    from tunesmith.rendering.tags import Tags

__all__ = ["Score", "engraved", "picture"]

FULL_WIDTH = 780.0  # px; a line that abcjs sets to the width of its options is narrower
FEWER_BARS = (3, 2, 1)


@dataclass(frozen=True)  # without slots: where the notes stand is worked out once
class Score:
    """A tune, its lines broken as they are drawn, and the drawing."""

    tune: Tune
    engraving: Engraving

    def svg(self, tags: Tags | None = None) -> str:
        """One picture of the whole score, a title and a description in it if there are `tags`."""
        blocks = "".join(block.markup for block in self.engraving.blocks)
        return picture(self.engraving, 0, self.engraving.height, blocks, tags)

    def index_of(self, element: Element) -> int | None:
        """The `data-index` under which a note or rest of `tune` is drawn, None if it is not."""
        place = self._text_offset(element.position)
        nearest = bisect_right(self._starts, (place, len(self.engraving.notes))) - 1
        if nearest < 0:
            return None
        _, index = self._starts[nearest]
        return index if place < self.engraving.notes[index][1] else None

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        return sorted((start, index) for index, (start, _) in enumerate(self.engraving.notes))

    @cached_property
    def _lines(self) -> list[int]:
        return line_starts(self.tune.text)

    def _text_offset(self, position: Position) -> int:
        return self._lines[position.line - 1] + position.column - 1


def engraved(tune: Tune, *, tablature: str | None = None, incipit: bool = False) -> Score:
    """Draw a tune, or with `incipit` its opening line alone; `tablature` is one of `tablatures()`.

    Where the words below make a line wider than the page, lines hold fewer bars.
    """
    if incipit:
        return engraved_text(opening_line(tune), tablature)
    score = engraved_text(score_text(tune), tablature)
    for bars in FEWER_BARS if has_words(tune) else ():
        if score.engraving.width <= FULL_WIDTH:
            break
        score = engraved_text(score_text(tune, bars), tablature)
    return score


def has_words(tune: Tune) -> bool:
    """Whether there are words under the notes."""
    return any(isinstance(element, Field) and element.letter == "w" for element in tune.elements)


def engraved_text(text: str, tablature: str | None) -> Score:
    """Draw a text that is made for the engraver."""
    drawn = Tune.parse(text)
    offsets = line_starts(drawn.text)
    strings = tunings().get(tablature or "")
    below = below_notes(drawn, tablature) if tablature and not strings else {}
    syllables = {offsets[line - 1] + column - 1: mark for (line, column), mark in below.items()}
    return Score(drawn, engrave(drawn.text, strings=strings, syllables=syllables))


def picture(engraving: Engraving, top: float, bottom: float, markup: str, tags: Tags | None = None) -> str:
    """An SVG document that shows some of the engraving's markup, between two heights (px)."""
    width, height = f"{engraving.width:.2f}", f"{bottom - top:.2f}"
    size = f'width="{width}" height="{height}" viewBox="0 {top:.2f} {width} {height}"'
    ink = 'fill="currentColor" stroke="currentColor"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {ink}>{about(tags)}{markup}</svg>'


def about(tags: Tags | None) -> str:
    """The title of the picture, and in its description composer, seed and model."""
    if tags is None:
        return ""
    description = " ".join(filter(None, [tags.composer, tags.comment]))
    return f"<title>{xml_text(tags.title)}</title><desc>{xml_text(description)}</desc>"


def xml_text(text: str) -> str:
    """The text as XML holds it, without the characters that it may not hold (XML 1.0, section 2.2)."""
    return escape(FORBIDDEN.sub("", text), quote=False)
