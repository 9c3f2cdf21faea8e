"""What would take too long, too much memory or too many notes is refused before it is built."""

from __future__ import annotations

import pytest

from tunesmith.errors import RenderError
from tunesmith.notation import Event, Tune
from tunesmith.rendering.costs import LONGEST_SECONDS
from tunesmith.rendering.player import perform

HEADER = "X:1\nM:4/4\nL:1/8\nR:reel\nK:D\n"
PRIMES = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59)

TOO_MUCH = {
    "a few mistyped lengths": ("B9999999|" * 8 + "]", "lasts .* minutes; up to 15"),
    "one rest of many bars": ("B8|Z999999999|]", "lasts .* minutes; up to 15"),
    "nine endings, a hundred times over": ("|:D8|[1-9 E8:|" * 100, "lasts .* minutes; up to 15"),
    "chords of many notes": (f"[{'CEG' * 5}]" * 4000 + "|]", "has 60,000 notes"),
    "grace notes without end": (f"{{{'g' * 14}}}D" * 4000 + "|]", "has 60,000 notes"),
    "lengths without a common part": ("|".join(f"D/{prime}" for prime in PRIMES) + "|]", "no common part"),
}


@pytest.mark.parametrize(("music", "words"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_nobody_could_play_is_refused_unplayed(music: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def played(_tune: Tune, **_options: bool) -> tuple[Event, ...]:
        raise AssertionError("the notes were played out")

    monkeypatch.setattr(Tune, "events", played)
    with pytest.raises(RenderError, match=words):
        perform(Tune.parse(HEADER + music))


def test_the_longest_tune_is_played() -> None:
    assert perform(Tune.parse("X:1\nM:4/4\nL:1/1\nQ:1/4=1\nK:D\nDEF3/4|]\n")).duration <= LONGEST_SECONDS


def test_a_fermata_that_makes_a_tune_too_long_is_noticed() -> None:
    with pytest.raises(RenderError, match="lasts 24 minutes; up to 15"):
        perform(Tune.parse("X:1\nM:4/4\nL:1/1\nQ:1/4=4\nK:D\n" + "!fermata!D|" * 15 + "]\n"))
