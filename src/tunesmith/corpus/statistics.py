"""What is in a corpus, in figures: lengths, characters, meters, keys, rhythms, forms, bars, duplicates, families."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.families import FamilyAgreement, agreement
from tunesmith.corpus.found_chords import chords_of
from tunesmith.corpus.preparing import DUPLICATE
from tunesmith.corpus.vocabulary import counted
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tunesmith.corpus.catalogue import Terms
    from tunesmith.corpus.cleaning import CleanTune
    from tunesmith.corpus.preparing import PreparedTunes

__all__ = ["Lengths", "SourceFigures", "Statistics", "read_statistics", "statistics_of", "write_statistics"]

STATISTICS = "statistics.json"  # of a packed corpus

SHORT = 600  # characters: what many recipes for character models cut a tune to
UNSAID = "none"  # the rhythm of a tune whose source names none


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths of the canonical texts in characters; `under_600` is the share of the tunes that are shorter."""

    minimum: int
    median: float
    mean: float
    percentile_95: float
    maximum: int
    under_600: float

    @classmethod
    def of(cls, lengths: Sequence[int]) -> Lengths:
        """Sum up at least one length."""
        array = np.asarray(lengths)
        return cls(
            minimum=int(array.min()),
            median=float(np.median(array)),
            mean=float(array.mean()),
            percentile_95=float(np.percentile(array, 95)),
            maximum=int(array.max()),
            under_600=float((array < SHORT).mean()),
        )


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One source: its terms, the tunes found, those `read` without loss and why not the others, those kept.

    `fixed` and `dropped` count tunes by what was done to them or why they were left out.

    `agreement` judges the families found by melody alone, where the source has groups of its own.
    """

    terms: Terms
    found: int
    read: int
    losses: dict[str, int]
    kept: int
    fixed: dict[str, int]
    dropped: dict[str, int]
    characters: int
    groups: int
    families: int
    agreement: FamilyAgreement | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a corpus; every dictionary counts tunes (`bars` bars, `vocabulary` characters), most first."""

    sources: dict[str, SourceFigures]
    lengths: Lengths
    histogram: dict[int, int]  # tunes by length, in steps of 50 characters
    vocabulary: dict[str, int]
    meters: dict[str, int]
    keys: dict[str, int]
    rhythms: dict[str, int]
    chords: dict[str, int]
    forms: dict[str, int]
    bars: dict[str, int]
    bars_a_tune: dict[int, int]
    duplicates: int
    families: int
    family_sizes: dict[int, int]
    shared_families: int  # with tunes of more than one source
    fixed: dict[str, int]
    dropped: dict[str, int]


def statistics_of(prepared: PreparedTunes) -> Statistics:
    """Count everything about a prepared corpus, which holds at least one tune."""
    tunes = prepared.tunes
    lengths = [len(tune.text) for tune in tunes]
    sizes = Counter(prepared.families)
    origins: Mapping[int, set[str]] = defaultdict(set)
    for tune, family in zip(tunes, prepared.families, strict=True):
        origins[family].add(tune.source)
    return Statistics(
        sources=_sources(prepared),
        lengths=Lengths.of(lengths),
        histogram=dict(sorted(Counter(length // 50 * 50 for length in lengths).items())),
        vocabulary=dict(counted(tune.text for tune in tunes).most_common()),
        meters=_counted(tune.meter for tune in tunes),
        keys=_counted(tune.key for tune in tunes),
        rhythms=_counted(tune.rhythm or UNSAID for tune in tunes),
        chords=_counted(chords_of(tune.text) for tune in tunes),
        forms=_counted(tune.form for tune in tunes),
        bars=_counted(fill for tune in tunes for fill in tune.bars),
        bars_a_tune=dict(sorted(Counter(len(tune.bars) for tune in tunes).items())),
        duplicates=sum(tune.reason == DUPLICATE for tune in prepared.dropped),
        families=len(sizes),
        family_sizes=dict(sorted(Counter(sizes.values()).items())),
        shared_families=sum(len(found) > 1 for found in origins.values()),
        fixed=_counted(name for tune in tunes for name in tune.fixed),
        dropped=_counted(tune.reason for tune in prepared.dropped),
    )


def write_statistics(folder: Path, statistics: Statistics) -> None:
    """Write the figures into the folder of a packed corpus."""
    (folder / STATISTICS).write_text(json.dumps(asdict(statistics), ensure_ascii=False), encoding="utf-8")


def read_statistics(folder: Path) -> Statistics:
    """Read the figures that were counted when the corpus in `folder` was packed; CorpusError if they are not there."""
    try:
        fields = json.loads((folder / STATISTICS).read_text(encoding="utf-8"))
        fields["lengths"] = Lengths(**fields["lengths"])
        for name in ("histogram", "bars_a_tune", "family_sizes"):
            fields[name] = {int(number): count for number, count in fields[name].items()}
        for source in fields["sources"].values():
            source["agreement"] = source["agreement"] and FamilyAgreement(**source["agreement"])
        fields["sources"] = {name: SourceFigures(**source) for name, source in fields["sources"].items()}
        return Statistics(**fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorpusError(f"{folder / STATISTICS}: cannot be read; pack the corpus again: {error}") from error


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _sources(prepared: PreparedTunes) -> dict[str, SourceFigures]:
    names = sorted({tune.source for tune in prepared.tunes} | {tune.source for tune in prepared.dropped})
    return {name: _source(prepared, name) for name in names}


def _source(prepared: PreparedTunes, name: str) -> SourceFigures:
    kept = [
        (tune, family) for tune, family in zip(prepared.tunes, prepared.families, strict=True) if tune.source == name
    ]
    tunes = [tune for tune, _ in kept]
    dropped = [tune for tune in prepared.dropped if tune.source == name]
    losses = [tune.losses for tune in tunes] + [tune.losses for tune in dropped]
    groups = len({tune.group for tune in tunes})
    return SourceFigures(
        terms=record_of(name).terms,
        found=len(losses),
        read=sum(not lost for lost in losses),
        losses=_counted(code for lost in losses for code in lost),
        kept=len(tunes),
        fixed=_counted(what for tune in tunes for what in tune.fixed),
        dropped=_counted(tune.reason for tune in dropped),
        characters=sum(len(tune.text) for tune in tunes),
        groups=groups,
        families=len({family for _, family in kept}),
        agreement=_agreement(tunes) if groups < len(tunes) else None,
    )


def _agreement(tunes: Sequence[CleanTune]) -> FamilyAgreement:
    return agreement([tune.contour for tune in tunes], [tune.group for tune in tunes])
