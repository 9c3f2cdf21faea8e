"""The features of this processor, by LLVM's names."""

from __future__ import annotations

import ctypes
import platform
from functools import cache

import llvmlite.binding as llvm

__all__ = ["processor_features"]

HWCAP, ASIMDDP = 16, 1 << 20
"""The entry of Linux's auxiliary vector with the features of an ARM processor, and its bit for dot products.

Source: the Linux kernel's `arch/arm64/include/uapi/asm/hwcap.h`.
"""


@cache
def processor_features() -> frozenset[str]:
    """The features of this processor, such as `avx2`."""
    found = frozenset(name for name, present in llvm.get_host_cpu_features().items() if present)
    return found | {"dotprod"} if _dot_products() else found


def _dot_products() -> bool:
    """Whether an ARM processor has dot products of bytes, which LLVM's list of its features leaves out."""
    if platform.machine() == "aarch64":
        return bool(ctypes.CDLL(None).getauxval(HWCAP) & ASIMDDP)
    return platform.machine() == "arm64"  # Apple's, which all have them
