"""Whatever network composes, every tune is valid and as it was asked for; `tests.support.validity` says who judges."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tests.support.validity import ABC2MIDI, judge, misses, requests
from tunesmith.composing.composer import Composer
from tunesmith.composing.plan import prepare
from tunesmith.composing.prompt import X_READ, shown
from tunesmith.composing.request import Request
from tunesmith.grammar import END, advance, begin, state_size

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.model.checkpoint import Checkpoint

COUNT = 75  # every meter at every temperature twice or more, every key five times, every form nine times


@pytest.mark.slow
def test_nobody_objects_to_any_tune_of_a_network_that_knows_nothing(checkpoint: Checkpoint, tmp_path: Path) -> None:
    assert ABC2MIDI, "abc2midi (Debian: abcmidi) is one of the judges"
    composer = Composer(checkpoint, threads=1)
    for seed, request in enumerate(islice(requests(), COUNT)):
        text = composer.compose(request, seed=seed)[0].text
        assert judge(request, text, tmp_path) == [], f"{request}\n{text}"


def test_compiled_and_plain_grammar_agree(checkpoint: Checkpoint) -> None:
    request = Request(meter="6/8", form="AABA", bars=4, temperature=1.2)
    text = Composer(checkpoint, threads=1).compose(request, seed=5)[0].text
    plan, state = prepare(request).plan, [0] * state_size(request.length)
    begin(state, plan)
    assert all(advance(state, plan, ord(character)) for character in text.replace(shown(X_READ), X_READ))
    assert advance(state, plan, END)


@pytest.mark.parametrize(
    ("request_", "text", "missed"),
    [
        (Request(meter="6/8", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d8 |]", ["meter"]),
        (Request(key="G", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d8 |]", ["key"]),
        (Request(instrument="tin-whistle", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nC8 | d8 |]", ["range"]),
        (Request(outside=0.0, bars=2), "X:1\nL:1/8\nM:4/4\nK:D\n=c8 | d8 |]", ["outside"]),
        (Request(bars=3), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d8 |]", ["form"]),
        (Request(), "X:1\nL:1/8\nM:4/4\nK:D\n|: d8 | d8 | d8 | d8 | d8 :|", ["form"]),
        (Request(ending="home", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d7 d |]", ["ending"]),
        (Request(ending="home", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d7 A |]", ["ending"]),
        (Request(ending="home", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | A6 d2 |]", []),
        (Request(ending="open", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | A6 d2 |]", ["ending"]),
        (Request(form="AB"), "X:1\nL:1/8\nM:4/4\nK:D\n|: d8 | d8 :|", ["form"]),
        (Request(form="ABA"), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d8 || e8 | f8 || d8 | e8 |]", ["form"]),
        (Request(form="ABA", bars=2), "X:1\nL:1/8\nM:4/4\nK:D\nd8 | d8 || e8 | f8 || d8 | d8 |]", []),
        (
            Request(meter="4/4", key="D", bars=2, opening="e2 f2"),
            "X:1\nL:1/8\nM:4/4\nK:D\ne2 f4 g2 | d8 |]",
            ["opening"],
        ),
    ],
)
def test_the_judge_of_requests_sees_what_is_missed(request_: Request, text: str, missed: list[str]) -> None:
    assert misses(request_, text) == missed
