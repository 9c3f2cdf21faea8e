"""`tunesmith train`: learn a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from tunesmith.cli.fields import UNCHANGED, Fields, chosen, configured, need_torch, warn
from tunesmith.cli.packing import packed_corpus
from tunesmith.composing.composer import Composer
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.training.settings import read_settings

__all__ = ["train"]


def train(
    corpus: list[str],
    /,
    *,
    out: Path,
    preset: Literal["small", "large", "flagship"] = "small",
    plain: Annotated[bool, Parameter(negative="")] = False,
    settings: Path | None = None,
    resume: bool = False,
    start: str | None = None,
    candidates: Path | None = None,
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
    plain
        The textbook network, trained as most are: no input features, random padded tunes, Adam, float32.
    settings
        A TOML file with fields of the run, like OUT/settings.toml.
    resume
        Continue exactly where the run in OUT stopped; the fields that you give replace its own.
    use
        Learn from all tunes, for `research`, or only from those of sources that are free for `any` use.
    start
        Begin with this model (a name, file, folder or address): its weights, its shape and its characters.
    candidates
        Also learn from this file of tunes that the model composed (`scripts/ranking.py candidates`).
    """
    need_torch()
    check_beginning(resume, start, plain)
    from tunesmith.training.candidates import SOURCE, read_candidates
    from tunesmith.training.loop import train as run
    from tunesmith.training.resume import load_position, resume_file

    begun = Checkpoint.load(start) if start else None
    own = read_candidates(candidates) if candidates else []
    if resume:
        config = load_position(resume_file(out, 0))[0]
        config = chosen(config.changed(**read_settings(settings)) if settings else config, fields)
        folder = packed_corpus(corpus, use)
    else:
        folder = packed_corpus(corpus, use)
        config = configured(folder, preset, plain, settings, fields, begun)
    warn(config, fields, folder, [SOURCE] if candidates else [])
    model = run(folder, config, out, resume=resume, start=begun, candidates=own, compose=composed)
    print(model)


def check_beginning(resume: bool, start: str | None, plain: bool) -> None:
    """Refuse options of which one says what another denies."""
    if resume and start:
        raise RequestError("--start begins a run; the one that is resumed has begun: leave one of them out")
    if plain and (resume or start):
        other = "--resume" if resume else "--start"
        raise RequestError(f"--plain begins with the textbook network, {other} with another one: leave one of them out")


def composed(model: Checkpoint) -> str:
    """Compose one tune, or say why this network cannot yet."""
    try:
        return Composer(model, threads=1).compose(seed=0)[0].text
    except RequestError as error:
        return str(error)
