"""Stores the tunes of many requests in few transactions (group commit)."""

from __future__ import annotations

import asyncio
import queue
import threading
from typing import TypeAlias

from sqlalchemy.exc import DataError, IntegrityError

from tunesmith.studio.metrics import Metrics
from tunesmith.studio.store.records import NewTune, StoredTune
from tunesmith.studio.store.tunes import TuneStore

__all__ = ["TuneWriter"]

MOST_AT_ONCE = 64
Entry: TypeAlias = "tuple[NewTune, asyncio.Future[StoredTune]]"


class TuneWriter:
    """One thread that stores whatever has gathered while it was busy, all in one transaction.

    `add` returns when its tune is on disk. A single writer also spares SQLite's requests the wait for its write lock.
    """

    def __init__(self, store: TuneStore, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self._waiting: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="tune-writer")
        self._thread.start()

    async def add(self, tune: NewTune) -> StoredTune:
        """Store a tune; whatever the database raises is raised here."""
        future: asyncio.Future[StoredTune] = asyncio.get_running_loop().create_future()
        self._waiting.put((tune, future))
        return await future

    def close(self) -> None:
        """Store what is waiting, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (batch := self._gather()) is not None:
            try:
                self._store_all(batch)
            except (DataError, IntegrityError):  # one of them cannot be stored: the others can
                for entry in batch:
                    self._store_one(entry)
            except Exception as error:  # it belongs to the requests that wait, not to this thread
                for _, future in batch:
                    _settle(future, error)

    def _store_all(self, batch: list[Entry]) -> None:
        with self._metrics.timed("store"):
            stored = self._store.add([tune for tune, _ in batch])
        for (_, future), tune in zip(batch, stored, strict=True):
            _settle(future, tune)

    def _store_one(self, entry: Entry) -> None:
        try:
            self._store_all([entry])
        except Exception as error:
            _settle(entry[1], error)

    def _gather(self) -> list[Entry] | None:
        first = self._waiting.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < MOST_AT_ONCE:
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                break
            if entry is None:
                self._waiting.put(None)
                break
            batch.append(entry)
        return batch


def _settle(future: asyncio.Future[StoredTune], result: StoredTune | Exception) -> None:
    def settle() -> None:
        if future.cancelled():  # the client left; the tune is stored all the same
            return
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)

    future.get_loop().call_soon_threadsafe(settle)
