"""How well a network predicts given texts, character by character, through the kernel that composes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.inference.arrays import Lanes
from tunesmith.inference.native import Native
from tunesmith.inference.packed_weights import pack
from tunesmith.model.encoder import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.inference.arrays import PackedWeights
    from tunesmith.inference.packed_weights import Precision
    from tunesmith.model.checkpoint import Checkpoint

__all__ = ["ScoredText", "score"]

LANES = 32
READ = Native("read")


@dataclass(frozen=True, slots=True, eq=False)
class ScoredText:
    """One text of n characters: `nats` (n + 1,), what each costs given all before it, and `ranks` (n + 1,).

    The last of both is that of the symbol that ends a text. Rank 0 is the network's first guess.
    """

    text: str
    nats: NDArray[np.float32]
    ranks: NDArray[np.int32]

    @property
    def nats_per_character(self) -> float:
        """The average over the characters of the text, its end not counted; 0 for an empty text."""
        return float(self.nats[:-1].mean(dtype=np.float64)) if self.text else 0.0


def score(
    checkpoint: Checkpoint, texts: Sequence[str], precision: Precision = "int8", *, packed: PackedWeights | None = None
) -> list[ScoredText]:
    """Score each text from a fresh state, in the whole numbers that tunes are composed with or in float32; in order.

    `packed` are the checkpoint's weights, for a caller that has packed them already.
    """
    packed = packed or pack(checkpoint, precision)
    known = checkpoint.vocabulary.char_to_idx
    coded = [
        np.concatenate([[known["<bos>"]], checkpoint.vocabulary.encode(text), [known["<eos>"]]]).astype(np.uint8)
        for text in texts
    ]
    order = sorted(range(len(texts)), key=lambda place: -len(coded[place]))
    scores: dict[int, ScoredText] = {}
    for start in range(0, len(order), LANES):
        places = order[start : start + LANES]
        for place, nats, ranks in zip(places, *_read(packed, [coded[place] for place in places]), strict=True):
            end = len(coded[place]) - 1
            scores[place] = ScoredText(texts[place], nats[:end], ranks[:end])
    return [scores[place] for place in range(len(texts))]


def _read(packed: PackedWeights, coded: Sequence[NDArray[np.uint8]]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Read texts from the longest to the shortest: nats and ranks (N, T), without meaning beyond the end of a text."""
    lengths = np.array([len(codes) - 1 for codes in coded], np.int64)
    lanes = Lanes.create(packed, len(coded))
    texts = np.zeros((len(lanes.outputs), lengths[0] + 1), np.uint8)
    for lane, codes in enumerate(coded):
        texts[lane, : len(codes)] = codes
    shape = (len(coded), int(lengths[0]))
    totals, margins, ranks = np.ones(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.int32)
    READ(packed, lanes, texts, lengths, Memory.create(texts.shape[1], len(texts)), (totals, margins, ranks))
    return np.log(totals) + margins, ranks
