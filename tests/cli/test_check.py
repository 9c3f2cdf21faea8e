from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = "X:1\nL:1/8\nM:4/4\nK:D\nd8 | e8 |]\n"
BAD = "X:2\nL:1/8\nM:4/4\nK:D\nd8 | e6 | (f8 |\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run `tunesmith check` and return its exit status, what it printed and what it said on stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["tunesmith", "check", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A file with one good tune and one bad one."""
    file = tmp_path / "book.abc"
    file.write_text(f"{GOOD}\n{BAD}")
    return file


def test_a_good_file_ends_with_0(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "good.abc"
    file.write_text(GOOD)
    status, out, _ = run(file)
    assert (status, out) == (0, "1 of 1 tunes are in order\n")


def test_a_bad_one_ends_with_1_and_says_where(run: Callable[..., tuple[int, str, str]], book: Path) -> None:
    status, out, _ = run(book)
    assert status == 1
    assert f"{book}:11:6: warning: bar 2 has 3/4 of a whole note, too little for 4/4 (add 1/4) [bar-short]" in out
    assert out.endswith("1 of 2 tunes are in order\n")


def test_as_json(run: Callable[..., tuple[int, str, str]], book: Path) -> None:
    status, out, _ = run(book, "--json")
    report = json.loads(out)
    assert status == 1
    assert (report["tunes"], report["in_order"]) == (2, 1)
    assert report["codes"] == {"bar-short": 1, "slur-not-closed": 1, "no-final-bar-line": 1}


def test_fixing_into_another_file(run: Callable[..., tuple[int, str, str]], book: Path, tmp_path: Path) -> None:
    status, out, _ = run(book, "--fix", "--out", tmp_path / "fixed.abc")
    assert status == 1
    assert "2 faults fixed" in out
    assert (tmp_path / "fixed.abc").read_text() == f"{GOOD}\nX:2\nL:1/8\nM:4/4\nK:D\nd8 | e6 | f8 |]\n"
    assert book.read_text() == f"{GOOD}\n{BAD}"


def test_fixing_in_place(run: Callable[..., tuple[int, str, str]], book: Path) -> None:
    run(book, "--fix")
    assert "f8 |]" in book.read_text()


def test_a_corpus_is_checked_too(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "tunes.json"
    file.write_text(json.dumps([{"abc notation": GOOD}]))
    assert run(file)[0] == 0


@pytest.mark.parametrize("arguments", [[], ["nowhere.abc"], ["a.abc", "b.abc", "--fix", "--out", "c.abc"]])
def test_bad_input_ends_with_2(run: Callable[..., tuple[int, str, str]], arguments: list[str]) -> None:
    status, out, said = run(*arguments)
    assert (status, out) == (2, "")
    assert said.startswith("tunesmith: ")
    assert said.count("\n") == 1


def test_fixing_changes_nothing_but_the_fault(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "old.abc"
    music = "M:4/4\r\nL:1/4\r\nK:C\r\n|: CDEF | GABc {} |\r\n".replace(" {}", "")
    text = f"%%abc-charset iso-8859-1\r\nX:1\r\nT:Ch\u00e2tre\r\n{music}\r\nX:2\nT:Zweite\n{music}"
    file.write_bytes(text.encode("latin-1"))
    run("--fix", file)
    assert file.read_bytes() == text.replace("c |\r\n", "c :|\r\n").encode("latin-1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_fixed_file_keeps_its_encoding(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "book.abc"
    text = "M:4/4\nL:1/4\n\nX:1\nT:\u00c9amonn\nK:C\n|: CDEF | GABc |\n"
    file.write_bytes(text.encode(encoding))
    run("--fix", file)
    assert file.read_bytes() == text.replace("c |\n", "c :|\n").encode(encoding)


def test_who_loses_music_by_an_empty_line_is_told_which(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "cut.abc"
    file.write_text(f"L:1/8\n\n{GOOD}\nX:2\nM:4/4\nK:D\nd8 |]\n\ne8 | f8 |]\ng8 |]\n")
    status, out, _ = run(file)
    assert status == 1
    assert f"{file}:14:1: error: an empty line ended the tune, so the 2 lines from here on are not read" in out


def test_a_number_that_stands_twice_is_named(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = tmp_path / "twice.abc"
    file.write_text(f"{GOOD}\n{GOOD}")
    _, out, _ = run(file)
    assert f"{file}:7:1: warning: X:1 stands at line 1 too" in out
