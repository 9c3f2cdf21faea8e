"""Validity: in how many tunes Tunesmith's own check, and the ABC programs that are installed, find nothing wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.evaluation.intervals import ConfidenceInterval, share_interval
from tunesmith.evaluation.outside import PROGRAMS
from tunesmith.notation.check import check
from tunesmith.workers.sharing import ALONE, Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.evaluation.samples import Sample

__all__ = ["Validity", "Verdict", "validity"]

EXAMPLES = 8  # complaints that are named
WELL = ("full", "anacrusis", "completion")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one program thinks: the share of the tunes without a complaint, and its most frequent complaints."""

    clean: ConfidenceInterval
    complaints: dict[str, int]


@dataclass(frozen=True, slots=True)
class Validity:
    """The share of full bars (or rightly short ones), and the verdict of every program by name; None where absent."""

    tunes: int
    readable: ConfidenceInterval
    full_bars: ConfidenceInterval
    verdicts: dict[str, Verdict | None]


def validity(sample: Sample, workers: Workers = ALONE) -> Validity:
    """Ask every program about at least one text."""
    own = list(workers.map(faults_of, sample.texts))
    verdicts: dict[str, Verdict | None] = {"tunesmith check": verdict(own)}
    for name, program in PROGRAMS.items():
        found = program(sample.texts)
        verdicts[name] = None if found is None else verdict(found)
    return Validity(
        tunes=len(sample),
        readable=share_interval([float("no-music" not in codes) for codes in own]),
        full_bars=share_interval(
            [sum(bar.fill in WELL for bar in tune.bars) for tune in sample.tunes] or [0],
            [len(tune.bars) for tune in sample.tunes] or [0],
        ),
        verdicts=verdicts,
    )


def faults_of(text: str) -> list[str]:
    """The codes of what Tunesmith's check finds in a text, but for notices."""
    return [finding.code for finding in check(text).findings if finding.severity != "notice"]


def verdict(complaints: Sequence[Sequence[str]]) -> Verdict:
    """Sum up the complaints about every tune; each kind counts once a tune."""
    counts = Counter(kind for of_tune in complaints for kind in set(of_tune))
    return Verdict(share_interval([float(not of_tune) for of_tune in complaints]), dict(counts.most_common(EXAMPLES)))
