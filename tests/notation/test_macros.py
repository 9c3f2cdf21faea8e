"""Macros: signs that stand for other music."""

from __future__ import annotations

import pytest

from tunesmith.notation import Macro, Tune, check
from tunesmith.notation.elements import source_text

HEAD = "X:1\nM:6/8\nL:1/8\n"


def pitches(text: str) -> list[int]:
    return [pitch for event in Tune.parse(text).events() for pitch in event.pitches]


def test_a_static_macro_is_the_music_that_it_stands_for() -> None:
    text = HEAD + "m: T = ABc\nK:G\nT def | G6 |]"
    assert pitches(text) == pitches(HEAD + "K:G\nABc def | G6 |]")
    assert check(text).ok


@pytest.mark.parametrize(("note", "written"), [("G2", "G{A}G{F}G"), ("b2", "b{c'}b{a}b"), ("C,2", "C,{D,}C,{B,,}C,")])
def test_a_transposing_macro_moves_with_its_note(note: str, written: str) -> None:
    macro, plain = (Tune.parse(f"{HEAD}m: ~n2 = n{{o}}n{{m}}n\nK:C\n{music}|") for music in (f"~{note}", written))
    assert macro.canonical() == plain.canonical()


def test_macros_leave_words_and_decorations_alone() -> None:
    tune = Tune.parse(HEAD + 'm: T = ABc\nK:G\n"^Tune"!T!G T|')
    assert sum(isinstance(element, Macro) for element in tune.elements) == 1


def test_the_text_is_still_what_was_written() -> None:
    text = HEAD + "m: T = ABc\nK:G\nT def | T & T |]"
    tune = Tune.parse(text)
    assert source_text(tune.header) + source_text(tune.elements) == text


def test_a_tune_is_moved_with_its_macros_written_out() -> None:
    text = HEAD + "m: T = ABc\nK:G\nT def|]"
    moved = Tune.parse(text).transpose(2).text
    assert moved == HEAD + "K:A\nBcd efg|]"


def test_a_macro_that_defines_nothing_is_named() -> None:
    assert Tune.parse(HEAD + "m: T\nK:G\nABc|").losses == ("bad-macro",)
