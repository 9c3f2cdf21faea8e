"""One step of a network as an ONNX model, for programs that run the loop themselves.

Shapes: B tunes, W rows read with a character, V characters, L layers, E embedding, H hidden, S repeat features.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tunesmith.errors import MissingExtraError
from tunesmith.model.encoder import END_TOLD
from tunesmith.model.goal_features import ENDING, GOAL_ROWS, ending_degree
from tunesmith.model.position_features import TONICS
from tunesmith.model.position_state import LETTERS, STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.model.checkpoint import Checkpoint
    from tunesmith.model.config import NetworkConfig

__all__ = ["onnx_model"]

OPSET = 18
IR_VERSION = 9  # what runtimes of 2023 and later read


class Graph:
    """Nodes and constants in the order in which they are added; every method returns the name of a result."""

    def __init__(self, helper: Any, numpy_helper: Any) -> None:
        self._helper, self._numpy_helper = helper, numpy_helper
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, values: NDArray[Any]) -> str:
        """A constant."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(self._numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def add(self, operation: str, *inputs: str, name: str | None = None, **attributes: Any) -> str:
        """One operation with one result, which is called `name`."""
        result = name or f"value_{len(self.nodes)}"
        self.nodes.append(self._helper.make_node(operation, list(inputs), [result], **attributes))
        return result

    def split(self, value: str, parts: int, axis: int) -> list[str]:
        """A value in equal parts."""
        results = [f"value_{len(self.nodes)}_{part}" for part in range(parts)]
        self.nodes.append(self._helper.make_node("Split", [value], results, axis=axis, num_outputs=parts))
        return results

    def linear(self, value: str, matrix: NDArray[Any], bias: NDArray[Any] | None = None) -> str:
        """`value` (B, in) times the transpose of `matrix` (out, in), and a bias (out,)."""
        constants = [self.constant(matrix), *([] if bias is None else [self.constant(bias)])]
        return self.add("Gemm", value, *constants, transB=1)


def onnx_model(checkpoint: Checkpoint) -> bytes:
    """The model as bytes; MissingExtraError if the package onnx is not installed.

    Inputs: `symbols` int64 (B, W), rows of the embedding as `Inspection.symbols` has them; `hidden` and `cells` float32
    (L, B, H), zero at first. Outputs: `log_probabilities` float32 (B, V), `next_hidden` and `next_cells`. The metadata
    has the vocabulary as a JSON list.
    """
    try:
        from onnx import TensorProto, helper, numpy_helper
    except ImportError as error:
        raise MissingExtraError("onnx", "writing ONNX") from error
    config, graph = checkpoint.config, Graph(helper, numpy_helper)
    below = read_embedding(graph, checkpoint)
    below, states = run_layers(graph, checkpoint, below)
    logits = graph.linear(below, checkpoint.output, checkpoint.weights["output.bias"])
    if config.beliefs:
        logits = believe(graph, checkpoint, below, logits)
    graph.add("LogSoftmax", logits, name="log_probabilities", axis=1)
    for name, parts in zip(("next_hidden", "next_cells"), states, strict=True):
        axis = graph.constant(np.array([0]))
        graph.add("Concat", *(graph.add("Unsqueeze", part, axis) for part in parts), name=name, axis=0)
    width = 1 + 2 * len(config.repeat_lags) + sum(feature.values for feature in config.read_features)
    state: list[str | int | None] = [config.layers, "B", config.hidden]
    real = TensorProto.FLOAT
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "tunesmith",
            [
                helper.make_tensor_value_info("symbols", TensorProto.INT64, ["B", width]),
                helper.make_tensor_value_info("hidden", real, state),
                helper.make_tensor_value_info("cells", real, state),
            ],
            [
                helper.make_tensor_value_info("log_probabilities", real, ["B", config.vocabulary_size]),
                helper.make_tensor_value_info("next_hidden", real, state),
                helper.make_tensor_value_info("next_cells", real, state),
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="tunesmith",
    )
    helper.set_model_props(made, {"vocabulary": checkpoint.vocabulary.to_json(), "fingerprint": checkpoint.fingerprint})
    content: bytes = made.SerializeToString()
    return content


def read_embedding(graph: Graph, checkpoint: Checkpoint) -> str:
    """The sum of the rows that are read, (B, E)."""
    rows = graph.add("Gather", graph.constant(checkpoint.weights["embedding.weight"]), "symbols", axis=0)
    return graph.add("ReduceSum", rows, graph.constant(np.array([1])), keepdims=0)


def run_layers(graph: Graph, checkpoint: Checkpoint, below: str) -> tuple[str, tuple[list[str], list[str]]]:
    """All layers: the output of the last (B, H), and the hidden and the cells (B, H) of each."""
    weights = checkpoint.weights
    hidden: list[str] = []
    cells: list[str] = []
    for layer in range(checkpoint.config.layers):
        before = [graph.add("Gather", name, graph.constant(np.array(layer)), axis=0) for name in ("hidden", "cells")]
        bias = weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"]
        gates = graph.add(
            "Add",
            graph.linear(below, weights[f"lstm.weight_ih_l{layer}"], bias),
            graph.linear(before[0], weights[f"lstm.weight_hh_l{layer}"]),
        )
        i, f, g, o = graph.split(gates, 4, axis=1)
        kept = graph.add("Mul", graph.add("Sigmoid", f), before[1])
        new = graph.add("Mul", graph.add("Sigmoid", i), graph.add("Tanh", g))
        cells.append(graph.add("Add", kept, new))
        below = graph.add("Mul", graph.add("Sigmoid", o), graph.add("Tanh", cells[-1]))
        hidden.append(below)
    return below, (hidden, cells)


def believe(graph: Graph, checkpoint: Checkpoint, below: str, logits: str) -> str:
    """The logits (B, V) with the beliefs in repeats, degrees of the scale and a told end, as `Reference` adds them."""
    config, repeats = checkpoint.config, len(checkpoint.config.repeat_lags)
    beliefs = graph.linear(below, checkpoint.weights["belief.weight"], checkpoint.weights["belief.bias"])
    if repeats:
        places = graph.add("Gather", "symbols", graph.constant(np.arange(1, 1 + repeats)), axis=1)
        first = config.vocabulary_size * np.arange(1, 1 + repeats)
        characters = graph.add("Sub", places, graph.constant(first[None]))
        added = graph.add("Gather", beliefs, graph.constant(np.arange(repeats)), axis=1)
        logits = graph.add("ScatterElements", logits, characters, added, axis=1, reduction="add")
    if "position" in config.features:
        last = graph.add("Gather", "symbols", graph.constant(np.array([-1])), axis=1)  # B, 1
        row = graph.add("Sub", last, graph.constant(np.array([[config.symbols - TONICS]])))
        tonic = graph.add("Mod", row, graph.constant(np.array([[STEPS]])))
        letters = checkpoint.vocabulary.encode(LETTERS).astype(np.int64)
        highest = repeats + STEPS - 1 + np.arange(len(letters))
        added = graph.add("GatherElements", beliefs, graph.add("Sub", graph.constant(highest[None]), tonic), axis=1)
        if "goals" in config.features:
            added = graph.add("Add", added, ending(graph, config, beliefs, tonic))
        shape = graph.add("Shape", added)
        characters = graph.add("Expand", graph.constant(letters[None]), shape)
        logits = graph.add("ScatterElements", logits, characters, added, axis=1, reduction="add")
    return logits


def ending(graph: Graph, config: NetworkConfig, beliefs: str, tonic: str) -> str:
    """What the letters (B, 14) of the degree on which the part is to end get in its last bar; 0 for the others."""
    place, row = END_TOLD
    symbol = graph.add("Gather", "symbols", graph.constant(np.array([-place])), axis=1)  # B, 1
    value = graph.add("Sub", symbol, graph.constant(np.array([[config.symbols - row]])))
    degree = graph.add("Gather", graph.constant(ending_degree(np.arange(GOAL_ROWS[ENDING]))), value)  # B, 1
    heights = graph.constant(np.arange(len(LETTERS))[None])
    above = graph.add("Mod", graph.add("Sub", heights, tonic), graph.constant(np.array([[STEPS]])))
    meant = graph.add("CastLike", graph.add("Equal", above, degree), beliefs)
    last = graph.add("Gather", beliefs, graph.constant(np.array([config.beliefs - 1])), axis=1)
    return graph.add("Mul", meant, last)
