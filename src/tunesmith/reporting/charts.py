"""The charts of a report: dots with intervals, twin histograms, differences to both sides.

What was judged is drawn in the page's colour `main` with round dots, the real tunes in `mark` with diamonds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from matplotlib.ticker import MaxNLocator

from tunesmith.reporting.drawing import WIDE, WIDTH, chart, colour
from tunesmith.reporting.wording import Unit, figure, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from tunesmith.evaluation.intervals import ConfidenceInterval
    from tunesmith.reporting.drawing import Chart

__all__ = ["Kind", "Marked", "diverging", "dots", "twins"]

Kind: TypeAlias = Literal["ours", "real"]
Marked: TypeAlias = tuple["ConfidenceInterval", Kind]
"""An interval and whose it is."""

VALUE, ROW = 66, 30
APART = 9 / ROW  # between two intervals of one row
COLOURS: dict[Kind, str] = {"ours": colour("main"), "real": colour("mark")}
DOTS = {"ours": ("o", 7.5), "real": ("D", 6.0)}  # the form of a dot, and its size in units


def dots(
    rows: Mapping[str, Sequence[Marked]],
    span: tuple[float, float],
    title: str,
    unit: Unit = "share",
    wide: bool = False,
) -> Markup:
    """A row for each name: its intervals as lines with a dot, on one axis from `span[0]` to `span[1]`."""
    said = "; ".join(f"{name}: {', '.join(figure(one, unit) for one, _ in row)}" for name, row in rows.items())
    with chart(WIDE if wide else WIDTH, len(rows) * ROW + 26, title, said) as made:
        made.names(list(rows))
        made.axes.set_xlim(span)
        made.axes.grid(axis="x")
        made.axes.spines.bottom.set_visible(False)
        made.axes.xaxis.set_major_locator(MaxNLocator(10 if wide else 4))
        made.axes.xaxis.set_major_formatter(formatter(unit))
        for y, (name, row) in enumerate(rows.items()):
            for place, marked in enumerate(row):
                dot(made, (y, place, len(row)), marked, name, unit)
    return made.svg


def dot(made: Chart, where: tuple[int, int, int], marked: Marked, name: str, unit: Unit) -> None:
    """One interval in row `where[0]`, the `where[1]`th of `where[2]` there, and its value in words beside the axes."""
    (interval, kind), (row, place, places) = marked, where
    y, words, shown = row + (place - (places - 1) / 2) * APART, written(interval.value, unit), COLOURS[kind]
    low, value, high = np.clip((interval.low, interval.value, interval.high), *made.axes.get_xlim())
    [reach] = made.axes.plot([low, high], [y, y], color=shown, linewidth=3, alpha=0.45, solid_capstyle="round")
    marker, size = DOTS[kind]
    [point] = made.axes.plot([value], [y], marker, color=shown, markersize=size, markeredgewidth=0)
    for artist in (reach, point):
        artist.set_clip_on(False)
        made.name(artist, f"{name}: {words}")
    made.axes.annotate(
        words, (1, row), (VALUE * (place + 1), 0), made.axes.get_yaxis_transform(), textcoords="offset points",
        ha="right", va="center", color=shown,
    )  # fmt: skip


def twins(
    ours: Sequence[float],
    real: Sequence[float],
    step: float,
    title: str,
    marks: Sequence[tuple[float, str]] = (),
    unit: Unit = "share",
) -> Markup:
    """Two histograms in one, each as shares of its own tunes, with named vertical marks; `real` may be empty."""
    slots = slot_of(max([*ours, *real, *(mark for mark, _ in marks), step]), step) + 1
    samples: dict[Kind, Sequence[float]] = {"ours": ours, "real": real} if real else {"ours": ours}
    shares = {kind: binned(values, step, slots) for kind, values in samples.items()}
    said = "; ".join(
        f"{written(place * step, unit)}: {', '.join(f'{share:.1%}' for share in row)}"
        for place, row in enumerate(zip(*shares.values(), strict=True))
        if any(row)
    )
    with chart(WIDTH, 250, title, said) as made:
        for number, (kind, heights) in enumerate(shares.items()):
            at = (np.arange(slots) + 0.08 + 0.42 * number) * step
            drawn = made.axes.bar(at, heights, 0.42 * step, align="edge", color=COLOURS[kind])
            for place, bar in enumerate(drawn):
                bar.set_visible(bool(heights[place]))
                made.name(bar, f"{written(place * step, unit)}: {heights[place]:.1%}")
        made.axes.set_xlim(0, slots * step)
        made.marks(marks)
        made.axes.set_yticks([])
        made.axes.xaxis.set_major_formatter(formatter(unit))
        made.axes.set_xlabel(title)
    return made.svg


def diverging(values: Mapping[str, float], title: str) -> Markup:
    """A bar to the right for each value above 0, to the left for each below."""
    said = "; ".join(f"{name}: {value:+.2f}" for name, value in values.items())
    shown = [COLOURS["ours" if value > 0 else "real"] for value in values.values()]
    with chart(WIDTH, len(values) * ROW, title, said) as made:
        made.names(list(values))
        drawn = made.axes.barh(range(len(values)), list(values.values()), height=0.6, color=shown)
        made.axes.bar_label(drawn, [f"{value:+.2f}" for value in values.values()], padding=6, color=colour("soft"))
        made.axes.axvline(0, color=colour("line"), linewidth=1)
        made.axes.margins(x=0.2)
        made.axes.set_xticks([])
        made.axes.spines.bottom.set_visible(False)
    return made.svg


def binned(values: Sequence[float], step: float, slots: int) -> list[float]:
    """The share of at least one value in each slot."""
    counts = np.bincount([slot_of(value, step) for value in values], minlength=slots)
    shares: list[float] = (counts / len(values)).tolist()
    return shares


def slot_of(value: float, step: float) -> int:
    """The slot of a value; one that is a multiple of the step but for rounding begins a slot."""
    return int(value / step + 1e-9)


def formatter(unit: Unit) -> str:
    """How the values of an axis are written."""
    return "{x:.0%}" if unit == "share" else "{x:g}"
