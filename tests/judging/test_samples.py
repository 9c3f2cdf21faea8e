from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.building import Options, build
from tunesmith.errors import CorpusError
from tunesmith.judging.samples import Sample, read_sample

if TYPE_CHECKING:
    from pathlib import Path

JIG = "X:1\nT:A Jig\nR:jig\nL:1/8\nM:6/8\nK:D\n|: dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA :|\n"
REEL = "X:2\nR:reel\nL:1/8\nM:4/4\nK:G\nGABc dedB | dedB dedB | c2ec B2dB | A2cA G2BG | GABc dedB | dedB cAFA |\n"


def test_a_file_of_tunes_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "mine.abc").write_text(f"{JIG}\n{REEL}\nX:3\nK:C\n")
    found = read_sample(str(tmp_path / "mine.abc"))
    assert (found.name, len(found), found.rhythms) == ("mine.abc", 3, ("jig", "reel", None))
    assert [str(tune.meter) for tune in found.tunes] == ["6/8", "4/4"]


def test_of_a_family_one_tune_is_distinct() -> None:
    found = Sample("settings", (JIG, REEL, JIG.replace("A Jig", "Again")), (None,) * 3, ("a", "b", "a"))
    assert sorted(tune.title or "" for tune in found.distinct) == ["", "A Jig"]


def test_a_split_of_a_packed_corpus_is_named_after_a_colon(tmp_path: Path) -> None:
    records = [{"id": str(number), "abc": text} for number, text in enumerate((JIG, REEL))]
    (tmp_path / "mine.json").write_text(json.dumps(records))
    build([tmp_path / "mine.json"], tmp_path / "packed", Options(transpositions=0))
    found = read_sample(f"{tmp_path}/packed:train")
    assert found.name == "packed:train"
    assert 1 <= len(found) <= 2
    assert set(found.rhythms) <= {"jig", "reel"}
    assert all(text.startswith("X:") for text in found.texts)
    with pytest.raises(CorpusError, match="no split"):
        read_sample(f"{tmp_path}/packed:best")
    with pytest.raises(CorpusError, match="no such file"):
        read_sample(f"{tmp_path}/nothing")
