"""The scripts that draw: abcjs, and what stands around it where there is no page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tunesmith.rendering.resources import resource

__all__ = ["SCRIPTS", "engraver_module", "options", "sources"]

SCRIPTS = Path(__file__).parent
FIRST, OTHERS, LAST = "dom", ("text", "geometry", "tidy", "syllables", "headings"), "engrave"
MODULE = """/** abcjs where there is no page: see `tunesmith.rendering.engraver`. */
export const engrave = (function () {{
const globalThis = this;
{metrics}
{first}
const {{ window, self, navigator, console, document }} = globalThis;
{others}
{abcjs}
const {{ ABCJS }} = globalThis;
{last}
return engrave;
}}).call({{}});
"""


@cache
def options() -> dict[str, Any]:
    """What the engraver is asked for each time."""
    loaded: dict[str, Any] = json.loads((SCRIPTS / "options.json").read_text(encoding="utf-8"))
    return loaded


@cache
def sources() -> tuple[str, ...]:
    """The scripts, in the order in which an engine without a document of its own runs them."""
    texts = (_metrics(), *map(_script, (FIRST, *OTHERS)), _abcjs(), _script(LAST))
    return tuple(texts)


def engraver_module() -> str:
    """The same as a module for a browser's worker, whose own `navigator` and `console` it leaves alone."""
    others = "\n".join(map(_script, OTHERS))
    return MODULE.format(metrics=_metrics(), first=_script(FIRST), others=others, abcjs=_abcjs(), last=_script(LAST))


def _metrics() -> str:
    return f"const METRICS = {resource('metrics.json').read_text(encoding='utf-8')};"


def _abcjs() -> str:
    return resource("abcjs.js").read_text(encoding="utf-8")


def _script(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8").replace("\nexport ", "\n")  # modules are for the page
