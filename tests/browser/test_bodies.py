"""What a request to the page's own worker may bring: the same as to the studio's service."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.options import wrong_values
from tunesmith.browser.bodies import BODIES, FORMATS_HERE, read
from tunesmith.errors import RequestError

WITH_ABC = {"abc": "X:1\nK:D\nABc|\n"}


def refused(content: bytes, kind: str) -> RequestError:
    with pytest.raises(RequestError) as error:
        read(content, kind)
    return error.value


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"{", "the body is not valid JSON"), (b"[1]", "the body must be a JSON object"), (b'"abc"', "the body must be")],
)
def test_a_body_is_a_json_object(content: bytes, problem: str) -> None:
    assert str(refused(content, "abc")).startswith(problem)


def test_fields_that_are_null_or_left_out_are_not_there() -> None:
    assert read(b"", "change") == {}
    assert read(b'{"title": null, "starred": true}', "change") == {"starred": True}
    assert read(json.dumps({**WITH_ABC, "tunes": [1]}).encode(), "abc", "tunes") == {**WITH_ABC, "tunes": [1]}


@pytest.mark.parametrize(
    ("given", "kind", "field", "problem"),
    [
        ({}, "abc", "abc", "must be given"),
        ({"abc": None}, "abc", "abc", "must be given"),
        ({**WITH_ABC, "hue": 1}, "abc", "hue", "is no field of this request"),
        ({"bar": 1}, "chords in a bar", "abc", "must be given"),
    ],
)
def test_what_is_missing_or_strange_is_named(given: dict[str, Any], kind: str, field: str, problem: str) -> None:
    error = refused(json.dumps(given).encode(), kind)
    assert (error.field, error.problem) == (field, problem)


@pytest.mark.parametrize("kind", BODIES)
def test_every_field_is_refused_by_its_name_with_what_it_accepts(kind: str) -> None:
    options = BODIES[kind]
    required = {**WITH_ABC, "instrument": "fiddle", "below": "names", "bar": 1, "chords": "G", "format": "mid"}
    usual = {name: value for name, value in required.items() if name in options and options[name].required}
    usual |= {"bars": "1"} if kind.startswith("vary") else {}
    for name, option in options.items():
        for wrong in ["", 7] if name == "abc" else wrong_values(option).values():
            error = refused(json.dumps({**usual, name: wrong}).encode(), kind)
            assert (error.field, error.limits) == (name, option.limits)


def test_files_that_need_a_studio_are_no_format_here() -> None:
    assert BODIES["render"]["format"].limits == {"choices": list(FORMATS_HERE)}
