"""Which characters of a tune the shipped fonts have no glyph for."""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, Final

from tunesmith.rendering.lines import score_text
from tunesmith.rendering.resources import font_widths

if TYPE_CHECKING:
    from tunesmith.notation import Tune

__all__ = ["DRAWN_HERE", "missing_glyphs"]

DRAWN_HERE: Final = frozenset({"mp4", "pdf", "png"})
"""The formats whose letters are drawn with the shipped fonts; of an SVG, whoever shows it draws them."""


def missing_glyphs(tune: Tune) -> str:
    """The characters that a picture, a page or a film of the tune shows as boxes, each once, in their order."""
    text, others = font_widths()
    known = set(chain(text, *(font["widths"] for font in others)))
    return "".join(dict.fromkeys(one for one in score_text(tune) if one not in known and is_drawn(one)))


def is_drawn(character: str) -> bool:
    """Whether a character has a shape: it is no space, control, format or variation sign."""
    return unicodedata.category(character)[0] in "LNPS"
