from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numba
import numpy as np
import pytest

from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.errors import RequestError
from tunesmith.inference.own_filter import SIGNATURE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.model.checkpoint import Checkpoint

FIRST = 5 + ord("a") - 32
"""The number of `a` in the vocabulary of these tests."""
JIG = Request(meter="6/8", key="G", parts=1, bars=4, length=300)


@pytest.fixture(scope="module")
def composer(checkpoint: Checkpoint) -> Composer:
    return Composer(checkpoint, threads=2)


def test_a_filter_that_keeps_everything_changes_nothing(composer: Composer) -> None:
    plain = composer.compose(JIG, seed=5, count=9)
    assert composer.compose(JIG, seed=5, count=9, own_filter=lambda _, allowed: allowed) == plain
    request = Request(unconstrained=True, length=60)
    plain = composer.compose(request, seed=5, count=9)
    assert composer.compose(request, seed=5, count=9, own_filter=lambda _, allowed: allowed) == plain


def test_what_it_rules_out_is_not_written(composer: Composer) -> None:
    numbers = composer.checkpoint.vocabulary.char_to_idx
    low = [numbers[letter] for letter in "CDEF"]

    def high(_: str, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        allowed[low] = False
        return allowed

    bodies = [one.text.split("K:G\n")[1] for one in composer.compose(JIG, seed=5, count=9, own_filter=high)]
    assert not set("CDEF") & set("".join(bodies))
    assert set("CDEF") & set("".join(one.text.split("K:G\n")[1] for one in composer.compose(JIG, seed=5, count=9)))


def test_it_is_given_the_tune_so_far_and_what_may_follow(composer: Composer) -> None:
    seen: list[tuple[str, str]] = []
    symbols = composer.checkpoint.vocabulary.idx_to_char

    def watch(text: str, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        seen.append((text, "".join(symbols[place] for place in np.flatnonzero(allowed))))
        return allowed

    [tune] = composer.compose(JIG, seed=5, own_filter=watch)
    assert len(seen) > 20
    for (text, allowed), (later, _) in pairwise(seen):
        assert later[:-1] == text
        assert later[-1] in allowed
    assert tune.text.partition("\n")[2] == seen[-1][0].partition("\n")[2]
    assert seen[-1][1] == "<eos>"


@numba.cfunc(SIGNATURE)
def without_high_notes(numbers: Any, length: int, mask: Any, size: int) -> None:  # noqa: ARG001
    """Rules out the letters from `a` to `g`."""
    for number in range(FIRST, FIRST + 7):
        mask[number] = 0


def test_a_compiled_filter_does_what_the_same_in_python_does(composer: Composer) -> None:
    assert composer.checkpoint.vocabulary.char_to_idx["a"] == FIRST

    def in_python(_: str, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        allowed[FIRST : FIRST + 7] = False
        return allowed

    compiled = composer.compose(JIG, seed=5, count=9, own_filter=without_high_notes)
    assert compiled == composer.compose(JIG, seed=5, count=9, own_filter=in_python)
    assert not set("abcdefg") & set("".join(one.text.split("K:G\n")[1] for one in compiled))


def test_tunes_without_a_filter_stand_beside_tunes_with_one(composer: Composer) -> None:
    [plain] = composer.compose(JIG, seed=5)
    composer.compose(JIG, seed=5, own_filter=without_high_notes)
    assert composer.compose(JIG, seed=5) == [plain]


def test_what_it_raises_comes_out(composer: Composer) -> None:
    def fail(text: str, _: NDArray[np.bool_]) -> NDArray[np.bool_]:
        raise LookupError(text[:3])

    with pytest.raises(LookupError, match="X:2"):
        composer.compose(JIG, seed=5, count=9, own_filter=fail)


def test_one_that_keeps_nothing_is_named(composer: Composer) -> None:
    with pytest.raises(RequestError, match=r"own_filter leaves no character after 'X:.*L:1/8"):
        composer.compose(JIG, seed=5, own_filter=lambda _, allowed: np.zeros_like(allowed))
