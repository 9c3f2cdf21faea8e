from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tunesmith.corpus.vocabulary import PAD, Vocabulary
from tunesmith.inference.encoder import InputEncoder
from tunesmith.model.config import PRESETS, NetworkConfig
from tunesmith.model.lstm import LSTM, cross_entropy, run_cudnn
from tunesmith.model.position_features import ROWS
from tunesmith.model.position_state import LETTERS, STEPS
from tunesmith.model.repeat_features import STRENGTHS

CONFIG = NetworkConfig(vocabulary_size=11, embedding=6, hidden=8, layers=3, dropout=0.5, repeat_lags=(0, 2))
VOCABULARY = Vocabulary("CDEFGab")  # the letters that are not in it stand for what is unknown
LENGTHS = torch.tensor([7, 4, 1])


@pytest.fixture
def network() -> LSTM:
    torch.manual_seed(1)
    return LSTM(CONFIG, VOCABULARY)


@pytest.fixture
def padded() -> torch.Tensor:
    """Characters with two repeat features each, (7, 3, 5): what they predict, and their strengths."""
    random = torch.Generator().manual_seed(2)
    sizes = torch.tensor([CONFIG.vocabulary_size - 1] * 3 + [STRENGTHS] * 2)
    symbols = (torch.rand((7, 3, 5), generator=random) * sizes).long() + torch.tensor([1, 12, 23, 33, 33 + STRENGTHS])
    for column, length in enumerate(LENGTHS.tolist()):
        symbols[length:, column, 0] = PAD
    return symbols


@pytest.mark.parametrize("tied", [False, True])
def test_the_module_has_the_weights_that_the_config_names(tied: bool) -> None:
    config = NetworkConfig(11, 32, 32, 3, 0.0, tied=tied, repeat_lags=(0, 4), features=("position",))
    network = LSTM(config, VOCABULARY)
    assert {name: tuple(tensor.shape) for name, tensor in network.named_weights().items()} == config.shapes
    assert sum(tensor.numel() for tensor in network.parameters()) == config.parameters


def test_small_has_the_number_of_weights_it_claims() -> None:
    config = NetworkConfig(11, **PRESETS["small"])
    assert sum(tensor.numel() for tensor in LSTM(config, VOCABULARY).parameters()) == config.parameters


def test_weights_survive_the_way_out_and_in(network: LSTM, padded: torch.Tensor) -> None:
    twin = LSTM(CONFIG, VOCABULARY)
    twin.load(network.weights())
    torch.testing.assert_close(twin.eval()(padded)[0], network.eval()(padded)[0], rtol=0, atol=0)


def test_it_equals_the_stacked_lstm_of_torch(network: LSTM, padded: torch.Tensor) -> None:
    stacked = torch.nn.LSTM(CONFIG.embedding, CONFIG.hidden, CONFIG.layers)
    names = {name.removeprefix("lstm."): torch.from_numpy(array) for name, array in network.weights().items()}
    stacked.load_state_dict({name: names[name] for name in stacked.state_dict()})
    assert network.belief is not None
    with torch.no_grad():
        expected, (hidden, cell) = stacked(network.embedding.weight[padded].sum(2))
        logits, state = network.eval()(padded)
        outputs, beliefs = network.output(expected), network.belief(expected)
    torch.testing.assert_close(state, (hidden, cell))
    for place in np.ndindex(7, 3):
        for repeat in range(2):
            outputs[place][padded[place][1 + repeat] - 11 * (1 + repeat)] += beliefs[place][repeat]
    torch.testing.assert_close(logits, outputs)


def test_a_degree_of_the_scale_adds_to_the_letter_that_has_it(padded: torch.Tensor) -> None:
    config = replace(CONFIG, features=("position",))
    network, deaf = LSTM(config, VOCABULARY).eval(), LSTM(CONFIG, VOCABULARY).eval()
    weights = network.weights()
    deaf.load({name: weights[name][: shape[0]] for name, shape in CONFIG.shapes.items()})
    first = CONFIG.symbols + np.cumsum([0, *ROWS[:-1]])
    key_of_a = torch.from_numpy(first + np.array([0, 0, 0, 0, 0, 5])).expand(7, 3, -1)
    assert network.belief is not None
    with torch.no_grad():
        network.embedding.weight[CONFIG.symbols :] = 0
        logits, _ = network(torch.cat([padded, key_of_a], -1))
        plain, _ = deaf(padded)
        degree = STEPS - 1 + LETTERS.index("C") - 5  # C is the sixth below the A in whose key we are
        network.belief.bias[len(CONFIG.repeat_lags) + degree] += 1
        after, _ = network(torch.cat([padded, key_of_a], -1))
    letter = VOCABULARY.char_to_idx["C"]
    assert not torch.equal(logits, plain)
    raised = torch.zeros(11)
    raised[letter] = 1
    torch.testing.assert_close(after - logits, raised.expand_as(after))


def test_the_end_that_is_told_adds_to_its_letters_in_the_last_bar_of_the_part() -> None:
    vocabulary = Vocabulary("CDEFGabgKLM:/|18 \n")
    config = replace(CONFIG, vocabulary_size=len(vocabulary), features=("goals", "position"))
    network, encoder = LSTM(config, vocabulary).eval(), InputEncoder(config, vocabulary.idx_to_char)
    tune = "M:8/8\nL:1/8\nK:F\nabCD EFab | CDEF GabG |"  # it ends on the second above its tonic
    text = vocabulary.encode(tune)
    symbols = torch.from_numpy(encoder.symbols(text, encoder.goals(text)))[:, None]
    assert network.belief is not None
    with torch.no_grad():
        before, _ = network(symbols)
        network.belief.bias[-1] += 1
        after, _ = network(symbols)
    raised = torch.zeros_like(before)
    raised[tune.index("| C") :, 0, vocabulary.encode("Gg").tolist()] = 1
    torch.testing.assert_close(after - before, raised)


def test_packing_changes_nothing_at_real_positions(network: LSTM, padded: torch.Tensor) -> None:
    with torch.no_grad():
        plain, _ = network.eval()(padded)
        packed, (hidden, _) = network(padded, lengths=LENGTHS)
    real = padded[..., 0] != PAD
    torch.testing.assert_close(packed[real], plain[real])
    alone = network(padded[:4, 1:2])[1][0]
    torch.testing.assert_close(hidden[:, 1:2], alone)


def test_a_carried_state_continues_where_the_chunk_was_cut(network: LSTM, padded: torch.Tensor) -> None:
    with torch.no_grad():
        whole, _ = network.eval()(padded)
        first, state = network(padded[:3])
        second, _ = network(padded[3:], state)
    torch.testing.assert_close(torch.cat([first, second]), whole)


def test_padding_costs_nothing_and_teaches_nothing(network: LSTM, padded: torch.Tensor) -> None:
    network.eval()
    logits, _ = network(padded[:-1])
    padded = padded[..., 0]
    logits.retain_grad()
    loss = cross_entropy(logits, padded[1:])
    loss.backward()
    apart = sum(
        torch.nn.functional.cross_entropy(logits[: length - 1, column], padded[1:length, column], reduction="sum")
        for column, length in enumerate(LENGTHS.tolist())
        if length > 1
    )
    torch.testing.assert_close(loss, apart)
    assert logits.grad is not None
    assert not logits.grad[padded[1:] == PAD].any()


def test_a_new_network_remembers(network: LSTM) -> None:
    for layer in network.layers:
        forget = slice(CONFIG.hidden, 2 * CONFIG.hidden)
        biases = layer.get_parameter("bias_ih_l0") + layer.get_parameter("bias_hh_l0")
        assert (biases[forget] == 1).all()


@pytest.mark.parametrize("locked", [False, True])
def test_dropout_depends_on_the_generator_alone(padded: torch.Tensor, locked: bool) -> None:
    network = LSTM(CONFIG, VOCABULARY, locked=locked)
    first, second, other = (network(padded, generator=torch.Generator().manual_seed(seed))[0] for seed in (5, 5, 6))
    assert torch.equal(first, second)
    assert not torch.equal(first, other)


def test_a_locked_mask_silences_the_same_units_at_every_character() -> None:
    values = torch.ones(50, 4, 8)
    locked = LSTM(CONFIG, VOCABULARY, locked=True).dropout(values, None)
    loose = LSTM(CONFIG, VOCABULARY).dropout(values, None)
    assert (locked == locked[:1]).all()
    assert not (loose == loose[:1]).all()
    assert set(loose.unique().tolist()) == {0.0, 2.0}


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_the_way_of_cudnn_is_the_same_layer(kind: torch.dtype) -> None:
    torch.manual_seed(3)
    layer = torch.nn.LSTM(6, 8)
    values, state = torch.randn(7, 3, 6), (torch.randn(1, 3, 8), torch.randn(1, 3, 8))
    for before in (state, None):
        expected, (hidden, cell) = layer(values, before)
        expected.sum().backward()
        gradients = [parameter.grad.clone() for parameter in layer.parameters() if parameter.grad is not None]
        layer.zero_grad()
        found, after = run_cudnn(layer, values, before, kind)
        found.float().sum().backward()
        near = 0.05 if kind == torch.bfloat16 else 1e-5
        torch.testing.assert_close(
            (found.float(), after[0].float(), after[1].float()), (expected, hidden, cell), rtol=near, atol=near
        )
        assert found.dtype == after[0].dtype == kind
        for parameter, gradient in zip(layer.parameters(), gradients, strict=True):
            assert parameter.grad is not None
            assert parameter.grad.dtype == torch.float32
            torch.testing.assert_close(parameter.grad, gradient, rtol=0.1, atol=0.1 * float(gradient.abs().max()))
        layer.zero_grad()
