from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.studio.tasks.files import write

if TYPE_CHECKING:
    from pathlib import Path

ABC = "X:1\nT:Été\nK:D\nd2|]\n"


def test_a_file_is_written_and_its_bytes_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "tune.abc"
    assert write(ABC, "abc", {}, str(path)) == len(ABC.encode()) == path.stat().st_size
    assert path.read_text(encoding="utf-8") == ABC
