from __future__ import annotations

import importlib
import re
import sys
from base64 import b64decode
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import tunesmith
from tunesmith import notebook
from tunesmith.composing.composer import Composition, Recipe
from tunesmith.errors import MissingExtraError
from tunesmith.notation import Tune
from tunesmith.notebook import score_with_player

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

TEXT = "X:1\nT:Two <Bars>\nL:1/8\nM:2/4\nK:D\nDEFG|A4|]\n"


class Formatter:
    """What IPython offers for showing objects of classes that it has not seen yet."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Callable[[Any], str]] = {}

    def for_type_by_name(self, module: str, name: str, shown: Callable[[Any], str]) -> None:
        self.known[module, name] = shown


def test_a_tune_is_a_score_and_its_sound() -> None:
    shown = score_with_player(Tune.parse(TEXT))
    [svg] = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", shown)
    [mp3] = re.findall(r"data:audio/mpeg;base64,([^\"]+)", shown)
    assert b64decode(svg).startswith(b"<svg")
    assert b64decode(mp3)[:3] == b"ID3"
    assert score_with_player(Composition(TEXT, 1, Recipe("small", "", 1, {}))) == shown


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str, form: str) -> bytes:
        raise MissingExtraError("score" if form == "svg" else "sound", f"rendering <{form}>")

    monkeypatch.setattr(notebook, "render", missing)
    shown = score_with_player(Tune.parse(TEXT))
    assert "rendering &lt;svg&gt;" in shown
    assert "[sound]" in shown


def test_importing_tunesmith_in_a_notebook_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    formatter = Formatter()
    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": formatter}))
    ipython = ModuleType("IPython")
    ipython.get_ipython = lambda: shell  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    importlib.reload(tunesmith)
    assert {f"{module}.{name}" for module, name in formatter.known} == {
        f"{kind.__module__}.{kind.__name__}" for kind in (Tune, Composition)
    }
