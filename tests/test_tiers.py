"""The two tiers of tests: each test is in one of them, and what only system tests may start fails elsewhere."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.support.tiers import FILES, ONES, TESTS, system_only

PICKED = re.findall(r"/pytest .*-m (\".+?\"|\w+)", (TESTS.parent / "Makefile").read_text())
"""What `make` picks tests by."""


def chosen(expression: str, **marks: bool) -> bool:
    """Whether a test with these marks is among those that an expression picks."""
    return bool(eval(expression, {}, marks))


def test_every_test_is_in_one_tier() -> None:
    tiers = ["not system and not firefox", "system and not firefox", "firefox"]
    assert [expression.strip('"') for expression in PICKED if expression != "hypothesis"] == tiers
    for system, firefox in product((False, True), repeat=2):
        assert sum(chosen(expression, system=system, firefox=firefox) for expression in tiers) == 1


def test_the_tables_name_tests_that_there_are() -> None:
    assert [file for file in FILES if not (TESTS / file).is_file()] == []
    for file, names in ONES.items():
        text = (TESTS / file).read_text()
        assert [name for name in names if f"def {name}(" not in text] == []


def test_what_only_a_system_test_may_start_fails_elsewhere() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"starts a browser: name the test in tests/support/tiers\.py"):
        system_only("a browser")
