"""What a browser draws and what the engraver draws without one: the same picture, path by path and word by word."""

from __future__ import annotations

import base64
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support import browsing
from tunesmith.notation import Tune
from tunesmith.rendering.engraver import engrave
from tunesmith.rendering.engraver.scripts import SCRIPTS
from tunesmith.rendering.lines import score_text
from tunesmith.rendering.resources import resource

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

PIECES = re.compile(r"[a-zA-Z]|-?[\d.]+(?:e-?\d+)?")
NEAR = 2.0  # px: a browser rounds the height of a line of text
FACES = {"400Regular": "", "400Regular_Italic": "font-style: italic;", "700Bold": "font-weight: bold;"}
DRAW = """async ([text, options]) => {
  const { tidy } = await import("data:text/javascript;base64," + TIDY);
  await Promise.all(["", "bold ", "italic "].map((face) => document.fonts.load(`${face}12px "STIX Two Text"`)));
  ABCJS.renderAbc("paper", text, { ...options, afterParsing: tidy });
  const drawn = [...document.querySelectorAll("#paper svg > g path, #paper svg > g text")];
  return drawn.map((e) => [e.tagName, e.getAttribute("d") || e.textContent, e.getAttribute("x"), e.getAttribute("y")]);
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page with abcjs, the shipped fonts, and what is put right between parsing and drawing."""
    if browsing.executable(whole=True) is None:
        pytest.skip("no chromium is installed (Debian: chromium)")
    with browsing.chromium(whole=True) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_content(f"<style>{''.join(face(*pair) for pair in FACES.items())}</style><div id=paper></div>")
        page.add_script_tag(content=resource("abcjs.js").read_text(encoding="utf-8"))
        page.add_script_tag(content=f"const TIDY = '{base64.b64encode((SCRIPTS / 'tidy.js').read_bytes()).decode()}'")
        yield page


def face(name: str, style: str) -> str:
    data = base64.b64encode(resource(f"fonts/STIXTwoText_{name}.ttf").read_bytes()).decode()
    return f"@font-face {{ font-family: 'STIX Two Text'; {style} src: url(data:font/ttf;base64,{data}) }}"


def browsers(page: Page, text: str) -> list[tuple[str, list[float]]]:
    """Each path and word that the browser draws: what it is, and where."""
    options = json.loads((SCRIPTS / "options.json").read_text(encoding="utf-8"))
    drawn: list[list[Any]] = page.evaluate(DRAW, [text, options])
    return [placed(*item) for item in drawn]


def ours(text: str) -> list[tuple[str, list[float]]]:
    """The same of the engraver."""
    markup = "".join(block.markup for block in engrave(text).blocks)
    drawn = [e for e in ElementTree.fromstring(f"<svg>{markup}</svg>").iter() if e.tag in ("path", "text")]
    return [placed(e.tag, e.get("d") or "".join(e.itertext()), e.get("x"), e.get("y")) for e in drawn]


def placed(tag: str, what: str, x: str | None, y: str | None) -> tuple[str, list[float]]:
    """A path's commands, or a word; and all numbers that say where it stands."""
    if tag != "path":
        return what, [float(x or 0), float(y or 0)]
    pieces = PIECES.findall(what)
    return "".join(p for p in pieces if p.isalpha()), [float(p) for p in pieces if not p.isalpha()]


def test_a_browser_draws_the_same_paths_and_words_in_the_same_places(
    page: Page, real_tunes: list[str], hard_tune: str
) -> None:
    for text in map(score_text, map(Tune.parse, [*real_tunes[::2], hard_tune])):
        expected, drawn = browsers(page, text), ours(text)
        assert [what for what, _ in drawn] == [what for what, _ in expected]
        for (what, here), (_, there) in zip(drawn, expected, strict=True):
            assert here == pytest.approx(there, abs=NEAR), what
