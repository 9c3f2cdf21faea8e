"""The pages of a film: a score as a tall picture in video planes, and each note's patch of it with the light on.

Which pixels belong to which note is found by drawing the score once more with every note in a colour of its own.
All planes are 8 bit, BT.709 in the limited range, with chroma at half the resolution (4:2:0).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import av
import numpy as np

from tunesmith.rendering.png import png_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from tunesmith.rendering.engraver import Engraving
    from tunesmith.rendering.score import Score

__all__ = ["LitScore", "Patch", "lit_score"]

Pixels: TypeAlias = "npt.NDArray[np.uint8]"

NOTE_COLOUR: Final = np.array([190, 40, 10], np.float32)
HALO_COLOUR: Final = np.array([255, 226, 150], np.float32)
HALO: Final = 5  # pixels around a note
MARGIN: Final = 24  # pixels around the score at least
SMALLEST: Final = 0.75  # of the full width, to keep a score in view as a whole
# Rows: Y, Cb, Cr; columns: R, G, B (ITU-R BT.709-6, section 3, for the limited range of 8 bit).
BT709: Final = (
    np.array([[46.559, 156.629, 15.812], [-25.664, -86.336, 112.0], [112.0, -101.730, -10.270]], np.float32) / 255
)
OFFSETS: Final = np.array([16, 128, 128], np.float32)


@dataclass(frozen=True, slots=True)
class Patch:
    """A lit note: planes of shapes (h, w), (h/2, w/2) twice, whose top left corner is at an even row and column."""

    row: int
    column: int
    planes: tuple[Pixels, Pixels, Pixels]


@dataclass(frozen=True, slots=True)
class LitScore:
    """Planes of the whole score, (H, W), (H/2, W/2) twice; each note's patch by its index; rows of the blocks."""

    planes: tuple[Pixels, Pixels, Pixels]
    patches: dict[int, Patch]
    rows: tuple[tuple[int, int], ...]

    @property
    def height(self) -> int:
        """Pixels from top to bottom, even."""
        return len(self.planes[0])

    def block_of(self, note: int) -> int:
        """The block (staff system) that a note stands in."""
        middle = self.patches[note].row + len(self.patches[note].planes[0]) // 2
        return min(range(len(self.rows)), key=lambda block: abs(sum(self.rows[block]) // 2 - middle))


def lit_score(score: Score, width: int, height: int) -> LitScore:
    """The score on a page `width` pixels wide and at least `height` high, with a patch for every note drawn."""
    zoom = zoom_of(score.engraving, width, height)
    notes = len(score.engraving.notes)
    drawing, marks = (decoded(png_of(score.svg(), zoom=zoom, style=style)) for style in (None, marking(notes)))
    page_height = max(height, len(drawing) + 2 * MARGIN)
    top, left = (page_height - len(drawing)) // 2, (width - drawing.shape[1]) // 2
    page, marked = (on_page(pixels, page_height, width, top, left) for pixels in (drawing, marks))
    labels = marked.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1]) - 1
    labels[labels >= notes] = -1
    rows = tuple((top + round(block.top * zoom), top + round(block.bottom * zoom)) for block in score.engraving.blocks)
    return LitScore(planes_of(page), patches(page, labels), rows)


def zoom_of(engraving: Engraving, width: int, height: int) -> float:
    """How large the score is drawn: as wide as the page, or somewhat smaller if all of it then is in view."""
    widest = (width - 2 * MARGIN) / engraving.width
    whole = (height - 2 * MARGIN) / engraving.height
    return whole if SMALLEST <= whole / widest < 1 else widest


def marking(notes: int) -> str:
    """A style sheet that draws note i in the colour i + 1, without smoothing."""
    rules = [f'[data-index="{index}"]{{fill:#{index + 1:06x}}}' for index in range(notes)]
    return "*{shape-rendering:crispEdges}" + "".join(rules)


def decoded(png: bytes) -> Pixels:
    """A PNG's pixels, (H, W, 3)."""
    with av.open(io.BytesIO(png), mode="r") as container:
        return next(container.decode(video=0)).to_ndarray(format="rgb24").astype(np.uint8)


def on_page(drawing: Pixels, height: int, width: int, top: int, left: int) -> Pixels:
    """The drawing on a white page of even height."""
    page = np.full((height + height % 2, width, 3), 255, np.uint8)
    page[top : top + drawing.shape[0], left : left + drawing.shape[1]] = drawing
    return page


def planes_of(pixels: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """RGB as Y, Cb and Cr; each chroma value is the mean of four pixels."""
    rows, columns = pixels.shape[0] // 2, pixels.shape[1] // 2
    light = (pixels @ BT709[0] + OFFSETS[0]).round().astype(np.uint8)
    fours = pixels.reshape(rows, 2, columns, 2, 3).mean(axis=(1, 3), dtype=np.float32)
    blue, red = (((fours @ BT709[i]) + OFFSETS[i]).round().astype(np.uint8) for i in (1, 2))
    return light, blue, red


def patches(page: Pixels, labels: npt.NDArray[np.int64]) -> dict[int, Patch]:
    """The patch of every note that has pixels, by its index."""
    rows, columns = np.nonzero(labels >= 0)
    found = labels[rows, columns]
    order = np.argsort(found, kind="stable")
    notes, starts = np.unique(found[order], return_index=True)
    groups = zip(notes, np.split(rows[order], starts[1:]), np.split(columns[order], starts[1:]), strict=True)
    return {int(note): patch(page, labels == note, ys, xs) for note, ys, xs in groups}


def patch(page: Pixels, mask: npt.NDArray[np.bool_], ys: npt.NDArray[np.int64], xs: npt.NDArray[np.int64]) -> Patch:
    """One note's patch: the note in its colour, and a halo behind it that leaves what is black black."""
    top, left = ((int(v.min()) - HALO) // 2 * 2 for v in (ys, xs))
    bottom, right = ((int(v.max()) + HALO + 2) // 2 * 2 for v in (ys, xs))
    area = (slice(top, bottom), slice(left, right))
    white = page[area].astype(np.float32)[..., :1] / 255
    near, note = grown(mask[area], HALO)[..., np.newaxis], grown(mask[area], 1)[..., np.newaxis]
    ground = np.where(near, HALO_COLOUR, 255)
    ink = np.where(note, NOTE_COLOUR, 0)
    lit = ground * white + ink * (1 - white)
    return Patch(top, left, planes_of(lit.round().astype(np.uint8)))


def grown(mask: npt.NDArray[np.bool_], radius: int) -> npt.NDArray[np.bool_]:
    """The mask with all pixels within a circle of this radius around it."""
    padded = np.pad(mask, radius)
    result = np.zeros_like(mask)
    height, width = mask.shape
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            if dy * dy + dx * dx <= radius * radius:
                result |= padded[radius + dy : radius + dy + height, radius + dx : radius + dx + width]
    return result
