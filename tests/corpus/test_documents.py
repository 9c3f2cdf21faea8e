from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus import documents as module
from tunesmith.corpus.documents import LONGEST_LINE, documents
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

TUNE = b"X:1\nK:G\nGABc|\n"


def contents(path: Path) -> dict[str, bytes]:
    return {document.stem + document.kind: b"".join(document.lines()) for document in documents(path)}


def test_a_folder_gives_its_files_in_order_and_leaves_others_alone(tmp_path: Path) -> None:
    (tmp_path / "b.abc").write_bytes(TUNE)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.abc.gz").write_bytes(gzip.compress(TUNE))
    (tmp_path / "README.md").write_text("not a tune")
    assert contents(tmp_path) == {"b.abc": TUNE, "a.abc": TUNE}


def test_archives_are_read_without_being_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.zip", "w") as archive:
        archive.writestr("reels/one.abc", TUNE)
        archive.writestr("cover.png", b"\x89PNG")
    with tarfile.open(tmp_path / "book.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("jigs/two.abc.gz")
        packed = gzip.compress(TUNE)
        info.size = len(packed)
        tar.addfile(info, io.BytesIO(packed))
    assert contents(tmp_path / "book.zip") == {"one.abc": TUNE}
    assert contents(tmp_path / "book.tar.gz") == {"two.abc": TUNE}
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("empty.abc", b"", "is empty"),
        ("notes.txt", TUNE, "is neither a .abc"),
        ("cut.abc.gz", gzip.compress(TUNE * 500)[:-20], "cannot be read to its end"),
        ("false.abc.gz", TUNE, "cannot be read to its end"),
        ("false.zip", TUNE, "cannot be read"),
        ("false.tar", TUNE, "cannot be read"),
        ("long.abc", b"a" * (LONGEST_LINE + 1), "line 1 is longer than"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_corpus_is_refused_by_name(tmp_path: Path, name: str, data: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CorpusError, match=complaint) as caught:
        contents(tmp_path / name)
    assert name in str(caught.value)


def test_a_missing_path_and_a_folder_without_tunes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        contents(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"holds no \.abc"):
        contents(tmp_path)


def test_a_line_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.jsonl"
    with path.open("wb") as stream:
        stream.write(b'{"abc": "')
        os.truncate(path, 2 << 30)
    with pytest.raises(CorpusError, match="line 1 is longer than"):
        contents(path)


@pytest.mark.parametrize("kind", [".zip", ".abc.gz"])
def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(module, "SPARE", 1 << 16)
    path = tmp_path / f"bomb{kind}"
    lines = b"\n".join([b" " * 1000] * 4000)
    if kind == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.abc", lines)
    else:
        path.write_bytes(gzip.compress(lines))
    with pytest.raises(CorpusError, match="expands to more than"):
        contents(path)


def test_all_members_of_an_archive_share_one_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SPARE", 1 << 20)
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.abc", TUNE + b"z\n" * 200_000)  # each of them small enough by itself
    with pytest.raises(CorpusError, match=r"many\.zip: expands to more than"):
        contents(path)


def test_a_cut_tar_is_refused_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "cut.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo("a.abc")
        info.size = 1 << 40
        assert tar.fileobj is not None
        tar.fileobj.write(info.tobuf() + TUNE)
    with pytest.raises(CorpusError, match=r"cut\.tar"):
        contents(path)


def test_a_whole_book_is_bounded_however_short_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BOOK", 1 << 20)
    path = tmp_path / "newlines.abc.gz"
    path.write_bytes(gzip.compress(b"\n" * (2 << 20)))
    with pytest.raises(CorpusError, match="too large for one book"):
        [document.whole() for document in documents(path)]


@pytest.mark.parametrize("before", [0, 3, 1 << 20])
def test_a_whole_book_has_no_line_without_end(tmp_path: Path, before: int) -> None:
    path = tmp_path / "long.abc"
    path.write_bytes(b"a\n" * before + b"a" * (LONGEST_LINE + 1))
    with pytest.raises(CorpusError, match=f"line {before + 1} is longer than"):
        [document.whole() for document in documents(path)]
    path.write_bytes(b"a\n" * before + b"a" * (LONGEST_LINE - 1) + b"\n")
    assert [len(document.whole()) for document in documents(path)] == [2 * before + LONGEST_LINE]


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.abc", TUNE)
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(CorpusError, match="is encrypted"):
        contents(path)
