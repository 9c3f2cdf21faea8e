"""Names of files."""

from __future__ import annotations

import pytest

from tunesmith.rendering.names import file_names, numbered_names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Drowsy Maggie", "Drowsy-Maggie"),
        ("O'Neill's: An Ríl (Mór)", "ONeills-An-Ríl-Mór"),
        ("../../etc/passwd", "etc-passwd"),
        ("?", "tune"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_name_is_the_words_of_the_title(title: str, name: str) -> None:
    assert file_names([title]) == [name]


def test_names_differ_even_where_case_does_not_count() -> None:
    assert file_names(["The Lark", "the lark", "The Lark!"]) == ["The-Lark", "the-lark-2", "The-Lark-3"]


def test_numbered_names_sort_in_the_order_of_the_book() -> None:
    assert numbered_names(["Zoe", "Ann's"]) == ["01-Zoe", "02-Anns"]
    names = numbered_names(["Same"] * 120)
    assert names == sorted(names)
    assert names[99] == "100-Same-100"
