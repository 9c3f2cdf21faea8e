from __future__ import annotations

import asyncio
import errno
import json
import sqlite3
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tunesmith.errors import AbcError, MissingExtraError, RenderError, RequestError
from tunesmith.studio.problems import (
    FIRST_CLIENTS,
    WRONG_OPTION,
    ProblemError,
    add_handlers,
    is_away,
    problem_response,
    told,
)
from tunesmith.studio.refusals import refusal

CAUSE = sqlite3.Error("locked")
AWAY = OperationalError("SELECT", {}, CAUSE)
FULL = OSError(errno.ENOSPC, "no space left")


def answer(error: Exception, **scope: Any) -> JSONResponse:
    """What a request that ends with this error is answered."""
    app = FastAPI()
    add_handlers(app)
    handler: Any = next(app.exception_handlers[kind] for kind in type(error).__mro__ if kind in app.exception_handlers)
    asked = Request({"type": "http", "method": "GET", "path": "/", "headers": [], "server": ("localhost", 80), **scope})
    response = asyncio.run(handler(asked, error))
    assert isinstance(response, JSONResponse)
    return response


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ProblemError(404, "there is no such tune"), 404),
        (AbcError("no music", 1, 2), 422),
        (RequestError("must be a key", field="key"), 422),
        (RenderError("too long a note"), 422),
        (MissingExtraError("sound", "sounds"), 501),
        (HTTPException(405), 405),
        (DataError("INSERT", {}, CAUSE), 422),
        (IntegrityError("INSERT", {}, CAUSE), 409),
        (AWAY, 503),
        (FULL, 503),
        (OSError(errno.EACCES, "not allowed"), 500),
        (ValueError("a mistake"), 500),
    ],
)
def test_every_error_is_a_problem_document_of_its_status(error: Exception, status: int) -> None:
    response = answer(error)
    assert response.status_code == json.loads(bytes(response.body))["status"] == status
    assert response.media_type == "application/problem+json"


def test_a_mistake_of_the_studio_tells_nothing_of_it() -> None:
    assert b"secret" not in bytes(answer(ValueError("secret")).body)


def test_a_database_that_is_away_may_be_back_soon() -> None:
    assert answer(AWAY).headers["retry-after"] == "5"


@pytest.mark.parametrize(("seconds", "header"), [(0.2, "1"), (3.1, "4"), (None, None)])
def test_who_must_wait_is_told_whole_seconds(seconds: float | None, header: str | None) -> None:
    assert ProblemError(429, "too often", retry_after=seconds).headers.get("Retry-After") == header


@pytest.mark.parametrize(
    ("error", "field", "reason"),
    [
        (AbcError("no music", 2, 3), "abc", "no music"),
        (RequestError("must be a format", field="to"), "format", "format must be a format"),
        (RequestError("cannot be done"), "abc", "cannot be done"),
        (RenderError("too long a note"), "abc", "too long a note"),
    ],
)
def test_a_refusal_names_the_field_as_a_body_calls_it(error: Any, field: str, reason: str) -> None:
    refused = refusal(error)
    assert (refused.field, refused.reason) == (field, reason)


def test_an_error_in_a_text_has_its_place() -> None:
    refused = refusal(AbcError("no music", 2, 3))
    assert (refused.line, refused.column) == (2, 3)


@pytest.mark.parametrize(
    ("error", "away"), [(AWAY, True), (FULL, True), (OSError(errno.ENOENT, ""), False), (ValueError(), False)]
)
def test_whether_it_is_the_database_or_its_disk(error: Exception, away: bool) -> None:
    assert is_away(error) == away


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ProblemError(429, "too often"), 429),
        (AbcError("no music", 1, 1), 422),
        (AWAY, 503),
        (ValueError("secret"), 500),
    ],
)
def test_a_stream_tells_the_same(error: Exception, status: int) -> None:
    found = told(error)
    assert found.status == status
    assert "secret" not in found.detail


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        ({"type": "json_invalid", "loc": ("body",), "msg": "x"}, 400, "the body is not valid JSON"),
        ({"type": "missing", "loc": ("body", "abc"), "msg": "Field required"}, 422, "abc: Field required"),
        (
            {"type": WRONG_OPTION, "loc": ("body", "bars"), "msg": "must be 2 to 64", "ctx": {"limits": {"least": 2}}},
            422,
            "bars must be 2 to 64",
        ),
    ],
)
def test_a_body_that_is_refused_says_which_field(error: dict[str, Any], status: int, detail: str) -> None:
    response = answer(RequestValidationError([error]))
    assert (response.status_code, json.loads(bytes(response.body))["detail"]) == (status, detail)


def test_the_first_clients_read_the_detail_as_error_and_400_for_what_is_refused() -> None:
    error = RequestValidationError([{"type": "missing", "loc": ("body", "abc"), "msg": "Field required"}])
    response = answer(error, **{FIRST_CLIENTS: True})
    body = json.loads(bytes(response.body))
    assert (response.status_code, body["status"], body["title"]) == (400, 400, "Bad Request")
    assert body["error"] == body["detail"] == "abc: Field required"


def test_nothing_that_is_unknown_stands_in_a_document() -> None:
    body = json.loads(bytes(problem_response(404, "there is none").body))
    assert body == {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "there is none", "errors": []}
