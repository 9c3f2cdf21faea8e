"""Tunesmith learns folk tunes in ABC notation with an LSTM and composes new ones that are always playable."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tunesmith.analysis.origin import origin
    from tunesmith.composing.composer import Composer, Composition, compose
    from tunesmith.composing.request import Request
    from tunesmith.notation import Tune, check
    from tunesmith.rendering import render

__version__ = "0.1.0"
__all__ = ["Composer", "Composition", "Request", "Tune", "__version__", "check", "compose", "origin", "render"]

ROOMS = {
    "Composer": "tunesmith.composing.composer",
    "Composition": "tunesmith.composing.composer",
    "Request": "tunesmith.composing.request",
    "Tune": "tunesmith.notation",
    "check": "tunesmith.notation",
    "compose": "tunesmith.composing.composer",
    "origin": "tunesmith.analysis.origin",
    "render": "tunesmith.rendering",
}
"""Where each name lives: it is fetched when it is first asked for, so that importing Tunesmith costs nothing."""


def __getattr__(name: str) -> Any:
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(ROOMS[name]), name)


def __dir__() -> list[str]:
    return __all__
