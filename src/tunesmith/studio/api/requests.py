"""From the body of a request to a request for the composer."""

from __future__ import annotations

from tunesmith.composing.request import Request, TaskOptions
from tunesmith.options import options_of
from tunesmith.studio.api.option_fields import with_options
from tunesmith.studio.api.schemas import Strict
from tunesmith.studio.operations import options_for
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.settings import Settings

__all__ = ["ComposeBody", "given", "request_of", "task_of"]


@with_options(options_for("compose"))
class ComposeBody(Strict):
    """What to compose; every field means what the option of that name means on the command line."""


def request_of(body: Strict, operation: str, settings: Settings) -> Request:
    """The request in a body, within this studio's limits; ProblemError 422 beyond them."""
    names = options_of(Request, operation).keys() & body.model_fields_set
    asked = body.model_dump(exclude_none=True, include=names)
    usual = {name: option.default for name, option in options_of(Request, operation).items()}
    request, most = Request(**usual | asked), settings.max_length
    if "length" in asked and request.length > most:
        problem = f"must be at most {most} here, not {request.length}"
        raise ProblemError(422, f"length {problem}", field="length", limits={"least": 1, "most": most})
    if len(request.opening) > most:
        problem = f"must have at most {most} characters here"
        raise ProblemError(422, f"opening {problem}", field="opening", limits={"longest": most})
    return request


def task_of(body: Strict) -> TaskOptions:
    """What a body says beside the request; the model is None for the studio's own."""
    said = body.model_dump(exclude_none=True, include=set(options_of(TaskOptions)))
    return TaskOptions(**{"model": None, **said})


def given(body: Strict, *, without: set[str]) -> dict[str, object]:
    """The fields that a client gave."""
    return body.model_dump(exclude_none=True, exclude_unset=True, exclude=without)
