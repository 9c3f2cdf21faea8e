"""Fixtures of other rooms that these tests use too."""

from __future__ import annotations

from tests.corpus.conftest import book
from tests.evaluation.conftest import composer, tunes, whole

__all__ = ["book", "composer", "tunes", "whole"]
