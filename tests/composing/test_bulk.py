from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.working import Killer
from tunesmith.composing import bulk
from tunesmith.composing.bulk import RECORD, FileOfTunes, compose_in_bulk
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.notation import split_tunebook
from tunesmith.notation.tunebook import numbered_tunebook
from tunesmith.workers.processes import Processes

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.model.checkpoint import Checkpoint

SHORT = Request(meter="2/4", key="D", parts=1, bars=2, length=200)


@pytest.fixture
def composer(checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> Composer:
    """A composer, where a file has five tunes."""
    monkeypatch.setattr(bulk, "TUNES", 5)
    return Composer(checkpoint, threads=1, known=lambda _: False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_files_hold_the_tunes_that_composing_them_at_once_gives(composer: Composer, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    files = compose_in_bulk(composer, SHORT, tmp_path, 12, seed=7, watch=lambda _, *done: told.append(done))
    assert files == 3
    assert told == [(0, 12), (5, 12), (10, 12), (12, 12)]
    assert sorted(contents(tmp_path)) == [RECORD, "tunes-000001.abc", "tunes-000002.abc", "tunes-000003.abc"]
    together = "\n".join((tmp_path / f"tunes-00000{number}.abc").read_text() for number in (1, 2, 3))
    assert together == numbered_tunebook(one.text for one in composer.compose(SHORT, seed=7, count=12))


def test_candidates_are_composed_a_few_at_a_time(
    composer: Composer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = replace(SHORT, best_of=3)
    compose_in_bulk(composer, request, tmp_path / "one", 5, seed=1)
    monkeypatch.setattr(bulk, "TOGETHER", 6)
    compose_in_bulk(composer, request, tmp_path / "two", 5, seed=1)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def written_at(path: Path) -> tuple[int, int]:
    """Which file stands there, and when it was written."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def test_a_run_that_was_interrupted_goes_on_to_the_same_bytes(composer: Composer, tmp_path: Path) -> None:
    compose_in_bulk(composer, SHORT, tmp_path / "whole", 12, seed=7)
    whole = contents(tmp_path / "whole")

    def interrupt(_: str, done: int, __: int | None) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compose_in_bulk(composer, SHORT, tmp_path / "begun", 12, seed=7, watch=interrupt)
    (tmp_path / "begun" / ".tunes-000002.abc.123").write_text("half a file")
    before = written_at(tmp_path / "begun" / "tunes-000001.abc")
    told: list[int] = []
    compose_in_bulk(composer, SHORT, tmp_path / "begun", 12, watch=lambda _, done, __: told.append(done))
    assert told == [5, 10, 12]
    assert contents(tmp_path / "begun") == whole
    assert written_at(tmp_path / "begun" / "tunes-000001.abc") == before


def test_a_folder_of_anything_else_is_left_alone(composer: Composer, tmp_path: Path) -> None:
    compose_in_bulk(composer, SHORT, tmp_path, 3, seed=7)
    for changed in ({"seed": 8}, {"count": 4}, {"request": Request(key="G", length=200)}, {"known_by": "mine"}):
        asked = {"request": SHORT, "count": 3, "seed": 7, **changed}
        with pytest.raises(RequestError, match=r"out .* holds tunes of another request"):
            compose_in_bulk(composer, folder=tmp_path, **asked)  # type: ignore[arg-type]
    (tmp_path / RECORD).unlink()
    with pytest.raises(RequestError, match=r"out .* holds other files"):
        compose_in_bulk(composer, SHORT, tmp_path, 3, seed=7)


def test_a_tune_that_none_of_its_candidates_can_be_is_a_comment(checkpoint: Checkpoint, tmp_path: Path) -> None:
    refusing = Composer(checkpoint, known=lambda _: True)
    compose_in_bulk(refusing, replace(SHORT, original=True), tmp_path, 2, seed=7)
    text = (tmp_path / "tunes-000001.abc").read_text()
    assert text.startswith("% The tune with the seed 7 is left out: original has no result")
    assert split_tunebook(text) == []


def test_what_nothing_can_be_is_an_error(composer: Composer, tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        compose_in_bulk(composer, Request(opening="|: GABc dedB x", meter="6/8", key="G"), tmp_path, 3)


def test_a_killed_worker_changes_no_byte(checkpoint: Checkpoint, tmp_path: Path) -> None:
    work = FileOfTunes(checkpoint, SHORT, 7, 12, 5, bool)
    killing = Killer(tmp_path, (1,), work=work)
    assert list(Processes(2).map(killing, range(3), size=1)) == list(map(work, range(3)))
    assert killing.kills == 1


def test_the_record_says_all_that_the_tunes_depend_on(composer: Composer, tmp_path: Path) -> None:
    compose_in_bulk(composer, SHORT, tmp_path, 3, seed=7)
    record = json.loads((tmp_path / RECORD).read_text())
    assert (record["seed"], record["count"], record["options"]["key"]) == (7, 3, "D")
    assert record["fingerprint"] == composer.fingerprint
