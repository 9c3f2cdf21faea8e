"""Lines are counted in one way."""

from __future__ import annotations

import pytest

from tunesmith.notation import check, fix
from tunesmith.notation.lines import line_starts


def test_only_line_ends_end_lines() -> None:
    assert line_starts("a\nb\r\nc\rd\u2028\x85\x0b\x0ce") == [0, 2, 5, 7]


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\x0c"])
@pytest.mark.parametrize("music", ["DEFG ABcd|]", "|: DEFG ABcd |"])
def test_a_fix_lands_where_the_fault_is(character: str, music: str) -> None:
    text = f"X:1\nT:Caf\u00e9{character}(reel)\nM:4/4\nK:D\n{music}\n"
    fixed = fix(text)
    assert f"T:Caf\u00e9{character}(reel)\n" in fixed.text
    assert [finding for finding in check(fixed.text).findings if finding.edits] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_fix_keeps_the_ends_of_lines(newline: str) -> None:
    text = newline.join(["X:1", "M:4/4", "K:D", "|: DEFG ABcd |", ""])
    assert fix(text).text == newline.join(["X:1", "M:4/4", "L:1/8", "K:D", "|: DEFG ABcd :|", ""])
