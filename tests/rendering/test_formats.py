from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.formats import FORMATS, abc, books, numbered
from tunesmith.rendering.options import RenderOptions


def tune(reference: str, title: str) -> Tune:
    return Tune.parse(f"{reference}T:{title}\nM:4/4\nL:1/8\nK:D\nd8|]\n")


FIRST, SECOND, SAME, BARE = tune("X:1\n", "A"), tune("X:2\n", "B"), tune("X:1\n", "C"), tune("", "D")


def text_of(*tunes: Tune) -> str:
    return abc(tunes, RenderOptions()).decode()


def test_a_book_keeps_the_numbers_of_its_tunes() -> None:
    assert text_of(SECOND, FIRST) == f"{SECOND.text.rstrip()}\n\n{FIRST.text.rstrip()}\n"


@pytest.mark.parametrize("tunes", [(FIRST, SAME), (FIRST, BARE)])
def test_tunes_that_share_a_number_or_have_none_are_numbered_from_one(tunes: tuple[Tune, ...]) -> None:
    assert [line for line in text_of(*tunes).split("\n") if line.startswith("X:")] == ["X:1", "X:2"]


def test_a_tune_alone_stays_as_it_is() -> None:
    assert text_of(BARE) == BARE.text.rstrip("\n") + "\n"


def test_another_number_changes_nothing_else() -> None:
    assert numbered(FIRST, 7) == FIRST.text.replace("X:1", "X:7")


def test_only_sounds_and_films_take_long() -> None:
    assert {name for name, form in FORMATS.items() if form.long} == {"mp3", "m4a", "ogg", "wav", "flac", "mp4"}


def test_several_tunes_are_text_pages_or_a_set_that_is_heard() -> None:
    assert books() == ["abc", "pdf", "mp3", "m4a", "ogg", "wav", "flac", "mid"]


def test_no_two_formats_have_one_type_on_the_web() -> None:
    types = [form.media_type for form in FORMATS.values()]
    assert len(set(types)) == len(types)
