from __future__ import annotations

import pytest

from tunesmith.notation.findings import CheckReport, Finding, Rank


def test_a_finding_is_a_sentence_with_its_place_and_its_fix() -> None:
    assert str(Finding("short-bar", "warning", "the bar lacks 1/8", 3, 7)) == (
        "line 3, column 7: warning: the bar lacks 1/8"
    )
    assert str(Finding("no-key", "error", "there is no K: field", 1, 1, "add one")).endswith("K: field (add one)")


@pytest.mark.parametrize(
    ("ranks", "ok"), [([], True), (["notice"], True), (["warning"], False), (["notice", "error"], False)]
)
def test_notices_alone_are_in_order(ranks: list[Rank], ok: bool) -> None:
    assert CheckReport(tuple(Finding("code", rank, "it is so", 1, 1) for rank in ranks)).ok == ok
