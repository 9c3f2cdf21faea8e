"""The formats that a tune can be rendered to: one function each, found by the name that is also the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from tunesmith.notation import Tune
    from tunesmith.rendering.options import RenderOptions

__all__ = ["FORMATS", "Format"]

Maker: TypeAlias = "Callable[[Sequence[Tune], RenderOptions], bytes]"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its media type, and what makes it; `book` says whether one file can hold several tunes."""

    media_type: str
    make: Maker
    book: bool = False


# The rooms are imported when a format is first asked for: a score needs no synthesizer, and ABC needs neither.


def abc(tunes: Sequence[Tune], _: RenderOptions) -> bytes:
    """The text itself."""
    return "\n".join(tune.text.rstrip("\n") + "\n" for tune in tunes).encode()


def svg(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The score as an SVG picture."""
    from tunesmith.rendering.score import engraved

    score = engraved(tunes[0], tablature=options.tablature, incipit=options.opening_line)
    return score.svg(options.tags_of(tunes)).encode()


def png(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The score as a PNG picture."""
    from tunesmith.rendering.png import png_of

    return png_of(svg(tunes, options).decode(), tags=options.tags_of(tunes))


def pdf(tunes: Sequence[Tune], options: RenderOptions) -> bytes:
    """The scores on pages."""
    from tunesmith.rendering.pdf import pdf_of

    return pdf_of(
        tunes,
        paper=options.paper,
        tags=options.tags_of(tunes),
        tablature=options.tablature,
        incipit=options.opening_line,
    )


FORMATS: Final[dict[str, Format]] = {
    "abc": Format("text/vnd.abc", abc, book=True),
    "pdf": Format("application/pdf", pdf, book=True),
    "png": Format("image/png", png),
    "svg": Format("image/svg+xml", svg),
}
