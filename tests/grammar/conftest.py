from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.scribe import SIX_PARTS, Scribe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.grammar.outlines import Outline


@pytest.fixture
def outline() -> Outline:
    """One to six parts in D major, 4/4, eighths."""
    return SIX_PARTS


@pytest.fixture
def scribe() -> Callable[..., Scribe]:
    """Make a scribe for `outline`, which keywords change; it has written the header."""

    def make(*, header: bool = True, **changes: Any) -> Scribe:
        one = Scribe(replace(SIX_PARTS, **changes))
        if header:
            assert one.write(one.header) == ""
        return one

    return make
