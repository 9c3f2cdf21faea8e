"""Composing in bulk, packing, judging and searching for origins: a cluster gives the bytes that one process gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.composing.conftest import chance_checkpoint
from tests.corpus.conftest import write_book
from tests.support.working import Killer, cluster
from tunesmith.cli import app
from tunesmith.composing.bulk import FileOfTunes, compose_in_bulk
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.corpus.building import Options, build
from tunesmith.corpus.origin_build import build_index, indexed_of
from tunesmith.corpus.sources import read_all
from tunesmith.evaluation.novelty import novelty
from tunesmith.evaluation.samples import read_sample
from tunesmith.evaluation.validity import validity
from tunesmith.workers.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tunesmith.analysis.origin_index import OriginIndex

pytest.importorskip("distributed")

SHORT = Request(meter="2/4", key="D", parts=1, bars=2, length=200)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler of two workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running.address


@pytest.fixture(scope="module")
def workers(address: str) -> Iterator[Cluster]:
    with Cluster(address) as found:
        yield found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reels."""
    return write_book(tmp_path_factory.mktemp("reels") / "book")


@pytest.fixture(scope="module")
def index(book: Path) -> OriginIndex:
    """The index of the reels."""
    return build_index(indexed_of(read_all([book])))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_tunes_are_composed_in_bulk(workers: Cluster, tmp_path: Path) -> None:
    composer = Composer(chance_checkpoint(hidden=40, layers=2), threads=1, known=bool)
    compose_in_bulk(composer, SHORT, tmp_path / "here", 12, seed=7)
    compose_in_bulk(composer, SHORT, tmp_path / "there", 12, seed=7, workers=workers)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_tunes_are_packed(workers: Cluster, book: Path, tmp_path: Path) -> None:
    build([book], tmp_path / "here", Options(transpositions=1))
    build([book], tmp_path / "there", Options(transpositions=1), workers=workers)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_tunes_are_judged(workers: Cluster, book: Path, index: OriginIndex) -> None:
    sample = read_sample(str(book))
    assert validity(sample, workers) == validity(sample)
    assert novelty(sample.readable, index, workers) == novelty(sample.readable, index)


def test_a_command_is_told_who_works(
    address: str, book: Path, index: OriginIndex, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index.save(tmp_path / "reels.npz")
    printed = []
    for words in (["--workers", "1"], ["--on", address]):
        asked = ["origin", str(book), "--index", str(tmp_path / "reels.npz"), *words]
        app(asked, exit_on_error=False, result_action="return_value")
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] != ""


def test_the_share_of_a_killed_worker_is_done_again(workers: Cluster, tmp_path: Path) -> None:
    """The last test here: it leaves one worker."""
    work = FileOfTunes(chance_checkpoint(hidden=40, layers=2), SHORT, 7, 30, 5, bool)
    killing = Killer(tmp_path, (2,), work=work)
    assert list(workers.map(killing, range(6), size=1)) == [work(number) for number in range(6)]
    assert killing.kills == 1
