from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from tunesmith.composing import Request
from tunesmith.evaluation.control import (
    KINDS,
    agreement,
    in_bars,
    in_form,
    in_key,
    in_meter,
    in_parts,
    sounds_in_key,
)
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.composing import Composer

FOUR = "d2 fa d2 fa | g2 eg f2 d2 | d2 fa d2 fa | e2 c2 d4"
JIG = Tune.parse("X:1\nM:6/8\nL:1/8\nK:D\nded fef | d6 |]")
TWO_PARTS = Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:D\n|: {FOUR} :: a2 gf b2 ag | c2 BA B2 cA | b4 ge cA | e2 c2 d4 :|")


@pytest.mark.parametrize(
    ("meets", "tune", "asked", "met"),
    [
        (in_meter, JIG, {"meter": "6/8"}, True),
        (in_meter, JIG, {"meter": "9/8"}, False),
        (in_meter, JIG, {"rhythm": "jig"}, True),  # a dance is heard by its meter
        (in_meter, JIG, {"rhythm": "reel"}, False),
        (in_key, JIG, {"key": "D"}, True),
        (in_key, JIG, {"key": "Bmin"}, False),
        (in_parts, TWO_PARTS, {"parts": 2, "bars": 4}, True),
        (in_parts, TWO_PARTS, {"parts": 3, "bars": 4}, False),
        (in_bars, TWO_PARTS, {"parts": 2, "bars": 4}, True),
        (in_bars, TWO_PARTS, {"parts": 2, "bars": 8}, False),
        (in_form, TWO_PARTS, {"form": "AABB"}, True),
        (in_form, TWO_PARTS, {"form": "AB"}, False),
    ],
)
def test_whether_a_tune_is_as_was_asked(
    meets: Callable[[Tune, Request], bool], tune: Tune, asked: dict[str, Any], met: bool
) -> None:
    assert meets(tune, Request(**asked)) == met


@pytest.mark.parametrize(("music", "heard"), [("d2f2 a2d2|]", True), ("d2f2 a2f2|]", False), ("=f2=c2 _a2d2|]", False)])
def test_a_key_is_heard_by_its_notes_and_its_last(music: str, heard: bool) -> None:
    assert sounds_in_key(Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:D\n{music}"), Request(key="D")) == heard


@pytest.mark.parametrize("kind", KINDS)
def test_every_wish_can_be_asked_for(kind: str) -> None:
    assert all(Request(**asked) for asked in KINDS[kind][1])


class Echo:
    """Composes the same texts for every request."""

    def __init__(self, *texts: str) -> None:
        self.text = [Text(text) for text in texts]

    def compose(self, _request: Request, seed: int, count: int) -> list[Text]:
        assert (seed, count) == (3, len(self.text))
        return self.text


class Text:
    def __init__(self, text: str) -> None:
        self.text = text


def test_an_unreadable_tune_is_not_as_was_asked() -> None:
    composer = cast("Composer", Echo(JIG.text, "no tune"))
    found = agreement(composer, in_meter, [{"meter": "6/8"}, {"meter": "3/4"}], seed=3, each=2)
    assert (found.tunes, found.share.value) == (4, 0.25)
    assert found.requests == {"6/8": 0.5, "3/4": 0.0}
