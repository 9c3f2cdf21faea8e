"""How a process is made to hold less memory; what a platform lacks changes nothing there."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

from tunesmith.machine import data_bytes

__all__ = ["bound_data", "few_arenas", "trim"]

ARENAS = 2
M_ARENA_MAX = -8  # of mallopt, in glibc's malloc.h


@cache
def _glibc() -> Any:
    """The C library where it is glibc, else None."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None


def few_arenas() -> None:
    """Let threads share two heaps: one for each of forty threads keeps what any of them ever needed."""
    if _glibc():
        _glibc().mallopt(M_ARENA_MAX, ARENAS)


def trim() -> None:
    """Give free memory back to the system."""
    if _glibc():
        _glibc().malloc_trim(0)


def bound_data(most_bytes: int) -> None:
    """Let this process ask for so many bytes more than it has now; a request beyond that fails."""
    held = data_bytes()
    if held:
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (held + most_bytes, held + most_bytes))
