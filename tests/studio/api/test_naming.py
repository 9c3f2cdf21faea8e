from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from tunesmith.studio.api.naming import OneOf

WORDS: dict[str, None] = {"reel": None}
Word: TypeAdapter[str] = TypeAdapter(Annotated[str, OneOf(lambda: WORDS)])


def test_a_word_of_the_table_is_taken_and_another_is_told_which_there_are() -> None:
    assert Word.validate_python("reel") == "reel"
    with pytest.raises(ValidationError, match="must be one of reel"):
        Word.validate_python("jig")


def test_a_word_that_is_added_is_known_and_described(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDS, "jig", None)
    assert Word.validate_python("jig") == "jig"
    assert Word.json_schema()["enum"] == ["reel", "jig"]
