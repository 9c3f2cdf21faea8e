from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tunesmith.evaluation import outside
from tunesmith.evaluation.samples import Sample
from tunesmith.evaluation.validity import validity

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "X:7\nL:1/8\nM:4/4\nK:D\n DEFG ABcd | d8 |]"
SHORT = "X:1\nL:1/8\nM:4/4\nK:D\n DEFG ABcd | d6 | e8 | f8 |]"
CUT = "X:1\nL:1/8\nM:4/4\nK:D\n DEFG ABcd | d6 | e8 | f8 (3ab |]"
EMPTY = "X:1\nK:D\n"


def sample(*texts: str) -> Sample:
    return Sample("some", texts, (None,) * len(texts), tuple(map(str, range(len(texts)))))


def test_each_program_is_named_and_asked_about_every_tune() -> None:
    found = validity(sample(GOOD, SHORT, GOOD, EMPTY))
    assert list(found.verdicts) == ["tunesmith check", *outside.PROGRAMS]
    assert (found.tunes, found.readable.value) == (4, 0.75)
    assert found.full_bars.value == 7 / 8
    own = found.verdicts["tunesmith check"]
    assert own is not None
    assert own.clean.value == 0.5
    assert own.complaints["no-music"] == 1


@pytest.mark.parametrize("name", ["abc2midi", "abcm2ps"])
def test_complaints_are_laid_to_the_tune_that_they_are_about(name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    complaints = outside.PROGRAMS[name]([GOOD, CUT, GOOD.replace("X:7\n", ""), GOOD])
    assert complaints is not None
    assert [bool(of_tune) for of_tune in complaints] == [False, True, False, False]


def test_abcjs_is_asked_where_it_is_installed() -> None:
    complaints = outside.abcjs([GOOD, GOOD.replace("d8", "[d8")])
    if complaints is None:
        pytest.skip("abcjs is not installed for Node.js")
    assert [bool(of_tune) for of_tune in complaints] == [False, True]


def test_a_program_that_is_absent_has_no_verdict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = validity(sample(GOOD))
    assert all(found.verdicts[name] is None for name in outside.PROGRAMS)
    assert found.verdicts["tunesmith check"] is not None


def test_complaints_of_a_kind_are_one() -> None:
    assert outside.kind("Track 0 Bar 12 has 25/6 time units") == outside.kind("Track 1 Bar 3 has 7/2 time units")
