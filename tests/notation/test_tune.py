"""A tune as a whole: nothing is lost, and nothing but a tune without music is refused."""

from __future__ import annotations

import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.errors import AbcError
from tunesmith.notation import Tune
from tunesmith.notation.lines import line_starts

ABC_LIKE = st.text(alphabet="ABcd^_='z,/23:|[]()<>-.~!\"{}&%\\ \n$WKMLV+y0", max_size=80)


@given(ABC_LIKE)
def test_no_character_is_lost(music: str) -> None:
    text = f"X:1\nT:some tune\nK:G\n|A{music}"
    tune = Tune.parse(text)
    assert "".join(element.text for element in (*tune.header, *tune.elements)) == text


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(AbcError):
        assert Tune.parse(text).bars


@given(ABC_LIKE)
def test_every_element_stands_where_it_says(music: str) -> None:
    tune = Tune.parse(f"K:G\n|A{music}")
    lines = line_starts(tune.text)
    for element in tune.elements:
        line, column = element.position
        assert tune.text.startswith(element.text, lines[line - 1] + column - 1)


@pytest.mark.parametrize("text", ["", "X:1\nK:G\n", "X:1\nK:G\n|]", "X:1\nT:only a title"])
def test_a_tune_without_music_is_refused(text: str) -> None:
    with pytest.raises(AbcError, match="no note"):
        Tune.parse(text)


def test_line_ends_of_all_systems() -> None:
    texts = ["X:1\nK:G\nAB|\ncd|", "X:1\r\nK:G\r\nAB|\r\ncd|", "X:1\rK:G\rAB|\rcd|"]
    assert len({Tune.parse(text) for text in texts}) == 1


def test_a_tune_survives_pickling() -> None:
    tune = Tune.parse("X:1\nK:G\nAB|cd|]")
    assert pickle.loads(pickle.dumps(tune)).bars == tune.bars


def test_the_last_tempo_of_a_header_holds_and_the_first_title() -> None:
    tune = Tune.parse("X:1\nT:One\nT:Two\nQ:1/4=60\nQ:1/4=90\nK:C\nC|]\n")
    assert tune.title == "One"
    assert tune.tempo is not None
    assert tune.tempo.rate == 90
