from __future__ import annotations

from tunesmith.music.instruments import tunings
from tunesmith.notation import Tune
from tunesmith.rendering.options import HOLES, RenderOptions, tablatures
from tunesmith.rendering.tags import Tags

TUNE = Tune.parse("X:1\nT:The Reel\nC:Anon\nK:D\nd2|]")


def test_strings_have_their_tunings_and_a_whistle_its_holes() -> None:
    assert tablatures() == [*tunings(), HOLES]


def test_a_file_says_what_its_only_tune_says_of_itself() -> None:
    assert RenderOptions().tags_of([TUNE]) == Tags(title="The Reel", composer="Anon")
    assert RenderOptions().tags_of([Tune.parse("X:1\nK:D\nd2|]")]) == Tags(title="Untitled", composer="")


def test_a_book_is_by_nobody() -> None:
    assert RenderOptions().tags_of([TUNE, TUNE]) == Tags(title="Tunes", composer="")


def test_tags_that_are_given_hold() -> None:
    given = Tags(title="Mine", seed=3)
    assert RenderOptions(tags=given).tags_of([TUNE, TUNE]) == given
