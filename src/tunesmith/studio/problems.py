"""Every refusal as a problem document (RFC 9457): what is wrong, where, and what would be accepted."""

from __future__ import annotations

import errno
import json
import logging
import math
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, TypeAlias

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from tunesmith.errors import AbcError, MissingExtraError, RenderError, RequestError
from tunesmith.studio.logs import REQUEST, Seldom
from tunesmith.studio.refusals import FieldProblem, refusal

__all__ = [
    "FIRST_CLIENTS",
    "WRONG_OPTION",
    "FieldProblem",
    "Problem",
    "ProblemError",
    "add_handlers",
    "problem_response",
    "told",
]

logger = logging.getLogger(__name__)
seldom = Seldom(logger)
MISTAKE = "the studio made a mistake; it has been logged"
FIRST_CLIENTS = "tunesmith.first_clients"
"""What the scope of a request holds that comes by a route of the first project's clients."""
Handler: TypeAlias = Callable[[Request, Any], Awaitable[JSONResponse]]
WRONG_OPTION = "wrong_option"
"""The type of a validation error about an option that does not accept its value; its context has the limits."""
RETRY_AFTER = "5"  # seconds, in which a database may be back


class Problem(BaseModel):
    """A problem document (RFC 9457, section 3)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class Told(BaseModel):
    """What a stream tells of an error."""

    status: int
    detail: str
    errors: list[FieldProblem] = []


class ProblemError(Exception):
    """Raised anywhere in a request to end it with a problem document."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        field: str | None = None,
        limits: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = [FieldProblem(field=field, reason=detail, limits=dict(limits or {}) or None)] if field else []
        waiting = {} if retry_after is None else {"Retry-After": str(max(1, math.ceil(retry_after)))}
        self.headers = {**headers, **waiting}


def problem_response(
    status: int, detail: str, errors: list[FieldProblem] | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """A problem document as a response."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])
    body = problem.model_dump(exclude_none=True)
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


def add_handlers(app: FastAPI) -> None:
    """Turn every exception of a request into a problem document."""
    handlers: dict[type[Exception], Handler] = {
        ProblemError: _problem,
        RequestValidationError: _invalid,
        HTTPException: _http,
        AbcError: _abc,
        **dict.fromkeys((RequestError, RenderError), _refused),
        MissingExtraError: _missing,
        **dict.fromkeys((DBAPIError, PoolTimeoutError, sqlite3.Error, OSError), _away),
        DataError: _unstorable,
        IntegrityError: _conflict,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, _for_first_clients(handler))


def _for_first_clients(handler: Handler) -> Handler:
    """The same handler; routes of the first project's clients say the detail under `error` too, and 400 for 422."""

    async def handle(request: Request, error: Any) -> JSONResponse:
        response = await handler(request, error)
        if FIRST_CLIENTS not in request.scope:
            return response
        body = json.loads(bytes(response.body))
        status = 400 if isinstance(error, RequestValidationError) else response.status_code
        body |= {"error": body["detail"], "status": status, "title": HTTPStatus(status).phrase}
        headers = {name: value for name, value in response.headers.items() if name == "retry-after"}
        return JSONResponse(body, status, headers=headers, media_type=response.media_type)

    return handle


def told(error: Exception) -> Told:
    """What to tell of any error, for an answer that has begun and can only tell of it; it is logged."""
    if isinstance(error, ProblemError):
        return Told(status=error.status, detail=error.detail, errors=error.errors)
    if isinstance(error, AbcError | RequestError | RenderError):
        refused = refusal(error)
        return Told(status=422, detail=refused.reason, errors=[refused])
    if is_away(error):
        return Told(status=503, detail=away(error))
    logger.error("unexpected error in a stream", exc_info=error)
    return Told(status=500, detail=MISTAKE)


def is_away(error: Exception) -> bool:
    """Whether it is the database or the disk that fails, not the request or the studio."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, DBAPIError | PoolTimeoutError | sqlite3.Error)


def away(error: Exception) -> str:
    """What to say of a database or disk that fails; the log gets the reason, once a minute."""
    reason = " ".join(str(getattr(error, "orig", error)).split())
    seldom.error(f"the database or its disk fails: {reason[:300]}")
    return "the database or its disk does not take part; nothing was changed"


async def _problem(_request: Request, error: Any) -> JSONResponse:
    return problem_response(error.status, error.detail, error.errors, error.headers)


async def _invalid(_request: Request, error: Any) -> JSONResponse:
    if any(e["type"] == "json_invalid" for e in error.errors()):
        return problem_response(400, "the body is not valid JSON")
    fields = [_wrong(e) for e in error.errors()]
    detail = "; ".join(f.reason if f.limits else f"{f.field}: {f.reason}" for f in fields[:3])
    return problem_response(422, detail, fields)


def _wrong(error: dict[str, Any]) -> FieldProblem:
    """A field that was refused before anything was done."""
    field = _field(error["loc"])
    if error["type"] == WRONG_OPTION:
        return FieldProblem(field=field, reason=f"{field} {error['msg']}", limits=error["ctx"]["limits"])
    return FieldProblem(field=field, reason=error["msg"])


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location[1:]) or str(location[0])


async def _http(_request: Request, error: Any) -> JSONResponse:
    return problem_response(error.status_code, str(error.detail), headers=dict(error.headers or {}))


async def _abc(_request: Request, error: Any) -> JSONResponse:
    return problem_response(422, str(error), [refusal(error)])


async def _refused(_request: Request, error: Any) -> JSONResponse:
    refused = refusal(error)
    return problem_response(422, refused.reason, [refused])


async def _missing(_request: Request, error: Any) -> JSONResponse:
    return problem_response(501, str(error))


async def _away(request: Request, error: Any) -> JSONResponse:
    if not is_away(error):
        return await _unexpected(request, error)
    return problem_response(503, away(error), headers={"Retry-After": RETRY_AFTER})


async def _unstorable(_request: Request, error: Any) -> JSONResponse:
    logger.info("refused by the database: %s", error.orig)
    problem = "a value is too long, or holds characters that the database cannot keep"
    return problem_response(422, problem, [FieldProblem(field="body", reason=problem)])


async def _conflict(_request: Request, error: Any) -> JSONResponse:
    logger.info("refused by the database: %s", error.orig)
    return problem_response(409, "this has been changed or deleted meanwhile; read it again")


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.error("unexpected error in %s %s", request.method, request.url.path, exc_info=error)
    return problem_response(500, MISTAKE, headers={"X-Request-ID": REQUEST.get()})
