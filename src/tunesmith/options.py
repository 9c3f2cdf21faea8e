"""An option of a request: declared once, beside the field of a dataclass that holds its value.

    bars: Annotated[int | None, Option("Bars in each part.", least=2, most=64)] = None

Name, type and default are those of the field. The command line's options and help, the service's schema and choices,
the fields of the studio's page and the checks of the library are all made from what `options_of` returns.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from functools import cache
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from tunesmith.errors import AbcError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["Option", "TableChoices", "check_options", "options_of"]

LONGEST_VALUE = 60
"""Characters of a refused value that a sentence repeats."""
NOUNS = {int: "a whole number", float: "a number"}


class TableChoices(Collection[str]):
    """The words that an option takes, out of a table that may grow: they are asked for anew each time.

    `known` are those that are accepted, such as aliases, if they are more than the `shown` ones.
    """

    def __init__(self, shown: Callable[[], Iterable[str]], known: Callable[[], Iterable[str]] | None = None) -> None:
        self._shown, self._known = shown, known or shown

    def __iter__(self) -> Iterator[str]:
        return iter(self._shown())

    def __len__(self) -> int:
        return sum(1 for _ in self._shown())

    def __contains__(self, word: object) -> bool:
        return word in list(self._known())

    @property
    def known(self) -> list[str]:
        """All words that are accepted."""
        return list(self._known())


@dataclass(frozen=True, slots=True)
class Option:
    """What may be asked, and the words for it; `name`, `type` and `default` come from its field.

    A number goes from `least` to `most`, or stays `above` or `below` a bound. A word is one of `choices`; or it is as
    `accepts` says, `reads` raises AbcError or ValueError if it is not, and `suggests` lists usual ones. `longest`
    limits the characters of any text. `of` lists the operations that have the option (none: all), `usual` the defaults
    of operations that differ from the library's; a `required` option has to be given. True stands for the word `yes`
    and false for the word `no`, where there are such. The page calls it `label`, and says by `hint` what an empty field
    means.
    """

    help: str
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None
    choices: Collection[str] = ()
    accepts: str = ""
    reads: Callable[[str], object] | None = None
    suggests: tuple[str, ...] = ()
    longest: int = 40
    of: tuple[str, ...] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)
    required: bool = False
    yes: str = ""
    no: str = ""
    label: str = ""
    hint: str = ""
    name: str = ""
    type: type = str
    default: Any = None

    @property
    def title(self) -> str:
        """What people who see no code call it."""
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def accepted_choices(self) -> list[str]:
        """All words that are accepted where there are `choices`, aliases too."""
        return self.choices.known if isinstance(self.choices, TableChoices) else list(self.choices)

    @property
    def limits(self) -> dict[str, Any]:
        """What it accepts, for programs: each bound that it has, by its name here."""
        if self.type is bool:
            return {"choices": [False, True]}
        if self.choices:
            return {"choices": list(self.choices)}
        if self.type is str:
            return {"longest": self.longest} | ({"accepts": self.accepts} if self.accepts else {})
        bounds = {"least": self.least, "most": self.most, "above": self.above, "below": self.below}
        return {name: bound for name, bound in bounds.items() if bound is not None}

    @property
    def accepted(self) -> str:
        """What it accepts, for people."""
        if self.type is bool:
            return "true or false"
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.type is str:
            return self.accepts or f"a text of at most {self.longest} characters"
        return f"{NOUNS[self.type]} {self.range}"

    @property
    def range(self) -> str:
        """The bounds of a number, for people."""
        low = f"above {self.above}" if self.above is not None else f"from {self.least}"
        high = f"below {self.below}" if self.below is not None else f"{self.most}"
        joint = " and at most " if self.above is not None else " to "
        return f"{low}{joint}{high}"

    def meant(self, value: Any) -> Any:
        """The word that true or false stands for; any other value as it is."""
        return (self.yes if value else self.no) if self.yes and isinstance(value, bool) else value

    def check(self, value: object) -> None:
        """Raise RequestError unless this value may be asked for."""
        if value is None and self.default is None and not self.required:
            return
        if not (self._is_text(value) if self.type is str else self._is_in_range(value)):
            raise self.refused(value)

    def refused(self, value: object) -> RequestError:
        """The error that says what this option accepts instead of a value."""
        shown = repr(value) if isinstance(value, str) else str(value)
        shown = shown if len(shown) <= LONGEST_VALUE else f"{shown[:LONGEST_VALUE]}..."
        return RequestError(f"must be {self.accepted}, not {shown}", field=self.name, limits=self.limits)

    def _is_text(self, value: object) -> bool:
        if not isinstance(value, str):
            return False
        if self.choices:
            return value in self.choices
        if len(value) > self.longest or any(ord(c) < ord(" ") and c not in "\n\r\t" for c in value):
            return False
        try:
            if self.reads is not None:
                self.reads(value)
        except (AbcError, ValueError):
            return False
        return True

    def _is_in_range(self, value: object) -> bool:
        if self.type is bool or isinstance(value, bool):
            return self.type is bool and isinstance(value, bool)
        if not isinstance(value, Integral if self.type is int else Real):
            return False
        number: Any = value
        low = number > self.above if self.above is not None else number >= self.least
        high = number < self.below if self.below is not None else number <= self.most
        return bool(low and high)


@cache
def options_of(table: type, operation: str = "") -> dict[str, Option]:
    """The options that the fields of a dataclass declare, by name: all, or those of one operation with its defaults."""
    hints = get_type_hints(table, include_extras=True)
    found = {}
    for one in fields(table):
        hint, *extras = get_args(hints[one.name]) or (None,)
        option = next((extra for extra in extras if isinstance(extra, Option)), None)
        if option is not None and (not operation or not option.of or operation in option.of):
            found[one.name] = _placed(option, one.name, hint, option.usual.get(operation, one.default))
    return found


def _placed(option: Option, name: str, hint: Any, default: object) -> Option:
    """The option with what its field says of it; `hint` is a type, a Literal, or either of them or None."""
    # words before the bool that stands for two of them: typing keeps a union in the order in which it first saw it
    of_value = sorted((part for part in get_args(hint) if part is not type(None)), key=lambda part: part is bool)
    kind = hint if get_origin(hint) is Literal or not of_value else of_value[0]
    if get_origin(kind) is Literal:
        return replace(option, name=name, type=str, choices=get_args(kind), default=default)
    return replace(option, name=name, type=kind, default=default)


def check_options(values: object) -> None:
    """Raise RequestError, which names the option, unless all options of a dataclass's instance have values in order.

    A word takes the place of the true or false that stands for it, in a frozen instance too. A default is in order.
    """
    table: Any = type(values)
    for name, option in options_of(table).items():
        value = getattr(values, name)
        if value is option.default:
            continue
        value = option.meant(value)
        option.check(value)
        if option.yes:
            object.__setattr__(values, name, value)
