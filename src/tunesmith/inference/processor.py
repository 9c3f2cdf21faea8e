"""What this processor can do, by LLVM's names."""

from __future__ import annotations

import ctypes
import platform
from functools import cache

import llvmlite.binding as llvm

__all__ = ["processor_features"]

HWCAP, ASIMDDP = 16, 1 << 20
"""Linux's word on what an ARM processor can do, and the bit in it for dot products."""


@cache
def processor_features() -> frozenset[str]:
    """What this processor can do, by LLVM's names."""
    found = frozenset(name for name, present in llvm.get_host_cpu_features().items() if present)
    return found | {"dotprod"} if _dot_products() else found


def _dot_products() -> bool:
    """Say whether an ARM processor has dot products of bytes: LLVM, asked what it can do, leaves them out."""
    if platform.machine() == "aarch64":
        return bool(ctypes.CDLL(None).getauxval(HWCAP) & ASIMDDP)
    return platform.machine() == "arm64"  # Apple's, which all have them
