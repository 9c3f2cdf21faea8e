from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from tunesmith.reporting.templating import TEMPLATES, filled


def test_pages_escape_and_cards_do_not() -> None:
    escaped = TEMPLATES.autoescape
    assert callable(escaped)
    assert escaped("corpus.html.j2")
    assert not escaped("card.md.j2")


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'statistics' is undefined"):
        filled("corpus.html.j2", name="a", shown=[], sources=[])
