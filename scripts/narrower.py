"""Give a model a narrower embedding: the nearest one of that width, by the singular values of what layer 0 reads.

    python scripts/narrower.py MODEL 92 --out narrower.safetensors

The first layer sees the embedding E (symbols, width) only through its matrix W (4H, width), so that both are replaced
by the best factors of E W^T (Eckart and Young, 1936). What is lost is printed; a training that goes on gets it back.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from tunesmith import load
from tunesmith.model.checkpoint import Checkpoint


def narrower(model: Checkpoint, width: int) -> tuple[Checkpoint, float]:
    """The model with an embedding of this width, and the share of the squared values of E W^T that it loses."""
    weights = dict(model.weights)
    product = weights["embedding.weight"] @ weights["lstm.weight_ih_l0"].T
    left, values, right = np.linalg.svd(product.astype(np.float64), full_matrices=False)
    half = np.sqrt(values[:width])
    weights["embedding.weight"] = (left[:, :width] * half).astype(np.float32)
    weights["lstm.weight_ih_l0"] = (right[:width].T * half).astype(np.float32)
    lost = float((values[width:] ** 2).sum() / (values**2).sum())
    return Checkpoint(replace(model.config, embedding=width), model.vocabulary, weights, model.record), lost


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("width", type=int)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model, lost = narrower(load(arguments.model), arguments.width)
    model.save(arguments.out)
    print(f"{arguments.out}: {model.config.parameters:,} weights; {lost:.2%} of what layer 0 reads is lost")


if __name__ == "__main__":
    main()
