from __future__ import annotations

import json

from tunesmith.studio.tasks.checking import checked


def test_an_answer_holds_the_report_and_the_shape_of_the_tune() -> None:
    answer = json.loads(checked("X:1\nR:reel\nM:4/4\nL:1/8\nK:D\nA2 |: d8 | e8 |1 f6 :|2 d8 |]\n"))
    assert (answer["form"], answer["meter"], answer["key"], answer["rhythm"]) == ("AA", "4/4", "D", "reel")
    assert [(bar["fill"], bar["counts"]) for bar in answer["bars"]] == [
        ("anacrusis", False), ("full", True), ("full", True), ("completion", True), ("full", False)
    ]  # fmt: skip
    assert answer["ok"]
    assert answer["seconds"] > 0


def test_what_is_wrong_is_said_with_its_place() -> None:
    [finding] = json.loads(checked("X:1\nM:4/4\nL:1/8\nK:D\nd8 | e6 | d8 |]\n"))["findings"]
    assert (finding["code"], finding["line"]) == ("bar-short", 5)
