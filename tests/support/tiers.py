"""Two tiers of tests, by what a test needs. System tests need more than Python and their own process can give.

`make test` runs all others, `make test-system` these. `mark` finds them in the tables below. Whatever starts one of the
things that only they may use calls `system_only`, so that a test which the tables lack fails and says so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

__all__ = ["FILES", "TESTS", "is_system", "system_only", "watch"]

TESTS = Path(__file__).parents[1]
FIXTURES = {
    "browser": "a browser",
    "chromium": "a browser",
    "cluster": "a cluster of workers",
    "files": "the kernel as WebAssembly",
    "node": "Node.js",
    "postgresql_url": "a PostgreSQL server",
    "redis": "a Redis server",
    "server": "a studio in processes of its own",
}
"""Fixtures that only system tests may ask for, and what each is."""
PARAMETERS = {"postgresql"}
"""The same of a test's parameters."""
FILES = {
    "benchmarks/test_composing.py": "benchmarks",
    "benchmarks/test_load.py": "a studio in processes of its own",
    "benchmarks/test_mixed.py": "a studio in processes of its own",
    "benchmarks/test_rendering.py": "benchmarks",
    "benchmarks/test_training.py": "benchmarks",
    "browser/test_site.py": "a browser",
    "cli/test_main.py": "commands in processes of their own",
    "inference/test_aarch64.py": "an emulator",
    "rendering/engraver/test_same_picture.py": "a browser",
    "rendering/test_check_rendering.py": "programs that read what is rendered",
    "rendering/test_offline.py": "a system without a network",
    "studio/test_heavy_work.py": "a studio with all the work that it may have",
    "studio/test_hostile.py": "a studio that is attacked",
    "studio/test_hosts.py": "several hosts",
    "studio/test_proxies.py": "a studio in processes of its own",
    "studio/test_server.py": "a studio in processes of its own",
    "studio/test_wheel.py": "an installed wheel",
    "test_examples.py": "a studio in processes of its own",
    "test_first_hour.py": "every command that a newcomer runs",
    "test_pages.py": "every line of the lessons",
    "workers/test_cluster.py": "a cluster of workers",
    "workers/test_long_work.py": "a cluster of workers",
}
"""Files of system tests, and what theirs need."""
ONES = {
    "cli/test_train.py": {"test_train_resume_estimate_and_evaluate"},
    "inference/test_simd.py": {"test_products_are_exact_on_aarch64"},
    "training/test_loop.py": {
        "test_a_killed_run_goes_on_to_the_very_same_weights",
        "test_an_interrupted_run_can_be_resumed",
        "test_two_processes_learn_what_one_does_with_twice_the_batch",
    },
}
"""Single system tests among others: all commands of a training, an emulator, trainings in processes of their own."""

_running: pytest.Item | None = None


def is_system(item: pytest.Item) -> bool:
    """Whether a test is a system test."""
    file = item.path.relative_to(TESTS).as_posix()
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return (
        file in FILES
        or getattr(item, "originalname", item.name) in ONES.get(file, ())
        or not FIXTURES.keys().isdisjoint(getattr(item, "fixturenames", ()))
        or any(isinstance(value, str) and value in PARAMETERS for value in parameters)
    )


def watch(item: pytest.Item | None) -> None:
    """Remember which test runs."""
    global _running
    _running = item


def system_only(what: str) -> None:
    """Fail the running test if it may not start this."""
    if _running is not None and _running.get_closest_marker("system") is None:
        pytest.fail(f"this starts {what}: name the test in tests/support/tiers.py", pytrace=False)
