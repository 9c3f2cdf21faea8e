from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.analysis.fingerprints import line_of
from tunesmith.analysis.origin import origin_of
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.analysis.origin_runs import Runs, runs_of
from tunesmith.corpus.building import Options, build
from tunesmith.corpus.origin_build import build_index, main, similarities_of
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.errors import CorpusError
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "X:1\nT:{title}\nL:1/8\nM:6/8\nK:D\n"
PARTS = (
    "|: dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde | fed AFD :|",
    "|: DFA BAF | EGB dBG | FAd cAF | GFE DCB, | A,CE GEC | DFB AGF | EAc edc | BGE CED :|",
)


@pytest.fixture
def packed(tmp_path: Path) -> tuple[Path, Path]:
    """A corpus of three tunes, and the file that it was packed from; two of them are settings of one."""
    texts = [*PARTS, PARTS[0].replace("gfe dBA", "gfe fBA")]
    records = [
        {"id": f"t{number}", "abc": HEADER.format(title=f"Tune {number}") + text} for number, text in enumerate(texts)
    ]
    source = tmp_path / "mine.json"
    source.write_text(json.dumps(records))
    build([source], tmp_path / "corpus", Options(transpositions=0))
    return tmp_path / "corpus", source


def test_every_training_tune_is_in_the_index(packed: tuple[Path, Path]) -> None:
    corpus, source = packed
    split = PackedCorpus.open(corpus, "train")
    index = build_index(split, [source])
    assert sorted(tune.title for tune in index.tunes) == sorted(f"Tune {tune.id[-1]}" for tune in split.tunes)
    for place, tune in enumerate(split.tunes):
        text = split.vocabulary.decode(split.text(int(split.originals[place])))
        found = origin_of(Tune.parse(text), index)
        assert found.similarity == 1, tune.id


def test_tunes_without_a_name_are_an_error(packed: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps([{"id": "x", "abc": HEADER + PARTS[0]}]))
    with pytest.raises(CorpusError, match="hold no tune mine/t"):
        build_index(PackedCorpus.open(packed[0], "train"), [tmp_path / "other.json"])


def test_chance_needs_strangers(packed: tuple[Path, Path]) -> None:
    split = PackedCorpus.open(packed[0], "train")
    family = split.tunes[0].family
    with pytest.raises(CorpusError, match="two families"):
        build_index(replace(split, tunes=tuple(replace(tune, family=family) for tune in split.tunes)), [packed[1]])


def test_the_command_writes_the_index(packed: tuple[Path, Path], tmp_path: Path) -> None:
    main(str(packed[0]), str(tmp_path / "index.npz"), str(packed[1]))
    index = OriginIndex.load(tmp_path / "index.npz")
    assert index.chance.tunes == len(index.tunes)


def test_similarities_to_all_tunes_are_those_of_each(packed: tuple[Path, Path]) -> None:
    index = build_index(PackedCorpus.open(packed[0], "train"), [packed[1]])
    tune = Tune.parse(HEADER + PARTS[0])
    runs = runs_of(line_of(tune), index)
    similarities = similarities_of(line_of(tune), runs, len(index.tunes))
    found = {known.title: known.similarity for known in origin_of(tune, index).nearest}
    assert found
    for title, similarity in found.items():
        assert similarity == pytest.approx(similarities[[known.title for known in index.tunes].index(title)])


def test_overlapping_runs_count_once() -> None:
    line = line_of(Tune.parse(HEADER + "DEF GAB | d6 |"))
    numbers = np.array([1, 1, 2])
    runs = Runs(numbers, np.array([0, 2, 6]), np.array([3, 5, 6]), np.ones(3), np.zeros(3, np.int64))
    assert similarities_of(line, runs, 3).tolist() == pytest.approx([0, 0.5, 0.5])
