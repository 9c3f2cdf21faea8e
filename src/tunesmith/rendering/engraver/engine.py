"""The JavaScript engine that abcjs runs in: kept between tunes, bounded in time and memory, replaced after an error.

There is one, on a thread of its own: an engine must not be shared between threads, and each takes 7 MB. To draw several
tunes at the same time, use several processes.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import quickjs

from tunesmith.errors import RenderError
from tunesmith.rendering.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tunesmith.music.instruments import Tuning

__all__ = ["Block", "Engraving", "Syllables", "engrave"]

SCRIPTS = Path(__file__).parent
MARGIN = 12.0  # px beside and below the blocks
SYLLABLE_FONT = '"STIX Two Text" 8'
MEMORY = 256 * 2**20  # bytes; a tune of 200 bars takes 20 MB
STACK = 256 * 2**10  # less than any platform gives a thread
LIFE = 1000  # tunes drawn by one engine, since what it remembers of glyphs and words only grows
SECONDS = 10.0  # of processor time for one tune

Syllables: TypeAlias = "Mapping[int, str]"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the drawing that no page break may cut: the heading, one staff system, or the words below.

    `top`, `bottom` and `right` in px from the drawing's top left corner; `markup` is one SVG group.
    """

    top: float
    bottom: float
    right: float
    markup: str


@dataclass(frozen=True, slots=True)
class Engraving:
    """One tune drawn: its blocks from top to bottom.

    `notes[i]` is where in the ABC text the note or rest stands that the SVG marks with `data-index="i"`: from its first
    character to the one after its last.
    """

    blocks: tuple[Block, ...]
    notes: tuple[tuple[int, int], ...]

    @property
    def width(self) -> float:
        """From the left of the paper to the margin beside the widest block (px)."""
        return max(block.right for block in self.blocks) + MARGIN

    @property
    def height(self) -> float:
        """From the top of the paper to the margin below the last block (px)."""
        return self.blocks[-1].bottom + MARGIN


def engrave(text: str, *, strings: Tuning | None = None, syllables: Syllables = MappingProxyType({})) -> Engraving:
    """Draw one tune; RenderError where the text holds no music.

    `strings` adds tablature below every line; `syllables` sets words under notes, in small type, by the place of
    the note in the text. JavaScript counts places in units of UTF-16, of which a character beyond U+FFFF takes two.
    """
    units = list(accumulate((1 + (character > "\uffff") for character in text), initial=0))
    options = _options() | {"syllables": {units[place]: syllable for place, syllable in syllables.items()}}
    if strings:
        options["tablature"] = [{"instrument": strings.fretted_as, "tuning": strings.strings, "label": ""}]
    if syllables:
        options["format"] = options["format"] | {"vocalfont": SYLLABLE_FONT}
    drawing = _drawing_thread().submit(_engine().run, json.dumps({"text": text, "options": options})).result()
    if not drawing:
        raise RenderError("there is no music to draw: the text has no note after its K: field")
    return Engraving(
        blocks=tuple(Block(**block) for block in drawing["blocks"]),
        notes=tuple((bisect_left(units, start), bisect_left(units, end)) for start, end in drawing["notes"]),
    )


@cache
def _options() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCRIPTS / "options.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _sources() -> tuple[str, ...]:
    ours = [SCRIPTS / f"{name}.js" for name in ("dom", "text", "geometry", "tidy", "syllables", "headings", "engrave")]
    scripts = [*ours[:-1], resource("abcjs.js"), ours[-1]]
    metrics = f"const METRICS = {resource('metrics.json').read_text(encoding='utf-8')};"
    texts = (script.read_text(encoding="utf-8") for script in scripts)
    return (metrics, *(text.replace("\nexport ", "\n") for text in texts))  # modules are for the page


class _Engine:
    """One JavaScript context with abcjs loaded: started at the first tune, and again after an error or a long life."""

    def __init__(self) -> None:
        self._context: Any = None
        self._drawn = 0

    def run(self, request: str) -> dict[str, Any]:
        if self._context is None:
            self._start()
        try:
            answer: dict[str, Any] = json.loads(self._context.get("engrave")(request))
        except quickjs.JSException as error:
            self._context = None
            raise RenderError(f"the engraver cannot draw this tune: {reason(str(error).splitlines()[0])}") from error
        self._drawn += 1
        if self._drawn == LIFE:
            self._context = None
        return answer

    def _start(self) -> None:
        context = quickjs.Context()
        context.set_memory_limit(MEMORY)
        context.set_max_stack_size(STACK)
        for source in _sources():
            context.eval(source)
        context.set_time_limit(SECONDS)
        self._context, self._drawn = context, 0


def reason(message: str) -> str:
    """What the engine's error means; an engine that runs out of memory may report no more than `null`."""
    if message == "null" or "out of memory" in message or "interrupted" in message:
        return f"it would take more than {SECONDS:g} seconds or {MEMORY // 2**20} MiB"
    return message


@cache
def _drawing_thread() -> ThreadPoolExecutor:
    """The thread that draws."""
    return ThreadPoolExecutor(1, "engraver")


@cache
def _engine() -> _Engine:
    """The engine of that thread."""
    return _Engine()


def _forget() -> None:
    """Forget the thread, which a forked process does not have."""
    _drawing_thread.cache_clear()
    _engine.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
