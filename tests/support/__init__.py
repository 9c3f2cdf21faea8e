"""Programs and servers that tests start."""

from __future__ import annotations

from pathlib import Path

STORING = Path(__file__).with_name("storing.py")
