from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tunesmith.studio.tasks import origins
from tunesmith.studio.tasks.origins import compared


def test_known_tunes_are_answered_with_rounded_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    known = SimpleNamespace(title="The Reel", source="A Book", link=None, similarity=0.12345, bars=(3, 4))
    found = SimpleNamespace(nearest=[known], longest=2.3456, remarkable=True, words="much is known")
    monkeypatch.setattr(origins, "origin", lambda abc: {"text": found}[abc])
    assert json.loads(compared("text")) == {
        "nearest": [{"title": "The Reel", "source": "A Book", "link": None, "similarity": 0.123, "shared_bars": 2}],
        "longest_run": 2.35,
        "remarkable": True,
        "words": "much is known",
    }
