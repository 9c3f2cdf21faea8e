from __future__ import annotations

import pytest

from tunesmith.composing.priming import control_lines, priming
from tunesmith.composing.request import Request


def test_control_lines_say_rhythm_and_form() -> None:
    assert control_lines(Request()) == ""
    assert control_lines(Request(rhythm="jig")) == "R:jig\n"
    assert control_lines(Request(rhythm="reel", parts=2, bars=8)) == "R:reel\nS:2\nB:8\nE:5\nB:8\n"
    assert control_lines(Request(parts=3, bars=4)) == "S:3\nB:4\nE:5\nB:4\nE:5\nE:5\nB:4\n"


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (Request(), "X:1\n"),
        (Request(meter="9/8"), "X:1\nL:1/8\nM:9/8\n"),
        (Request(rhythm="polka"), "X:1\nL:1/8\nM:2/4\n"),
        (Request(key="Ador"), "X:1\nL:1/8\nM:4/4\nK:Ador\n"),
        (Request(opening="dB AF"), "X:1\nL:1/8\nM:4/4\nK:D\ndB AF"),
        (Request(opening="X:7\nM:6/8\nK:G\n"), "X:7\nM:6/8\nK:G\n"),
        (Request(opening="M:6/8\n"), "X:1\nM:6/8\n"),
    ],
)
def test_a_tune_without_a_plan_begins_with_what_was_asked(request_: Request, text: str) -> None:
    assert priming(request_) == text
