"""What sampling the form and the ends does to first tunes: the same seeds with open plans and with sampled ones.

    python scripts/sampled_plans.py MODEL [--count 200] [--real CORPUS]

MODEL must be a network with goals. A sampled plan is tried in three ways: the network reads nothing of it, it reads
but the grammar does not hold the end, and as it is. Printed are the shares of tunes that end on the tonic, and there at
rest (a quarter note or more), of parts but the last that end as told, of tunes of so many parts, and of parts of so
many bars; with `--real` also those of the test split of a packed corpus, one tune of each family whose form can be
composed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tunesmith import Composer, Request
from tunesmith.analysis.statistics import on_tonic, part_length, share, struck, tonic_of
from tunesmith.composing.forms import composable
from tunesmith.composing.jobs import job_for
from tunesmith.composing.prompt import shown
from tunesmith.evaluation.samples import read_sample
from tunesmith.grammar.layout import ENDS
from tunesmith.inference.encoder import InputEncoder
from tunesmith.model.goal_features import FIELDS
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.inference.job import Job, JobResult

REST = Fraction(1, 4)


def figures(tunes: Sequence[Tune]) -> str:
    """The figures of some tunes, in words."""
    lasts = [(struck(tune)[-1], tonic_of(tune.key)) for tune in tunes]
    home = [(on_tonic(event, tonic), event.duration >= REST) for event, tonic in lasts]
    lengths = [part_length(tune, part) for tune in tunes for part in tune.form.parts]
    parts, bars = Counter(len(tune.form.parts) for tune in tunes), Counter(lengths)
    return "; ".join(
        [
            f"{len(tunes)} tunes",
            f"tonic {share(tonic for tonic, _ in home):.1%}",
            f"at rest {share(tonic and rest for tonic, rest in home):.1%}",
            "parts " + ", ".join(f"{count}: {parts[count] / len(tunes):.0%}" for count in range(1, 5)),
            "bars " + ", ".join(f"{length}: {bars[length] / len(lengths):.0%}" for length in (4, 8, 12, 16)),
        ]
    )


def ends_as_planned(composer: Composer, plans: Sequence[Job], results: Sequence[JobResult]) -> float:
    """The share of the parts but the last that end as the plans say."""
    vocabulary = composer.checkpoint.vocabulary
    encoder = InputEncoder(composer.checkpoint.config, vocabulary.idx_to_char)
    kept = []
    for plan, one in zip(plans, results, strict=True):
        found = encoder.goals(np.array(vocabulary.encode(one.text), np.uint8))
        ends = [place for place in range(FIELDS - 1, len(plan.goals), FIELDS) if plan.goals[place]]
        kept += [found[place] == plan.goals[place] for place in ends[:-1]]
    return share(kept)


def not_held(job: Job) -> Job:
    """The job with a plan that leaves it open how the tune ends."""
    plan = list(job.plan or ())
    plan[ENDS] = 0
    return replace(job, plan=plan)


def main() -> None:
    """Compose in every way, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("model")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--real", metavar="CORPUS")
    options = parser.parse_args()
    composer = Composer(options.model)
    plans = [job_for(Request(), seed, told=True) for seed in range(options.count)]
    ways = {
        "open plans": [job_for(Request(), seed) for seed in range(options.count)],
        "sampled, nothing told": [replace(not_held(one), goals=()) for one in plans],
        "sampled and told, end not held": [not_held(one) for one in plans],
        "sampled, told and held": plans,
    }
    for name, jobs in ways.items():
        results = composer.run(jobs)
        kept = ends_as_planned(composer, plans, results)
        print(f"{name}: {figures([Tune.parse(shown(one.text)) for one in results])}; others as told {kept:.1%}")
    if options.real:
        real = [tune for tune in read_sample(options.real).distinct if composable(shape_of(tune))]
        print(f"real: {figures(real)}")


def shape_of(tune: Tune) -> tuple[tuple[int, bool], ...]:
    """Of every part its bars, and whether it is repeated."""
    return tuple((part_length(tune, part), part.repeated) for part in tune.form.parts)


if __name__ == "__main__":
    main()
