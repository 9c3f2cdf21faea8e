"""Form: the statistics of tunes over a sample, each with its confidence interval, and the forms that tunes have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.analysis.statistics import STATISTICS, statistics_of
from tunesmith.evaluation.intervals import ConfidenceInterval, mean_interval, share_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Tune

__all__ = ["COUNTED", "FormFigures", "form_figures"]

SHOWN = 12  # forms that are named
COUNTED = ("parts", "range", "notes_a_bar")
"""The statistics that are counts; the others are shares."""


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The mean of every statistic over the tunes of a sample, and the share of the most frequent forms."""

    tunes: int
    statistics: dict[str, ConfidenceInterval]
    forms: dict[str, float]


def form_figures(tunes: Sequence[Tune]) -> FormFigures:
    """Measure the form of at least one tune."""
    rows = [statistics_of(tune) for tune in tunes]
    forms = Counter(tune.form.letters for tune in tunes)
    return FormFigures(
        tunes=len(tunes),
        statistics={
            name: (mean_interval if name in COUNTED else share_interval)([row[name] for row in rows])
            for name in STATISTICS
        },
        forms={form: count / len(tunes) for form, count in forms.most_common(SHOWN)},
    )
