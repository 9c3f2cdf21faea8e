from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.analysis.fingerprints import line_of
from tunesmith.analysis.known_tunes import KnownTune
from tunesmith.analysis.origin import origin_of
from tunesmith.analysis.origin_runs import Run, runs_of
from tunesmith.corpus.building import Options, build
from tunesmith.corpus.origin_build import IndexedTune, build_index, indexed_of, indexed_of_split, similarities_of
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.sources import SourceTune, read_tunes
from tunesmith.corpus.splits import Shares
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
    build([source], tmp_path / "corpus", Options(transpositions=0, shares=Shares(0.0, 0.0)))
    return tmp_path / "corpus", source


def test_every_training_tune_is_in_the_index(packed: tuple[Path, Path]) -> None:
    corpus, source = packed
    split = PackedCorpus.open(corpus, "train")
    index = build_index(indexed_of_split(split, list(read_tunes(source))))
    assert sorted(tune.title for tune in index.tunes) == sorted(f"Tune {tune.id[-1]}" for tune in split.tunes)
    for place, tune in enumerate(split.tunes):
        text = split.vocabulary.decode(split.text(int(split.originals[place])))
        found = origin_of(Tune.parse(text), index)
        assert found.similarity == 1, tune.id


def test_all_tunes_of_some_sources_can_be_indexed_without_packing_them(packed: tuple[Path, Path]) -> None:
    found = list(read_tunes(packed[1]))
    split = indexed_of_split(PackedCorpus.open(packed[0], "train"), found)
    whole = indexed_of(found)
    assert {(tune.text, tune.known) for tune in whole} == {(tune.text, tune.known) for tune in split}
    assert len({tune.family for tune in whole}) == 2


def test_tunes_without_a_name_are_an_error(packed: tuple[Path, Path]) -> None:
    other = [SourceTune("mine/x", "mine/x", HEADER + PARTS[0], "mine")]
    with pytest.raises(CorpusError, match="hold no tune mine/t"):
        indexed_of_split(PackedCorpus.open(packed[0], "train"), other)


def test_chance_needs_strangers() -> None:
    with pytest.raises(CorpusError, match="two families"):
        build_index([IndexedTune(HEADER + part, "one", KnownTune("Tune", "mine", None)) for part in PARTS])


def test_similarities_to_all_tunes_are_those_of_each(packed: tuple[Path, Path]) -> None:
    index = build_index(indexed_of(list(read_tunes(packed[1]))))
    tune = Tune.parse(HEADER + PARTS[0])
    runs = runs_of(line_of(tune), index)
    similarities = similarities_of(line_of(tune), runs, len(index.tunes))
    found = {known.title: known.similarity for known in origin_of(tune, index).nearest}
    assert found
    for title, similarity in found.items():
        assert similarity == pytest.approx(similarities[[known.title for known in index.tunes].index(title)])


def test_overlapping_runs_count_once() -> None:
    line = line_of(Tune.parse(HEADER + "DEF GAB | d6 |"))
    runs = [Run(1, 0, 3, 1, 0), Run(1, 2, 5, 1, 0), Run(2, 6, 6, 1, 0)]
    assert similarities_of(line, runs, 3).tolist() == pytest.approx([0, 0.5, 0.5])
