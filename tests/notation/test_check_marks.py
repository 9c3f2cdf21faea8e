from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.notation.check_marks import marks, names_chord


def found(music: str) -> list[tuple[str, int]]:
    """What is found, and in which column of the music."""
    return [(one.code, one.column) for one in marks(Tune.parse(f"X:1\nK:D\n{music}").elements)]


@pytest.mark.parametrize(
    "music", ["d2-d2", "d2-|d2", "[df]2-[fa]2", "(de)", "((de)f)", '"G"d2', '"^slow"d2', '""d2', "d2- {e}d2"]
)
def test_marks_that_are_in_order(music: str) -> None:
    assert found(music) == []


@pytest.mark.parametrize(
    ("music", "code", "column"),
    [
        ("d2-e2", "loose-tie", 3),
        ("d2-d'2", "loose-tie", 3),  # of another octave
        ("d2-z2d2", "loose-tie", 3),
        ("d2-|]", "loose-tie", 3),
        ("(de", "slur-not-closed", 1),
        ("de)", "slur-not-opened", 3),
        ('"slowly"d2', "no-chord-symbol", 1),
    ],
)
def test_a_mark_that_leads_nowhere_is_found_where_it_stands(music: str, code: str, column: int) -> None:
    assert found(music) == [(code, column)]


def test_words_are_kept_as_an_annotation() -> None:
    [finding] = marks(Tune.parse('X:1\nK:D\n"slowly"d2').elements)
    [edit] = finding.edits
    assert (edit.old, edit.new) == ('"', '"^')


@pytest.mark.parametrize(("name", "says"), [("Am7", True), ("N.C.", True), (" ", True), ("swing", False)])
def test_a_symbol_says_a_chord_none_or_nothing_new(name: str, says: bool) -> None:
    assert names_chord(name) == says
