from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import BOS, UNK, Vocabulary
from tunesmith.errors import RequestError
from tunesmith.evaluation.likelihood import likelihood
from tunesmith.inference.encoder import InputEncoder
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig

if TYPE_CHECKING:
    from pathlib import Path

TUNES = ["X:1\nL:1/8\nM:4/4\nK:D\n DEFG ABcd |]", "X:22\nM:6/8\nK:G\n GAB AGE |]", "X:3\nK:A\n A8 |]"]


def checkpoint(*, tied: bool = False, scale: float = 0.5) -> Checkpoint:
    vocabulary = Vocabulary("".join(TUNES))
    config = NetworkConfig(len(vocabulary), 16, 16, 2, 0.3, tied=tied, repeat_lags=(0, 4), features=("position",))
    random = np.random.default_rng(3)
    weights = {name: random.normal(0, scale, shape).astype(np.float32) for name, shape in config.shapes.items()}
    return Checkpoint(config, vocabulary, weights, {})


@pytest.mark.parametrize("tied", [False, True])
def test_it_prices_what_torch_prices(tied: bool) -> None:
    torch = pytest.importorskip("torch")
    from tunesmith.model.lstm import LSTM

    model = checkpoint(tied=tied)
    network = LSTM(model.config, model.vocabulary).eval()
    network.load(model.weights)
    nats, first, five = [], [], []
    for tune in TUNES:
        text = np.array([BOS, *model.vocabulary.encode(tune)], np.uint8)
        symbols = torch.from_numpy(InputEncoder(model.config, model.vocabulary.idx_to_char).symbols(text)).unsqueeze(1)
        numbers = torch.from_numpy(text).long().unsqueeze(1)
        with torch.no_grad():
            logits = network(symbols[:-1])[0][:, 0]
        nats.append(torch.nn.functional.cross_entropy(logits, numbers[1:, 0], reduction="none"))
        first.append(logits.argmax(-1) == numbers[1:, 0])
        five.append((logits.topk(5).indices == numbers[1:]).any(-1))
    found = likelihood(model, TUNES, "float32").all
    assert found.nats_per_character == pytest.approx(float(torch.cat(nats).mean()), rel=1e-4)
    assert found.top1 == pytest.approx(float(torch.cat(first).float().mean()))
    assert found.top5 == pytest.approx(float(torch.cat(five).float().mean()))


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
    found = likelihood(checkpoint(), ["X:1\nK:D\nABc|\nK:G\nd|"])
    assert (found.header.characters, found.body.characters) == (8, 11)
    found = likelihood(checkpoint(), ["no key"])
    assert (found.header.characters, found.body.characters) == (6, 0)


def test_padding_flatters() -> None:
    found = likelihood(checkpoint(), TUNES)
    real = found.all.nats_per_character * found.all.characters
    assert found.padded == pytest.approx(real / (600 * 3))
    missed = found.all.characters * (1 - found.all.top1)
    assert found.padded_top1 == pytest.approx(1 - missed / (600 * 3))
    long, cut = likelihood(checkpoint(), ["A" * 700]), likelihood(checkpoint(), ["A" * 600])
    assert long.padded == cut.padded == pytest.approx(cut.all.nats_per_character)


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
