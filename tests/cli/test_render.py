"""`tunesmith render` from the shell's side: files, exit status, one sentence when something is wrong."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli import main

if TYPE_CHECKING:
    from pathlib import Path

BOOK = """X:1
T:The First
L:1/8
M:6/8
K:D
A | d2 f afd | g2 e c2 A | d6 |]

X:2
T:The Second
L:1/8
M:6/8
K:G
D | G2 B dBG | A2 F D2 C | G6 |]
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.abc"
    path.write_text(BOOK)
    return path


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """The exit status of `tunesmith render` with these words."""
    monkeypatch.setattr(sys, "argv", ["tunesmith", "render", *map(str, words)])
    try:
        main()
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def test_a_folder_gets_a_file_for_each_tune_and_format(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = book.parent / "made"
    assert run(monkeypatch, book, "--to", "svg,mid", "--out", folder) == 0
    names = ["The-First.svg", "The-First.mid", "The-Second.svg", "The-Second.mid"]
    assert capsys.readouterr().out.split() == [str(folder / name) for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_files_of_a_book_are_numbered_where_asked(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = book.parent / "sounds"
    assert run(monkeypatch, book, "--to", "wav", "--numbered", "--out", folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["01-The-First.wav", "02-The-Second.wav"]
    assert all(path.read_bytes().startswith(b"RIFF") for path in folder.iterdir())


def test_one_pdf_holds_all_tunes_and_is_named_after_its_file(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = book.parent / "Session.pdf"
    assert run(monkeypatch, book, "--out", out, "--paper", "letter", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"file": str(out), "format": "pdf", "bytes": out.stat().st_size, "titles": ["The First", "The Second"]}
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "gif"], "--to must be one of abc, pdf, "),
        ([], "--to must say which formats: abc, "),
        (["--out", "one.svg"], "one.svg can hold one tune, and there are 2: name a folder"),
        (["--out", "one.svg", "--to", "svg,png"], "one.svg is one file: name a folder to write svg, png"),
        (["--to", "mid", "--instrument", "kazoo"], "kazoo"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_leaves_nothing(
    book: Path, words: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(book.parent)
    assert run(monkeypatch, book, *words) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert [path.name for path in book.parent.iterdir()] == ["book.abc"]


def test_a_broken_tune_is_named_by_file_number_and_line(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book.write_text(BOOK + "\nX:3\nT:Silence\nK:C\n")
    assert run(monkeypatch, book, "--to", "svg", "--out", book.parent / "made") == 2
    assert f"{book}, tune 3: line " in capsys.readouterr().err
    assert not (book.parent / "made").exists()


def test_characters_without_a_glyph_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tune = tmp_path / "tune.abc"
    tune.write_text("X:1\nT:小星 🎻\nL:1/4\nM:4/4\nK:C\nCDEF |]\n", encoding="utf-8")
    assert run(monkeypatch, tune, "--to", "png,svg", "--out", tmp_path) == 0
    assert capsys.readouterr().err == "小星 🎻: the fonts have no glyph for 小星, a box stands for each\n"


def test_a_missing_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path / "none.abc", "--to", "svg") == 2
    assert capsys.readouterr().err == f"tunesmith: {tmp_path / 'none.abc'} cannot be read: no such file or directory\n"


def test_chords_a_second_voice_and_ornaments_are_written_into_a_tune(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tune, made = tmp_path / "jig.abc", tmp_path / "made.abc"
    tune.write_text("X:1\nR:jig\nM:6/8\nL:1/8\nK:D\nd3 ABA|d2f afe|d6|]\n")
    added = ["--add-chords", "--add-second-voice", "fiddle", "--add-ornaments", "flute"]
    assert run(monkeypatch, tune, "--key", "G", *added, "--out", made) == 0
    assert made.read_text().endswith('V:1\n"G"~g3 ded|{a}g2b d\'ba|g6|]\nV:2 name="Second"\nB3 BGB|B2d Bdc|B6|]\n')
    assert run(monkeypatch, made, "--add-second-voice", "fiddle", "--out", tmp_path / "again.abc") == 2
    assert "a second voice goes below a tune of one voice, and this tune has 2\n" in capsys.readouterr().err


def test_a_file_is_transposed_as_a_set(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = book.parent / "made.abc"
    assert run(monkeypatch, book, "--key", "C", "--out", made) == 0
    assert [line for line in made.read_text().split("\n") if line.startswith("K:")] == ["K:C", "K:F"]
    assert run(monkeypatch, book, "--transpose", "-2", "--out", made) == 0
    assert [line for line in made.read_text().split("\n") if line.startswith("K:")] == ["K:C", "K:F"]
    capsys.readouterr()
    for words, told in {
        ("--key", "Ador"): "--key must have a tonic and the mode of the tune's own, D, not Ador",
        ("--key", "C", "--transpose", "1"): "--key goes without --transpose",
        ("--transpose", "30"): "--transpose must be a whole number from -24 to 24, not 30",
    }.items():
        assert run(monkeypatch, book, *words, "--out", made) == 2
        assert told in capsys.readouterr().err
