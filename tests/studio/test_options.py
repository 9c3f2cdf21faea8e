"""The options as the service has them: what each refuses, and that every refusal names its field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.options import wrong_values
from tunesmith.options import options_of
from tunesmith.rendering import RenderOptions
from tunesmith.rendering.player import Playing
from tunesmith.studio.operations import options_for

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tunesmith.options import Option

ABC = "X:1\nM:6/8\nL:1/8\nK:G\n|: GAG GAB | ABA ABd | edd gdd | edB dBA |\n"
DORIAN = ABC.replace("K:G", "K:Ador")
PLACES: dict[str, tuple[str, dict[str, Any], dict[str, Option]]] = {
    "compose": ("/api/v1/tunes", {}, options_for("compose")),
    "stream": ("/api/v1/tunes/stream", {}, options_for("compose")),
    "continue": ("/api/v1/continue", {"abc": ABC}, options_for("continue")),
    "vary": ("/api/v1/vary", {"abc": ABC, "bars": "1"}, options_for("vary")),
    "performance": ("/api/v1/performance", {"abc": ABC}, options_of(Playing)),
}


@pytest.fixture(scope="module")
def client(lasting_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return lasting_client


@pytest.mark.parametrize("place", PLACES)
def test_every_option_is_refused_by_its_name_with_what_it_accepts(client: TestClient, place: str) -> None:
    path, body, options = PLACES[place]
    for name, option in options.items():
        for wrong in wrong_values(option).values():
            refused(client, path, body | {name: wrong}, name, option)


def test_every_option_of_rendering_is_refused_by_its_name_with_what_it_accepts(client: TestClient) -> None:
    for name, option in options_of(RenderOptions).items():
        for wrong in wrong_values(option).values():
            body = {"abc": ABC, "format": "svg", "options": {name: wrong}}
            refused(client, "/api/v1/render", body, f"options.{name}", option)


def refused(client: TestClient, path: str, body: dict[str, Any], field: str, option: Option) -> None:
    """Check that a body is refused for this field, in a sentence and for programs."""
    answer = client.post(path, json=body)
    assert answer.status_code == 422, (field, answer.text)
    [error] = answer.json()["errors"]
    assert (error["field"], error["limits"]) == (field, option.limits)
    assert error["reason"].startswith(f"{field} must be {option.accepted}, not ")
    assert answer.json()["detail"] == error["reason"]


@pytest.mark.parametrize(
    ("path", "body", "field", "limits"),
    [
        ("/tunes", {"parts": 12, "bars": 64}, "length", {"least"}),
        ("/tunes", {"length": 3500}, "length", {"least", "most"}),
        ("/tunes", {"form": "AABB", "parts": 3}, "parts", {"least", "most"}),
        ("/tunes", {"opening": "hello?!"}, "opening", set()),
        ("/tunes", {"opening": "L:1/32\nM:4/4\nd4"}, "opening", set()),
        ("/tunes", {"model": "nosuch"}, "model", {"choices"}),
        ("/tunes", {"tempreature": 1}, "tempreature", set()),
        ("/continue", {"abc": f"{ABC[:-2]}:|", "parts": 1}, "parts", {"least", "most"}),
        ("/continue", {"abc": ABC, "voice": "bass"}, "voice", {"choices"}),
        ("/continue", {"abc": ABC.replace("6/8", "none")}, "abc", set()),
        ("/continue", {"abc": ABC, "length": 90}, "length", {"least"}),
        ("/continue", {"abc": "no tune"}, "abc", set()),
        ("/vary", {"abc": ABC, "bars": "3-99"}, "bars", {"least", "most"}),
        ("/vary", {"abc": ABC.replace("6/8", "none"), "bars": "1"}, "abc", set()),
        ("/vary", {"abc": ABC}, "bars", set()),
        ("/transpose", {"abc": DORIAN, "key": "H"}, "key", set()),
        ("/transpose", {"abc": DORIAN, "key": "G"}, "key", set()),
        ("/transpose", {"abc": DORIAN}, "key", set()),
        ("/transpose", {"abc": DORIAN, "semitones": 99}, "semitones", set()),
        ("/render", {"abc": "K:C", "format": "svg"}, "abc", set()),
        ("/render", {"abc": ABC, "format": "gif"}, "format", set()),
        ("/render", {"abc": f"{ABC}{'|: GAG GAB :|' * 2000}", "format": "mid"}, "abc", set()),
        ("/tunebooks", {"title": "Set", "tunes": ["nosuch"]}, "tunes", set()),
    ],
)
def test_every_refusal_names_its_field(
    client: TestClient, path: str, body: dict[str, Any], field: str, limits: set[str]
) -> None:
    answer = client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == field
    assert error.get("limits", {}).keys() == limits
    assert "--" not in answer.text


def test_a_stream_that_has_begun_names_the_field_too(client: TestClient) -> None:
    answer = client.post("/api/v1/tunes/stream", json={"parts": 12, "bars": 64})
    name, data = answer.text.strip().split("\n\n")[-1].split("\n", 1)
    told = json.loads(data.removeprefix("data: "))
    assert name == "event: problem"
    assert (told["status"], told["errors"][0]["field"]) == (422, "length")
    assert told["detail"] == told["errors"][0]["reason"]


def test_null_is_as_good_as_left_out(client: TestClient) -> None:
    said_nothing = client.post("/api/v1/tunes", json={"seed": 7}).json()
    said_null = client.post("/api/v1/tunes", json={"seed": 7} | dict.fromkeys(options_for("compose").keys() - {"seed"}))
    assert said_null.status_code == 201
    assert said_null.json()["abc"] == said_nothing["abc"]


def test_true_and_false_are_as_good_as_the_words_that_they_stand_for(client: TestClient) -> None:
    for said, word in ((True, "written"), (False, "none")):
        made = client.post("/api/v1/tunes", json={"seed": 7, "meter": "6/8", "chords": said}).json()
        assert made["recipe"]["options"]["chords"] == word


def test_the_page_is_told_of_every_option(client: TestClient) -> None:
    told = client.get("/api/v1/choices").json()
    assert [option["name"] for option in told["options"]] == list(options_for("compose"))
    assert [option["name"] for option in told["rendering"]] == list(options_of(RenderOptions))
    [key] = [option for option in told["options"] if option["name"] == "key"]
    assert (key["label"], key["kind"], key["hint"]) == ("Key", "word", "any key")
    assert key["suggests"] == told["keys"]
