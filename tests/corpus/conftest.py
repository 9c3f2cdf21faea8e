"""Melodies to try kinship on, and a small book of tunes to pack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus.building import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tunesmith.corpus.building import BuildReport

SCALE = np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 17, 19, 21])


def random_walk(seed: int, steps: int = 128) -> np.ndarray:
    """A melody that moves at random over a major scale."""
    moves = np.random.default_rng(seed).integers(-2, 3, steps).cumsum() + 6
    degrees: np.ndarray = SCALE[np.abs(moves) % len(SCALE)]
    return (60 + degrees).astype(np.int8)


@pytest.fixture(scope="session")
def walk() -> Callable[..., np.ndarray]:
    """`walk(seed, steps=128)` is a melody of its own for every seed."""
    return random_walk


def abc_of(number: int, key: str) -> str:
    """A reel of sixteen bars that no other number gives."""
    letters = "GABcdefgabc'd'e'f'"
    names = re.findall("[A-Ga-g]'?", letters)
    moves = np.random.default_rng(number).integers(-2, 3, 128).cumsum()
    notes = [names[abs(int(move)) % 12] for move in moves]
    bars = ["".join(notes[start : start + 8]) for start in range(0, 128, 8)]
    return f"X:{number}\nT:The Reel No. {number}\nM:4/4\nL:1/8\nR:reel\nK:{key}\n{'|'.join(bars)}|]\n"


def write_book(folder: Path) -> Path:
    """A folder with 60 reels in two keys, a copy of one of them and a fragment."""
    folder.mkdir()
    for number in range(1, 61):
        (folder / f"tune{number}.abc").write_text(abc_of(number, "GD"[number % 3 == 0]))
    (folder / "twin.abc").write_text(abc_of(7, "G").replace("X:7", "X:700"))
    (folder / "fragment.abc").write_text("X:701\nK:G\nGABc|\n")
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of 62 tunes, 60 of which are fit to learn from, to do with as you like."""
    return write_book(tmp_path / "book")


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The book, packed; to be read only."""
    folder = tmp_path_factory.mktemp("packed")
    return build([write_book(folder / "book")], folder / "corpus")
