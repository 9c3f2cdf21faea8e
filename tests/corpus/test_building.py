from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus import building
from tunesmith.corpus.building import BuildReport, Options, build, build_each
from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.preparing import prepare
from tunesmith.corpus.sources import read_tunes
from tunesmith.corpus.splits import SPLITS
from tunesmith.corpus.statistics import read_statistics, statistics_of
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np

    Walk = Callable[..., np.ndarray]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_report_counts_what_was_found_fixed_dropped_and_split(packed: BuildReport) -> None:
    assert packed.sources["book"]["found"] == packed.sources["book"]["kept"] + 2
    assert packed.dropped == {"exact duplicate": 1, "too few bars": 1}
    assert sum(split["tunes"] for split in packed.splits.values()) + packed.held_out == packed.sources["book"]["kept"]
    assert packed.keys == ("G", "D")
    assert set("XLMK:GD|") < set(packed.vocabulary)
    assert not packed.reused


def test_the_same_inputs_are_packed_once_and_give_the_same_bytes(tmp_path: Path, book: Path) -> None:
    first = build([book], tmp_path / "a")
    assert build([book], tmp_path / "a").reused
    assert contents(build([book], tmp_path / "b").folder) == contents(first.folder)


def test_other_inputs_and_options_replace_what_was_packed(tmp_path: Path, book: Path) -> None:
    build([book], tmp_path / "a")
    assert not build([book], tmp_path / "a", Options(seed=1)).reused
    (book / "tune1.abc").write_text((book / "tune1.abc").read_text().replace("X:1\n", "X:99\n"))
    assert not build([book], tmp_path / "a", Options(seed=1)).reused
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_subset_by_count_is_sampled_with_the_seed(tmp_path: Path, book: Path) -> None:
    report = build([book], tmp_path / "a", Options(count=10))
    assert report.sources["book"]["found"] == 10


def test_a_corpus_for_any_use_learns_from_free_sources_alone_with_the_same_splits(tmp_path: Path, book: Path) -> None:
    for source, first in (("ceol_rince", 1), ("oneills1850", 31)):
        with (tmp_path / f"{source}.jsonl").open("w") as lines:
            for number in range(first, first + 30):
                lines.write(json.dumps({"id": number, "abc": (book / f"tune{number}.abc").read_text()}) + "\n")
    sources = [tmp_path / "ceol_rince.jsonl", tmp_path / "oneills1850.jsonl"]
    wanted = {tmp_path / use: Options(use=use) for use in ("any", "research")}
    free, whole = build_each(sources, wanted)
    assert free.vocabulary == whole.vocabulary
    assert (whole.left_out, free.left_out + free.splits["train"]["tunes"]) == (0, whole.splits["train"]["tunes"])
    assert {tune.source for tune in PackedCorpus.open(free.folder, "train").tunes} == {"ceol_rince"}
    for name in ("validation", "test"):
        assert free.splits[name] == whole.splits[name]
    assert contents(build(sources, tmp_path / "alone", Options(use="any")).folder) == contents(free.folder)


def test_a_failing_build_leaves_nothing_and_spares_what_was_there(
    tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build([book], tmp_path / "a")
    before = contents(good.folder)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(building, "write_split", fail)
    with pytest.raises(OSError, match="disk is full"):
        build([book], tmp_path / "a", Options(seed=5))
    assert contents(tmp_path / "a") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_of_something_else_is_not_overwritten(book: Path) -> None:
    with pytest.raises(CorpusError, match="holds no packed corpus"):
        build([book], book)


def test_a_corpus_of_nothing_fit_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "short.abc").write_text("X:1\nK:G\nGABc|\n")
    with pytest.raises(CorpusError, match="no tune is fit to learn from"):
        build([tmp_path / "short.abc"], tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_no_family_leaks_between_the_splits_of_real_tunes(tmp_path: Path, corpus_folder: Path) -> None:
    for name in ("irishman_sample.json", "irish_abc.jsonl.gz"):
        (tmp_path / name).symlink_to(corpus_folder / name)
    report = build([tmp_path], tmp_path / "packed", Options(transpositions=0, count=500))
    places = defaultdict(set)
    for split in SPLITS:
        for tune in PackedCorpus.open(report.folder, split).tunes:
            places[tune.family].add(split)
    assert all(len(found) == 1 for found in places.values())
    assert report.splits["test-irishman"]["tunes"] > 100
    assert json.loads((report.folder / "corpus.json").read_text())["digest"]


def test_a_given_vocabulary_is_kept_to_and_what_it_lacks_is_counted(tmp_path: Path, book: Path) -> None:
    whole = build([book], tmp_path / "whole", Options(transpositions=0))
    characters = "".join(symbol for symbol in whole.vocabulary if len(symbol) == 1 and symbol != "|")
    report = build([book], tmp_path / "a", Options(transpositions=0, characters=characters))
    assert "".join(report.vocabulary[4:]) == characters
    assert whole.unknown == {}
    assert list(report.unknown) == ["|"]
    corpus = PackedCorpus.open(report.folder, "train")
    assert "<unk>" in corpus.vocabulary.decode(corpus.text(0))


def test_files_may_say_what_is_in_which_split(tmp_path: Path, book: Path) -> None:
    for name, numbers in (("train", range(1, 31)), ("validation", range(25, 36))):
        records = [{"id": number, "abc": (book / f"tune{number}.abc").read_text()} for number in numbers]
        for record in records:  # other tunes by number, of which some are settings of those in training
            record["abc"] = str(record["abc"]).replace("M:4/4", "M:4/4\nZ:someone" if name == "train" else "M:C")
        (tmp_path / f"{name}.json").write_text(json.dumps(records))
    sources = [tmp_path / "train.json", tmp_path / "validation.json"]
    report = build(sources, tmp_path / "packed", Options(by_file=True, transpositions=0))
    assert report.splits["train"]["tunes"] + report.splits["validation"]["tunes"] + sum(report.dropped.values()) == 41
    assert report.shared == sum(
        tune.family in {other.family for other in PackedCorpus.open(report.folder, "train").tunes}
        for tune in PackedCorpus.open(report.folder, "validation").tunes
    )


def test_the_stages_of_packing_are_told(tmp_path: Path, book: Path) -> None:
    told: list[str] = []
    build([book], tmp_path / "a", watch=lambda stage, *_: told.append(stage))
    assert list(dict.fromkeys(told)) == [
        "reading tunes", "cleaning tunes", "finding families", "finding modes and dances", "labelling",
        "transposing and finding chords", "writing", "counting",
    ]  # fmt: skip


def test_the_figures_of_a_packed_corpus_are_those_of_its_tunes(tmp_path: Path, book: Path) -> None:
    report = build([book], tmp_path / "a")
    assert read_statistics(report.folder) == statistics_of(prepare(list(read_tunes(book)), Bounds()))
    (report.folder / "statistics.json").unlink()
    with pytest.raises(CorpusError, match="pack the corpus again"):
        read_statistics(report.folder)
