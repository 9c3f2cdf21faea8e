"""`tunesmith pack`: clean a corpus, split it and number its characters, once for all that learn or judge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from tunesmith.cli.packing import is_packed, named
from tunesmith.cli.progress import stages
from tunesmith.cli.workers import HERE, Team
from tunesmith.corpus.building import BuildReport, Options, build
from tunesmith.corpus.splits import Shares
from tunesmith.errors import CorpusError, RequestError
from tunesmith.model.checkpoint import Checkpoint

__all__ = ["pack"]


def pack(
    *corpus: str,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    use: Literal["any", "research"] = "research",
    subset: str | None = None,
    validation: float | None = None,
    test: float | None = None,
    division: Literal["families", "files"] = "families",
    vocabulary: str | None = None,
    keys: int = 6,
    found_chords: float = 0.25,
    seed: int = 0,
    team: Team = HERE,
) -> None:
    """Clean a corpus, split it and number its characters once; explore, estimate, train, evaluate and report take it.

    Parameters
    ----------
    corpus
        Files, folders or archives of tunes, or the names `irishman` and `music21`; you can give several.
    out
        The folder to write. A packed corpus that is there is replaced, unless it is this one already.
    use
        Learn from all tunes, for `research`, or only from those of sources that are free for `any` use.
    subset
        Only so many tunes, by chance: a number, or two numbers, those to learn from and those in validation
        (20000,2000; then none is in test). Tunes that are not fit to learn from count among them.
    validation
        The share of the families that is in validation; 0.02 by default, and more of a corpus below 1,000 families.
    test
        The share of the families that is in test, likewise.
    division
        Who is in which split: whole families of tunes by chance, or what is in files called validation and test.
    vocabulary
        The name or the file of a model whose characters to keep to.
    keys
        In how many other keys a training tune is packed at most.
    found_chords
        The share of the training tunes without chords that are packed with found ones too.
    seed
        Decides everything that is random.
    """
    named(corpus)
    if any(is_packed(source) for source in corpus):
        raise CorpusError("a packed corpus cannot be packed again; name the tunes that it was made of")
    count, share = counts(subset)
    options = Options(
        seed=seed,
        use=use,
        transpositions=at_least("keys", keys, 0),
        found_chords=fraction("found-chords", found_chords),
        count=count,
        shares=shares(validation, test) if share is None else shares(share, test or 0.0),
        by_file=division == "files",
        characters=Checkpoint.load(vocabulary).vocabulary.characters if vocabulary else None,
    )
    with team.at_work() as workers, stages() as watch:
        report = build(corpus, out, options, workers, watch)
    print(spell(report))


def counts(subset: str | None) -> tuple[int | None, float | None]:
    """The size of a subset, and the share of it that is for validation, from what stands on the command line."""
    if subset is None:
        return None, None
    numbers = subset.split(",")
    if not all(number.isdecimal() and int(number) > 0 for number in numbers) or len(numbers) > 2:
        raise RequestError(f"--subset is a number of tunes, or two like 20000,2000, not {subset}")
    sizes = [int(number) for number in numbers]
    return sum(sizes), sizes[1] / sum(sizes) if len(sizes) == 2 else None


def shares(validation: float | None, test: float | None) -> Shares:
    """The shares, if they leave something to learn from."""
    for name, value in (("validation", validation), ("test", test)):
        if value is not None:
            fraction(name, value)
    if (validation or 0.0) + (test or 0.0) >= 1:
        raise RequestError("--validation and --test leave nothing to learn from: together they must be below 1")
    return Shares(validation, test)


def fraction(name: str, value: float) -> float:
    """A share, if it is one."""
    if not 0 <= value <= 1:
        raise RequestError(f"--{name} must be from 0 to 1, not {value}")
    return value


def at_least(name: str, value: int, least: int) -> int:
    """A number, if it is large enough."""
    if value < least:
        raise RequestError(f"--{name} must be at least {least}, not {value}")
    return value


def spell(report: BuildReport) -> str:
    """What went into a packed corpus, for people."""
    lines = [f"{report.folder}{': was packed already' if report.reused else ''}"]
    for name, source in report.sources.items():
        lines.append(f"{name}: {source['found']:,} tunes found, {source['kept']:,} kept")
    for title, numbers in (("fixed", report.fixed), ("dropped", report.dropped)):
        if numbers:
            lines.append(f"{title}: " + ", ".join(f"{what} {number:,}" for what, number in numbers.items()))
    for name, split in report.splits.items():
        if split["tunes"]:
            text = f"{split['tunes']:,} tunes of {split['families']:,} families, {split['characters']:,} characters"
            lines.append(f"{name}: {text}")
    if report.held_out:
        lines.append(f"used for nothing, since they are settings of tunes to judge by: {report.held_out:,} tunes")
    if report.left_out:
        lines.append(f"left out, since they are for research alone: {report.left_out:,} tunes")
    if report.shared:
        lines.append(f"tunes to judge by that have settings in training: {report.shared:,}")
    lines.append(f"vocabulary: {len(report.vocabulary)} symbols")
    if report.unknown:
        seen = " ".join(f"{one!r} {number:,}" for one, number in report.unknown.items())
        lines.append(f"characters that the model does not know: {seen}")
    return "\n".join(lines)
