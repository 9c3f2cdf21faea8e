"""Everything that decides how a training run goes; with the corpus, it decides the weights."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields, replace
from typing import Annotated, Any, Literal, get_args, get_type_hints

from tunesmith.corpus.terms import repeat_of
from tunesmith.errors import TrainingError
from tunesmith.model.config import INPUT_FEATURES, PRESETS, REPEAT_LAGS, NetworkConfig, current_names

__all__ = ["PLAIN", "TRAINING_PRESETS", "TrainingConfig"]

Form = Literal["stream", "buckets", "padded"]
Optimizer = Literal["adam", "adamw"]
Precision = Literal["auto", "bf16", "fp32"]
Schedule = Literal["constant", "plateau", "cosine", "onecycle"]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """One training run; what each field means stands beside it, and `tunesmith train --help` shows it."""

    embedding: Annotated[int, "width of the embedding"] = 92
    hidden: Annotated[int, "width of each layer"] = 256
    layers: Annotated[int, "LSTM layers"] = 2
    dropout: Annotated[float, "share of the values between the layers that is silenced"] = 0.3
    tied: Annotated[bool, "share the embedding with the output"] = False
    repeat_lags: Annotated[tuple[int, ...], "repeat features: so many bars back, 0 for the longest match"] = REPEAT_LAGS
    features: Annotated[
        tuple[str, ...],
        "other features: position (in the bar, in the part, in the scale); goals (bars left, last, repeated, ending)",
    ] = INPUT_FEATURES["features"]
    told: Annotated[float, "chance that the network reads a tune's goals, or most of them"] = 0.6
    locked: Annotated[bool, "silence the same values at all characters of a chunk"] = True
    form: Annotated[Form, "a stream that carries the state, buckets of like length, or plain padding"] = "stream"
    batch: Annotated[int, "lanes or tunes at once, in each process"] = 64
    chunk: Annotated[int, "characters that a lane of the stream moves on in a batch"] = 128
    fresh: Annotated[float, "chance that a lane breaks off before a batch and begins a tune with no state"] = 0.1
    longest: Annotated[int, "characters that are kept of a tune in buckets and plain padding"] = 600
    accumulate: Annotated[int, "batches a step"] = 1
    controls: Annotated[float, "chance of each group of control lines to be there"] = 0.5
    transpose: Annotated[bool, "read a tune in any of its keys, not only in its own"] = True
    repeat: Annotated[
        tuple[str, ...], "how often an epoch reads the tunes of a source, like irishman_sample=4; 0 leaves it out"
    ] = ()
    strength: Annotated[float, "how much a candidate with an advantage of 1 counts beside a real tune"] = 0.25
    optimizer: Annotated[Optimizer, "how the weights move"] = "adamw"
    rate: Annotated[float, "the highest learning rate"] = 3e-3
    decay: Annotated[float, "weight decay"] = 0.0
    clip: Annotated[float, "largest norm of the gradient; 0 leaves it alone"] = 1.0
    schedule: Annotated[Schedule, "how the learning rate goes on"] = "cosine"
    warmup: Annotated[float, "share of the run in which the rate rises"] = 0.02
    factor: Annotated[float, "what a plateau multiplies the rate by"] = 0.5
    patience: Annotated[int, "validations without a gain that make a plateau"] = 2
    average: Annotated[float, "decay of the running average of the weights that is saved; 0 for none"] = 0.0
    epochs: Annotated[float, "how often the corpus is read; 1.5 is once and a half"] = 20.0
    minutes: Annotated[float, "time that the run has, its schedule included, instead of epochs; 0 for no limit"] = 0.0
    every: Annotated[int, "steps between validations; 0 for one an epoch and at least twenty in the run"] = 0
    early: Annotated[int, "validations without a gain that end the run; 0 for never"] = 0
    seed: Annotated[int, "decides everything that is random"] = 0
    workers: Annotated[int, "threads, each with its share of a batch"] = 1
    precision: Annotated[Precision, "bf16, fp32, or bf16 where it is native"] = "auto"

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self)).items():
            value, choices = getattr(self, name), get_args(hint)
            if choices and isinstance(choices[0], str) and value not in choices:
                raise TrainingError(f"{name} is one of {', '.join(choices)}, not {value!r}")
        for name in ("batch", "chunk", "longest", "accumulate", "workers", "patience"):
            at_least(name, getattr(self, name), 1)
        for name in ("minutes", "every", "early", "decay", "clip", "seed", "strength"):
            at_least(name, getattr(self, name), 0)
        for name in ("rate", "epochs"):
            if not 0 < getattr(self, name) < math.inf:
                raise TrainingError(f"{name} must be above 0, not {getattr(self, name)}")
        for name in ("fresh", "told", "controls", "warmup", "factor", "average"):
            if not 0 <= getattr(self, name) <= 1:
                raise TrainingError(f"{name} must be from 0 to 1, not {getattr(self, name)}")
        if self.batch % self.workers:
            raise TrainingError(f"batch must divide by workers: {self.batch} by {self.workers}")
        self.repeats()
        self.network(1)

    def network(self, vocabulary_size: int) -> NetworkConfig:
        """The shape of the network that this run trains."""
        sizes = (self.embedding, self.hidden, self.layers, self.dropout)
        return NetworkConfig(vocabulary_size, *sizes, self.tied, self.repeat_lags, self.features)

    def shaped_like(self, network: NetworkConfig) -> TrainingConfig:
        """The same run for a network of this shape, which reads these features."""
        shape = ("embedding", "hidden", "layers", "tied", "repeat_lags", "features")
        return self.changed(**{name: getattr(network, name) for name in shape})

    def repeats(self) -> dict[str, int]:
        """How often an epoch reads the tunes of each source that is named."""
        times = {}
        for entry in self.repeat:
            known = repeat_of(entry)
            if known is None:
                raise TrainingError(f"repeat is a source and a number, like irishman_sample=4, not {entry!r}")
            times[known[0]] = known[1]
        return times

    def changed(self, **given: Any) -> TrainingConfig:
        """The same run but for the fields that are given; None leaves a field as it is."""
        return replace(self, **{name: value for name, value in given.items() if value is not None})

    def as_dict(self) -> dict[str, Any]:
        """The fields as JSON can hold them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TrainingConfig:
        """Read what `as_dict` gave, also when it went through JSON, and fields under earlier names."""
        values = current_names(values)
        unknown = values.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise TrainingError(f"no such field of a training run: {', '.join(sorted(unknown))}")
        return cls(**values)


def at_least(name: str, value: float, least: int) -> None:
    """Refuse a value that is too small, or no number."""
    if not value >= least:
        raise TrainingError(f"{name} must be at least {least}, not {value}")


TRAINING_PRESETS: dict[str, TrainingConfig] = {
    # So few weights learn too little from a corpus in many keys, not too much: nothing is silenced.
    "small": TrainingConfig().changed(**{**PRESETS["small"], "dropout": 0.0}, rate=5e-3, average=0.998, epochs=6.0),
    "large": TrainingConfig().changed(**PRESETS["large"], rate=2e-3, average=0.998),
    "flagship": TrainingConfig().changed(
        **{**PRESETS["flagship"], "dropout": 0.1}, rate=3e-3, decay=0.01, average=0.998, epochs=6.0
    ),
}

PLAIN: dict[str, Any] = {
    "features": (),
    "repeat_lags": (),
    "dropout": 0.3,
    "locked": False,
    "form": "padded",
    "batch": 32,
    "controls": 0.0,
    "transpose": False,
    "optimizer": "adam",
    "rate": 1e-3,
    "decay": 0.0,
    "schedule": "plateau",
    "warmup": 0.0,
    "average": 0.0,
    "precision": "fp32",
}
"""The textbook network and the way in which most character networks for ABC were trained, for comparison."""
