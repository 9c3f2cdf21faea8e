"""Results as JSON, under the names that programs which read it know."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

__all__ = ["json_fields"]

IN_JSON = {
    "activations": "gates",
    "encoding": "echoes",
    "fix": "mend",
    "fixed": "mended",
    "requests": "wishes",
    "sampling": "drawing",
    "statistics": "habits",
}
"""Fields of results that have another name in JSON than in Python."""


def json_fields(result: Any) -> dict[str, Any]:
    """The fields of a dataclass's instance, and of those inside it, by their names in JSON; null for no number."""
    return asdict(result, dict_factory=lambda pairs: {IN_JSON.get(name, name): known(value) for name, value in pairs})


def known(value: Any) -> Any:
    """A value that JSON has: what is not a number is null."""
    return None if isinstance(value, float) and math.isnan(value) else value
