"""Where tunes come from: IrishMAN, music21's books, and any file, folder or archive of ABC."""

from __future__ import annotations

import codecs
import csv
import importlib.util
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.corpus.documents import LONGEST_LINE, Document, documents
from tunesmith.corpus.thesession import setting_text
from tunesmith.errors import AbcError, CorpusError, MissingExtraError
from tunesmith.notation import split_tunebook
from tunesmith.notation.encoding import decoded
from tunesmith.progress import Watch, unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NAMES", "SourceTune", "read_all", "read_tunes"]

NAMES = ("irishman", "music21")
IRISHMAN = ("sander-wood/irishman", ("train.json", "validation.json"))
BOOKS = ("oneills1850", "ryansMammoth", "airdsAirs")  # essenFolksong is left out: its terms forbid passing it on
ABC_KEYS = ("abc", "abc notation")
SPACE = re.compile(r"[ \t\r\n]*")

Entry: TypeAlias = tuple[str, str, str]  # identity, group, ABC


@dataclass(frozen=True, slots=True)
class SourceTune:
    """A tune as it was found; `id` and `group` (settings of one tune share it) are unique over all sources.

    `file` is the name of the file or archive member that it comes from, without folders and endings.
    """

    id: str
    group: str
    abc: str
    source: str
    file: str = ""


def read_tunes(source: str | Path) -> Iterator[SourceTune]:
    """Read every tune of `source`, one at a time: a path, or one of NAMES.

    A path is a file or folder of .abc (any number of tunes a file), .json (a list of objects with the key `abc
    notation` or `abc`), .jsonl (one such object a line) or .csv (one such row a line, the keys in the first), any of
    them gzipped or in a .zip or .tar archive. Records of The Session get the header that stands beside their ABC.
    `irishman` comes from the Hugging Face hub, `music21` from the installed package. CorpusError names what is wrong
    with which file; MissingExtraError if the package behind a name is not installed.
    """
    if source == "irishman":
        for file in _irishman_files():
            yield from (replace(tune, source="irishman") for tune in _read_path(file))
    elif source == "music21":
        for folder in _music21_folders():
            yield from _read_path(folder)
    else:
        yield from _read_path(Path(source))


def read_all(sources: Iterable[str | Path], watch: Watch = unwatched) -> list[SourceTune]:
    """Read every tune of some sources, as `read_tunes` does; `watch` is told how many there are so far."""
    return list(watched((tune for source in sources for tune in read_tunes(source)), watch, "reading tunes"))


def _irishman_files() -> Iterator[Path]:
    try:
        from huggingface_hub import hf_hub_download
    except ImportError as error:
        raise MissingExtraError("irishman", "reading IrishMAN from the Hugging Face hub") from error
    repository, names = IRISHMAN
    for name in names:
        try:
            yield Path(hf_hub_download(repository, name, repo_type="dataset"))
        except OSError as error:  # every failure of the hub and of the way there is one
            raise CorpusError(f"irishman: {name} of {repository} cannot be fetched from the hub: {error}") from error


def _music21_folders() -> Iterator[Path]:
    spec = importlib.util.find_spec("music21")
    if spec is None or spec.origin is None:
        raise MissingExtraError("music21", "reading the books of tunes in music21")
    for book in BOOKS:
        yield Path(spec.origin).parent / "corpus" / book


def _read_path(path: Path) -> Iterator[SourceTune]:
    readers = {".abc": _read_abc, ".csv": _read_csv, ".json": _read_json, ".jsonl": _read_jsonl}
    for document in documents(path):
        # Many small .abc files make one book; each file of records is a corpus of its own.
        stem = document.stem
        in_book = document.kind == ".abc" and document.name != str(path)
        source = path.name.split(".")[0] if in_book else stem
        prefix = f"{source}/{stem}/" if in_book else f"{source}/"
        empty = True
        for identity, group, abc in readers[document.kind](document):
            empty = False
            yield SourceTune(prefix + identity, prefix + group, abc, source, stem)
        if empty:
            raise CorpusError(f"{document.name}: holds no tune")


def _read_abc(document: Document) -> Iterator[Entry]:
    try:
        text = decoded(document.whole())
    except AbcError as error:
        raise CorpusError(f"{document.name}: {error}") from None
    for number, abc in enumerate(split_tunebook(text), start=1):
        yield str(number), str(number), abc


def _read_jsonl(document: Document) -> Iterator[Entry]:
    for number, line in enumerate(document.lines(), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise CorpusError(f"{document.name}: line {number} is not JSON: {error}") from error
            yield _entry(document, record, number)


def _read_json(document: Document) -> Iterator[Entry]:
    for number, record in enumerate(_items(document), start=1):
        yield _entry(document, record, number)


def _read_csv(document: Document) -> Iterator[Entry]:
    lines = (line.decode("utf-8-sig" if first else "utf-8") for first, line in _numbered(document))
    try:
        for number, record in enumerate(csv.DictReader(lines), start=1):
            yield _entry(document, record, number)
    except (csv.Error, UnicodeDecodeError) as error:
        raise CorpusError(f"{document.name}: is not a table of tunes: {error}") from error


def _numbered(document: Document) -> Iterator[tuple[bool, bytes]]:
    """Every line, and whether it is the first."""
    return ((number == 0, line) for number, line in enumerate(document.lines()))


def _entry(document: Document, record: object, number: int) -> Entry:
    if isinstance(record, dict) and (setting := setting_text(record)) is not None:
        return str(record["setting_id"]), str(record["tune_id"]), setting
    abc = next((record[key] for key in ABC_KEYS if key in record), None) if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(abc, str):
        raise CorpusError(f"{document.name}: object {number} has no text under {' or '.join(map(repr, ABC_KEYS))}")
    identity = str(record.get("id", number))
    return identity, str(record.get("group", identity)), abc


def _items(document: Document) -> Iterator[object]:
    """Read the items of one JSON list without ever holding much more than one chunk of it."""
    scan = json.JSONDecoder().raw_decode
    rest, expected = "", "["
    for text in _texts(document):
        rest, at = rest + text, 0
        while (at := SPACE.match(rest, at).end()) < len(rest):  # type: ignore[union-attr]  # it matches nothing, too
            mark = rest[at]
            if mark not in expected:
                raise CorpusError(f"{document.name}: is not a JSON list of objects: {mark!r} where {expected} belongs")
            if mark == "]":
                return
            if mark != "{":
                expected, at = "{]" if mark == "[" else "{", at + 1
                continue
            try:
                item, at = scan(rest, at)
            except RecursionError as error:
                raise CorpusError(f"{document.name}: is nested deeper than any list of tunes") from error
            except ValueError as error:
                if len(rest) - at > LONGEST_LINE:
                    raise CorpusError(f"{document.name}: is not JSON: {error}") from error
                break  # the item goes on in the next chunk
            expected = ",]"
            yield item
        rest = rest[at:]
    raise CorpusError(f"{document.name}: the JSON is wrong or ends in the middle of its list")


def _texts(document: Document) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    for chunk in document.chunks():
        try:
            yield decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise CorpusError(f"{document.name}: is not UTF-8: {error}") from error
