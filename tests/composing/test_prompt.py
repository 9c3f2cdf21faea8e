from __future__ import annotations

import pytest

from tunesmith.composing.prompt import X_READ, prompt, shown
from tunesmith.composing.request import Request


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
