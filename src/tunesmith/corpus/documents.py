"""Files, folders and archives as named streams of bytes, none of which can fill the memory."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LONGEST_LINE", "Document", "documents"]

KINDS = (".abc", ".csv", ".json", ".jsonl")
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
CHUNK = 1 << 20  # bytes
LONGEST_LINE = 1 << 20  # bytes; the longest tune known is 100 times shorter
EXPANSION = 100  # bytes out of one compressed byte; tunes give 10, a zip bomb 1,000
SPARE = 64 << 20  # bytes that a file may always expand to
LARGEST_BOOK = 32 << 20  # bytes of one .abc file, which is read at once; the largest known has 14 MB
UNREADABLE = (EOFError, OSError, RuntimeError, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, zlib.error)


@dataclass(slots=True)
class Budget:
    """What may come out of a file, however many members it has, before it counts as a bomb."""

    name: str
    most: int  # bytes
    spent: int = 0

    @classmethod
    def of(cls, name: str, packed: int) -> Budget:
        """That of a file that takes so many bytes on disk."""
        return cls(name, SPARE + EXPANSION * packed)

    def spend(self, size: int) -> None:
        """Count bytes that came out; CorpusError when they are too many."""
        self.spent += size
        if self.spent > self.most:
            raise CorpusError(f"{self.name}: expands to more than {self.most:,} bytes, so it is refused")


@dataclass(frozen=True, slots=True)
class Document:
    """One file, or one member of an archive; `name` is what errors call it and `kind` is one of KINDS."""

    name: str
    kind: str
    stream: IO[bytes]
    budget: Budget

    @property
    def stem(self) -> str:
        """The name without folders and endings: what the tunes of this document are said to come from."""
        return PurePosixPath(self.name).name.split(".")[0]

    def lines(self) -> Iterator[bytes]:
        """Every line with its ending; CorpusError at a line longer than LONGEST_LINE bytes."""
        for number in count(1):
            line = self._read(self.stream.readline, LONGEST_LINE + 1)
            if not line:
                return
            if len(line) > LONGEST_LINE:
                raise self._long_line(number)
            self.budget.spend(len(line))
            yield line

    def chunks(self) -> Iterator[bytes]:
        """The content in pieces of at most CHUNK bytes."""
        while chunk := self._read(self.stream.read, CHUNK):
            self.budget.spend(len(chunk))
            yield chunk

    def whole(self) -> bytes:
        """All of it at once; CorpusError beyond LARGEST_BOOK bytes, or with a line longer than LONGEST_LINE bytes."""
        content = bytearray()
        for chunk in self.chunks():
            content += chunk
            if len(content) > LARGEST_BOOK:
                raise CorpusError(f"{self.name}: has more than {LARGEST_BOOK:,} bytes, which is too large for one book")
        start = 0  # of a line
        while len(content) - start > LONGEST_LINE:
            end = content.rfind(b"\n", start, start + LONGEST_LINE)
            if end < 0:
                raise self._long_line(content.count(b"\n", 0, start) + 1)
            start = end + 1
        return bytes(content)

    def _long_line(self, number: int) -> CorpusError:
        return CorpusError(f"{self.name}: line {number} is longer than {LONGEST_LINE:,} bytes, too long for a tune")

    def _read(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            return read(size)
        except UNREADABLE as error:
            raise CorpusError(f"{self.name}: cannot be read to its end: {error}") from error


def documents(path: Path) -> Iterator[Document]:
    """Every document of tunes in a file, an archive or (sorted, with its subfolders) a folder.

    CorpusError if there is no such path, if a file is of no known kind or damaged, or if there is no document at all.
    """
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if file.is_file() and _known(file.name)]
        if not files:
            raise CorpusError(f"{path}: holds no {', '.join(KINDS)} file, nor an archive of them")
    elif not path.exists():
        raise CorpusError(f"{path}: there is no such file or folder")
    elif not _known(path.name):
        raise CorpusError(f"{path}: is neither a {', '.join(KINDS)} file, gzipped or not, nor an archive of them")
    else:
        files = [path]
    for file in files:
        try:
            yield from _of_file(file)
        except UNREADABLE as error:
            raise CorpusError(f"{file}: cannot be read: {error}") from error


def _kind(name: str) -> str | None:
    """The ending that says what a document holds, with or without .gz after it."""
    suffix = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    return suffix if suffix in KINDS else None


def _known(name: str) -> bool:
    return _kind(name) is not None or name.lower().endswith(ARCHIVES)


def _of_file(file: Path) -> Iterator[Document]:
    size = file.stat().st_size
    if size == 0:
        raise CorpusError(f"{file}: is empty")
    name = file.name.lower()
    if name.endswith(".zip"):
        yield from _of_zip(file)
    elif name.endswith(ARCHIVES):
        yield from _of_tar(file)
    else:
        with file.open("rb") as stream:
            yield _document(str(file), stream, Budget.of(str(file), size))


def _document(name: str, stream: IO[bytes], budget: Budget) -> Document:
    """A document, unpacked if it is gzipped."""
    kind = _kind(name)
    if kind is None:
        raise CorpusError(f"{name}: is of no known kind")
    if name.lower().endswith(".gz"):
        return Document(name, kind, gzip.GzipFile(fileobj=stream), budget)  # type: ignore[arg-type]
    return Document(name, kind, stream, budget)


def _of_zip(file: Path) -> Iterator[Document]:
    budget = Budget.of(str(file), file.stat().st_size)
    with zipfile.ZipFile(file) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and _kind(info.filename)]
        if not members:
            raise CorpusError(f"{file}: holds no {', '.join(KINDS)} file")
        for info in sorted(members, key=lambda info: info.filename):
            if info.flag_bits & 1:
                raise CorpusError(f"{file}/{info.filename}: is encrypted")
            with archive.open(info) as stream:
                yield _document(f"{file}/{info.filename}", stream, budget)


def _of_tar(file: Path) -> Iterator[Document]:
    budget = Budget.of(str(file), file.stat().st_size)
    found = False
    with tarfile.open(file) as archive:
        for member in archive:
            if member.isfile() and _kind(member.name):
                stream = archive.extractfile(member)
                assert stream is not None  # only links and folders have none
                found = True
                yield _document(f"{file}/{member.name}", stream, budget)
    if not found:
        raise CorpusError(f"{file}: holds no {', '.join(KINDS)} file")
