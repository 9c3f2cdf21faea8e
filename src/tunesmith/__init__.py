"""Tunesmith learns folk tunes in ABC notation with an LSTM and composes new ones that are always playable."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
