from __future__ import annotations

import json
import logging
import sys
import time

import pytest

from tunesmith.studio.logs import JsonLines, Seldom


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("studio", logging.INFO, "", 0, message, (), None)
    made.created = 0.25
    vars(made).update(extra)
    return made


def test_a_record_is_one_line_with_the_fields_of_its_request() -> None:
    line = JsonLines().format(record("é\nb", path="/tunes", status=200, secret="x"))
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.250+00:00",
        "level": "INFO",
        "logger": "studio",
        "message": "é\nb",
        "path": "/tunes",
        "status": 200,
    }


def test_a_failure_has_its_traceback() -> None:
    try:
        raise ValueError("wrong")
    except ValueError:
        failed = record("failed", exc_info=sys.exc_info())
    assert "ValueError: wrong" in json.loads(JsonLines().format(failed))["traceback"]


def test_what_goes_wrong_again_and_again_is_said_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seldom = Seldom(logging.getLogger("seldom"))
    for now, message in [(0.0, "full"), (30.0, "full"), (31.0, "away"), (60.0, "full")]:
        monkeypatch.setattr(time, "monotonic", lambda now=now: now)
        seldom.error(message)
    assert caplog.messages == ["full (1 times so far)", "away (1 times so far)", "full (3 times so far)"]
