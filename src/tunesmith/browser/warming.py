"""What Python does before its memory is kept for browsers: import all that answers requests, and use it once.

It runs under Pyodide when the site is built, as a program.
"""

from __future__ import annotations

import codecs
import gc
import json
import sys
from typing import Any

sys.path.insert(0, "/tunesmith")
for name in ("utf-8-sig", "utf-16", "cp1252", "latin-1", "mac-roman", "idna", "ascii"):
    codecs.lookup(name)

from tunesmith.browser.composing import chosen, prepared  # noqa: E402
from tunesmith.browser.routes import service  # noqa: E402
from tunesmith.conversion import read  # noqa: E402

NOTHING: Any = None
ABC = 'X:1\nT:Warm\nR:jig\nM:6/8\nL:1/8\nK:G\n|:"G"GAB c2d|edc BAG|ABc ded|cAF G3:|\n'
"""A tune that every route is asked about once."""


class Nobody:
    """An index without tunes."""

    async def opened(self) -> bool:
        """It is here."""
        return True

    def facts(self) -> str:
        """What is told of no tunes."""
        return json.dumps({"tunes": 0, "chance": {"tunes": 0, "similarity": 1, "run": 1, "pair": 1}})

    def find(self, _hashes: str) -> str:
        """No matches."""
        return "[]"

    def tune(self, number: int) -> str:
        """Nobody asks."""
        raise AssertionError(f"there is no tune {number}")


class Unmoved:
    """An engraver that draws the same of every tune: nothing in a square."""

    async def opened(self) -> bool:
        """It is here."""
        return True

    def draw(self, _request: str) -> str:
        """Nothing."""
        return json.dumps({"blocks": [{"top": 0, "bottom": 1, "right": 1, "markup": ""}], "notes": []})


def warm() -> None:
    """Answer a request of each kind that needs no store."""
    answering = service(NOTHING, NOTHING, Nobody(), Unmoved())
    body: dict[str, dict[str, object]] = {
        "check": {},
        "performance": {},
        "below": {"below": "names"},
        "playability": {"instrument": "fiddle"},
        "following": {},
        "fix": {},
        "chords": {},
        "chords/bar": {"bar": 1, "chords": "C"},
        "transpose": {"semitones": 2},
        "origin": {},
        "render": {"format": "mid"},
    }
    asked = [(path, {"abc": ABC, **fields}) for path, fields in body.items()]
    asked += [("render", {"abc": ABC, "format": form}) for form in ("abc", "svg", "musicxml", "mxl", "mid")]
    for path, fields in asked:
        coroutine = answering.answer("POST", f"/api/v1/{path}", json.dumps(fields).encode(), -1)
        status, _, content = finished(coroutine)
        if status != 200:
            raise RuntimeError(f"{path}: {content.decode()}")
        if fields.get("format") in ("musicxml", "mxl", "mid"):
            read(content)
    options = {"seed": 1, "rhythm": "jig", "key": "G", "best_of": 2}
    characters = [*map(chr, range(32, 127)), "\n"]
    knowledge = json.dumps({"characters": characters, "control_lines": [], "goals": True, "fingerprint": ""})
    prepared(options, knowledge)
    chosen(options, "1", json.dumps([{"text": ABC, "ending": "ended"}] * 2), knowledge, lambda _: False)


def finished(coroutine: object) -> tuple[int, str, bytes]:
    """The result of a coroutine that waits for nothing."""
    try:
        coroutine.send(None)  # type: ignore[attr-defined]
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]
    raise RuntimeError("it waits for something")


warm()
gc.collect()
gc.freeze()  # what is here stays: later collections need not look at it
