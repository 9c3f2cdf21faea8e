"""Options of the tables as fields of what the service takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Field, StrictBool, ValidationError, ValidatorFunctionWrapHandler, WrapValidator, create_model
from pydantic_core import PydanticCustomError

from tunesmith.errors import RequestError
from tunesmith.options import Option
from tunesmith.studio.api.naming import OneOf
from tunesmith.studio.api.schemas import Strict
from tunesmith.studio.problems import WRONG_OPTION

__all__ = ["with_options"]

Body = TypeVar("Body", bound=Strict)


def with_options(options: Mapping[str, Option]) -> Callable[[type[Body]], type[Body]]:
    """Give a body a field for each option; null is as good as left out."""

    def extended(body: type[Body]) -> type[Body]:
        added: dict[str, Any] = {
            name: (_annotation(option), ... if option.required else option.default) for name, option in options.items()
        }
        return create_model(body.__name__, __base__=body, __doc__=body.__doc__, __module__=body.__module__, **added)

    return extended


def _annotation(option: Option) -> Any:
    """The type of an option's field, with its limits and its help."""
    kind: Any = option.type
    if option.choices:
        kind = Annotated[str, OneOf(lambda: option.accepted_choices)]
    elif option.type is str:
        kind = Annotated[str, Field(max_length=option.longest)]
    elif option.type is not bool:
        kind = Annotated[kind, Field(ge=option.least, le=option.most, gt=option.above, lt=option.below)]
    if option.yes:
        kind = StrictBool | kind
    if not option.required:
        kind = kind | None
    return Annotated[kind, Field(description=option.help), WrapValidator(_checking(option))]


def _checking(option: Option) -> Callable[[Any, ValidatorFunctionWrapHandler], Any]:
    """What refuses a value in the words of the option."""

    def checked(value: Any, parse: ValidatorFunctionWrapHandler) -> Any:
        try:
            parsed = parse(option.meant(value))
            if parsed is not None:
                option.check(parsed)
        except (ValidationError, RequestError):
            refused = option.refused(value)
            details = {"problem": refused.problem, "limits": refused.limits}
            raise PydanticCustomError(WRONG_OPTION, "{problem}", details) from None
        return parsed

    return checked
