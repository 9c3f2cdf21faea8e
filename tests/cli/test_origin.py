from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.cli.origin import origin
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path

KESH = (
    "X:1\nL:1/8\nM:6/8\nK:A\n|: ABA ABc | BcB Bce | fee aee | fec ecB | ABA ABc | BcB Bce | fee aec | BAG A3 :|\n\n"
    "X:2\nL:1/4\nM:4/4\nK:D\nD4 |]\n"
)


def test_every_tune_of_a_file_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tunes.abc"
    file.write_text(KESH)
    origin(str(file))
    words = capsys.readouterr().out
    assert "tunes/1: Bars 1-8 also stand in “The Kesh” (The Session)" in words
    assert "https://thesession.org/tunes/55" in words
    assert "tunes/2: Nothing of this tune stands in" in words
    origin(str(file), as_json=True)
    first, second = json.loads(capsys.readouterr().out)
    assert first["remarkable"]
    assert first["nearest"][0]["title"] == "The Kesh"
    assert first["nearest"][0]["longest"]["bars"] == first["longest"]
    assert second["nearest"] == []


def test_it_needs_a_file() -> None:
    with pytest.raises(RequestError, match="needs a file"):
        origin()


def test_a_tune_without_music_is_named(tmp_path: Path) -> None:
    (tmp_path / "some.abc").write_text(f"{KESH}\nX:3\nK:C\n")
    with pytest.raises(RequestError, match="some/3: line 2, column 1: there is no note in this tune"):
        origin(str(tmp_path / "some.abc"))
