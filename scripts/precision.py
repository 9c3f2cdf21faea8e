"""What training in bf16 costs: one run in it and one in float32, from the same weights, over the same batches.

    python scripts/precision.py CORPUS --out runs/precision --steps 300

CORPUS is a packed corpus. Both runs stand in folders of OUT as `tunesmith train` leaves them, so that Ctrl-C, and the
same command again, goes on where it stopped. Printed are both curves of validation, in bits per character, and how far
they are apart; last, the networks that both ended with, both read in float32. The exit status is 1 if that differs by
more than LIMIT.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.errors import TrainingError
from tunesmith.training.batches import arrange
from tunesmith.training.config import TRAINING_PRESETS
from tunesmith.training.loop import Run, train
from tunesmith.training.machine import has_bf16
from tunesmith.training.resume import load_position, resume_file
from tunesmith.training.texts import epoch_texts
from tunesmith.training.validation import validate

if TYPE_CHECKING:
    from tunesmith.training.config import TrainingConfig
    from tunesmith.training.resume import Position

LIMIT = 0.005
"""The most that bf16 may cost: half a percent of the bits."""


def main() -> None:
    """Train both, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--every", type=int, default=50, help="steps between validations")
    parser.add_argument("--preset", choices=TRAINING_PRESETS, default="small")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    try:
        configs = configs_of(options)
        runs = {name: followed(options.corpus, config, options.out / name) for name, config in configs.items()}
        ended = {name: read(options.corpus, configs["fp32"], options.out / name) for name in runs}
    except TrainingError as error:
        sys.exit(f"precision: {error}")
    show(runs["bf16"], runs["fp32"], options.every)
    difference = ended["bf16"] / ended["fp32"] - 1
    print(f"both read in float32: {ended['bf16']:.4f} {ended['fp32']:.4f} {difference:+.2%}")
    sys.exit(abs(difference) > LIMIT)


def configs_of(options: argparse.Namespace) -> dict[str, TrainingConfig]:
    """The recipe of a preset in both precisions, for so many steps."""
    if not has_bf16():
        raise TrainingError("bf16 is not native here")
    # The average of the weights of so short a run would mostly be that of its beginning.
    given = {name: getattr(options, name) for name in ("every", "batch", "workers")}
    recipe = TRAINING_PRESETS[options.preset].changed(average=0.0, **given)
    batches = arrange(epoch_texts(PackedCorpus.open(options.corpus, "train"), recipe, 0), recipe, 0)
    epochs = options.steps / (len(batches) // recipe.accumulate)
    return {name: recipe.changed(precision=name, epochs=epochs) for name in ("bf16", "fp32")}


def followed(corpus: Path, config: TrainingConfig, out: Path) -> Position:
    """Begin the run in `out`, or go on with it, and say where it ended."""
    begun = resume_file(out, 0).exists()
    if begun and load_position(resume_file(out, 0))[0] != config:
        raise TrainingError(f"{out} holds a run with other fields: choose another folder")
    train(corpus, config, out, resume=begun)
    return load_position(resume_file(out, 0))[1]


def read(corpus: Path, config: TrainingConfig, out: Path) -> float:
    """Bits per character of the network that the run in `out` ended with, computed as `config` has it."""
    run = Run(corpus, config, out)
    run.restore()
    return validate(run.learner.judged, run.held_out, run.fabric).bits


def show(bf16: Position, fp32: Position, every: int) -> None:
    """Both curves, side by side."""
    if (bf16.steps, bf16.characters) != (fp32.steps, fp32.characters):
        raise TrainingError(f"the runs read {bf16.characters} and {fp32.characters} characters")
    seconds = f"{bf16.seconds:,.0f} s in bf16, {fp32.seconds:,.0f} s in float32"
    print(f"{bf16.characters:,} characters in {bf16.steps:,} steps: {seconds}")
    print(f"{'step':>6} {'bf16':>7} {'float32':>8} {'apart':>7}")
    for place, (half, full) in enumerate(zip(bf16.losses, fp32.losses, strict=True), start=1):
        step = min(place * every, bf16.steps)
        print(f"{step:>6} {half / math.log(2):>7.4f} {full / math.log(2):>8.4f} {half / full - 1:>+7.2%}")


if __name__ == "__main__":
    main()
