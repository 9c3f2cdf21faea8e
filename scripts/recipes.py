"""Two recipes on the same corpus for the same processor time: that of most character networks for ABC, and ours.

    python scripts/recipes.py CORPUS --out runs/recipes --seconds 120 --seeds 3

CORPUS is a packed corpus. *plain*: `nn.LSTM` as it comes, random tunes padded to 600, float32, Adam at 1e-3, dropout,
a plateau schedule, tunes in their own key. *ours*: the recipe of `small`. Both have 0.96 million weights. Time is
that of the process, all threads together, so that other programs do not tilt it; validation is not counted. Each
finished run is a line in OUT/runs.jsonl, and is not done again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from tunesmith.errors import TunesmithError
from tunesmith.training.config import TRAINING_PRESETS, TrainingConfig
from tunesmith.training.loop import Run
from tunesmith.training.validation import Validation, validate

PARTS = 4
"""Points of a curve."""
CONFIGS = {
    "plain": TrainingConfig(
        embedding=128, repeat_lags=(), features=(), form="padded", batch=32, precision="fp32",
        optimizer="adam", rate=1e-3, schedule="plateau", warmup=0.0, locked=False, transpose=False, controls=0.0,
        epochs=1000.0,
    ),
    "ours": TRAINING_PRESETS["small"].changed(average=0.99, epochs=1000.0),
}  # fmt: skip


def main() -> None:
    """Do the runs that are not yet done, and print all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=120.0, help="processor time of each run")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        for seed in range(options.seeds):
            for name in CONFIGS:
                key = {"recipe": name, "seed": seed, "seconds": options.seconds, "workers": options.workers}
                if not any(done.items() >= key.items() for done in finished(options.out)):
                    config = CONFIGS[name].changed(seed=seed, workers=options.workers)
                    line = key | run(options.corpus, config, options.out, options.seconds)
                    with (options.out / "runs.jsonl").open("a") as file:
                        file.write(json.dumps(line) + "\n")
    except TunesmithError as error:
        sys.exit(f"recipes: {error}")
    show([done for done in finished(options.out) if done["seconds"] == options.seconds], options.seconds)


def finished(out: Path) -> list[dict[str, Any]]:
    """The runs that were done before."""
    path = out / "runs.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def run(corpus: Path, config: TrainingConfig, out: Path, seconds: float) -> dict[str, Any]:
    """Train for so much processor time, and validate at equal parts of it; the schedule goes by that time."""
    training = Run(corpus, config, out)
    curve: list[Validation] = []
    spent = 0.0
    for lesson in training.steps():
        start = time.process_time()
        training.learn(lesson.batches, spent / seconds, None)
        spent += time.process_time() - start
        if spent >= seconds * (len(curve) + 1) / PARTS:
            curve.append(validate(training.learner.judged, training.held_out, training.fabric))
            bits = f"{curve[-1].bits:.3f} bits/char, {training.position.characters:,} characters"
            print(f"seed {config.seed}, {config.form}, {spent:.0f} s: {bits}", file=sys.stderr)
        if len(curve) == PARTS:
            break
    return {
        "bits": [score.bits for score in curve],
        "top1": curve[-1].top1,
        "characters": training.position.characters,
    }


def show(runs: list[dict[str, Any]], seconds: float) -> None:
    """Print each recipe's curve, the mean over its seeds, and how far these lie apart at the end."""
    parts = [seconds * part / PARTS for part in range(1, PARTS + 1)]
    print(f"{'recipe':<8}" + "".join(f"{part:>8.0f} s" for part in parts) + "   from - to      top-1   characters")
    for name in CONFIGS:
        of = [one for one in runs if one["recipe"] == name]
        means = [statistics.fmean(one["bits"][place] for one in of) for place in range(PARTS)]
        ends = sorted(one["bits"][-1] for one in of)
        top1, read = (statistics.fmean(one[what] for one in of) for what in ("top1", "characters"))
        curve = "".join(f"{mean:>10.3f}" for mean in means)
        print(f"{name:<8}{curve}   {ends[0]:.3f} - {ends[-1]:.3f}   {top1:.1%}   {read:,.0f}")


if __name__ == "__main__":
    main()
