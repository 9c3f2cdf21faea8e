"""The kernel's steps, held against the numpy reference in float32 and against numpy's own integers in int8."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.composing.conftest import chance_checkpoint
from tunesmith.inference.encoder import InputEncoder
from tunesmith.inference.filters import softmax
from tunesmith.inference.reference import Reference
from tunesmith.inference.scoring import score

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint

TEXTS = ["X:1\nL:1/8\nM:6/8\nK:D\n|: d2 A AFA | BdB A2 F :|", "", "K:G", "z" * 70]


def expected(checkpoint: Checkpoint, text: str) -> tuple[np.ndarray, np.ndarray]:
    codes = np.array([1, *checkpoint.vocabulary.encode(text), 2], np.uint8)
    symbols = InputEncoder(checkpoint.config, checkpoint.vocabulary.idx_to_char).symbols(codes)
    reference = Reference(checkpoint)
    state = reference.start()
    nats, ranks = [], []
    for symbol, following in zip(symbols, codes[1:], strict=False):
        state, logits = reference.step(state, symbol)
        nats.append(-np.log(softmax(logits.astype(np.float64))[following]))
        ranks.append(int((logits > logits[following]).sum()))
    return np.array(nats), np.array(ranks)


@pytest.mark.parametrize(("hidden", "layers", "tied"), [(16, 1, False), (40, 2, False), (64, 4, True)])
def test_float32_says_what_the_reference_says(hidden: int, layers: int, tied: bool) -> None:
    checkpoint = chance_checkpoint(hidden, layers, tied=tied)
    for found, text in zip(score(checkpoint, TEXTS, "float32"), TEXTS, strict=True):
        nats, ranks = expected(checkpoint, text)
        assert found.text == text
        assert found.nats == pytest.approx(nats, abs=2e-5)
        assert found.ranks.tolist() == ranks.tolist()


def test_int8_stays_near(checkpoint: Checkpoint) -> None:
    for found, exact in zip(score(checkpoint, TEXTS), score(checkpoint, TEXTS, "float32"), strict=True):
        assert found.nats == pytest.approx(exact.nats, abs=0.2)
        assert found.nats_per_character == pytest.approx(exact.nats_per_character, abs=0.02)


def test_company_does_not_change_a_score(checkpoint: Checkpoint) -> None:
    together = score(checkpoint, TEXTS * 12)
    for place, text in enumerate(TEXTS):
        [alone] = score(checkpoint, [text])
        assert together[place + 4 * 11].nats.tobytes() == alone.nats.tobytes()


def test_an_empty_text_has_only_an_end(checkpoint: Checkpoint) -> None:
    [found] = score(checkpoint, [""])
    assert found.nats.shape == (1,)
    assert found.nats_per_character == 0
