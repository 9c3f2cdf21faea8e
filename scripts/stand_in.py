"""A corpus of any size to measure with: real tunes again and again, each time with other notes.

    python scripts/stand_in.py CORPUS... --count 216284 --out stand-in.jsonl

Each tune after the first round has some notes moved by a step or two of the scale: one of twenty in every fourth tune,
so that there are families, and half of them in the others. Bars, rhythms, chords and headers stay, so cleaning, packing
and learning cost what they cost for real tunes.
"""

from __future__ import annotations

import argparse
import json
import re
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tunesmith.corpus.sources import SourceTune, read_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCALE = "CDEFGABcdefgab"
KEPT_OR_NOTE = re.compile(r'"[^"]*"|![^!\n]*!|\[[A-Za-z]:[^]\n]*\]|^[A-Za-z]:.*|%.*|([A-Ga-g])', re.MULTILINE)
"""What is not music, or one note."""
NEAR, FAR = 0.05, 0.5
"""The shares of the notes that move."""


def varied(abc: str, random: Random, share: float) -> str:
    """The tune with this share of its notes moved by one or two steps of the scale."""

    def moved(found: re.Match[str]) -> str:
        if found[1] is None or random.random() >= share:
            return found[0]
        place = SCALE.index(found[1]) + random.choice((-2, -1, 1, 2))
        return SCALE[min(max(place, 0), len(SCALE) - 1)]

    return KEPT_OR_NOTE.sub(moved, abc)


def stand_in(tunes: Sequence[SourceTune], seed: int = 0) -> Iterator[dict[str, str]]:
    """Records of tunes without end; the first are the real ones."""
    number = 0
    while True:
        for tune in tunes:
            random = Random(f"{seed} {number}")
            share = 0.0 if number < len(tunes) else NEAR if number % 4 == 0 else FAR
            yield {"id": str(number), "abc": varied(tune.abc, random, share)}
            number += 1


def main() -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", help="files, folders or archives of tunes, or irishman or music21")
    parser.add_argument("--count", type=int, default=216_284, help="how many tunes; by default as many as IrishMAN has")
    parser.add_argument("--seed", type=int, default=0, help="decides which notes move, and where to")
    parser.add_argument("--out", type=Path, required=True, help="the file of JSON lines to write")
    asked = parser.parse_args()
    with asked.out.open("w", encoding="utf-8") as file:
        for record in islice(stand_in(read_all(asked.corpus), asked.seed), asked.count):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
