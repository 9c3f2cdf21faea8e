"""Building an index of known tunes: of all tunes of some sources, or of those that a packed corpus has for training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.fingerprints import grams, line_of, winnowed
from tunesmith.analysis.known_tunes import Chance
from tunesmith.analysis.origin import bar_of
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.analysis.origin_runs import runs_of, share_of
from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.origin_names import known_tune
from tunesmith.corpus.preparing import prepare
from tunesmith.errors import CorpusError
from tunesmith.notation import Tune
from tunesmith.progress import Watch, unwatched, watched
from tunesmith.workers.sharing import ALONE, Workers, mapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.analysis.fingerprints import Line
    from tunesmith.analysis.known_tunes import KnownTune
    from tunesmith.analysis.origin_runs import Run
    from tunesmith.corpus.packed import PackedCorpus
    from tunesmith.corpus.sources import SourceTune

__all__ = ["IndexedTune", "build_index", "indexed_of", "indexed_of_split", "measured"]

SAMPLE = 1000  # tunes of the index that are compared with all those of other families
USUAL, RARE = 95, 99.9  # percentiles
UNKNOWN = Chance(0, 1.0, float("inf"), 1.0)


@dataclass(frozen=True, slots=True)
class IndexedTune:
    """A tune to index: its text, its family, and where it is to be found."""

    text: str
    family: str
    known: KnownTune


def indexed_of(found: Sequence[SourceTune], workers: Workers = ALONE, watch: Watch = unwatched) -> list[IndexedTune]:
    """All tunes of some sources that are fit to learn from."""
    prepared = prepare(found, Bounds(), workers, watch)
    names = {tune.id: tune for tune in found}
    return [
        IndexedTune(tune.text, str(family), known_tune(names[tune.id]))
        for tune, family in zip(prepared.tunes, prepared.families, strict=True)
    ]


def indexed_of_split(corpus: PackedCorpus, found: Sequence[SourceTune]) -> list[IndexedTune]:
    """The tunes of a split, with the names that they have in the sources; CorpusError if one is not there."""
    names = {tune.id: tune for tune in found}
    missing = next((tune.id for tune in corpus.tunes if tune.id not in names), None)
    if missing is not None:
        raise CorpusError(f"the sources hold no tune {missing}, which is in the packed corpus")
    texts = (corpus.vocabulary.decode(corpus.text(int(variant))) for variant in corpus.originals)
    return [
        IndexedTune(text, tune.family, known_tune(names[tune.id]))
        for text, tune in zip(texts, corpus.tunes, strict=True)
    ]


def build_index(tunes: Sequence[IndexedTune], workers: Workers = ALONE, watch: Watch = unwatched) -> OriginIndex:
    """Index tunes; CorpusError if all are of one family, so that chance cannot be measured."""
    numbers: dict[str, int] = {}
    families = [numbers.setdefault(tune.family, len(numbers)) for tune in tunes]
    if len(numbers) < 2:
        raise CorpusError("an index needs tunes of at least two families")
    read = mapped(melody, [tune.text for tune in tunes], workers, watch, "reading melodies")
    lines, bars = zip(*read, strict=True)
    order = np.argsort(families, kind="stable")  # the settings of a tune together, so that they compress well
    index = OriginIndex.of(
        [fingerprint(lines[place]) for place in order],
        [families[place] for place in order],
        [tunes[place].known for place in order],
        UNKNOWN,
    )
    return replace(
        index, chance=measured(index, [lines[place] for place in order], [bars[place] for place in order], watch)
    )


def melody(text: str) -> tuple[Line, float]:
    """The melody of a tune, and how long its bars are in whole notes."""
    tune = Tune.parse(text)
    return line_of(tune), bar_of(tune)


def fingerprint(line: Line) -> tuple[list[int], list[int], list[int]]:
    """The hashes, notes and bars of the fingerprints of a melody that are kept."""
    hashes = grams(line)
    places = winnowed(hashes)
    return [hashes[place] for place in places], places, [line.bars[place] for place in places]


def measured(index: OriginIndex, lines: Sequence[Line], bars: Sequence[float], watch: Watch = unwatched) -> Chance:
    """What tunes of the index, whose melodies and bar lengths are given, share with those of other families."""
    chosen = np.random.default_rng(0).permutation(len(lines))[:SAMPLE]
    nearest, longest, pairs = [], [], []
    for number in watched(chosen, watch, "measuring chance", len(chosen)):
        line, runs = lines[number], runs_of(lines[number], index)
        strange = index.families != index.families[number]
        similarities = similarities_of(line, runs, len(index.tunes))[strange]
        nearest.append(similarities.max(initial=0.0))
        longest.append(max((run.length for run in runs if strange[run.tune]), default=0.0) / bars[number])
        pairs.append(similarities)
    return Chance(
        tunes=len(chosen),
        similarity=float(np.percentile(nearest, USUAL)),
        run=float(np.percentile(longest, USUAL)),
        pair=float(np.percentile(np.concatenate(pairs), RARE)),
    )


def similarities_of(line: Line, runs: Sequence[Run], tunes: int) -> NDArray[np.float64]:
    """The share of a melody's time that stands in each known tune, given its runs, tune by tune; shape (tunes,)."""
    shares = np.zeros(tunes)
    for number, of_one in groupby(runs, key=lambda run: run.tune):
        shares[number] = share_of(line, of_one)
    return shares
