"""`tunesmith continue` and `tunesmith vary`: one file in, one tune out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.cli import app, main
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

KESH = "X:7\nT:The Kesh\nM:6/8\nL:1/8\nK:G\n|: GAG GAB | ABA ABd | edd gdd | edB dBA |\n"


@pytest.fixture
def kesh(tmp_path: Path) -> Path:
    path = tmp_path / "kesh.abc"
    path.write_text(KESH)
    return path


def run(command: str, file: Path, *words: str) -> None:
    app([command, str(file), *words], exit_on_error=False, result_action="return_value")


def test_continue_prints_the_whole_tune(model: str, kesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("continue", kesh, "--model", model, "--seed", "1", "--parts", "2", "--bars", "8", "--length", "700")
    tune = Tune.parse(capsys.readouterr().out)
    assert tune.text.startswith("X:7\nT:The Kesh\n")
    assert "|: GAG GAB | ABA ABd | edd gdd | edB dBA |" in tune.text
    assert len(tune.form.parts) == 2


def test_vary_prints_all_but_the_bars_as_it_was(model: str, kesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("vary", kesh, "--bars", "2-3", "--model", model, "--seed", "1")
    printed = capsys.readouterr().out
    assert printed.startswith(KESH.partition(" ABA")[0])
    assert printed.endswith(" | edB dBA |\n")
    assert printed != KESH


def test_a_file_or_a_folder_is_written(model: str, kesh: Path, tmp_path: Path) -> None:
    run("vary", kesh, "--bars", "2", "--model", model, "--seed", "1", "--out", str(tmp_path / "new.abc"))
    assert (tmp_path / "new.abc").read_text().startswith("X:7\n")
    run("continue", kesh, "--model", model, "--seed", "1", "--length", "500", "--out", str(tmp_path / "all"), "--to",
        "abc,mid")  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["kesh.abc", "kesh.mid"]
    assert (tmp_path / "all" / "kesh.mid").read_bytes().startswith(b"MThd")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["vary", "kesh.abc", "--bars", "two"],
            "--bars must be a bar or a range of bars, such as 5 or 5-8, or several such as 1-3,6, not 'two'",
        ),
        (["vary", "kesh.abc", "--bars", "3-9"], "--bars must be from 1 to 4, which are those of the tune, not 3-9"),
        (["vary", "kesh.abc", "--bars", "3", "--to", "mid"], "--to needs --out: only ABC is printed"),
        (
            ["vary", "kesh.abc", "--bars", "3", "--to", "mid", "--out", "x.wav"],
            "--to mid does not fit x.wav: one file holds one format",
        ),
        (["continue", "nowhere.abc"], "nowhere.abc cannot be read: no such file or directory"),
        (["continue", "silent.abc"], "silent.abc: line 3, column 1: there is no note in this tune"),
        (["vary", "silent.abc", "--bars", "1"], "silent.abc: line 3, column 1: there is no note in this tune"),
        (["continue", "two.abc"], "two.abc holds 2 tunes; it must hold one"),
        (
            ["continue", "binary.abc"],
            "binary.abc: line 2, column 2: a NUL character stands here, so this is not a text file",
        ),
    ],
)
def test_bad_input_ends_with_one_sentence(
    words: list[str], says: str, kesh: Path, model: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(kesh.parent)
    (kesh.parent / "two.abc").write_text(KESH + "\n" + KESH)
    (kesh.parent / "silent.abc").write_text("X:1\nM:4/4\nK:C")
    (kesh.parent / "binary.abc").write_bytes(b"X:\n\xe9\0")
    monkeypatch.setattr("sys.argv", ["tunesmith", *words, "--model", model])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
