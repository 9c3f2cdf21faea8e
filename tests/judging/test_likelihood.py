from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import BOS, EOS, UNK, Vocabulary
from tunesmith.errors import RequestError
from tunesmith.judging import likelihood as module
from tunesmith.judging.likelihood import likelihood, score
from tunesmith.network.checkpoint import Checkpoint
from tunesmith.network.config import NetworkConfig

if TYPE_CHECKING:
    from pathlib import Path

TUNES = ["X:1\nL:1/8\nM:4/4\nK:D\n DEFG ABcd |]", "X:22\nM:6/8\nK:G\n GAB AGE |]", "X:3\nK:A\n A8 |]"]


def checkpoint(*, tied: bool = False, scale: float = 0.5) -> Checkpoint:
    vocabulary = Vocabulary("".join(TUNES))
    config = NetworkConfig(len(vocabulary), 16, 16, 2, 0.3, tied=tied)
    random = np.random.default_rng(3)
    weights = {name: random.normal(0, scale, shape).astype(np.float32) for name, shape in config.shapes.items()}
    return Checkpoint(config, vocabulary, weights, {})


@pytest.mark.parametrize("tied", [False, True])
def test_it_prices_what_torch_prices(tied: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    from tunesmith.network.lstm import LSTM

    monkeypatch.setattr(module, "STRIDE", 5)
    monkeypatch.setattr(module, "TOGETHER", 2)
    model = checkpoint(tied=tied)
    network = LSTM(model.config).eval()
    network.load(model.weights)
    for tune in score(model, TUNES):
        numbers = torch.tensor([[BOS, *model.vocabulary.encode(tune.text).tolist(), EOS]]).T
        with torch.no_grad():
            logits = network(numbers[:-1])[0][:, 0]
        expected = torch.nn.functional.cross_entropy(logits, numbers[1:, 0], reduction="none")
        np.testing.assert_allclose(tune.nats, expected, rtol=1e-4, atol=1e-5)
        first = (logits.argmax(-1) == numbers[1:, 0]).numpy()
        np.testing.assert_array_equal(tune.ranks == 0, first)
        five = (logits.topk(5).indices == numbers[1:]).any(-1).numpy()
        np.testing.assert_array_equal(tune.ranks < 5, five)


def test_a_tune_costs_the_same_alone_and_among_others() -> None:
    model = checkpoint()
    for tune in score(model, TUNES):
        np.testing.assert_allclose(tune.nats, score(model, [tune.text])[0].nats, rtol=1e-4, atol=1e-6)


def test_a_network_that_knows_nothing_is_as_unsure_as_the_alphabet_is_long() -> None:
    model = checkpoint(scale=0.0)
    found = likelihood(model, TUNES)
    size = len(model.vocabulary)
    assert found.all.perplexity == pytest.approx(size, rel=1e-5)
    assert found.all.bits_per_character == pytest.approx(math.log2(size), rel=1e-5)
    assert found.all.nats_per_character == pytest.approx(math.log(size), rel=1e-5)


def test_header_and_body_make_the_whole() -> None:
    found = likelihood(checkpoint(), TUNES)
    assert found.header.characters == sum(len(tune.partition("K:")[0]) + len("K:D\n") for tune in TUNES)
    assert found.all.characters == sum(map(len, TUNES)) == found.header.characters + found.body.characters
    total = sum(part.nats_per_character * part.characters for part in (found.header, found.body))
    assert found.all.nats_per_character * found.all.characters == pytest.approx(total)
    assert found.end.characters == found.tunes == 3


def test_the_body_begins_after_the_first_key() -> None:
    assert [tune.text[tune.body :] for tune in score(checkpoint(), ["X:1\nK:D\nABc|\nK:G\nd|", "no key"])] == [
        "ABc|\nK:G\nd|",
        "",
    ]


def test_padding_flatters() -> None:
    found = likelihood(checkpoint(), TUNES)
    real = found.all.nats_per_character * found.all.characters
    assert found.padded == pytest.approx(real / (600 * 3))
    long = likelihood(checkpoint(), ["A" * 700])
    assert long.padded == pytest.approx(float(score(checkpoint(), ["A" * 700])[0].nats[:600].mean()), rel=1e-5)


def test_unknown_characters_are_priced_and_reported() -> None:
    model = checkpoint()
    found = likelihood(model, ["X:1\nK:D\nzéé|]"])
    assert found.unknown == {"é": 2, "z": 1}
    assert model.vocabulary.encode("é")[0] == UNK
    assert found.all.characters == 13


def test_nothing_to_evaluate_is_an_error() -> None:
    with pytest.raises(RequestError, match="there is no tune to evaluate"):
        likelihood(checkpoint(), [])


def test_the_command_keeps_its_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tunesmith.cli import app

    checkpoint().save(tmp_path / "model.safetensors")
    (tmp_path / "tunes.json").write_text(json.dumps([{"abc notation": tune} for tune in TUNES]))
    app(
        ["evaluate", str(tmp_path / "tunes.json"), "--model", str(tmp_path / "model.safetensors"), "--json"],
        result_action="return_value",
    )
    found = json.loads(capsys.readouterr().out)
    for part in ("header", "body", "all"):
        assert found[part].keys() == {
            "characters", "nats_per_character", "bits_per_character", "perplexity", "top1", "top5",
        }  # fmt: skip
        assert 0 <= found[part]["top1"] <= found[part]["top5"] <= 1
    assert found["tunes"] == 3
