"""What this computer gives a process: processor cores, memory, and folders for caches."""

from __future__ import annotations

import math
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = [
    "cache_folder",
    "code_folder",
    "data_bytes",
    "peak_bytes",
    "processor_name",
    "resident_bytes",
    "usable_cores",
]

STATUS, CPUINFO = Path("/proc/self/status"), Path("/proc/cpuinfo")
CGROUPS = Path("/sys/fs/cgroup")
"""Where Linux says how much of the processor a container may use."""


def usable_cores() -> int:
    """How many processor cores this process may use, at least 1: all, its affinity, or the quota of its container."""
    linux = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if linux else os.cpu_count() or 1
    return max(1, math.ceil(min(cores, _quota())))


def _quota() -> float:
    """The share of processor time that the control group may take, in cores; infinite where nothing limits it.

    Version 2 has quota and period in one file, version 1 in two; the quota is `max` or -1 where there is no limit.
    """
    one = _words(CGROUPS / "cpu.max")
    two = _words(CGROUPS / "cpu" / "cpu.cfs_quota_us") + _words(CGROUPS / "cpu" / "cpu.cfs_period_us")
    for words in (one, two):
        if len(words) == 2 and words[0] not in ("max", "-1"):
            return int(words[0]) / int(words[1])
    return math.inf


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").split()
    except OSError:
        return []


def processor_name() -> str:
    """What the system calls its processor."""
    try:
        with CPUINFO.open(encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def resident_bytes(process: int | None = None) -> int:
    """What a process, this one by default, has in memory; 0 where the system does not say, or there is none."""
    return 1024 * _status("VmRSS", None if process is None else Path(f"/proc/{process}/status"))


def data_bytes() -> int:
    """What this process has asked for and may write to; 0 where the system does not say."""
    return 1024 * _status("VmData")


def peak_bytes() -> int:
    """The most that this process has had in memory; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def _status(name: str, file: Path | None = None) -> int:
    """A figure of this process, or of the one with this status file, in KiB, as Linux has it; 0 elsewhere."""
    try:
        lines = (file or STATUS).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def cache_folder() -> Path:
    """Where large files that can be made again are kept: TUNESMITH_CACHE, else a folder in the user's cache.

    RuntimeError if neither is set and the user has no home.
    """
    chosen = os.environ.get("TUNESMITH_CACHE")
    return Path(chosen) if chosen else _user_cache()


def code_folder(package: Path) -> Path:
    """Where machine code is kept: TUNESMITH_CACHE, else `package`, else the user's cache, else for this process alone.

    The first is taken that can be written and belongs to this user.
    """
    for folder in _code_folders(package):
        if _is_own(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="tunesmith-"))


def _code_folders(package: Path) -> Iterator[Path]:
    yield Path(os.environ.get("TUNESMITH_CACHE") or package)
    with suppress(RuntimeError):  # a service's user may have no home
        yield _user_cache()


def _user_cache() -> Path:
    """The folder for Tunesmith in the user's cache: XDG_CACHE_HOME, else where the system keeps caches."""
    chosen = os.environ.get("XDG_CACHE_HOME")
    if chosen:
        return Path(chosen) / "tunesmith"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "tunesmith" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "tunesmith"
    return Path.home() / ".cache" / "tunesmith"


def _is_own(folder: Path) -> bool:
    """Say whether the folder, made if need be, can be written and belongs to this user: code is loaded from it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
        return mine and os.access(folder, os.W_OK)
    except OSError:
        return False
