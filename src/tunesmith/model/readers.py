"""Many texts read side by side: each reader encodes a text of its own, a few characters at a time.

A training run reads thousands of lanes. What a lane reads is put together where it is read: a text is a reference to a
tune and its control lines, and a reader keeps the one text that it is in. So an epoch takes no memory but for its
order, and lanes can be shared out among threads.

These functions are written in the part of Python that numba compiles; `tunesmith.inference` does so. Shapes: N texts, B
readers, M characters of the longest text, T characters to be read in a row, W rows that are read with each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tunesmith.corpus.vocabulary import BOS, EOS, PAD
from tunesmith.model.encoder import Memory, encode, memory_of
from tunesmith.model.goal_features import FIELDS, GOALS, survey

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BARS_TOLD", "ENDS_TOLD", "KINDS", "LAST_TOLD", "REPEATS_TOLD", "Readers", "Texts", "read_on"]

BARS_TOLD, LAST_TOLD, REPEATS_TOLD, ENDS_TOLD = 1, 2, 4, 8
KINDS = 4
"""What stands with a text, as bits: each of the KINDS of its goals, then each group of control lines."""


class Texts(NamedTuple):
    """The texts of an epoch by reference: `<bos>`, the control lines that it has, the tune, `<eos>`.

    Tune v is `tokens[offsets[v] : offsets[v + 1]]`, group c of control lines `control_tokens[control_offsets[c] :
    control_offsets[c + 1]]`; text n is tune `tune[n]` with the groups `control[n]`, as far as `told[n]` has them.
    """

    tokens: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    control_tokens: NDArray[np.uint8]
    control_offsets: NDArray[np.int64]
    tune: NDArray[np.int64]  # N
    control: NDArray[np.int64]  # N, G groups of control lines
    told: NDArray[np.int64]  # N
    begins: NDArray[np.int64]  # N + 1: where each text begins if they stand in a row


class Readers(NamedTuple):
    """B readers: the text that each is in, how far it is, and what it remembers; none is in any text at first."""

    text: NDArray[np.int64]  # B: the number of the text, -1 for none
    at: NDArray[np.int64]  # B: characters of it that were encoded
    asked: NDArray[np.int64]  # B: where its tune begins
    characters: NDArray[np.uint8]  # B, M
    memory: Memory  # of B texts

    @classmethod
    def create(cls, readers: int, longest: int) -> Readers:
        """So many readers, of texts of at most `longest` characters."""
        return cls(
            np.full(readers, -1, np.int64),
            np.zeros(readers, np.int64),
            np.zeros(readers, np.int64),
            np.zeros((readers, longest), np.uint8),
            Memory.create(longest + 1, readers),
        )


def append(source: Any, start: Any, end: Any, target: Any, at: Any) -> Any:
    """Copy `source[start:end]` to `target` from `at` on, and return where it ends."""
    for place in range(start, end):
        target[at] = source[place]
        at += 1
    return at


def open_text(texts: Any, encoder: Any, readers: Any, reader: int, text: int) -> None:
    """Put a reader before the first character of a text."""
    characters, told = readers.characters[reader], texts.told[text]
    characters[0] = BOS
    at = 1
    for group in range(texts.control.shape[1]):
        if told >> (KINDS + group) & 1:
            lines = texts.control[text, group]
            begin, end = texts.control_offsets[lines], texts.control_offsets[lines + 1]
            at = append(texts.control_tokens, begin, end, characters, at)
    tune, asked = texts.tune[text], at
    at = append(texts.tokens, texts.offsets[tune], texts.offsets[tune + 1], characters, at)
    characters[at] = EOS
    readers.text[reader], readers.at[reader], readers.asked[reader] = text, 0, asked
    goals = readers.memory.goals[reader]
    goals[:] = 0
    if told & (1 << KINDS) - 1:
        survey(characters[asked:at], encoder.points, readers.memory.stand[reader], goals)
        forget_some(goals, told)


def forget_some(goals: Any, told: int) -> None:
    """Leave of the goals (GOALS,) only those kinds that are told."""
    for place in range(0, GOALS, FIELDS):
        if not told & BARS_TOLD:
            goals[place] = 0
        last, repeated = goals[place + 1] // 3 * 3, goals[place + 1] % 3
        goals[place + 1] = (last if told & LAST_TOLD else 0) + (repeated if told & REPEATS_TOLD else 0)
        if not told & ENDS_TOLD:
            goals[place + 2] = 0


def encode_next(encoder: Any, readers: Any, reader: int, symbols: Any) -> None:
    """Encode the next character of the text that a reader is in, into `symbols` (W,)."""
    at = readers.at[reader]
    encode(readers.characters[reader], at, encoder, memory_of(readers.memory, reader), symbols)
    readers.at[reader] = at + 1


def text_at(begins: Any, place: int) -> Any:
    """The number of the text that this place of the row belongs to."""
    low, high = 0, len(begins) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if begins[middle] <= place:
            low = middle
        else:
            high = middle
    return low


def move_to(texts: Any, encoder: Any, readers: Any, reader: int, place: int, symbols: Any) -> None:
    """Put a reader to a place of the row; what of the text stands before it is encoded if it was not just read."""
    text = text_at(texts.begins, place)
    at = place - texts.begins[text]
    if readers.text[reader] != text or readers.at[reader] > at:
        open_text(texts, encoder, readers, reader, text)
    while readers.at[reader] < at:
        encode_next(encoder, readers, reader, symbols)


def read_on(
    texts: Any, encoder: Any, readers: Any, places: Any, first: int, last: int, inputs: Any, targets: Any
) -> Any:
    """Let the readers from `first` to `last` read T characters of the row of all texts from their `places` (B,) on.

    The features go into `inputs` (T, B, W), and the characters to predict into `targets` (T, B): `<pad>` where there is
    no part of a tune to predict.
    """
    count = len(texts.tune)
    for reader in range(first, last):
        move_to(texts, encoder, readers, reader, places[reader], inputs[0, reader])
        for step in range(len(inputs)):
            text = readers.text[reader]
            length = texts.begins[text + 1] - texts.begins[text]
            if readers.at[reader] == length:
                text = (text + 1) % count
                open_text(texts, encoder, readers, reader, text)
                length = texts.begins[text + 1] - texts.begins[text]
            encode_next(encoder, readers, reader, inputs[step, reader])
            at = readers.at[reader]
            known = at < readers.asked[reader] or at == length
            targets[step, reader] = PAD if known else readers.characters[reader, at]
    return 0
