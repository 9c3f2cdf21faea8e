"""What every test may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.support.cases  # noqa: F401 - which cases hypothesis draws is settled before the tests are read
from tests.support import tiers

for library in ("OPENBLAS", "OMP"):
    # Their threads spin while they wait: beside another worker on two cores, what takes one thread 0.7 seconds takes
    # two threads 4. This stands before numpy or torch is loaded, here or in a process that a test starts.
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--site", action="store_true", help="run tests of the studio's page on the site")
    parser.addoption("--hostile", default=150, type=int, help="hostile bodies that are thrown at the studio")


def pytest_collection() -> None:
    """Look for no garbage among what is imported: there is none, and to look takes a sixth of the time of importing."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Take modules and tests, which stay to the end, out of every later look for garbage."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark system tests, and put first what compiles the kernel, then files with slow tests.

    So no slow test is begun when another worker has nothing left to do. The last of these files come first: those of
    training do not wait for the kernel.
    """
    for item in items:
        if tiers.is_system(item):
            item.add_marker("system")
    compiling, slow = ({item.path for item in items if item.get_closest_marker(name)} for name in ("compiles", "slow"))
    places = {path: place for place, path in enumerate([*sorted(compiling), *sorted(slow - compiling, reverse=True)])}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Say which test runs, for what only system tests may start."""
    tiers.watch(item)
    try:
        return (yield)
    finally:
        tiers.watch(None)


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    """The folder of real tunes beside the checkout; tests that need it are skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real tunes at {CORPUS}")
    return CORPUS
