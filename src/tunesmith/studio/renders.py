"""Rendered files, each made once: kept on disk by content, and known to clients by their ETag."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from collections import OrderedDict
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from anyio import to_thread

from tunesmith.rendering import FORMATS
from tunesmith.studio.allowances import AwayError
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.pieces import Pieces
from tunesmith.studio.tasks.files import write

if TYPE_CHECKING:
    from tunesmith.studio.shared import Shared  # needs the extra `hosts`

__all__ = ["Renders"]

LARGEST_SHARED = 2**20
"""Bytes: Redis keeps what it has in memory. Sound and film are not shared at all."""


@dataclass(eq=False, slots=True)
class Making:
    """A file that is being made, and how many wait for it."""

    task: asyncio.Task[None]
    waiting: int = 0


class Renders:
    """A cache of rendered files in a folder of its own, bounded in bytes; the least recently used go first.

    Nothing of a file stays in memory, however long the sound. A score or a MIDI file that another host has made comes
    from there.
    """

    def __init__(self, metrics: Metrics, pieces: Pieces, most_bytes: int, shared: Shared | None = None) -> None:
        self._metrics = metrics
        self._pieces = pieces
        self._most_bytes = most_bytes
        self._shared = shared
        self._folder = tempfile.TemporaryDirectory(prefix="tunesmith-files-")
        self._making: dict[str, Making] = {}
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._bytes = 0

    @property
    def kept_bytes(self) -> int:
        """What the files take on disk."""
        return self._bytes

    @staticmethod
    def etag(abc: str, form: str, options: dict[str, Any]) -> str:
        """The tag of a file, known before it is rendered: rendering is a function of its arguments."""
        arguments = json.dumps([abc, form, options], sort_keys=True, default=asdict).encode()
        return f'"{hashlib.sha256(arguments).hexdigest()[:32]}"'

    async def file(self, abc: str, form: str, options: dict[str, Any]) -> BinaryIO:
        """The file, opened for reading, kept or made now; it stays readable when it is not kept any more.

        RenderError or AbcError if it cannot be made, RequestError and ProblemError as of `Pool.run`.
        """
        etag = self.etag(abc, form, options)
        cached = etag in self._sizes
        self._metrics.renders.labels(form, str(cached).lower()).inc()
        if cached:
            self._sizes.move_to_end(etag)
            return self._path(etag).open("rb")
        return await self._made(etag, abc, form, options)

    async def _made(self, etag: str, abc: str, form: str, options: dict[str, Any]) -> BinaryIO:
        """Wait for a file that is being made; who is the last to leave stops the work."""
        making = self._making.get(etag)
        if making is None:
            making = self._making[etag] = Making(asyncio.create_task(self._make(etag, abc, form, options)))
        making.waiting += 1
        try:
            await asyncio.shield(making.task)
            return self._path(etag).open("rb")
        finally:
            making.waiting -= 1
            if not making.waiting:
                making.task.cancel()
                if self._making.get(etag) is making:
                    del self._making[etag]
                self._make_room()

    async def _make(self, etag: str, abc: str, form: str, options: dict[str, Any]) -> None:
        path, long = self._path(etag), FORMATS[form].long
        size = 0 if long else await self._fetch(path)
        if not size:
            size = await self._pieces.run(write, abc, form, options, str(path), slow=long)
            if not long:
                await self._share(path, size)
        self._bytes += size - self._sizes.pop(etag, 0)
        self._sizes[etag] = size

    async def _fetch(self, path: Path) -> int:
        """Take a file that another host has made; its bytes, 0 if there is none."""
        content = None
        if self._shared:
            with suppress(AwayError):
                content = await self._shared.file(path.name)
        return await to_thread.run_sync(path.write_bytes, content) if content else 0

    async def _share(self, path: Path, size: int) -> None:
        """Let other hosts have a file, unless it is too large to be kept in memory."""
        if self._shared and size <= LARGEST_SHARED:
            with suppress(AwayError):
                await self._shared.keep(path.name, await to_thread.run_sync(path.read_bytes))

    def _make_room(self) -> None:
        """Delete the least recently used files, but none that a client still waits to open."""
        for etag in [etag for etag in self._sizes if etag not in self._making]:
            if self._bytes <= self._most_bytes:
                return
            self._bytes -= self._sizes.pop(etag)
            self._path(etag).unlink()

    def _path(self, etag: str) -> Path:
        return Path(self._folder.name) / etag.strip('"')

    def close(self) -> None:
        """Throw all files away."""
        self._folder.cleanup()
