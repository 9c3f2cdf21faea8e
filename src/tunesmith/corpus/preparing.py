"""All tunes of some sources, cleaned by all workers, with duplicates set apart and families found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tunesmith.corpus.catalogue import rank_of, record_of
from tunesmith.corpus.cleaning import Bounds, CleanTune, Dropped, clean
from tunesmith.corpus.families import families_by_age
from tunesmith.corpus.labels import LabelCounts, counted, features_of, fits, labels_of, with_label
from tunesmith.progress import Watch, unwatched
from tunesmith.workers.sharing import ALONE, Workers, mapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.corpus.labels import Features
    from tunesmith.corpus.sources import SourceTune

__all__ = ["DUPLICATE", "PreparedTunes", "prepare", "sorted_out"]

DUPLICATE = "exact duplicate"
UNPLAYED = re.compile(r"^[XQ]:.*\n", re.MULTILINE)  # lines that two copies of one tune may differ in


@dataclass(frozen=True, slots=True)
class PreparedTunes:
    """The tunes to learn from, the family and the clan of each, and those left out with reasons.

    A family or clan is the index of one of its tunes; `families_by_age` says what they are.
    """

    tunes: tuple[CleanTune, ...]
    families: tuple[int, ...]
    clans: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    labels: LabelCounts


def prepare(
    found: Sequence[SourceTune], bounds: Bounds, workers: Workers = ALONE, watch: Watch = unwatched
) -> PreparedTunes:
    """Clean every tune, keep the first of exact duplicates, find the families, and replace unreliable labels."""
    prepared = sorted_out(found, bounds, workers, watch)

    def look(texts: Sequence[str]) -> Iterator[Features]:
        return mapped(features_of, texts, workers, watch, "finding modes and dances")

    labels = labels_of(prepared.tunes, prepared.clans, look)
    pairs = list(zip(prepared.tunes, labels, strict=True))
    changing = [pair for pair in pairs if not fits(*pair)]
    changed = iter(list(mapped(with_label, changing, workers, watch, "labelling")))
    tunes = tuple(tune if fits(tune, label) else next(changed) for tune, label in pairs)
    return replace(prepared, tunes=tunes, labels=counted(prepared.tunes, labels))


def sorted_out(
    found: Sequence[SourceTune], bounds: Bounds, workers: Workers = ALONE, watch: Watch = unwatched
) -> PreparedTunes:
    """The same with the labels of their sources; the oldest sources come first."""
    ordered = sorted(found, key=lambda tune: rank_of(tune.source))
    kept: list[CleanTune] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    for tune in mapped(partial(clean, bounds=bounds), ordered, workers, watch, "cleaning tunes"):
        if isinstance(tune, Dropped):
            dropped.append(tune)
        elif (music := UNPLAYED.sub("", tune.text)) in seen:
            dropped.append(Dropped(tune.id, tune.source, DUPLICATE, tune.losses))
        else:
            seen.add(music)
            kept.append(tune)
    watch("finding families", 0, None)
    later = [record_of(tune.source).later for tune in kept]
    related, clans = families_by_age([tune.contour for tune in kept], [tune.group for tune in kept], later)
    return PreparedTunes(
        tuple(kept), tuple(related.tolist()), tuple(clans.tolist()), tuple(dropped), LabelCounts({}, {}, {})
    )
