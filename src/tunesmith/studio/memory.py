"""What a process holds of memory, and how it is made to hold less; what a platform lacks changes nothing there."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["bound_data", "few_arenas", "resident_bytes", "trim"]

ARENAS = 2
M_ARENA_MAX = -8  # of mallopt, in glibc's malloc.h
STATUS = Path("/proc/self/status")


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


def resident_bytes() -> int:
    """What this process has in memory; 0 where that is not known."""
    return 1024 * _status("VmRSS")


def bound_data(most_bytes: int) -> None:
    """Let this process ask for so many bytes more than it has now; a request beyond that fails."""
    held = 1024 * _status("VmData")
    if held:
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (held + most_bytes, held + most_bytes))


def _status(name: str) -> int:
    """A figure of this process in KiB, as Linux has it; 0 elsewhere."""
    if not os.access(STATUS, os.R_OK):
        return 0
    lines = STATUS.read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
