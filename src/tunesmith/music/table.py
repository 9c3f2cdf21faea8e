"""A table of named records, found by any of their names; users of the library can add to it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterable, Iterator

__all__ = ["Named", "Table"]


class Named(Protocol):
    """What can stand in a table: a record with a name, and perhaps other names for it."""

    @property
    def name(self) -> str:
        """The name that is shown."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names."""


Record = TypeVar("Record", bound=Named)


class Table(Mapping[str, Record], Generic[Record]):
    """Records in the order in which they were added: a mapping by names; `find` knows the aliases too."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records: dict[str, Record] = {}
        self._names: dict[str, str] = {}
        for record in records:
            self.register(record)

    def register(self, record: Record) -> None:
        """Add a record; ValueError if one of its names is taken."""
        names = (record.name, *record.aliases)
        if taken := [name for name in names if name in self._names]:
            raise ValueError(f"{taken[0]!r} is in the table already")
        self._records[record.name] = record
        self._names |= dict.fromkeys(names, record.name)

    def remove(self, name: str) -> None:
        """Take a record out again; KeyError if there is none of this name."""
        record = self._records.pop(name)
        for other in (record.name, *record.aliases):
            del self._names[other]

    @contextmanager
    def having(self, record: Record) -> Iterator[Record]:
        """The table with one record more while the context lasts."""
        self.register(record)
        try:
            yield record
        finally:
            self.remove(record.name)

    def find(self, name: str) -> Record | None:
        """The record with this name or alias."""
        return self._records.get(self._names.get(name, ""))

    def items(self) -> ItemsView[str, Record]:
        """Names and records, without a look-up for each."""
        return self._records.items()

    def __getitem__(self, name: str) -> Record:
        return self._records[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)
