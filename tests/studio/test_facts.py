from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from tunesmith.errors import AbcError
from tunesmith.studio import facts as module
from tunesmith.studio.facts import AT_HAND, Facts
from tunesmith.studio.pieces import Pieces
from tunesmith.studio.store import StoredTune

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ABC = "X:1\nM:4/4\nL:1/8\nK:D\n|: d8 :|\n"


class Elsewhere:
    """Works in this process, and counts what it was given."""

    def __init__(self) -> None:
        self.runs = 0

    async def run(self, work: Any, *given: Any) -> Any:
        self.runs += 1
        return work(*given)


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def facts(elsewhere: Elsewhere) -> Facts:
    return Facts(cast("Pieces", elsewhere))


def stored(abc: str = ABC) -> StoredTune:
    return StoredTune("t", NOW, "T", abc, False, None, "D", "4/4", {"operation": "import"})


def test_a_tune_is_answered_with_its_facts(facts: Facts) -> None:
    answer = asyncio.run(facts.answer(stored()))
    assert (answer.id, answer.form, answer.bars) == ("t", "AA", 1)
    assert facts.answer_at_once(stored()) == answer


def test_a_long_text_is_worked_out_elsewhere_and_once(facts: Facts, elsewhere: Elsewhere) -> None:
    long = ABC + "%" + "x" * AT_HAND
    asyncio.run(facts.work_out(ABC))
    assert elsewhere.runs == 0
    assert asyncio.run(facts.work_out(long)) == asyncio.run(facts.work_out(long))
    assert elsewhere.runs == 1


def test_those_asked_for_longest_ago_are_forgotten(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    def facts_of(abc: str) -> bytes:
        worked.append(abc)
        return json.dumps(abc).encode()

    monkeypatch.setattr(module, "facts_of", facts_of)
    monkeypatch.setattr(module, "MOST_BYTES", 2 * len("a" + '"a"'))
    for abc in ("a", "b", "a", "c", "a", "b"):
        asyncio.run(facts.work_out(abc))
    assert worked == ["a", "b", "c", "b"]


def test_a_text_that_is_no_tune_has_no_facts(facts: Facts) -> None:
    with pytest.raises(AbcError):
        asyncio.run(facts.work_out("X:1\nK:D\n"))
