from __future__ import annotations

import pytest

from tunesmith.rendering.tags import Tags


@pytest.mark.parametrize(
    ("tags", "comment"),
    [
        (Tags(seed=7, model="small-1f2e"), "seed=7 model=small-1f2e"),
        (Tags(seed=0), "seed=0"),
        (Tags(model="small"), "model=small"),
        (Tags(), ""),
    ],
)
def test_a_comment_says_what_makes_the_tune_again(tags: Tags, comment: str) -> None:
    assert tags.comment == comment
