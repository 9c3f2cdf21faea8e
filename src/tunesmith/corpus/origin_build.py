"""Building the index of known tunes: `python -m tunesmith.corpus.origin_build CORPUS OUT SOURCE...`.

CORPUS is the folder of a packed corpus, whose training tunes are indexed; the SOURCES that it was packed from know
what the tunes are called.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.fingerprints import grams, line_of, winnowed
from tunesmith.analysis.origin import bar_of
from tunesmith.analysis.origin_index import Chance, OriginIndex
from tunesmith.analysis.origin_runs import runs_of
from tunesmith.corpus.origin_names import known_tune
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import CorpusError
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.analysis.fingerprints import Line
    from tunesmith.analysis.origin_runs import Runs

__all__ = ["build_index", "main", "measured"]

SAMPLE = 1000  # tunes of the index that are compared with all those of other families
USUAL, RARE = 95, 99.9  # percentiles
UNKNOWN = Chance(0, 1.0, float("inf"), 1.0)


def build_index(corpus: PackedCorpus, sources: Sequence[str | Path]) -> OriginIndex:
    """Index the tunes of a split, named as in `sources`.

    CorpusError if these do not hold one of them, or if all are of one family, so that chance cannot be measured.
    """
    if len({tune.family for tune in corpus.tunes}) < 2:
        raise CorpusError("an index needs tunes of at least two families")
    names = {tune.id: known_tune(tune) for source in sources for tune in read_tunes(source)}
    missing = next((tune.id for tune in corpus.tunes if tune.id not in names), None)
    if missing is not None:
        raise CorpusError(f"{', '.join(map(str, sources))}: hold no tune {missing}, which is in the packed corpus")
    texts = [corpus.vocabulary.decode(corpus.text(int(variant))) for variant in corpus.originals]
    lines, bars = zip(*map(melody, texts), strict=True)
    numbers: dict[str, int] = {}
    families = [numbers.setdefault(tune.family, len(numbers)) for tune in corpus.tunes]
    order = np.argsort(families, kind="stable")  # the settings of a tune together, so that they compress well
    index = OriginIndex.of(
        [fingerprint(lines[place]) for place in order],
        [families[place] for place in order],
        [names[corpus.tunes[place].id] for place in order],
        UNKNOWN,
    )
    return replace(index, chance=measured(index, [lines[place] for place in order], [bars[place] for place in order]))


def melody(text: str) -> tuple[Line, float]:
    """The melody of a tune, and how long its bars are in whole notes."""
    tune = Tune.parse(text)
    return line_of(tune), bar_of(tune)


def fingerprint(line: Line) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """The hashes, notes and bars of the fingerprints of a melody that are kept."""
    hashes = grams(line)
    places = winnowed(hashes)
    return hashes[places], places, line.bars[places]


def measured(index: OriginIndex, lines: Sequence[Line], bars: Sequence[float]) -> Chance:
    """What tunes of the index, whose melodies and bar lengths are given, share with those of other families."""
    chosen = np.random.default_rng(0).permutation(len(lines))[:SAMPLE]
    nearest, longest, pairs = [], [], []
    for number in chosen:
        line, runs = lines[number], runs_of(lines[number], index)
        strange = index.families != index.families[number]
        similarities = similarities_of(line, runs, len(index.tunes))[strange]
        nearest.append(similarities.max(initial=0.0))
        longest.append(runs.lengths[strange[runs.tunes]].max(initial=0.0) / bars[number])
        pairs.append(similarities)
    return Chance(
        tunes=len(chosen),
        similarity=float(np.percentile(nearest, USUAL)),
        run=float(np.percentile(longest, USUAL)),
        pair=float(np.percentile(np.concatenate(pairs), RARE)),
    )


def similarities_of(line: Line, runs: Runs, tunes: int) -> NDArray[np.float64]:
    """The share of a melody's time that stands in each known tune; shape (tunes,)."""
    notes = len(line.pitches)
    sizes = runs.lasts - runs.firsts + 1
    begins = np.repeat(runs.tunes * notes + runs.firsts, sizes)
    within = np.arange(len(begins)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    marked = np.unique(begins + within)
    time = np.bincount(marked // max(notes, 1), weights=line.durations[marked % max(notes, 1)], minlength=tunes)
    result: NDArray[np.float64] = time / max(line.durations.sum(), 1e-9)
    return result


def main(corpus: str, out: str, *sources: str) -> None:
    """Index the training tunes of a packed corpus and write the index to `out`."""
    index = build_index(PackedCorpus.open(corpus, "train"), sources)
    index.save(Path(out))
    print(f"{len(index.tunes):,} tunes, {len(index.entries):,} fingerprints, {Path(out).stat().st_size:,} bytes")
    print(index.chance)


if __name__ == "__main__":
    main(*sys.argv[1:])
