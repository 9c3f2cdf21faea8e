from __future__ import annotations

import json

import pytest

from tunesmith.errors import RequestError
from tunesmith.studio.tasks import converting
from tunesmith.studio.tasks.converting import converted

ABC = "X:1\nK:D\nd2|]\n"


def test_a_file_is_answered_as_abc() -> None:
    assert json.loads(converted(ABC.encode())) == {"abc": ABC, "losses": []}


def test_a_text_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LONGEST", len(ABC))
    assert converted(ABC.encode())
    monkeypatch.setattr(converting, "LONGEST", len(ABC) - 1)
    with pytest.raises(RequestError, match=f"becomes {len(ABC)} characters of ABC; up to {len(ABC) - 1} are given"):
        converted(ABC.encode())
