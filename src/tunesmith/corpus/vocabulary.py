"""The characters a network reads and writes, and their numbers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

__all__ = ["BOS", "EOS", "PAD", "SPECIALS", "TEXTS_AT_ONCE", "UNK", "Vocabulary", "counted"]

SPECIALS = ("<pad>", "<bos>", "<eos>", "<unk>")
PAD, BOS, EOS, UNK = range(4)
LARGEST = 256  # symbols that one byte can number
TEXTS_AT_ONCE = 1024
"""Texts that are counted or numbered together: many short ones take far longer one by one."""


@dataclass(frozen=True)
class Vocabulary:
    """Symbols numbered from 0: the specials first, then the characters sorted by code point.

    `characters` may come in any order and may repeat; CorpusError if they do not fit in one byte each.
    """

    characters: str
    idx_to_char: tuple[str, ...] = field(init=False, repr=False, compare=False)
    char_to_idx: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        characters = "".join(sorted(set(self.characters)))
        symbols = SPECIALS + tuple(characters)
        if len(symbols) > LARGEST:
            raise CorpusError(f"a vocabulary has at most {LARGEST - len(SPECIALS)} characters, not {len(characters)}")
        object.__setattr__(self, "characters", characters)
        object.__setattr__(self, "idx_to_char", symbols)
        object.__setattr__(self, "char_to_idx", {symbol: index for index, symbol in enumerate(symbols)})

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> Vocabulary:
        """Collect every character that occurs in `texts`."""
        characters: set[str] = set()
        for text in texts:
            characters.update(text)
        return cls("".join(characters))

    @classmethod
    def from_json(cls, text: str) -> Vocabulary:
        """Read what `to_json` wrote; CorpusError if it is anything else."""
        try:
            symbols = json.loads(text)
        except ValueError as error:
            raise CorpusError(f"the vocabulary is not JSON: {error}") from error
        if not isinstance(symbols, list) or tuple(symbols[: len(SPECIALS)]) != SPECIALS:
            raise CorpusError(f"the vocabulary is not a list that begins with {', '.join(SPECIALS)}")
        characters = symbols[len(SPECIALS) :]
        if not all(isinstance(character, str) and len(character) == 1 for character in characters):
            raise CorpusError("the vocabulary has a symbol that is not one character")
        if characters != sorted(set(characters)):
            raise CorpusError("the characters of the vocabulary are not sorted by code point, each once")
        return cls("".join(characters))

    def to_json(self) -> str:
        """Spell the vocabulary as a JSON list of its symbols in order."""
        return json.dumps(list(self.idx_to_char), ensure_ascii=False)

    def __len__(self) -> int:
        return len(self.idx_to_char)

    @cached_property
    def _codes(self) -> NDArray[np.uint8]:
        """The number of every code point up to the largest known, `<unk>` where there is none; shape (largest + 2,)."""
        largest = max(map(ord, self.characters), default=0)
        codes = np.full(largest + 2, UNK, dtype=np.uint8)
        for character in self.characters:
            codes[ord(character)] = self.char_to_idx[character]
        return codes

    def encode(self, text: str) -> NDArray[np.uint8]:
        """Number the characters of `text`, `<unk>` for those not known; shape (len(text),)."""
        return self._codes[np.minimum(code_points(text), len(self._codes) - 1)]

    def decode(self, numbers: ArrayLike) -> str:
        """Spell `numbers` (any shape (n,), each below `len(self)`); specials are spelt by their names."""
        return "".join([self.idx_to_char[number] for number in np.asarray(numbers, dtype=np.int64).tolist()])

    def unknown(self, text: str) -> Counter[str]:
        """Count the characters of `text` that the vocabulary does not have."""
        return Counter(character for character in text if character not in self.char_to_idx)


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each character stands in `texts`, in the order of the characters."""
    counts = np.zeros(0, np.int64)
    rest = iter(texts)
    while some := list(islice(rest, TEXTS_AT_ONCE)):
        more = np.bincount(code_points("".join(some)), minlength=len(counts))
        more[: len(counts)] += counts
        counts = more
    return Counter({chr(point): int(counts[point]) for point in np.flatnonzero(counts)})


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text; shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
