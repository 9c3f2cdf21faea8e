"""Words out of a table that may grow: others are refused, and the service's description lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

__all__ = ["OneOf"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a string that must be one of `names()`, which are asked for anew each time."""

    names: Callable[[], Iterable[str]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.known, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | {"enum": list(self.names())}

    def known(self, word: str) -> str:
        """The word itself; a refusal that lists the names if it is none of them."""
        if word not in (names := list(self.names())):
            raise PydanticCustomError("one_of", "must be one of {names}", {"names": ", ".join(names)})
        return word
