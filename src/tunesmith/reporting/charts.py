"""The pictures of a report as SVG text that takes its colours from the page: dots with intervals, and twin histograms.

What was judged is drawn in the class `ours`, the real tunes in `real`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.reporting.corpus_charts import WIDE, WIDTH
from tunesmith.reporting.wording import Unit, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tunesmith.evaluation.intervals import Interval

__all__ = ["Marked", "diverging", "dots", "twins"]

Marked: TypeAlias = tuple["Interval", str]
"""An interval and the class that it is drawn in."""

VALUE, ROW, MARGIN = 66, 30, 10
LABEL, LETTER = 206, 7.6  # the widest room for names; how wide a letter of them is
APART = 62  # between the values of an axis at least
FLOOR, CEILING = 210, 44  # of a histogram
SHORTEST = 1.5


def dots(
    rows: Mapping[str, Sequence[Marked]], span: tuple[float, float], unit: Unit = "share", wide: bool = False
) -> str:
    """A row for each name: its intervals as lines with a dot, on one axis from `span[0]` to `span[1]`."""
    width = WIDE if wide else WIDTH
    left = min(LABEL, LETTER * max(map(len, rows), default=1) + 2 * MARGIN)
    right = width - VALUE * max((len(row) for row in rows.values()), default=1) - MARGIN
    low, high = span
    floor = len(rows) * ROW

    def x_of(value: float) -> float:
        return left + (min(max(value, low), high) - low) / (high - low) * (right - left)

    values = ticks(low, high, (right - left) / APART)
    parts = [gridline(x_of(tick), floor, short(tick, unit)) for tick in values]
    for index, (name, row) in enumerate(rows.items()):
        y = index * ROW + ROW / 2
        parts.append(f'<text class="name" x="{left - 14}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        for place, (interval, kind) in enumerate(row):
            at = y + (place - (len(row) - 1) / 2) * 9
            parts.append(dot(x_of, interval, kind, at, f"{name}: {written(interval.value, unit)}"))
            x = right + MARGIN + VALUE * (place + 1)
            parts.append(
                f'<text class="count {kind}" x="{x}" y="{y + 4}" text-anchor="end">'
                f"{written(interval.value, unit)}</text>"
            )
    return svg(width, floor + 22, "".join(parts), "figures with their intervals")


def dot(x_of: Callable[[float], float], interval: Interval, kind: str, y: float, words: str) -> str:
    """One interval."""
    return (
        f'<g class="{kind}"><title>{escape(words)}</title>'
        f'<line class="reach" x1="{x_of(interval.low):.1f}" x2="{x_of(interval.high):.1f}" y1="{y}" y2="{y}"/>'
        f'<circle cx="{x_of(interval.value):.1f}" cy="{y}" r="4.5"/></g>'
    )


def twins(
    ours: Sequence[float],
    real: Sequence[float],
    step: float,
    label: str,
    marks: Sequence[tuple[float, str]] = (),
    unit: Unit = "share",
) -> str:
    """Two histograms in one, each as shares of its own tunes, with named vertical marks; `real` may be empty."""
    last = max([*ours, *real, *(mark for mark, _ in marks), step])
    slots = int(last / step) + 1
    slot = (WIDTH - 2 * MARGIN) / slots
    shares = {"ours": binned(ours, step, slots), "real": binned(real, step, slots)}
    highest = max(max(values) for values in shares.values())
    parts = [f'<line class="axis" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{FLOOR}" y2="{FLOOR}"/>']
    for number, (kind, heights) in enumerate(shares.items()):
        for place, value in enumerate(heights):
            if value:
                size = max(SHORTEST, (FLOOR - CEILING) * value / highest)
                x = MARGIN + (place + 0.08 + 0.42 * number) * slot
                parts.append(
                    f'<rect class="{kind}" x="{x:.1f}" y="{FLOOR - size:.1f}" width="{0.42 * slot:.1f}" '
                    f'height="{size:.1f}" rx="1.5"><title>{written(place * step, unit)}: {value:.1%}</title></rect>'
                )
    parts += [mark(MARGIN + value / step * slot, row, name) for row, (value, name) in enumerate(marks)]
    values = ticks(0, last, WIDTH / APART)
    parts += [tick_below(MARGIN + tick / step * slot, short(tick, unit)) for tick in values]
    parts.append(f'<text class="label" x="{WIDTH / 2}" y="{FLOOR + 38}">{escape(label)}</text>')
    return svg(WIDTH, FLOOR + 42, "".join(parts), f"two histograms, {label}")


def diverging(values: Mapping[str, float]) -> str:
    """A bar to the right for each value above 0, to the left for each below."""
    most = max((abs(value) for value in values.values()), default=1.0) or 1.0
    middle, reach = LABEL + (WIDTH - LABEL) / 2, (WIDTH - LABEL) / 2 - 46
    parts = [f'<line class="axis" x1="{middle}" x2="{middle}" y1="0" y2="{len(values) * ROW}"/>']
    for index, (name, value) in enumerate(values.items()):
        y, size = index * ROW, max(SHORTEST, reach * abs(value) / most)
        x, kind, end = (middle, "ours", middle + size + 6) if value > 0 else (middle - size, "real", middle - size - 6)
        anchor = "start" if value > 0 else "end"
        parts.append(
            f'<text class="name" x="{LABEL - 14}" y="{y + 19}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="{kind}" x="{x:.1f}" y="{y + 6}" width="{size:.1f}" height="18" rx="3"/>'
            f'<text class="share" x="{end:.1f}" y="{y + 19}" text-anchor="{anchor}">{value:+.2f}</text>'
        )
    return svg(WIDTH, len(values) * ROW, "".join(parts), "differences")


def binned(values: Sequence[float], step: float, slots: int) -> list[float]:
    """The share of the values in each slot."""
    counts = [0] * slots
    for value in values:
        counts[min(int(value / step), slots - 1)] += 1
    return [count / max(len(values), 1) for count in counts]


def ticks(low: float, high: float, most: float) -> list[float]:
    """Round values from `low` to `high`, at most so many."""
    steps = [base * 10.0**power for power in range(-4, 5) for base in (1, 2, 5)]
    step = next((step for step in steps if (high - low) / step < most - 1), high - low)
    first, last = -int(-low / step + 1e-9) if low <= 0 else int(low / step + 1 - 1e-9), int(high / step + 1e-9)
    return [round(number * step, 6) for number in range(first, last + 1)]


def short(value: float, unit: Unit) -> str:
    """A value of an axis."""
    return f"{value:.0%}" if unit == "share" else f"{value:g}"


def gridline(x: float, floor: float, words: str) -> str:
    """A faint vertical line with its value below."""
    return (
        f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{floor}"/>'
        f'<text class="tick" x="{x:.1f}" y="{floor + 17}">{words}</text>'
    )


def tick_below(x: float, words: str) -> str:
    """A value below the axis of a histogram."""
    return f'<text class="tick" x="{x:.1f}" y="{FLOOR + 17}">{words}</text>'


def mark(x: float, row: int, name: str) -> str:
    """A dashed line down to the axis, its name beside it."""
    y, left = 8 + 15 * row, x > 0.6 * WIDTH
    anchor, gap = ("end", -5) if left else ("start", 5)
    return (
        f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y}" y2="{FLOOR}"/>'
        f'<text class="note" x="{x + gap:.1f}" y="{y + 8}" text-anchor="{anchor}">{escape(name)}</text>'
    )


def svg(width: float, height: float, content: str, title: str) -> str:
    """A drawing that fills its card."""
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{content}</svg>'
