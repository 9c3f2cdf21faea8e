"""The templates of pages and cards: HTML is escaped, a name that is not given is an error."""

from __future__ import annotations

from tunesmith.errors import MissingExtraError

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
except ModuleNotFoundError as error:
    raise MissingExtraError("report", "writing pages and cards") from error

__all__ = ["filled"]

TEMPLATES = Environment(
    loader=PackageLoader("tunesmith.reporting"),
    autoescape=select_autoescape(["html.j2"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
TEMPLATES.filters["count"] = "{:,}".format
TEMPLATES.filters["percent"] = lambda value, places=1: f"{value:.{places}%}"


def filled(template: str, **values: object) -> str:
    """The text of a template with these values."""
    return TEMPLATES.get_template(template).render(values)
