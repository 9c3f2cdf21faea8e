"""Scores on paper: a vector PDF of one tune, or of several as a tunebook with contents, page numbers and an index.

The pages are set by Typst, with the shipped fonts: a staff system is never cut, a tune that fits on a page is not
divided, and contents and index link to the tunes.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from tunesmith.errors import RenderError
from tunesmith.notation import Tune
from tunesmith.rendering.collation import sort_key
from tunesmith.rendering.resources import font_widths, resource
from tunesmith.rendering.score import engraved, picture
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.rendering.engraver import Engraving
    from tunesmith.rendering.options import Paper

__all__ = ["pdf_of"]

TYPST_PAPER = {"a4": "a4", "letter": "us-letter"}
PAPER_SIZE = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # mm
MARGINS = (16.0, 18.0)  # mm at either side, and above and below
BETWEEN_STAVES = 1.5  # mm
TEMPLATE = Path(__file__).with_name("tunebook.typ")
ARTICLE = re.compile(r"(?P<rest>.+), (?P<article>The|An|A)", re.IGNORECASE)


def pdf_of(
    tunes: Sequence[Tune],
    *,
    paper: Paper = "a4",
    tags: Tags | None = None,
    tablature: str | None = None,
    incipit: bool = False,
) -> bytes:
    """The tunes as PDF pages, in the given order; the title of `tags` names the book."""
    several = len(tunes) > 1
    entries = [
        entry(number, named(tune, f"Tune {number}") if several else tune, paper, tablature, incipit)
        for number, tune in enumerate(tunes, start=1)
    ]
    tags = tags or Tags(title="Tunes" if several else entries[0]["title"])
    order = sorted(range(len(entries)), key=lambda place: sort_key(entries[place]["title"]))
    about = {"title": tags.title, "author": tags.composer, "keywords": tags.comment}
    families = [font["family"] for font in font_widths()[1]]
    page = {"paper": TYPST_PAPER[paper], "margins": MARGINS, "between": BETWEEN_STAVES, "fonts": families}
    return compiled(page | about | {"tunes": entries, "index": order})


def compiled(book: dict[str, Any]) -> bytes:
    """The book's pages, set by the template."""
    try:
        pdf: bytes = _compiler().compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs={"book": json.dumps(book)})
    except typst.TypstError as error:
        raise RenderError(f"the pages cannot be set: {error.message}") from error
    return pdf


def entry(number: int, tune: Tune, paper: Paper, tablature: str | None, incipit: bool) -> dict[str, Any]:
    """One tune of the book: its title, its key, and the blocks of its score as pictures."""
    drawing = engraved(tune, tablature=tablature, incipit=incipit).engraving
    title = natural_title(tune.title or "Untitled")
    return {
        "number": number,
        "title": title,
        "key": str(tune.key),
        "whole": fits(drawing, paper),
        "blocks": [picture(drawing, block.top, block.bottom, block.markup) for block in drawing.blocks],
    }


def fits(drawing: Engraving, paper: Paper) -> bool:
    """Whether one page has room for all blocks of a score, each as wide as the page between its margins."""
    width, height = (size - 2 * margin for size, margin in zip(PAPER_SIZE[paper], MARGINS, strict=True))
    blocks = sum(block.bottom - block.top for block in drawing.blocks) * width / drawing.width
    return blocks + BETWEEN_STAVES * (len(drawing.blocks) - 1) <= height


def named(tune: Tune, title: str) -> Tune:
    """The tune with a title, its own if it has one: in a book, a reader must find it again."""
    return tune if tune.title else Tune.parse(tune.text.replace("\nK:", f"\nT:{title}\nK:", 1))


def natural_title(title: str) -> str:
    """`Silver Spear, The` as it is said and as the engraver writes it."""
    match = ARTICLE.fullmatch(title)
    return f"{match['article']} {match['rest']}" if match else title


def _compiler() -> Any:
    """A compiler of this call's own: two threads must not use one, and without the fonts it takes a third of a ms."""
    return typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(resource("fonts"))])
