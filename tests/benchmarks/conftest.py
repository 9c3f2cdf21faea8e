"""Fixtures of other rooms that these tests use too."""

from __future__ import annotations

from tests.composing.conftest import checkpoint
from tests.rendering.conftest import jig
from tests.training.conftest import config, packed

__all__ = ["checkpoint", "config", "jig", "packed"]
