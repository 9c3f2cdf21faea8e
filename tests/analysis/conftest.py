"""Fixtures of other rooms that these tests use too."""

from __future__ import annotations

from tests.corpus.conftest import walk
from tests.rendering.conftest import real_tunes

__all__ = ["real_tunes", "walk"]
