from __future__ import annotations

from tunesmith.music.instruments import fingerings, tunings
from tunesmith.notation import Tune
from tunesmith.rendering.fingerings import NAMES
from tunesmith.rendering.options import RenderOptions, tablatures
from tunesmith.rendering.tags import Tags

TUNE = Tune.parse("X:1\nT:The Reel\nC:Anon\nK:D\nd2|]")


def test_strings_have_their_tunings_holes_and_buttons_their_fingerings_and_all_notes_names() -> None:
    assert tablatures() == [*tunings(), *fingerings(), NAMES]
    assert {"mandolin", "whistle", "recorder", "concertina", "accordion"} < set(tablatures())


def test_a_file_says_what_its_only_tune_says_of_itself() -> None:
    assert RenderOptions().tags_of([TUNE]) == Tags(title="The Reel", composer="Anon")
    assert RenderOptions().tags_of([Tune.parse("X:1\nK:D\nd2|]")]) == Tags(title="Untitled", composer="")


def test_a_book_is_by_nobody() -> None:
    assert RenderOptions().tags_of([TUNE, TUNE]) == Tags(title="Tunes", composer="")


def test_tags_that_are_given_hold() -> None:
    given = Tags(title="Mine", seed=3)
    assert RenderOptions(tags=given).tags_of([TUNE, TUNE]) == given
