"""The cases that hypothesis draws for the tests."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.cases import cases

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SAME = settings.get_profile("same")


def drawn(how: settings) -> list[int]:
    found: list[int] = []

    @how
    @given(st.integers(0, 10**9))
    def draws(number: int) -> None:
        found.append(number)

    draws()
    return found


def test_every_run_has_the_same_cases_whatever_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = drawn(SAME)
    constants = tmp_path / "constants.py"
    constants.write_text("FOUND = [" + ", ".join(str(number) for number in range(5_000, 6_000)) + "]\n")
    module = ModuleType("constants")
    module.__file__ = str(constants)
    monkeypatch.setitem(sys.modules, "constants", module)
    assert drawn(SAME) == before
    assert len(set(before)) > 50


def test_a_test_draws_as_many_times_more_cases_as_the_profile_asks_for() -> None:
    assert cases(30).max_examples == 30 * settings().max_examples // 100
    assert settings.get_profile("fuzz").max_examples == 10 * SAME.max_examples
