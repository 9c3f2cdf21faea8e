"""Rendering by one function."""

from __future__ import annotations

import pytest

from tunesmith.errors import AbcError, RequestError
from tunesmith.notation import Tune
from tunesmith.rendering import FORMATS, render

BEGINNINGS = {"abc": b"X:1\n", "pdf": b"%PDF-", "png": b"\x89PNG", "svg": b"<svg "}


@pytest.mark.parametrize("name", BEGINNINGS)
def test_text_and_tune_render_alike(name: str, jig: str) -> None:
    rendered = render(jig, name)
    assert rendered.startswith(BEGINNINGS[name])
    assert render(Tune.parse(jig), name) == rendered


def test_the_table_is_sorted_and_typed() -> None:
    assert [form.name for form in FORMATS.values()] == list(FORMATS)
    assert all("/" in made.media_type for made in FORMATS.values())


def test_an_unknown_format_names_those_there_are(jig: str) -> None:
    with pytest.raises(RequestError, match=r"to must be one of abc, .*, not 'gif'"):
        render(jig, "gif")


def test_several_tunes_make_a_book_but_no_picture(jig: str) -> None:
    assert render(jig + "\n" + jig, "pdf").startswith(b"%PDF-")
    with pytest.raises(RequestError, match="several tunes, and svg holds one, not 2"):
        render(jig + "\n" + jig, "svg")


def test_a_text_without_notes_is_refused() -> None:
    with pytest.raises(AbcError, match="no note"):
        render("X:1\nK:C\n", "svg")


@pytest.mark.parametrize("option", ["paper", "tablature"])
def test_an_unknown_choice_names_the_accepted_ones(jig: str, option: str) -> None:
    with pytest.raises(RequestError, match=f"{option} must be one of .*, not 'oboe'"):
        render(jig, "svg", **{option: "oboe"})


def test_chords_are_written_where_asked(jig: str) -> None:
    assert b'"G"' in render(jig, "abc", add_chords=True)


def test_ornaments_and_a_second_voice_are_written_where_asked() -> None:
    tune = "X:1\nR:jig\nM:6/8\nL:1/8\nK:D\nd3 ABA|d2f afe|d6|]\n"
    text = render(tune, "abc", add_second_voice="fiddle", add_ornaments="flute", add_chords=True).decode()
    assert text == (
        'X:1\nR:jig\nM:6/8\nL:1/8\nK:D\nV:1\n"D"~d3 ABA|{e}d2f afe|d6|]\nV:2 name="Second"\nF3 FDF|F2A FAG|F6|]\n'
    )
    with pytest.raises(RequestError, match=r"add_second_voice must be one of accordion, .*, not 'harp'"):
        render(tune, "abc", add_second_voice="harp")


@pytest.mark.parametrize("form", ["mid", "musicxml", "svg"])
def test_a_second_voice_sounds_and_is_drawn(form: str) -> None:
    tune = "X:1\nM:6/8\nL:1/8\nK:D\nd3 ABA|d6|]\n"
    written = render(tune, "abc", add_second_voice="fiddle").decode()
    assert render(tune, form, add_second_voice="fiddle") == render(written, form) != render(tune, form)


def test_tunes_of_a_book_have_numbers_of_their_own() -> None:
    tunes = [Tune.parse(f"X:1\nT:{title}\nK:C\nC|]\n") for title in ("One", "Two")]
    book = "X:1\nT:One\nK:C\nC|]\n\nX:2\nT:Two\nK:C\nC|]\n"
    assert render(tunes, "abc").decode() == book
    assert render(Tune.parse(book.split("\n\n")[1]), "abc").decode().startswith("X:2\n")
