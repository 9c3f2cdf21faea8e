"""How tunes show themselves in a notebook: as a score with a player."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

from tunesmith.errors import MissingExtraError, RenderError
from tunesmith.rendering import render

if TYPE_CHECKING:
    from tunesmith.composing.recipes import Composition
    from tunesmith.notation import Tune

__all__ = ["SHOWN", "register", "score_with_player"]

SHOWN = (("tunesmith.notation.tune", "Tune"), ("tunesmith.composing.recipes", "Composition"))
"""The classes that IPython shows so, by module and name."""


def register(formatter: Any) -> None:
    """Tell IPython's formatter of HTML how to show what is in SHOWN; it need not be imported yet."""
    for module, name in SHOWN:
        formatter.for_type_by_name(module, name, score_with_player)


def score_with_player(shown: Tune | Composition) -> str:
    """A tune as HTML: its score as SVG, and an audio element that holds its sound as MP3.

    Where the extra `score` or `sound` is not installed, its part is missing and a line says what to install.
    """
    return f"<div>{part(shown.text, 'svg', picture)}{part(shown.text, 'mp3', player)}</div>"


def part(text: str, form: str, spelled: Any) -> str:
    """One part of what is shown, or why it is missing."""
    try:
        content: str = spelled(render(text, form))
    except (MissingExtraError, RenderError) as error:
        content = f"<p>{escape(str(error))}</p>"
    return content


def picture(svg: bytes) -> str:
    """A score as an image of its own, so that its styles touch nothing else."""
    return f'<img alt="The score" style="max-width: 100%" src="data:image/svg+xml;base64,{encoded(svg)}">'


def player(mp3: bytes) -> str:
    """Sound with the player that the browser has."""
    return f'<br><audio controls src="data:audio/mpeg;base64,{encoded(mp3)}"></audio>'


def encoded(content: bytes) -> str:
    """Bytes for an address that holds its own content."""
    return base64.b64encode(content).decode()
