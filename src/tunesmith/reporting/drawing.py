"""Matplotlib figures as SVG for a page: its own colours, letters that stay text, and equal bytes for equal charts.

A chart names its colours by the page's CSS variables (`colour("main")`), so it follows the page into the dark.
"""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from textwrap import fill
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tunesmith.errors import MissingExtraError

try:
    from markupsafe import Markup
    from matplotlib import style
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine
except ModuleNotFoundError as error:
    raise MissingExtraError("report", "drawing charts") from error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["WIDE", "WIDTH", "Chart", "chart", "colour"]

WIDTH = 500  # units of a chart that fills half a page
WIDE = 1080  # and of one that fills a whole page
LARGEST, SMALLEST = 1.2, 0.85  # pixels of the screen for one unit; where there are fewer, the chart can be scrolled
COLOURS = ("ink", "soft", "line", "card", "main", "rest", "mark", "s0", "s1", "s2", "s3", "s4", "s5")
STAND_IN = "#fe01{:02x}"  # what Matplotlib draws with until the page's variable takes its place
LINE = 32  # characters of a name beside a row
TITLE = "title: "  # begins the identifier of an artist that has a title of its own
INCH = 72  # units in an inch of Matplotlib
FAMILY = re.compile(r"font-family: [^;]*; ")  # the page has its own
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


def colour(name: str) -> str:
    """The colour of the page's CSS variable `name`."""
    return STAND_IN.format(COLOURS.index(name))


SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tunesmith",
    "font.size": 13,
    "text.parse_math": False,
    "text.color": colour("ink"),
    "axes.labelcolor": colour("soft"),
    "axes.labelsize": 12,
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.edgecolor": colour("line"),
    "grid.color": colour("line"),
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "ytick.major.pad": 12,
    "xtick.labelcolor": colour("soft"),
    "xtick.labelsize": 12,
    "ytick.labelcolor": colour("ink"),
    "ytick.labelsize": 13,
}


class Chart:
    """Axes to draw on, and the `svg` that came of it once its block has ended."""

    def __init__(self, axes: Axes) -> None:
        self.axes, self.svg = axes, Markup()

    def name(self, artist: Artist, words: str) -> None:
        """Let a browser show `words` where the pointer rests on the artist."""
        artist.set_gid(TITLE + words)

    def names(self, rows: Sequence[str]) -> None:
        """Write a name beside each row, the first row on top; a long one takes more than one line."""
        self.axes.set_yticks(range(len(rows)), [fill(name, LINE) for name in rows])
        self.axes.set_ylim(len(rows) - 0.5, -0.5)

    def marks(self, marks: Sequence[tuple[float, str]], floor: float = 0.68) -> None:
        """Dashed lines with a name each, in the room that the data leave above the share `floor` of the axes."""
        low, high = self.axes.get_xlim()
        across = self.axes.get_xaxis_transform()
        self.axes.set_ylim(top=self.axes.dataLim.y1 / floor)
        for row, (x, words) in enumerate(marks):
            top, left = 1 - 0.07 * row, x > low + 0.6 * (high - low)
            self.axes.plot([x, x], [0, top], color=colour("mark"), linestyle=(0, (3, 3)), transform=across, linewidth=1)
            self.axes.annotate(
                words, (x, top), (-5 if left else 5, 0), across, textcoords="offset points", color=colour("soft"),
                fontsize=12, ha="right" if left else "left", va="top",
            )  # fmt: skip


@contextmanager
def chart(width: float, height: float, title: str, description: str) -> Iterator[Chart]:
    """A chart of so many units; `description` says in words what it shows."""
    with style.context(["default", SETTINGS]):
        layout = ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02)
        figure = Figure((width / INCH, height / INCH), layout=layout, frameon=False)
        made = Chart(figure.add_subplot(frameon=True))
        made.axes.patch.set_visible(False)
        yield made
        made.svg = Markup(inline(saved(figure), title, description))


def saved(figure: Figure) -> ElementTree.Element:
    """What Matplotlib writes."""
    text = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # it only measures with its own font; the browser has the letters
        figure.savefig(text, format="svg", metadata={"Date": None})
    return ElementTree.fromstring(text.getvalue())


def inline(root: ElementTree.Element, title: str, description: str) -> str:
    """An element of a page: no name spaces, and no identifiers that another chart could have too."""
    width, height = (float(side) for side in root.get("viewBox", "").split()[2:])
    shapes = {element.get("id"): element.get("d", "") for element in root.iter()}
    for metadata in root.findall(f"{SVG}metadata"):
        root.remove(metadata)
    for element in list(root.iter()):
        tidy(element, shapes)
    root.attrib = {
        "viewBox": f"0 0 {width:g} {height:g}",
        "style": f"max-width: {LARGEST * width:.0f}px; min-width: {SMALLEST * width:.0f}px",
        "role": "img",
    }
    titled(root, "desc", description)
    titled(root, "title", title)
    text = ElementTree.tostring(root, encoding="unicode")
    for index, variable in enumerate(COLOURS):
        text = text.replace(STAND_IN.format(index), f"var(--{variable})")
    return text


def tidy(element: ElementTree.Element, shapes: Mapping[str | None, str]) -> None:
    """Put in the shape that an element refers to, and leave out what refers to nothing any more."""
    element.tag, element.tail = element.tag.removeprefix(SVG), None
    found = element.attrib
    found.pop("clip-path", None)
    name = found.pop("id", "")
    if element.tag == "use":
        element.tag = "path"
        found["d"] = shapes[found.pop(f"{XLINK}href")[1:]]
        found["transform"] = f"translate({found.pop('x')} {found.pop('y')})"
    if "d" in found:
        found["d"] = " ".join(found["d"].split())
    if "style" in found:
        found["style"] = FAMILY.sub("", found["style"])
    if name.startswith(TITLE):
        titled(element, "title", name.removeprefix(TITLE))
    for definitions in element.findall(f"{SVG}defs"):
        element.remove(definitions)


def titled(element: ElementTree.Element, tag: str, words: str) -> None:
    """Put a title or a description first."""
    first = ElementTree.Element(tag)
    first.text = words
    element.insert(0, first)
