from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.errors import RenderError
from tunesmith.rendering import resources
from tunesmith.rendering.resources import fonts, resource

if TYPE_CHECKING:
    from pathlib import Path


def test_fonts_are_found_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "ASSETS", tmp_path)
    (tmp_path / "fonts").mkdir()
    for name in ("b.ttf", "a.ttf", "LICENSE"):
        (tmp_path / "fonts" / name).touch()
    assert [path.name for path in fonts()] == ["a.ttf", "b.ttf"]


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "ASSETS", tmp_path)
    with pytest.raises(RenderError, match=r"sounds\.sf2 is missing.*make assets"):
        resource("sounds.sf2")
