"""The files that rendering needs besides its code: the engraver, the fonts with their widths, and the soundfont."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

from tunesmith.errors import RenderError

__all__ = ["FontWidths", "font_widths", "fonts", "resource"]

ASSETS = Path(__file__).with_name("assets")


def resource(name: str) -> Path:
    """The path of one shipped file; RenderError where the package was installed without them."""
    path = ASSETS / name
    if not path.exists():
        raise RenderError(f"{name} is missing from the installation: run `make assets` in the source folder")
    return path


def fonts() -> tuple[Path, ...]:
    """The shipped font files: the text font's four faces, and the fonts that have what it lacks."""
    return tuple(sorted(resource("fonts").glob("*.ttf")))


class FontWidths(TypedDict):
    """A fallback for the text font: its family, and the width (em) of each character."""

    family: str
    widths: dict[str, float]


@cache
def font_widths() -> tuple[set[str], list[FontWidths]]:
    """The characters of the text font, and the fonts that have others."""
    metrics = json.loads(resource("metrics.json").read_text(encoding="utf-8"))
    return set(metrics["faces"]["regular"]), metrics["fallbacks"]
