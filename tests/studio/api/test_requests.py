from __future__ import annotations

from typing import Any

import pytest

from tests.support.serving import IsolatedSettings
from tunesmith.studio.api.requests import ComposeBody, given, request_of, task_of
from tunesmith.studio.operations import LARGEST_SEED, options_for
from tunesmith.studio.problems import ProblemError

SETTINGS = IsolatedSettings(max_length=500)


def body(**fields: Any) -> ComposeBody:
    return ComposeBody.model_validate(fields)


def test_a_request_is_what_a_body_says_and_else_the_default() -> None:
    request = request_of(body(key="Ador", bars=8, parts=2), "compose", SETTINGS)
    assert (request.key, request.bars, request.parts) == ("Ador", 8, 2)
    assert request.temperature == options_for("compose")["temperature"].default


@pytest.mark.parametrize(("fields", "field"), [({"length": 501}, "length"), ({"opening": "d" * 501}, "opening")])
def test_a_studio_may_allow_less_than_the_library(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ProblemError) as caught:
        request_of(body(**fields), "compose", SETTINGS)
    assert (caught.value.status, [error.field for error in caught.value.errors]) == (422, [field])


def test_a_studio_composes_one_tune_with_its_own_model() -> None:
    options = options_for("compose")
    assert "count" not in options
    assert (options["model"].default, options["seed"].most) == (None, LARGEST_SEED)
    assert task_of(body()).model is None
    assert task_of(body(seed=7, model="small")).seed == 7


def test_only_what_a_client_gave_is_kept() -> None:
    assert given(body(key="D", meter=None, seed=3), without={"seed"}) == {"key": "D"}
