"""What rendering ships besides its code: the engraver, the fonts with their widths, and the soundfont."""

from __future__ import annotations

from pathlib import Path

from tunesmith.errors import RenderError

__all__ = ["fonts", "resource"]

ASSETS = Path(__file__).with_name("assets")


def resource(name: str) -> Path:
    """The path of one shipped file; RenderError where the package was installed without them."""
    path = ASSETS / name
    if not path.exists():
        raise RenderError(f"{name} is missing from the installation: run `make assets` in the source folder")
    return path


def fonts() -> tuple[Path, ...]:
    """The shipped font files, the text font's four faces and the one that has sharps and flats."""
    return tuple(sorted(resource("fonts").glob("*.ttf")))
