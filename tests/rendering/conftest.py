"""Tunes that rendering is tried on."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HARD = """X:7
T:Hard to Set, The
T:An Deacair
R:reel
C:Trad.
Q:1/4=180
M:4/4
L:1/8
K:Ador
|:"Am"eA (3AAA eAfA|"G"{g}BGdG BG~G2|"Am"eA{c}BA eA (3agf|1 "G"gedB "Em"B~A3:|2 "G"gedB BAA2||
|:"Am"[Ae]a.ag .aeeg|"D"fd{e}dc "G"d2-d>B|"Bb"Te2 vduc =B_B-B^c|"F#m7"(ed)cB !fermata![A2E2A,2] z2:|
[K:D]|:~d3A FADF|"A7"E{FG}FED CE A,2|[M:6/8]d2f afd|[K:G]g3 !trill!b3|
[M:4/4]{/g}a>b g<e d2 B/c/d/e/|1 (3:2:2d2B (5ABcde G4:|2 !segno!d4 !D.S.!G4|]
"""
JIG = "X:1\nL:1/8\nM:6/8\nK:G\nD | G2 A B2 d | g2 e d2 B |]\n"


@pytest.fixture
def hard_tune() -> str:
    """A made-up reel with nearly all that folk tunes are written with."""
    return HARD


@pytest.fixture
def jig() -> str:
    """Two bars and a pickup, without a title."""
    return JIG


@pytest.fixture(scope="session")
def real_tunes(corpus_folder: Path) -> list[str]:
    """Twenty tunes drawn from all four collections."""
    drawn = random.Random(5)
    tunes = [item["abc notation"] for item in json.loads((corpus_folder / "irishman_sample.json").read_text())]
    chosen = drawn.sample(tunes, 5)
    for name in ("ceol_rince", "irish_abc", "session2021"):
        with gzip.open(corpus_folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            chosen += [json.loads(line)["abc"] for line in drawn.sample(list(lines), 5)]
    return chosen
