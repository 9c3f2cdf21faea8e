from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli import app, main
from tunesmith.notation import Tune, split_tunebook

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: str) -> None:
    app(["compose", "--length", "500", *words], exit_on_error=False, result_action="return_value")


def test_abc_is_printed_and_nothing_else(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("--model", model, "--seed", "1", "--count", "2", "--meter", "6/8", "--key", "Em")
    texts = split_tunebook(capsys.readouterr().out)
    assert [Tune.parse(text).reference for text in texts] == [1, 2]
    assert all(text.startswith("X:") for text in texts)
    assert {str(Tune.parse(text).key) for text in texts} == {"Emin"}


def test_the_same_seed_prints_the_same(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    printed = []
    for seed in ("5", "5", "6"):
        run("--model", model, "--seed", seed)
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] != printed[2]


def test_chords_are_kept_asked_for_or_left_out(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words, symbols in (
        (["--progression", "D | G A | D", "--rhythm", "jig"], {'"D"', '"G"', '"A"'}),
        (["--chords", "--meter", "4/4"], None),
        (["--chords", "found", "--meter", "4/4"], None),
        (["--no-chords"], set()),
    ):
        run("--model", model, "--seed", "5", *words)
        found = set(re.findall(r'"[^"]*"', capsys.readouterr().out))
        assert found == symbols if symbols is not None else found


def test_one_file_holds_all_tunes(model: str, tmp_path: Path) -> None:
    run("--model", model, "--seed", "1", "--count", "3", "--out", str(tmp_path / "tunes.abc"))
    assert len(split_tunebook((tmp_path / "tunes.abc").read_text())) == 3


def test_a_folder_holds_a_file_for_each_tune_and_format(model: str, tmp_path: Path) -> None:
    run("--model", model, "--seed", "8", "--count", "2", "--out", str(tmp_path / "new"), "--to", "abc,mid")
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["tune-8.abc", "tune-8.mid", "tune-9.abc", "tune-9.mid"]
    assert (tmp_path / "new" / "tune-9.mid").read_bytes().startswith(b"MThd")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--count", "0"], "--count must be a whole number from 1 to 1000000000, not 0"),
        (["--count", "1000000"], "--count must be at most 10000, or --out must name a folder"),
        (["--count", "1000000", "--out", "x.abc"], "--count must be at most 10000, or --out must name a folder"),
        (["--count", "1000000", "--out", "x", "--to", "mid"], "--to must be abc for more than 10000 tunes"),
        (["--on", "tcp://127.0.0.1:8786"], "--on is for more than 10000 tunes"),
        (["--out", "-"], "--out /dev/stdin is no folder, and a file's name needs an ending such as .abc"),
        (["--to", "wav"], "--to needs --out"),
        (["--out", "x.abc", "--to", "wav"], "one file holds one format"),
        (["--model", "nosuch"], "no model is called 'nosuch'"),
        (["--key", "H"], "--key must be a tonic and a mode, such as D, Gmin or Ador, not 'H'"),
        (["--progression", "D | X"], "--progression must have chord symbols such as G, Em7 or D/F#, not 'X'"),
        (["--progression", "D", "--no-chords"], "--progression has chords, but the option chords asks for none"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(
    words: list[str], sentence: str, model: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.argv", ["tunesmith", "compose", *([] if "--model" in words else ["--model", model]), *words]
    )
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_a_folder_of_many_tunes_has_files_of_many(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tunesmith.cli.compose.AT_ONCE", 3)
    monkeypatch.setattr("tunesmith.composing.bulk.TUNES", 2)
    words = ("--model", model, "--count", "5", "--meter", "2/4", "--bars", "2", "--workers", "1")
    run(*words, "--out", str(tmp_path / "tunes"))
    names = ["compose.json", "tunes-000001.abc", "tunes-000002.abc", "tunes-000003.abc"]
    assert sorted(path.name for path in (tmp_path / "tunes").iterdir()) == names
    assert capsys.readouterr().out == f"{tmp_path / 'tunes'}: 5 tunes in 3 files\n"


def test_a_file_says_what_makes_it_again(model: str, tmp_path: Path) -> None:
    pytest.importorskip("mido")
    out = tmp_path / "tune.mid"
    run("--model", model, "--seed", "5", "--out", str(out), "--to", "mid")
    assert b"seed=5" in out.read_bytes()
