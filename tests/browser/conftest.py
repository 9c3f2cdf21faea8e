"""What a browser composes with, built where it is not built yet, and the tunes that it must compose."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tunesmith.browser.building import build
from tunesmith.composing import Composer, Request
from tunesmith.errors import RequestError
from tunesmith.options import options_of

ROOT = Path(__file__).parents[2]
PYODIDE = ROOT / "node_modules" / "pyodide"


@dataclass(frozen=True, slots=True)
class Case:
    """Options as a page sends them, and the text or the complaint that Python answers with."""

    options: dict[str, Any]
    expected: str


ASKED: list[dict[str, Any]] = [
    {"seed": 1},
    {"seed": 2, "rhythm": "jig", "key": "Ador", "form": "AABB", "bars": 8, "best_of": 3},
    {"seed": 3, "rhythm": "waltz", "chords": "written", "ending": "open", "top_p": 0.9},
    {"seed": 4, "meter": "C|", "parts": 1, "temperature": 0, "length": 700},
    {"seed": 5, "opening": "A2 Bc | d2", "key": "D", "top_k": 6, "min_p": 0.02},
    {"seed": 6, "instrument": "tin whistle", "outside": 0, "ending": "any", "temperature": 1.2},
    {"seed": 7, "progression": "D | G A | D | A7 :|", "bars": 4},
    {"seed": 8, "unconstrained": True, "length": 200},
    {"seed": 2**53 - 1, "form": "ABA", "bars": 4, "title": None},
    {"seed": 9, "bars": 1},
    {"seed": 10, "meter": "9/8", "progression": "H"},
]


def expected(composer: Composer, options: dict[str, Any]) -> str:
    """What Python composes, or why it does not."""
    usual = {name: option.default for name, option in options_of(Request, "compose").items()}
    asked = {name: value for name, value in options.items() if name in usual}
    try:
        [tune] = composer.compose(Request(**usual | asked), seed=options["seed"])
    except RequestError as error:
        return str(error)
    return tune.text


@pytest.fixture(scope="session")
def cases(composer: Composer) -> list[Case]:
    return [Case(options, expected(composer, options)) for options in ASKED]


@pytest.fixture(scope="session")
def composer() -> Composer:
    return Composer("small", threads=1)


@pytest.fixture(scope="session")
def files() -> Path:
    """The folder that `make` builds; here it is brought up to date."""
    if not PYODIDE.exists():
        pytest.skip("no pyodide from npm is installed (npm ci)")
    folder = ROOT / "build" / "browser"
    build(folder, PYODIDE)
    return folder


@pytest.fixture(scope="session")
def node() -> None:
    if not shutil.which("node"):
        pytest.skip("no node is installed")


@pytest.fixture(scope="session")
def chromium() -> None:
    if not shutil.which("chromium"):
        pytest.skip("no chromium is installed (Debian: chromium)")
