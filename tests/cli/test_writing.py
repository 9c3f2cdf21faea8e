from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tunesmith import rendering
from tunesmith.cli.writing import rendered, tags_of
from tunesmith.notation import Tune
from tunesmith.rendering import Tags

RECIPE = SimpleNamespace(model="small", fingerprint="0123456789abcdef")


def composition(title: str) -> Any:
    return SimpleNamespace(tune=Tune.parse(f"X:1\n{title}K:D\nd2|]"), seed=7, recipe=RECIPE)


@pytest.mark.parametrize(("field", "title"), [("T:The Reel\n", "The Reel"), ("", "Tune in D")])
def test_a_composed_tune_says_what_makes_it_again(field: str, title: str) -> None:
    assert tags_of(composition(field)) == Tags(title=title, seed=7, model="small-0123456789ab")


@pytest.mark.parametrize(("count", "has_tags"), [(1, True), (2, False)])
def test_only_a_file_of_one_tune_carries_its_recipe(
    monkeypatch: pytest.MonkeyPatch, count: int, has_tags: bool
) -> None:
    asked: list[Tags | None] = []

    def render(tunes: list[Tune], form: str, tags: Tags | None) -> bytes:
        asked.append(tags)
        return f"{len(tunes)} as {form}".encode()

    monkeypatch.setattr(rendering, "render", render)
    assert rendered([composition("")] * count, "pdf") == f"{count} as pdf".encode()
    assert [tags is not None for tags in asked] == [has_tags]
