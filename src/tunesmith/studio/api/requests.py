"""From the body of a request to what the composer is asked."""

from __future__ import annotations

from tunesmith.composing.request import Request
from tunesmith.studio.api.schemas import ComposeBody
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.settings import Settings

__all__ = ["request_of"]

NOT_FOR_THE_COMPOSER = {"seed", "title", "model"}


def request_of(body: ComposeBody, settings: Settings) -> Request:
    """What is asked, within this studio's limits; ProblemError 422 beyond them."""
    if body.length is not None and body.length > settings.max_length:
        raise ProblemError(422, f"length may be at most {settings.max_length} here", field="length")
    return Request(**body.model_dump(exclude_none=True, exclude=NOT_FOR_THE_COMPOSER))
