"""Tunesmith learns folk tunes in ABC notation with an LSTM and composes new ones that are always playable."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tunesmith.analysis.origin import origin
    from tunesmith.composing.composer import Composer, Composition, compose
    from tunesmith.composing.request import Request
    from tunesmith.corpus.sources import read_tunes
    from tunesmith.corpus.vocabulary import Vocabulary
    from tunesmith.inference.inspection import inspect
    from tunesmith.inference.scoring import score
    from tunesmith.model.checkpoint import Checkpoint, load
    from tunesmith.model.hub import push
    from tunesmith.notation import Tune, check
    from tunesmith.rendering import render

__version__ = "0.1.0"
__all__ = [
    "Checkpoint", "Composer", "Composition", "Request", "Tune", "Vocabulary", "__version__", "check", "compose",
    "inspect", "load", "origin", "push", "read_tunes", "render", "score",
]  # fmt: skip

ROOMS = {
    "Checkpoint": "tunesmith.model.checkpoint",
    "Composer": "tunesmith.composing.composer",
    "Composition": "tunesmith.composing.recipes",
    "Request": "tunesmith.composing.request",
    "Tune": "tunesmith.notation",
    "Vocabulary": "tunesmith.corpus.vocabulary",
    "check": "tunesmith.notation",
    "compose": "tunesmith.composing.composer",
    "inspect": "tunesmith.inference.inspection",
    "load": "tunesmith.model.checkpoint",
    "origin": "tunesmith.analysis.origin",
    "push": "tunesmith.model.hub",
    "read_tunes": "tunesmith.corpus.sources",
    "render": "tunesmith.rendering",
    "score": "tunesmith.inference.scoring",
}
"""Where each name lives: it is fetched when it is first asked for, so that importing Tunesmith costs nothing."""


def __getattr__(name: str) -> Any:
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(ROOMS[name]), name)


def __dir__() -> list[str]:
    return __all__


def load_ipython_extension(shell: Any) -> None:
    """Let tunes show themselves as a score with a player; importing Tunesmith in a notebook does so too."""
    import_module("tunesmith.notebook").register(shell.display_formatter.formatters["text/html"])


if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()) is not None:
    load_ipython_extension(shell)
