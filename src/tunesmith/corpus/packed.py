"""A corpus as numbers on disk, opened without being read: one folder a split, one byte a character."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from itertools import chain
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

import numpy as np

from tunesmith.corpus.vocabulary import SPECIALS, TEXTS_AT_ONCE, Vocabulary
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["FORMAT", "PackedCorpus", "PackedTune", "read_record", "write_split"]

FORMAT = 3
RECORD = "corpus.json"
AT_ONCE = 2**20
"""Characters that are counted at a time: numpy takes eight bytes for each."""
ARRAYS = ("tokens", "offsets", "tune", "controls", "control_tokens", "control_offsets")


@dataclass(frozen=True, slots=True)
class PackedTune:
    """What is known of one tune of a split; `family` is the name of the first tune of its family."""

    id: str
    group: str
    family: str
    source: str
    key: str
    meter: str
    rhythm: str | None
    form: str


FIELDS = tuple(field.name for field in fields(PackedTune))


@dataclass(frozen=True, slots=True)
class PackedCorpus:
    """One split of a packed corpus; the arrays are memory-mapped and read-only.

    V variants (a tune in its own key, then in others, then with found chords), T tunes, G groups of control lines, L
    different texts of them, C and D characters in all:

    - `tokens`           uint8 (C,)      the canonical texts one after the other, without special symbols
    - `offsets`          int64 (V + 1,)  variant v is `tokens[offsets[v] : offsets[v + 1]]`
    - `tune`             int32 (V,)      the tune that variant v is of; variants of a tune stand together, its own first
    - `controls`         int32 (V, G)    which text variant v has of each of CONTROL_LINES
    - `control_tokens`   uint8 (D,)      the texts of control lines one after the other; the first is empty
    - `control_offsets`  int64 (L + 1,)  text c is `control_tokens[control_offsets[c] : control_offsets[c + 1]]`
    """

    vocabulary: Vocabulary
    tunes: tuple[PackedTune, ...]
    tokens: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    tune: NDArray[np.int32]
    controls: NDArray[np.int32]
    control_tokens: NDArray[np.uint8]
    control_offsets: NDArray[np.int64]

    @classmethod
    def open(cls, folder: str | Path, split: str) -> PackedCorpus:
        """Open a split of the corpus in `folder`; CorpusError if there is none or it is damaged."""
        record = read_record(Path(folder))
        if split not in record["splits"]:
            raise CorpusError(f"{folder}: has no split {split!r}, but {', '.join(record['splits'])}")
        place = Path(folder) / split
        try:
            arrays = {name: np.load(place / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
            with (place / "tunes.jsonl").open(encoding="utf-8") as lines:
                tunes = tuple(read_tune(line) for line in lines)
        except (OSError, ValueError, TypeError) as error:
            raise CorpusError(f"{place}: is damaged; build the corpus again: {error}") from error
        corpus = cls(Vocabulary.from_json(json.dumps(record["vocabulary"])), tunes, **arrays)
        corpus.verify(place)
        return corpus

    def verify(self, place: Path) -> None:
        """Raise CorpusError unless the arrays fit together."""
        fits = (
            len(self.offsets) == len(self.tune) + 1
            and self.controls.ndim == 2
            and len(self.controls) == len(self.tune)
            and self.offsets[-1] == len(self.tokens)
            and self.controls.max(initial=0) < len(self.control_offsets) - 1
            and self.control_offsets[-1] == len(self.control_tokens)
        )
        if not fits:
            raise CorpusError(f"{place}: is damaged; build the corpus again: its arrays do not fit together")

    def numbered(self, vocabulary: Vocabulary) -> PackedCorpus:
        """The same texts with the numbers of another vocabulary, in memory; `<unk>` for characters that it lacks."""
        if vocabulary == self.vocabulary:
            return self
        codes = np.concatenate(
            [np.arange(len(SPECIALS), dtype=np.uint8), vocabulary.encode(self.vocabulary.characters)]
        )
        return replace(
            self, vocabulary=vocabulary, tokens=codes[self.tokens], control_tokens=codes[self.control_tokens]
        )

    def count(self, characters: str) -> dict[str, int]:
        """How often each of these characters stands in the texts, in all their keys."""
        counts = np.zeros(len(self.vocabulary), np.int64)
        for start in range(0, len(self.tokens) if characters else 0, AT_ONCE):
            counts += np.bincount(self.tokens[start : start + AT_ONCE], minlength=len(self.vocabulary))
        return {one: int(counts[self.vocabulary.char_to_idx[one]]) for one in characters}

    def __len__(self) -> int:
        return len(self.tune)

    @property
    def originals(self) -> NDArray[np.int64]:
        """The variant of every tune in its own key; shape (T,)."""
        return np.searchsorted(self.tune, np.arange(len(self.tunes)))

    def text(self, variant: int) -> NDArray[np.uint8]:
        """The characters of one variant; shape (characters,)."""
        return self.tokens[self.offsets[variant] : self.offsets[variant + 1]]

    def control_lines(self, variant: int) -> list[NDArray[np.uint8]]:
        """Each group of control lines of one variant, maybe empty; shapes (characters,)."""
        return [self.control_tokens[slice(*self.control_offsets[c : c + 2])] for c in self.controls[variant]]


def read_tune(line: str) -> PackedTune:
    """Read one line of JSON; a key or a source that many tunes have is kept once."""
    values = {name: value and intern(value) for name, value in json.loads(line).items()}
    return PackedTune(**values)


def read_record(folder: Path) -> dict[str, Any]:
    """What `build` wrote down about a packed corpus; CorpusError if `folder` holds none of this format."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(f"{folder}: holds no packed corpus") from error
    except (OSError, ValueError) as error:
        raise CorpusError(f"{folder / RECORD}: cannot be read: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise CorpusError(f"{folder}: is not a packed corpus of format {FORMAT}; build it again")
    return record


def write_split(
    folder: Path,
    vocabulary: Vocabulary,
    tunes: Sequence[PackedTune],
    variants: Sequence[Sequence[tuple[str, tuple[str, ...]]]],
) -> None:
    """Write one split; `variants[t]` are the texts of tune t, its own key first, each with its control lines."""
    folder.mkdir()
    texts = [text for of_tune in variants for text, _ in of_tune]
    controls = [lines for of_tune in variants for _, lines in of_tune]
    number = {line: place for place, line in enumerate(dict.fromkeys(["", *chain.from_iterable(controls)]))}
    owners = np.repeat(np.arange(len(variants), dtype=np.int32), [len(of_tune) for of_tune in variants])
    np.save(folder / "tune.npy", owners)
    numbers = [[number[line] for line in lines] for lines in controls]
    np.save(folder / "controls.npy", np.array(numbers or np.zeros((0, 0)), dtype=np.int32))
    _write_texts(folder, "", texts, vocabulary)
    _write_texts(folder, "control_", list(number), vocabulary)
    records = ({name: getattr(tune, name) for name in FIELDS} for tune in tunes)  # `asdict` would copy each value
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    (folder / "tunes.jsonl").write_text("".join(lines), encoding="utf-8")


def _write_texts(folder: Path, prefix: str, texts: Sequence[str], vocabulary: Vocabulary) -> None:
    """Write the numbered characters of `texts` one after the other, and where each starts."""
    offsets = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    np.save(folder / f"{prefix}offsets.npy", offsets)
    tokens = np.empty(offsets[-1], dtype=np.uint8)
    for first in range(0, len(texts), TEXTS_AT_ONCE):
        some = texts[first : first + TEXTS_AT_ONCE]
        tokens[offsets[first] : offsets[first + len(some)]] = vocabulary.encode("".join(some))
    np.save(folder / f"{prefix}tokens.npy", tokens)
