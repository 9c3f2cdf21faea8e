"""Fixtures of other rooms that these tests use too."""

from __future__ import annotations

from tests.composing.conftest import checkpoint

__all__ = ["checkpoint"]
