from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.composing.conftest import chance_checkpoint
from tunesmith.inference.encoder import InputEncoder
from tunesmith.inference.reference import Reference

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint

torch = pytest.importorskip("torch", reason="torch is the judge of the reference")

TUNE = "X:1\nM:6/8\nK:D\n|: d2 A d2 A | d2 A d2 A | d3 D3 |"
LAST_BAR = slice(TUNE.rindex("| d3"), None)


def logits_of_torch(checkpoint: Checkpoint, symbols: np.ndarray) -> np.ndarray:
    config = checkpoint.config
    lstm = torch.nn.LSTM(config.embedding, config.hidden, config.layers)
    lstm.load_state_dict(
        {name[5:]: torch.tensor(array) for name, array in checkpoint.weights.items() if name.startswith("lstm.")}
    )
    with torch.no_grad():
        outputs, _ = lstm(torch.tensor(checkpoint.weights["embedding.weight"][symbols].sum(axis=1)))
    head = checkpoint.weights["embedding.weight" if config.tied else "output.weight"][: config.vocabulary_size]
    logits: np.ndarray = outputs.numpy() @ head.T + checkpoint.weights["output.bias"]
    beliefs = outputs.numpy() @ checkpoint.weights["belief.weight"].T + checkpoint.weights["belief.bias"]
    for repeat in range(len(config.repeat_lags)):
        predicted = symbols[:, 1 + repeat] - (1 + repeat) * config.vocabulary_size
        logits[np.arange(len(logits)), predicted] += beliefs[:, repeat]
    tonics = symbols[:, -1] - symbols[0, -1]  # the text begins before its key, when the tonic counts as C
    assert set(tonics.tolist()) == {0, 1 - 7}
    for letter in "CDEFGABcdefgab":
        degrees = len(config.repeat_lags) + 6 + "CDEFGABcdefgab".index(letter) - tonics % 7
        logits[:, checkpoint.vocabulary.char_to_idx[letter]] += beliefs[np.arange(len(logits)), degrees]
    if "goals" in config.features:
        for letter in "Dd":  # the tonic, on which the tune is to end, in its last bar
            logits[LAST_BAR, checkpoint.vocabulary.char_to_idx[letter]] += beliefs[LAST_BAR, -1]
    return logits


@pytest.mark.parametrize(("tied", "goals"), [(False, False), (True, False), (False, True)])
def test_the_reference_says_what_torch_says(tied: bool, goals: bool) -> None:
    checkpoint = chance_checkpoint(hidden=24, layers=3, tied=tied, goals=goals)
    reference = Reference(checkpoint)
    text = checkpoint.vocabulary.encode(TUNE)
    encoder = InputEncoder(checkpoint.config, checkpoint.vocabulary.idx_to_char)
    symbols = encoder.symbols(text, encoder.goals(text) if goals else None)
    state = reference.start()
    for symbol, expected in zip(symbols, logits_of_torch(checkpoint, symbols), strict=True):
        state, logits = reference.step(state, symbol)
        assert logits == pytest.approx(expected, abs=1e-5)
