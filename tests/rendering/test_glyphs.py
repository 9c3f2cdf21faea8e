"""Characters that the shipped fonts have, and those that they lack."""

from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.glyphs import missing_glyphs


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("שלום עליכם", ""),
        ("مقام حجاز", ""),
        ("Песня Τραγούδι เพลง", ""),
        ("fiddle 🎻 ❤️", ""),
        ("小星星 fiddle 𝄎", "小星𝄎"),
    ],
)
def test_a_title_in_many_scripts(title: str, missing: str) -> None:
    assert missing_glyphs(Tune.parse(f"X:1\nT:{title}\nL:1/4\nK:C\nCDEF |]\n")) == missing


def test_fields_that_are_not_drawn_do_not_count() -> None:
    assert missing_glyphs(Tune.parse("X:1\nN:小星星\nL:1/4\nK:C\nCDEF |]\n")) == ""
