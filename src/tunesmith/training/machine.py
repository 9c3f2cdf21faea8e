"""What the machine can do, and how it is told to do it."""

from __future__ import annotations

import ctypes
import os
import platform

import torch
from lightning_fabric import Fabric

from tunesmith.training.config import TrainingConfig

__all__ = ["has_bf16", "keep_pages", "set_up"]

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
HALF, MOST = 1 << 30, (1 << 31) - 1  # bytes


def has_bf16() -> bool:
    """Tell whether bf16 is native here; where it is not, it is slower than float32 or not there at all."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16") or able.get("avx512_bf16") or able.get("bf16"))


def keep_pages() -> None:
    """Keep freed memory in the process, so that a step need not ask the kernel for its pages anew; glibc only."""
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(M_MMAP_THRESHOLD, HALF)
        libc.mallopt(M_TRIM_THRESHOLD, MOST)


def set_up(config: TrainingConfig) -> Fabric:
    """Start this process: its device, its precision, one thread a worker, and its place among the others.

    Under `torchrun` the processes join by gloo (CPU) or NCCL (GPU); else this is the only one.
    """
    keep_pages()
    torch.set_num_threads(1)
    bf16 = has_bf16() if config.precision == "auto" else config.precision == "bf16"
    joined = int(os.environ.get("WORLD_SIZE", "1"))
    here = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    fabric = Fabric(
        devices=here,
        num_nodes=max(1, joined // here),
        strategy="ddp" if joined > 1 else "auto",
        precision="bf16-mixed" if bf16 else "32-true",
    )
    fabric.launch()
    return fabric
