from __future__ import annotations

import json

import pytest

from tunesmith.notation import Tune
from tunesmith.studio.tasks import reading
from tunesmith.studio.tasks.reading import counts, facts_of, playing_time, report

HEAD = "X:1\nM:4/4\nL:1/8\nQ:1/4=120\nK:D\n"


def test_the_facts_of_a_text() -> None:
    facts = json.loads(facts_of(HEAD + "|: d8 | e8 :|\n"))
    assert (facts["form"], facts["bars"], facts["seconds"]) == ("AA", 2, 8)
    assert facts["check"]["ok"]


def test_pickups_and_second_endings_are_no_bars() -> None:
    tune = Tune.parse(HEAD + "A2 |: d8 |1 f6 :|2 d8 |]\n")
    assert [counts(bar) for bar in tune.bars] == [False, True, True, False]


@pytest.mark.parametrize(
    ("music", "seconds"), [("d8 |]", 2), ("|: d8 :|", 4), ("|: d8 |1 e8 :|2 f8 |]", 8), ("d/ |]", 0.1)]
)
def test_a_tune_takes_as_long_as_it_is_played(music: str, seconds: float) -> None:
    assert playing_time(Tune.parse(HEAD + music)) == seconds


def test_a_report_lists_so_many_findings_and_counts_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_FINDINGS", 2)
    found = report(HEAD + "d8 | e6 | e6 | e6 | d8 |]\n")
    assert (len(found.findings), found.more, found.ok) == (2, 1, False)
