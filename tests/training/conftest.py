"""A packed corpus that is small enough to learn in a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.packed import FORMAT, PackedTune, write_split
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.training.config import TrainingConfig

if TYPE_CHECKING:
    from pathlib import Path

SCALES = ("DEFG ABcd", "GABc defg", "ABcd efga")


def tune(number: int, scale: str) -> str:
    """A short tune up and down a scale."""
    bars = [scale, scale[::-1], scale[:4] + " " + scale[:4], scale[5:] + " " + scale[5:]]
    order = [bars[(number >> shift) % 4] for shift in (0, 2, 4, 6)]
    return f"X:{number}\nL:1/8\nM:4/4\nK:{scale[0]}\n " + " | ".join(order) + " |]"


def control_lines(chords: str) -> tuple[str, ...]:
    """What is said of such a tune."""
    return ("R:reel\n", "S:1\nB:4\n", f"C:{chords}\n")


def variants(number: int) -> list[tuple[str, tuple[str, ...]]]:
    """A tune in three keys; every fourth tune has written chords, every fourth is read with found ones as well."""
    none, written, found = map(control_lines, ("none", "written", "found"))
    if number % 4 == 0:
        return [(tune(number, scale).replace("\n ", f'\n"{scale[0]}" '), written) for scale in SCALES]
    bare = [(tune(number, scale), none) for scale in SCALES]
    return [*bare, (tune(number, SCALES[0]).replace("\n ", '\n"D" '), found)] if number % 4 == 1 else bare


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 60 tunes to learn in three keys each, and 8 held out."""
    folder = tmp_path_factory.mktemp("corpus") / "packed"
    folder.mkdir()
    splits = {"train": range(60), "validation": range(60, 68)}
    texts = {split: [variants(number) for number in of] for split, of in splits.items()}
    pairs = [pair for of in texts.values() for of_tune in of for pair in of_tune]
    vocabulary = Vocabulary.from_texts(part for text, lines in pairs for part in (text, *lines))
    for split, of in texts.items():
        facts = [
            PackedTune(f"{split}{place}", "", "", "odd" if place % 2 else "even", "D", "4/4", "reel", "A")
            for place in range(len(of))
        ]
        write_split(folder / split, vocabulary, facts, of)
    record = {"format": FORMAT, "vocabulary": list(vocabulary.idx_to_char), "splits": {name: {} for name in splits}}
    (folder / "corpus.json").write_text(json.dumps(record))
    return folder


@pytest.fixture
def config() -> TrainingConfig:
    """A run of a few steps of a small network."""
    return TrainingConfig(
        embedding=8,
        hidden=16,
        layers=2,
        dropout=0.2,
        batch=4,
        chunk=32,
        epochs=1.0,
        precision="fp32",
        schedule="constant",
    )
