"""The API in a browser answers as the studio's does: the same requests to both, here without a browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.support import serving
from tunesmith.analysis.origin_index import shipped_index
from tunesmith.browser.routes import service
from tunesmith.rendering.engraver import engine, engraving

ABC = "X:1\nT:The Anvil\nR:jig\nM:6/8\nL:1/8\nK:G\n|:GAB c2d|edc BAG|ABc ded|cAF G3:|\n"
MUSIC = {"abc": ABC}
JSON = "application/json"
KESH = "X:1\nL:1/8\nM:6/8\nK:G\n|: GAG GAB | ABA ABd | edd gdd | edB dBA | GAG GAB | ABA ABd | edd gdB | AGF G3 :|\n"
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("check", MUSIC),
    ("check", {"abc": "X:1\nK:D\nABc"}),
    ("performance", MUSIC),
    ("performance", {**MUSIC, "swing": 0.6, "accompaniment": "none"}),
    ("below", {**MUSIC, "below": "names"}),
    ("playability", {**MUSIC, "instrument": "tin whistle"}),
    ("ornaments", {**MUSIC, "instrument": "tin-whistle"}),
    ("following", MUSIC),
    ("fix", {"abc": "X:1\nT:Short\nM:4/4\nL:1/8\nK:D\nABcd efg|"}),
    ("chords", MUSIC),
    ("chords/bar", {**MUSIC, "bar": 2, "chords": "C D"}),
    ("second-voice", MUSIC),
    ("second-voice", {**MUSIC, "instrument": "tin whistle"}),
    ("transpose", {**MUSIC, "semitones": 2}),
    ("transpose", {**MUSIC, "key": "D"}),
    ("render", {**MUSIC, "format": "mid", "options": {"instrument": "fiddle"}}),
    ("render", {**MUSIC, "format": "musicxml"}),
    ("render", {**MUSIC, "format": "svg"}),
    ("render", {**MUSIC, "format": "svg", "options": {"tablature": "whistle", "opening_line": True}}),
    ("origin", MUSIC),
    ("origin", {"abc": KESH}),
]
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("check", {}),
    ("check", {"abc": ""}),
    ("check", {"abc": "X:1"}),
    ("check", {"abc": 7}),
    ("check", {**MUSIC, "hue": "red"}),
    ("transpose", MUSIC),
    ("transpose", {**MUSIC, "semitones": 25}),
    ("below", {**MUSIC, "below": "nothing"}),
    ("performance", {**MUSIC, "swing": 9}),
    ("chords/bar", {**MUSIC, "bar": 99, "chords": "C"}),
    ("ornaments", {**MUSIC, "instrument": "piano"}),
    ("second-voice", {**MUSIC, "instrument": "harp"}),
    ("second-voice", {"abc": "X:1\nK:C\nV:1\nc4|\nV:2\nC4|\n"}),
    ("nothing", MUSIC),
    ("origin", {"abc": "X:1\nK:C\n"}),
]


class Absent:
    """The network of answers that need none."""

    def run(self, model: str, work: str) -> str:
        raise AssertionError(f"{model} is asked to compose {work}")

    def read(self, model: str, texts: str) -> str:
        raise AssertionError(f"{model} is asked to read {texts}")


class Shipped:
    """The shipped index, for a service that does not reach JavaScript's."""

    here = True

    async def opened(self) -> bool:
        return self.here

    def facts(self) -> str:
        index = shipped_index()
        return json.dumps({"tunes": len(index), "chance": asdict(index.chance)})

    def find(self, hashes: str) -> str:
        return json.dumps([number for match in shipped_index().find(json.loads(hashes)) for number in match])

    def tune(self, number: int) -> str:
        known = shipped_index().tune(number)
        return json.dumps([known.title, known.source, known.link, shipped_index().family(number)])


class Missing(Shipped):
    """An index that cannot be fetched."""

    here = False


class QuickEngraver:
    """The engraver in Python's own engine."""

    here = True

    async def opened(self) -> bool:
        return self.here

    def draw(self, request: str) -> str:
        return engine.run(request)


class MissingEngraver(QuickEngraver):
    """An engraver that cannot be fetched."""

    here = False


class FailingEngraver(QuickEngraver):
    """An engraver that fails."""

    def draw(self, request: str) -> str:  # noqa: ARG002
        return json.dumps({"failed": "out of paper"})


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests draw with Python's own engine."""
    monkeypatch.setattr(engraving, "_given", [])


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("studio")
    settings = serving.IsolatedSettings(database_url=f"sqlite:///{folder}/studio.db", rate_limit="100000/minute")
    with serving.client_of(settings) as client:
        yield client


def answered(
    path: str, body: dict[str, Any], known: Shipped | None = None, engraver: QuickEngraver | None = None
) -> tuple[int, str, bytes]:
    """What the browser's service answers."""
    answering = service(None, Absent(), known or Shipped(), engraver or QuickEngraver())
    return asyncio.run(answering.answer("POST", f"/api/v1/{path}", json.dumps(body).encode(), -1))


def test_answers_are_those_of_the_studio(studio: TestClient) -> None:
    for path, body in ASKED:
        status, media_type, content = answered(path, body)
        expected = studio.post(f"/api/v1/{path}", json=body)
        assert (status, media_type) == (expected.status_code, expected.headers["content-type"]), path
        same = content == expected.content or (media_type == JSON and json.loads(content) == expected.json())
        assert same, (path, body)


def test_what_the_studio_refuses_is_refused_with_its_field(studio: TestClient) -> None:
    for path, body in REFUSED:
        status, media_type, content = answered(path, body)
        expected = studio.post(f"/api/v1/{path}", json=body)
        assert (status, media_type) == (expected.status_code, expected.headers["content-type"]), (path, body)
        fields = [error["field"] for error in json.loads(content)["errors"]]
        assert fields == [error["field"] for error in expected.json().get("errors", [])], (path, body)


def test_what_cannot_be_fetched_is_said_to_be_so() -> None:
    for path, body in (("origin", MUSIC), ("compose", {"original": True}), ("render", {**MUSIC, "format": "svg"})):
        status, _, content = answered(path, body, Missing(), MissingEngraver())
        assert (status, json.loads(content)["detail"].endswith("ask once more with a network")) == (503, True), path


def test_what_the_engraver_cannot_draw_is_a_refusal() -> None:
    status, _, content = answered("render", {**MUSIC, "format": "svg"}, engraver=FailingEngraver())
    assert (status, "out of paper" in json.loads(content)["detail"]) == (422, True)


def test_a_file_that_needs_a_studio_is_not_made() -> None:
    status, _, _ = answered("render", {**MUSIC, "format": "mp3"})
    assert status == 422
