from __future__ import annotations

import os
import platform
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tunesmith import machine
from tunesmith.machine import (
    cache_folder,
    code_folder,
    data_bytes,
    peak_bytes,
    processor_name,
    resident_bytes,
    usable_cores,
)


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four cores, and a folder of control groups that is still empty."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    monkeypatch.setattr(machine, "CGROUPS", tmp_path)
    (tmp_path / "cpu").mkdir()
    return tmp_path


@pytest.mark.parametrize(("limit", "cores"), [
    (None, 4),
    ("max 100000", 4),
    ("200000 100000", 2),
    ("150000 100000", 2),
    ("10000 100000", 1),
    ("800000 100000", 4),
])  # fmt: skip
def test_a_container_may_have_fewer_cores(limit: str | None, cores: int, groups: Path) -> None:
    if limit:
        (groups / "cpu.max").write_text(limit)
    assert usable_cores() == cores


@pytest.mark.parametrize(("quota", "cores"), [("-1", 4), ("200000", 2)])
def test_the_first_kind_of_control_groups_counts_too(quota: str, cores: int, groups: Path) -> None:
    (groups / "cpu" / "cpu.cfs_quota_us").write_text(quota)
    (groups / "cpu" / "cpu.cfs_period_us").write_text("100000")
    assert usable_cores() == cores


@pytest.mark.parametrize(("count", "cores"), [(8, 8), (None, 1)])
def test_systems_without_affinity_count_their_cores(
    count: int | None, cores: int, groups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    assert groups.is_dir()
    assert usable_cores() == cores


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_what_the_process_holds() -> None:
    assert resident_bytes() > 0
    assert peak_bytes() > 0
    program = (
        "from tunesmith.machine import data_bytes; print(data_bytes()); held = bytearray(50 << 20); print(data_bytes())"
    )
    before, after = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout.split()
    assert int(after) - int(before) >= 50 << 20


def test_memory_is_unknown_where_there_is_no_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "STATUS", tmp_path / "none")
    assert resident_bytes() == data_bytes() == 0


def test_the_processor_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t: A Fast One\nmodel name\t: A Fast One\n")
    monkeypatch.setattr(machine, "CPUINFO", tmp_path / "cpuinfo")
    assert processor_name() == "A Fast One"
    monkeypatch.setattr(machine, "CPUINFO", tmp_path / "none")
    assert processor_name() == (platform.processor() or platform.machine())


def test_windows_does_not_say_how_much_memory_a_process_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert peak_bytes() == 0


@pytest.mark.parametrize(("platform", "folder"), [
    ("linux", ".cache/tunesmith"),
    ("darwin", "Library/Caches/tunesmith"),
    ("win32", "AppData/Local/tunesmith/Cache"),
])  # fmt: skip
def test_the_cache_is_where_the_system_keeps_caches(
    platform: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TUNESMITH_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == tmp_path / folder


def test_the_cache_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUNESMITH_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "tunesmith"
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"


def test_the_folder_for_code_is_the_one_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path / "chosen"))
    assert code_folder(tmp_path / "package") == tmp_path / "chosen"


def test_where_the_package_cannot_be_written_the_users_cache_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("TUNESMITH_CACHE", str(blocked / "below"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert code_folder(tmp_path / "package") == tmp_path / "user" / "tunesmith"
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert code_folder(tmp_path / "package").is_dir()


def test_nobody_needs_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a systemd service whose user is made for it has none."""
    blocked = tmp_path / "file"
    blocked.touch()
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path / "chosen"))
    assert code_folder(tmp_path / "package") == tmp_path / "chosen"
    monkeypatch.setenv("TUNESMITH_CACHE", str(blocked / "below"))
    assert code_folder(tmp_path / "package").is_relative_to(tempfile.gettempdir())


def test_code_of_another_owner_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(os, "getuid", lambda: -1)
    assert tmp_path not in code_folder(tmp_path / "package").parents
