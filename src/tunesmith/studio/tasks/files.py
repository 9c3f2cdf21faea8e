"""Rendering into a file, so that what is large need not pass from process to process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tunesmith.rendering import render

__all__ = ["write"]


def write(abc: str, form: str, options: dict[str, Any], path: str) -> int:
    """Render into a file; its size in bytes."""
    content = render(abc, form, **options)
    Path(path).write_bytes(content)
    return len(content)
