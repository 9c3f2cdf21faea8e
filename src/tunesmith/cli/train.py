"""`tunesmith train`: learn a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tunesmith.cli.fields import UNCHANGED, Fields, chosen, need_torch
from tunesmith.cli.packing import packed_corpus
from tunesmith.composing.composer import Composer
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.training.config import TRAINING_PRESETS

__all__ = ["train"]


def train(
    corpus: list[str],
    /,
    *,
    out: Path,
    preset: Literal["small", "large", "flagship"] = "small",
    resume: bool = False,
    start: str | None = None,
    use: Literal["any", "research"] = "research",
    fields: Fields = UNCHANGED,
) -> None:
    """Learn tunes, and keep the best network in OUT/model.safetensors.

    Parameters
    ----------
    corpus
        Files or folders of tunes, names of sources, or one folder that holds a packed corpus.
    out
        The folder for the model, the log (TensorBoard) and all that is needed to resume.
    preset
        The network and settings to begin from; you can change every field.
    resume
        Continue exactly where the run in OUT stopped; the fields that you give replace its own.
    use
        Learn from all tunes, for `research`, or only from those of sources that are free for `any` use.
    start
        Begin with the weights of this model (a file, or a shipped model's name) instead of random ones.
    """
    need_torch()
    if resume and start:
        raise RequestError("--start begins a run; the one that is resumed has begun: leave one of them out")
    from tunesmith.training.loop import train as run
    from tunesmith.training.machine import suited
    from tunesmith.training.resume import load_position, resume_file
    from tunesmith.training.texts import epoch_characters

    config = load_position(resume_file(out, 0))[0] if resume else TRAINING_PRESETS[preset]
    begun = Checkpoint.load(start) if start else None
    folder, config = packed_corpus(corpus, use), chosen(config, fields)
    if not resume and fields.batch is None:
        config = suited(config, epoch_characters(folder, config))
    model = run(folder, config, out, resume=resume, start=begun, compose=composed)
    print(model)


def composed(model: Checkpoint) -> str:
    """Compose one tune, or say why this network cannot yet."""
    try:
        return Composer(model, threads=1).compose(seed=0)[0].text
    except RequestError as error:
        return str(error)
