from __future__ import annotations

import json

import pytest

from tunesmith.cli.models import models
from tunesmith.composing.request import DEFAULT_MODEL
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.checkpoint import models as shipped


def test_the_shipped_models_with_their_terms(capsys: pytest.CaptureFixture[str]) -> None:
    models(as_json=True)
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert tuple(rows) == shipped()
    assert [name for name, row in rows.items() if row["usual"]] == [DEFAULT_MODEL]
    for name, row in rows.items():
        checkpoint = Checkpoint.load(name)
        assert row["parameters"] == checkpoint.config.parameters
        assert row["terms"] == ("any" if name == "open" else "research")
        assert "The Session" in row["learned_from"]
        assert checkpoint.fingerprint.startswith(row["fingerprint"])


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    models()
    assert f"{DEFAULT_MODEL}, the usual one: for research and non-commercial use\n" in capsys.readouterr().out
