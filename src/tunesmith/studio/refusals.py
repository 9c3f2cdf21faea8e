"""Which field of a body an error is about, as the service and its pages call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tunesmith.errors import AbcError, RenderError, RequestError

__all__ = ["FieldProblem", "refusal"]

FIELDS = {"tune": "abc", "to": "format"}
"""What bodies call what the library calls otherwise."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that was refused, why, and what it accepts; line and column where the field is ABC text."""

    field: str
    reason: str
    limits: dict[str, Any] | None = None
    line: int | None = None
    column: int | None = None


def refusal(error: AbcError | RequestError | RenderError) -> FieldProblem:
    """The field that an error is about, as a body calls it: what is not about an option is about the tune, its ABC."""
    if isinstance(error, AbcError):
        return FieldProblem(field="abc", reason=error.message, line=error.line, column=error.column)
    if isinstance(error, RenderError) or error.field is None:
        return FieldProblem(field="abc", reason=str(error))
    field = FIELDS.get(error.field, error.field)
    return FieldProblem(field=field, reason=error.calling(field), limits=error.limits or None)
