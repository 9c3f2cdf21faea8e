"""Small pictures as SVG text that takes its colours from the page: columns, bars, a map of keys."""

from __future__ import annotations

from html import escape
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["bars", "columns", "grid", "ribbon"]

WIDTH = 500  # units of a drawing that fills half a page
WIDE = 1080  # and of one that fills a whole page
LARGEST = 1.2  # pixels of the screen for one unit
ROW = 26
MARGIN = 10
CEILING, FLOOR = 64, 200  # the highest column and the axis of a histogram; the names of marks stand above


def bars(counts: Mapping[str, int], most: int = 12) -> str:
    """One horizontal bar for each of the `most` largest counts, the rest summed up in a last one."""
    rows = [(name, count, "bar") for name, count in list(counts.items())[:most]]
    total = sum(counts.values())
    rest = total - sum(count for _, count, _ in rows)
    if rest:
        rows.append((f"{len(counts) - len(rows)} others", rest, "rest"))
    longest = max((count for _, count, _ in rows), default=1)
    label, room = 112, WIDTH - 112 - 110
    parts = []
    for index, (name, count, kind) in enumerate(rows):
        y, length = index * ROW, max(1.5, room * count / longest)
        parts.append(
            f'<text class="name" x="{label - 10}" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="{kind}" x="{label}" y="{y + 4}" width="{length:.1f}" height="18" rx="3"/>'
            f'<text class="count" x="{label + length + 8:.1f}" y="{y + 17}">{count:,}'
            f'<tspan class="share" dx="6">{count / total:.1%}</tspan></text>'
        )
    return _svg(WIDTH, len(rows) * ROW, "".join(parts), "horizontal bars")


def columns(
    counts: Mapping[int, int], step: int, label: str, marks: Sequence[tuple[float, str]] = (), wide: bool = False
) -> str:
    """A histogram: one column for each of the values, `step` apart, with named vertical marks."""
    width = WIDE if wide else WIDTH
    first, last = min(counts), max(counts)
    slot = (width - 2 * MARGIN) / ((last - first) // step + 1)
    highest = max(counts.values())

    def x_of(value: float) -> float:
        return MARGIN + (value - first) / step * slot

    parts = [f'<line class="axis" x1="{MARGIN}" x2="{width - MARGIN}" y1="{FLOOR}" y2="{FLOOR}"/>']
    for value, count in counts.items():
        size = max(1.0, (FLOOR - CEILING) * count / highest)
        parts.append(
            f'<rect class="bar" x="{x_of(value) + slot * 0.06:.1f}" y="{FLOOR - size:.1f}" '
            f'width="{slot * 0.88:.1f}" height="{size:.1f}" rx="{min(2.0, slot / 4):.1f}">'
            f"<title>{value:,}: {count:,}</title></rect>"
        )
    parts += [
        f'<text class="tick" x="{x_of(tick):.1f}" y="{FLOOR + 16}">{tick:,}</text>'
        for tick in _ticks(first, last + step)
    ]
    parts += [
        _mark(x_of(value), 8 + 14 * row, name, x_of(value) > 0.8 * width) for row, (value, name) in enumerate(marks)
    ]
    parts.append(f'<text class="label" x="{width / 2}" y="{FLOOR + 36}">{escape(label)}</text>')
    return _svg(width, FLOOR + 40, "".join(parts), f"histogram, {label}")


def _mark(x: float, y: float, name: str, left: bool) -> str:
    """A dashed line from `y` down to the axis, its name on the left or right of it."""
    anchor, gap = ("end", -5) if left else ("start", 5)
    return (
        f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{FLOOR}"/>'
        f'<text class="note" x="{x + gap:.1f}" y="{y + 8}" text-anchor="{anchor}">{escape(name)}</text>'
    )


def grid(counts: Mapping[tuple[str, str], int], rows: Sequence[str], names: Sequence[str]) -> str:
    """A map of counts by row and column, each cell as strong as the logarithm of its count."""
    left, top, cell = 92, 26, 32
    slot = (WIDE - left) / len(names)
    strongest = log(1 + max(counts.values()))
    parts = [
        f'<text class="tick" x="{left + (column + 0.5) * slot:.1f}" y="16">{escape(name)}</text>'
        for column, name in enumerate(names)
    ]
    for line, row in enumerate(rows):
        y = top + line * cell
        parts.append(f'<text class="name" x="{left - 10}" y="{y + 20}" text-anchor="end">{escape(row)}</text>')
        for column, name in enumerate(names):
            count = counts.get((row, name), 0)
            x, strength = left + column * slot, log(1 + count) / strongest
            parts.append(
                f'<rect class="cell" x="{x + 1:.1f}" y="{y + 1}" width="{slot - 2:.1f}" height="{cell - 2}" rx="4" '
                f'style="--strength:{strength:.3f}"><title>{escape(name)} {escape(row)}: {count:,}</title></rect>'
            )
            if count:
                kind = "strong" if strength > 0.6 else "faint"
                parts.append(f'<text class="{kind}" x="{x + slot / 2:.1f}" y="{y + 20}">{_short(count)}</text>')
    return _svg(WIDE, top + len(rows) * cell + 2, "".join(parts), "map of counts")


def ribbon(counts: Mapping[str, int]) -> str:
    """One bar divided by share; its legend belongs to the page."""
    total = sum(counts.values())
    parts, x = [], 0.0
    for index, (name, count) in enumerate(counts.items()):
        width = WIDE * count / total
        parts.append(
            f'<rect class="slice s{index}" x="{x:.2f}" y="0" width="{width:.2f}" height="30">'
            f"<title>{escape(name)}: {count:,}</title></rect>"
        )
        x += width
    return _svg(WIDE, 30, "".join(parts), "shares")


def _svg(width: int, height: int, content: str, title: str) -> str:
    """The picture, never scaled up so far that its letters outgrow those of the page."""
    frame = f'viewBox="0 0 {width} {height}" style="max-width:{LARGEST * width:.0f}px"'
    return f'<svg {frame} role="img" aria-label="{escape(title)}">{content}</svg>'


def _ticks(first: int, last: int) -> list[int]:
    """Round values, five to ten of them, between two others."""
    span = max(1, last - first)
    size = 10 ** (len(str(span)) - 1)
    step = next(step for step in (size // 5, size // 2, size, 2 * size) if step and span / step <= 10)
    return list(range(-(-first // step) * step, last + 1, step))


def _short(count: int) -> str:
    return f"{count / 1000:.1f}k" if count >= 10_000 else f"{count:,}"
