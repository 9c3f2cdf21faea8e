from __future__ import annotations

import pytest

from tunesmith.composing.prompt import X_READ, control_lines, prompt, shown
from tunesmith.composing.request import Request


def test_control_lines_say_rhythm_and_form() -> None:
    assert control_lines(Request()) == ""
    assert control_lines(Request(rhythm="jig")) == "R:jig\n"
    assert control_lines(Request(rhythm="reel", parts=2, bars=8)) == "R:reel\nS:2\nB:8\nE:4\nB:8\n"
    assert control_lines(Request(parts=3, bars=4)) == "S:3\nB:4\nE:4\nB:4\nE:4\nE:4\nB:4\n"


def test_a_form_tells_the_parts_and_which_come_back() -> None:
    assert control_lines(Request(form="AABB", bars=8)) == control_lines(Request(parts=2, bars=8))
    assert control_lines(Request(form="ABA", bars=8)) == "S:3\nB:8\nE:4\nB:8\nE:10\nE:4\nB:8\n"
    assert control_lines(Request(form="AABB")) == ""


def test_a_tune_is_handed_out_under_the_number_one() -> None:
    assert shown(X_READ + "K:D\nd") == "X:1\nK:D\nd"
    assert shown("X:7\nK:D\nd") == "X:7\nK:D\nd"


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (Request(), X_READ),
        (Request(meter="9/8"), X_READ + "L:1/8\nM:9/8\n"),
        (Request(rhythm="polka"), X_READ + "L:1/8\nM:2/4\n"),
        (Request(key="Ador"), X_READ + "L:1/8\nM:4/4\nK:Ador\n"),
        (Request(opening="dB AF"), X_READ + "L:1/8\nM:4/4\nK:D\ndB AF"),
        (Request(opening="X:7\nM:6/8\nK:G\n"), "X:7\nM:6/8\nK:G\n"),
        (Request(opening="M:6/8\n"), X_READ + "M:6/8\n"),
    ],
)
def test_a_tune_without_a_plan_begins_with_what_was_asked(request_: Request, text: str) -> None:
    assert prompt(request_) == text
