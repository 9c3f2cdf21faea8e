from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.cli.compose import Tunebooks
from tunesmith.cli.index import index
from tunesmith.cli.origin import origin
from tunesmith.cli.workers import Team
from tunesmith.corpus.building import Options, build
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

TUNES = (
    "X:1\nT:The First\nL:1/8\nM:6/8\nK:D\n|: dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde | "
    "fed AFD :|\n",
    "X:2\nT:The Second\nL:1/8\nM:6/8\nK:D\n|: DFA BAF | EGB dBG | FAd cAF | GFE DCB, | A,CE GEC | DFB AGF | EAc edc | "
    "BGE CED :|\n",
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.abc"
    path.write_text("\n".join(TUNES))
    return path


def test_tunes_are_compared_with_ones_own(mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index(str(mine), out=tmp_path / "mine.npz", team=Team(workers=1))
    assert capsys.readouterr().out == f"{tmp_path / 'mine.npz'}: 2 tunes of 2 families\n"
    origin(str(mine), index=tmp_path / "mine.npz", as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert [tune["nearest"][0]["title"] for tune in found] == ["The First", "The Second"]
    assert {tune["known"] for tune in found} == {2}
    origin(str(mine), as_json=True)
    assert json.loads(capsys.readouterr().out)[0]["known"] > 10_000


def test_what_is_composed_can_keep_away_from_ones_own_tunes(mine: Path, tmp_path: Path) -> None:
    index(str(mine), out=tmp_path / "mine.npz", team=Team(workers=1))
    assert Tunebooks(index=tmp_path / "mine.npz").known(TUNES[1])
    assert not Tunebooks().known(TUNES[1])


def test_only_the_tunes_that_were_learned_from_are_indexed(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "third.abc").write_text(TUNES[0].replace("The First", "The Third").replace("d", "e"))
    build([mine], tmp_path / "packed", Options(by_file=True))
    index(str(mine), str(tmp_path / "third.abc"), out=tmp_path / "some.npz", trained_on=tmp_path / "packed")
    assert len(OriginIndex.load(tmp_path / "some.npz").tunes) == 2


def test_an_index_needs_the_tunes_themselves(mine: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="which corpus"):
        index(out=tmp_path / "a.npz")
    build([mine], tmp_path / "packed", Options(by_file=True))
    with pytest.raises(CorpusError, match="name the tunes it was made of"):
        index(str(tmp_path / "packed"), out=tmp_path / "a.npz")
