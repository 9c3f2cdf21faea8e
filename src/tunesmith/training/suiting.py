"""Settings that suit the size of a corpus and the machine, and settings that can have no effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from tunesmith.training.candidates import SOURCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tunesmith.training.config import TrainingConfig

__all__ = ["suited", "without_effect"]

LANES = 2048  # on a GPU, which is as quick with thousands as with tens
STEPS = 20  # of an epoch, at least
GOING_ON: dict[str, Any] = {"rate": 1e-3, "dropout": 0.2, "average": 0.99, "early": 8}
"""What differs for a network that has learned already: less can be gained, and more can be lost."""
CHARACTERS = 3_000_000
"""What any network reads at least, and such a one at most, within these numbers of epochs."""
EPOCHS = 2.0, 20.0


def suited(config: TrainingConfig, characters: int, *, begun: bool = False) -> TrainingConfig:
    """The run with epochs and lanes that suit an epoch of so many characters, and the device.

    If it goes on with a trained network (`begun`), also with the rate and the dropout for that.
    """
    fewest, most = EPOCHS
    enough = min(most, max(fewest, CHARACTERS / max(characters, 1)))
    config = config.changed(**GOING_ON, epochs=enough) if begun else config.changed(epochs=max(config.epochs, enough))
    if config.form != "stream":
        return config
    fit = 1 << (max(1, characters // (config.chunk * STEPS)).bit_length() - 1)
    lanes = min(LANES if torch.cuda.is_available() else config.batch, fit)
    return config.changed(batch=max(config.workers, lanes // config.workers * config.workers))


def without_effect(config: TrainingConfig, given: Collection[str], sources: Collection[str]) -> Iterator[str]:
    """What to say of each of the fields that were `given` and can have no effect on a run over these sources."""
    plateau, stream = config.schedule == "plateau", config.form == "stream"
    reasons = {
        "dropout": (config.layers == 1, "it silences values between layers, and there is one"),
        "factor": (not plateau, f"the schedule is {config.schedule}"),
        "patience": (not plateau, f"the schedule is {config.schedule}"),
        "warmup": (plateau or config.schedule == "constant", f"the schedule is {config.schedule}"),
        "chunk": (not stream, f"the form is {config.form}"),
        "fresh": (not stream, f"the form is {config.form}"),
        "longest": (stream, "a stream reads whole tunes"),
        "told": ("goals" not in config.features, "the network does not read goals"),
        "strength": (SOURCE not in sources, "there are no candidates"),
        "locked": (config.dropout == 0, "there is no dropout"),
        "epochs": (config.minutes > 0, "the run has a limit of time"),
    }
    for name, (idle, reason) in reasons.items():
        if name in given and idle:
            yield f"{name} has no effect: {reason}"
    for source in config.repeats().keys() - set(sources):
        yield f"repeat has no effect on {source}: the corpus has {', '.join(sorted(sources))}"
