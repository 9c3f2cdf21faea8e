"""Scores in a browser: the engraver runs beside Python, in JavaScript (`worker/drawing.js`)."""

from __future__ import annotations

import json
from functools import partial
from typing import Protocol

from tunesmith.browser.known import UnreachedError
from tunesmith.errors import RenderError
from tunesmith.rendering.engraver.engraving import run_with

__all__ = ["Engraver", "draw_here"]


class Engraver(Protocol):
    """The engraver's scripts, which are fetched when they are first asked for."""

    async def opened(self) -> bool:
        """Have them at hand; tells whether they are."""

    def draw(self, request: str) -> str:
        """Run `engrave` of `engrave.js`; of what it cannot draw, `{failed}` says why."""


async def draw_here(engraver: Engraver) -> None:
    """Let this engraver draw; UnreachedError if its scripts cannot be fetched."""
    if not await engraver.opened():
        raise UnreachedError("what draws scores is not here yet; ask once more with a network")
    run_with(partial(_drawn, engraver))


def _drawn(engraver: Engraver, request: str) -> str:
    answer = engraver.draw(request)
    if failed := json.loads(answer).get("failed"):
        raise RenderError(f"the engraver cannot draw this tune: {failed}")
    return answer
