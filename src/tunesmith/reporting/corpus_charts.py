"""The charts of a corpus: bars, a histogram, a map of keys, a bar that is divided by share."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from tunesmith.reporting.drawing import WIDE, WIDTH, chart, colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

__all__ = ["bars", "columns", "grid", "ribbon"]

ROW = 26
STRONGEST = 0.5  # how much of the colour a cell may have, so that its count is legible in light and dark


def bars(counts: Mapping[str, int], title: str, most: int = 12) -> Markup:
    """One horizontal bar for each of the `most` largest counts, the rest summed up in a last one."""
    rows = list(counts.items())[:most]
    total = sum(counts.values())
    shown = [colour("main")] * len(rows)
    if rest := total - sum(count for _, count in rows):
        rows.append((f"{len(counts) - len(rows)} others", rest))
        shown.append(colour("rest"))
    with chart(WIDTH, len(rows) * ROW, title, listed(rows)) as made:
        made.names([name for name, _ in rows])
        drawn = made.axes.barh(range(len(rows)), [count for _, count in rows], height=0.7, color=shown)
        made.axes.bar_label(drawn, [f"{count:,} ({count / total:.1%})" for _, count in rows], padding=8)
        made.axes.set_xticks([])
        made.axes.spines.bottom.set_visible(False)
    return made.svg


def columns(
    counts: Mapping[int, int], step: int, title: str, marks: Sequence[tuple[float, str]] = (), wide: bool = False
) -> Markup:
    """A histogram: one column for each of the values, `step` apart, with named vertical marks."""
    with chart(WIDE if wide else WIDTH, 240, title, listed(counts.items())) as made:
        drawn = made.axes.bar(
            list(counts), list(counts.values()), width=0.88 * step, align="edge", color=colour("main"),
            edgecolor=colour("main"), linewidth=0.5,
        )  # fmt: skip
        for bar, (value, count) in zip(drawn, counts.items(), strict=True):
            made.name(bar, f"{value:,}: {count:,}")
        made.axes.margins(x=0.01)
        made.marks(marks)
        made.axes.set_yticks([])
        made.axes.xaxis.set_major_formatter("{x:,g}")
        made.axes.set_xlabel(title)
    return made.svg


def grid(counts: Mapping[tuple[str, str], int], rows: Sequence[str], names: Sequence[str], title: str) -> Markup:
    """A map of counts by row and column, each cell as strong as the logarithm of its count."""
    most = log(1 + max(counts.values()))
    said = listed((f"{name} {row}", counts[row, name]) for row in rows for name in names if counts.get((row, name)))
    with chart(WIDE, 34 + 33 * len(rows), title, said) as made:
        made.names(rows)
        made.axes.set_xlim(-0.5, len(names) - 0.5)
        made.axes.set_xticks(range(len(names)), names)
        made.axes.xaxis.tick_top()
        made.axes.spines.bottom.set_visible(False)
        for y, row in enumerate(rows):
            for x, name in enumerate(names):
                count = counts.get((row, name), 0)
                fill = (colour("main"), STRONGEST * log(1 + count) / most) if count else (colour("line"), 0.4)
                [cell] = made.axes.barh(y, 0.96, 0.92, x - 0.48, color=fill)
                made.name(cell, f"{name} {row}: {count:,}")
                if count:
                    made.axes.text(x, y, short(count), ha="center", va="center", fontsize=12)
    return made.svg


def ribbon(counts: Mapping[str, int], title: str) -> Markup:
    """One bar divided by share; its legend belongs to the page."""
    total, left = sum(counts.values()), 0
    with chart(WIDE, 36, title, listed(counts.items())) as made:
        made.axes.set_axis_off()
        made.axes.set_xlim(0, total)
        for index, (name, count) in enumerate(counts.items()):
            [part] = made.axes.barh(0, count, left=left, color=colour(f"s{index}"), edgecolor=colour("card"))
            made.name(part, f"{name}: {count:,}")
            left += count
    return made.svg


def listed(counts: Iterable[tuple[object, int]]) -> str:
    """Counts in words, for those who do not see the chart."""
    return "; ".join(f"{name}: {count:,}" for name, count in counts)


def short(count: int) -> str:
    """A count in a cell."""
    return f"{count / 1000:.1f}k" if count >= 10_000 else f"{count:,}"
