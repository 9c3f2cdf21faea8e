"""Fixtures of other rooms that these tests use too."""

from __future__ import annotations

from tests.corpus.conftest import walk

__all__ = ["walk"]
