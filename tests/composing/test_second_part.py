from __future__ import annotations

import pytest

from tests.composing.test_variation import KESH
from tunesmith.analysis.statistics import part_length
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.composing.second_part import first_part, second_part
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.notation import Tune, check

REPEATED = "X:1\nT:One part\nC:Somebody\nR:jig\nM:6/8\nL:1/8\nK:G\n|:D|GAB c2d|edc BAG|ABc ded|cAF G2:|\n"
ONCE = (
    "X:1\nR:reel\nM:4/4\nL:1/8\nK:D\nd2fd Adfd|e2ge cege|d2fd Adfd|gece d4||\nfdfa gbag|f2df e2ce|fdfa gbag|fdec d4|]\n"
)
ENDINGS = "X:1\nM:6/8\nL:1/8\nK:G\n|:GAB c2d|edc BAG|ABc ded|1 cAF GED:|2 cAF G3||\ng3 f3|]\n"


@pytest.fixture(scope="module")
def composer(checkpoint: Checkpoint) -> Composer:
    return Composer(checkpoint, threads=1)


@pytest.mark.parametrize(
    ("text", "bars", "repeated"), [(KESH, 8, True), (REPEATED, 4, True), (ONCE, 4, False), (ENDINGS, 4, True)]
)
def test_a_second_part_has_as_many_bars_and_is_repeated_like_the_first(
    composer: Composer, text: str, bars: int, repeated: bool
) -> None:
    made = second_part(composer, text, Request(ending="home"), seed=4)
    first, second = made.tune.form.parts
    assert (part_length(made.tune, first), part_length(made.tune, second)) == (bars, bars)
    assert (first.repeated, second.repeated) == (repeated, repeated)
    assert check(made.text).ok


def test_the_first_part_and_the_header_stay(composer: Composer) -> None:
    made = second_part(composer, REPEATED, seed=1)
    assert {"T:One part", "C:Somebody", "R:jig"} <= set(made.text.splitlines())
    pitches = [event.pitches for event in made.tune.events(expanded=False)]
    assert pitches[: 1 + 5 + 6 + 6 + 4] == [event.pitches for event in Tune.parse(REPEATED).events(expanded=False)]
    assert made.recipe.options["second_part"]
    assert made == second_part(composer, REPEATED, seed=1)


def test_only_the_first_part_is_taken() -> None:
    first = first_part(Tune.parse(KESH))
    assert "B2B" not in first.tune.text
    assert first.tune.text.rstrip().endswith("::")
    assert first_part(Tune.parse(ENDINGS)).tune.text.rstrip().endswith("G3 |:")


def test_what_the_first_part_settles_cannot_be_asked_for(composer: Composer) -> None:
    with pytest.raises(RequestError, match="bars cannot be chosen for a second part"):
        second_part(composer, REPEATED, Request(bars=8))
    with pytest.raises(RequestError, match="must have a first part of 2 to 64 bars, not 1"):
        second_part(composer, "X:1\nM:4/4\nL:1/8\nK:G\nGABc d4|]\n")
