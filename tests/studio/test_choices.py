"""What the service says is on offer can be had."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from tunesmith.cli import app
from tunesmith.corpus.terms import TERMS
from tunesmith.studio.api.edits import ContinueBody, VaryBody
from tunesmith.studio.api.requests import ComposeBody

BODIES: dict[str, type[BaseModel]] = {"compose": ComposeBody, "continue": ContinueBody, "vary": VaryBody}


OF_THE_COMMAND_LINE = {"count", "index", "on", "out", "to", "no_chords", "workers"}
"""A request makes one tune, and /render its files; in JSON, `--no-chords` is false."""


OF_THE_SERVICE = {"abc", "title"}


@pytest.mark.parametrize("command", BODIES)
def test_every_option_of_the_command_line_is_one_of_the_service(command: str) -> None:
    arguments = app[command].assemble_argument_collection(parse_docstring=False)
    names = [name for argument in arguments for name in argument.names]
    options = {name[2:].replace("-", "_") for name in names if name.startswith("--")}
    assert set(BODIES[command].model_fields) - OF_THE_SERVICE == options - OF_THE_COMMAND_LINE


def test_models_are_told_of_without_being_opened(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunesmith.studio.composers.Composers._open", None)
    small, flagship, free = client.get("/api/v1/models").json()["models"]
    assert (small["name"], flagship["name"], free["name"]) == ("small", "flagship", "open")
    assert small["parameters"] <= 1_000_000 < flagship["parameters"]
    assert (small["terms"], free["terms"]) == (TERMS["research"], TERMS["any"])


def test_every_key_meter_and_form_on_offer_can_be_composed(client: TestClient) -> None:
    choices = client.get("/api/v1/choices").json()
    bodies = [{"key": key} for key in choices["keys"]] + [{"form": form} for form in choices["forms"]]
    bodies += [{"rhythm": rhythm} for rhythm in choices["rhythms"]] + [{"meter": meter} for meter in choices["meters"]]
    for asked in bodies:
        answer = client.post("/api/v1/tunes", json=asked)
        assert answer.status_code == 201, (asked, answer.text)
        assert answer.json()["check"]["ok"], (asked, answer.text)


def test_the_page_says_what_each_number_may_be(client: TestClient) -> None:
    options = client.get("/api/v1/choices").json()["limits"]["options"]
    for name, range_ in options.items():
        for value in range_.values():
            whole = int(value) if name in ("parts", "bars", "best_of", "top_k", "seed", "length") else value
            ComposeBody.model_validate({name: whole})
    assert options["parts"] == {"least": 1, "most": 12}
    assert {"bars", "best_of", "top_k", "top_p", "min_p", "temperature", "seed", "length"} <= options.keys()
