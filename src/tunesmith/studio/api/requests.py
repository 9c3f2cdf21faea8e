"""From the body of a request to what the composer is asked."""

from __future__ import annotations

from collections.abc import Collection

from tunesmith.composing.request import Request
from tunesmith.studio.api.schemas import Wish
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.settings import Settings

__all__ = ["request_of"]

NOT_FOR_THE_COMPOSER = {"abc", "model", "seed", "title"}


def request_of(body: Wish, settings: Settings, *, without: Collection[str] = ()) -> Request:
    """What is asked, some fields left out, within this studio's limits; ProblemError 422 beyond them."""
    asked = body.model_dump(exclude_none=True, exclude={*NOT_FOR_THE_COMPOSER, *without})
    most = settings.max_length
    if asked.get("length", 0) > most:
        raise ProblemError(422, f"length may be at most {most} here", field="length")
    if len(asked.get("opening", "")) > most:
        raise ProblemError(422, f"an opening may have at most {most} characters here", field="opening")
    return Request(**asked)
