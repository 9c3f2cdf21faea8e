"""Files that several processes share: a reader finds the old content or the new, and a lock lets one in at a time."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tunesmith.errors import WriteError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["locked", "replaced_folder", "write_atomically"]


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then put it in its place in one step; a failure leaves nothing behind.

    Folders above `path` are made. WriteError if the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except (FileExistsError, NotADirectoryError) as error:
        raise WriteError(f"{path} cannot be written: {path.parent} is no folder") from error
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `folder` at the end; an error leaves what was there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        yield fresh
        if folder.exists():
            folder.replace(Path(scratch) / "old")
        fresh.replace(folder)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which is made if need be, once no other process and no other thread holds it.

    The system takes the lock from a process that ends, however it ends.
    """
    with path.open("ab") as file:
        _lock(file.fileno())
        yield


if sys.platform == "win32":

    def _lock(file: int) -> None:
        """Wait for the lock of an open file, which Windows gives up waiting for after ten seconds."""
        while True:
            with suppress(OSError):
                return msvcrt.locking(file, msvcrt.LK_LOCK, 1)

else:

    def _lock(file: int) -> None:
        """Wait for the lock of an open file."""
        fcntl.flock(file, fcntl.LOCK_EX)
