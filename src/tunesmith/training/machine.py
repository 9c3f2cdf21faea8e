"""What the machine can do, and its settings for training."""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import warnings
from typing import TYPE_CHECKING

import torch
from lightning_fabric import Fabric

from tunesmith.machine import usable_cores

if TYPE_CHECKING:
    from tunesmith.training.config import TrainingConfig

__all__ = ["encoder_threads", "has_bf16", "in_bf16", "keep_pages", "peak", "set_up"]

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # malloc.h of glibc
CUDNN_BF16 = 91_300
"""The first cuDNN whose LSTM torch runs in bf16 (pull request 164411 of pytorch/pytorch)."""
PEAKS = {"H200": 989e12, "H100 PCIe": 756e12, "H100": 989e12, "A100": 312e12, "L40S": 362e12, "B200": 2250e12}
"""Products and sums of bf16 in a second, without sparsity, as NVIDIA's data sheets give them, by part of a name."""
HALF, MOST = 1 << 30, (1 << 31) - 1  # bytes


def has_bf16() -> bool:
    """Tell whether bf16 is native here; where it is not, it is slower than float32 or not there at all."""
    if torch.cuda.is_available():
        cudnn = torch.backends.cudnn.version() or 0
        return bool(torch.cuda.is_bf16_supported(including_emulation=False) and cudnn >= CUDNN_BF16)
    found = torch.cpu.get_capabilities()
    return bool(found.get("amx_bf16") or found.get("avx512_bf16") or found.get("bf16"))


def in_bf16(config: TrainingConfig) -> bool:
    """Tell whether a run computes in bf16 here."""
    return has_bf16() if config.precision == "auto" else config.precision == "bf16"


def peak(device: torch.device) -> float | None:
    """The most operations of bf16 that a device can do in a second; None where that is not known."""
    if device.type != "cuda":
        return None
    name = torch.cuda.get_device_name(device)
    return next((most for part, most in PEAKS.items() if part in name), None)


def encoder_threads(device: torch.device) -> int:
    """The threads that encode ahead of a device: all cores for a GPU; a processor learns with them itself."""
    return usable_cores() if device.type == "cuda" else 1


def keep_pages() -> None:
    """Keep freed memory in the process, so that a step need not ask the kernel for its pages anew; glibc only.

    Its heap keeps them; those that it gives to further threads are small, and are given back whole.
    """
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(M_MMAP_THRESHOLD, HALF)
        libc.mallopt(M_TRIM_THRESHOLD, MOST)
        libc.mallopt(M_ARENA_MAX, 1)


def set_up(config: TrainingConfig) -> Fabric:
    """Start this process: its device, its precision, one thread a worker, and its place among the others.

    Under `torchrun` the processes join by gloo (CPU) or NCCL (GPU); else this is the only one.
    """
    keep_pages()
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", "RNN module weights are not part of single contiguous chunk")  # see `run_cudnn`
    logging.getLogger("lightning_fabric").setLevel(logging.WARNING)  # it tells at every start what was asked of it
    joined = int(os.environ.get("WORLD_SIZE", "1"))
    here = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    fabric = Fabric(
        devices=here,
        num_nodes=max(1, joined // here),
        strategy="ddp" if joined > 1 else "auto",
        precision="bf16-mixed" if in_bf16(config) else "32-true",
    )
    fabric.launch()
    return fabric
