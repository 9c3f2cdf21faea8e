"""`tunesmith convert` from the shell's side: files and folders in, files out, one sentence when something is wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli import main
from tunesmith.conversion import read
from tunesmith.notation import Tune
from tunesmith.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "X:1\nT:The First\nM:6/8\nL:1/8\nK:D\nA | d2f afd | g2e c2A | d6 |]\n"
SECOND = "X:2\nT:The Second\nM:4/4\nL:1/8\nK:G\n|: G4 B4 | A8 :|\n"


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """The exit status of `tunesmith convert` with these words."""
    monkeypatch.setattr(sys, "argv", ["tunesmith", "convert", *map(str, words)])
    try:
        main()
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def test_a_folder_of_all_kinds_becomes_abc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "music"
    inside.mkdir()
    for number, kind in enumerate(("abc", "musicxml", "mxl", "mid")):
        tune = FIRST.replace("The First", f"Tune {number}")
        (inside / f"{number}.{kind}").write_bytes(render(tune, kind, **({"swing": 0} if kind == "mid" else {})))
    assert run(monkeypatch, inside, "--to", "abc", "--out", tmp_path / "made") == 0
    told = capsys.readouterr()
    assert "3.mid: notes are on a grid of sixteenths" in told.err
    names = [f"Tune-{number}.abc" for number in range(4)]
    assert told.out.split() == [str(tmp_path / "made" / name) for name in names]
    for name in names[:3]:
        back = Tune.parse((tmp_path / "made" / name).read_text())
        assert [e.pitches for e in back.events()] == [e.pitches for e in Tune.parse(FIRST).events()]


def test_a_book_becomes_a_score_of_each_tune(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.abc").write_bytes(f"{FIRST}\n{SECOND}".encode("utf-16"))
    assert run(monkeypatch, tmp_path / "book.abc", "--to", "musicxml,mxl", "--out", tmp_path / "made") == 0
    made = sorted((tmp_path / "made").iterdir())
    assert [path.name for path in made] == [
        "The-First.musicxml",
        "The-First.mxl",
        "The-Second.musicxml",
        "The-Second.mxl",
    ]
    titles = {path.name: Tune.parse(read(path.read_bytes()).abc).title for path in made}
    assert titles["The-Second.mxl"] == titles["The-Second.musicxml"] == "The Second"


@pytest.mark.parametrize(
    ("name", "content", "words", "sentence"),
    [
        ("a.abc", FIRST.encode(), ["--to", "svg"], "--to must be one of abc, mid, musicxml, mxl, not 'svg'"),
        ("a.xml", b"<?xml version='1.0'?><html/>", ["--to", "abc"], "a.xml: this is not a MusicXML score"),
        ("a.mid", b"MThd\0\0\0\6\0\1", ["--to", "abc"], "a.mid: this MIDI file cannot be read"),
        ("a.mxl", b"PK\3\4nothing", ["--to", "abc"], "a.mxl: the archive cannot be unpacked"),
        ("a.abc", f"{FIRST}\nX:2\nK:C\n".encode(), ["--to", "mxl"], "a.abc, tune 2: line "),
        ("a.abc", (FIRST + "c1/512|\n").encode(), ["--to", "mxl"], "a.abc, tune 1: bar 4: a note of"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0", ["--to", "abc"], "a.png: line 3, column 1: a NUL character"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_leaves_nothing(
    name: str,
    content: bytes,
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / name).write_bytes(content)
    assert run(monkeypatch, tmp_path / name, *words, "--out", tmp_path / "made") == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not (tmp_path / "made").exists()


def test_a_folder_without_music_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, "--to", "abc") == 2
    assert f"there is no file of music in {tmp_path}" in capsys.readouterr().err


def test_a_book_is_transposed_as_a_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.abc").write_text(f"{FIRST}\n{SECOND}")
    assert run(monkeypatch, tmp_path / "book.abc", "--to", "abc", "--key", "E", "--out", tmp_path / "made") == 0
    keys = {path.name: str(Tune.parse(path.read_text()).key) for path in (tmp_path / "made").iterdir()}
    assert keys == {"The-First.abc": "E", "The-Second.abc": "A"}
