"""What threads share is safe, or one a thread: sixteen render at once what one renders."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tunesmith.rendering import FORMATS, render

THREADS = 16


def tune(number: int) -> str:
    return f"X:1\nT:Tune {number}\nM:4/4\nL:1/8\nR:reel\nK:D\nDEFG ABcd | {'d' * (number + 1)}z |]\n"


@pytest.mark.slow  # a film takes sixteen threads half a minute
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_sixteen_threads_render_what_one_does(form: str) -> None:
    start = Barrier(THREADS)

    def one(number: int) -> bytes:
        start.wait()
        return render(tune(number % 4), form)

    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(one, range(THREADS)))
    assert together == [render(tune(number), form) for number in range(4)] * (THREADS // 4)


def test_sixteen_threads_render_every_format_at_once() -> None:
    forms = sorted(FORMATS)
    start = Barrier(THREADS)

    def one(number: int) -> bytes:
        start.wait()
        return render(tune(0), forms[number % len(forms)])

    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(one, range(THREADS)))
    assert together == [render(tune(0), forms[number % len(forms)]) for number in range(THREADS)]
