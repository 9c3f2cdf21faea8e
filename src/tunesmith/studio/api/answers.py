"""From what is stored to what is answered."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tunesmith.composing.composer import Composition
from tunesmith.notation import Tune as AbcTune
from tunesmith.notation import check
from tunesmith.notation.bars import Bar
from tunesmith.notation.form import skipped
from tunesmith.rendering.tempo import tempo_of
from tunesmith.studio.api.schemas import Check, Finding, Recipe, Tune
from tunesmith.studio.store import NewTune, StoredTune

__all__ = ["counts", "headed", "named", "new_tune", "playing_time", "report", "title_in", "tune_answer"]

HEADER = re.compile(r"^([MK]):(.+)$", re.MULTILINE)


def tune_answer(stored: StoredTune) -> Tune:
    """A stored tune with its form, its length and its validity report."""
    return Tune(
        id=stored.id,
        title=stored.title,
        abc=stored.abc,
        created=stored.created,
        starred=stored.starred,
        recipe=Recipe(**stored.recipe),
        meter=stored.meter,
        key=stored.key,
        rhythm=stored.rhythm,
        version=stored.version,
        deleted=stored.deleted,
        **_facts(stored.abc),
    )


@lru_cache(maxsize=2048)
def _facts(abc: str) -> dict[str, Any]:
    tune = AbcTune.parse(abc)
    return {
        "form": tune.form.letters,
        "bars": sum(map(counts, tune.bars)),
        "seconds": playing_time(tune),
        "check": report(abc),
    }


def counts(bar: Bar) -> bool:
    """Whether musicians count a bar: no pickup, and of alternative endings only the first, so that 8 bars are 8."""
    return not skipped(bar)


def playing_time(tune: AbcTune) -> float:
    """Seconds that the tune takes, its repeats played, at its own tempo or the usual one of its kind."""
    tempo = tempo_of(tune)
    whole_notes = sum((tune.bars[index].duration for index in tune.play_order()), start=Fraction(0))
    return round(float(whole_notes / tempo.beat) * 60 / tempo.rate, 1)


def report(abc: str) -> Check:
    """The validity report of any ABC."""
    found = check(abc)
    findings = [
        Finding(code=f.code, severity=f.severity, message=f.message, line=f.line, column=f.column, mend=f.mend)
        for f in found.findings
    ]
    return Check(ok=found.ok, findings=findings)


def new_tune(abc: str, title: str | None, rhythm: str | None, recipe: Recipe) -> NewTune:
    """A tune ready to be stored, its text as it is but for the title and rhythm given here; AbcError if it is no tune.

    A tune without a title is stored as `Untitled`.
    """
    text = headed(abc, title, rhythm)
    tune = AbcTune.parse(text)
    return NewTune(
        title=(title_in(text) or "Untitled")[:200],
        abc=text,
        key=str(tune.key),
        meter=str(tune.meter),
        rhythm=tune.rhythm[:40] if tune.rhythm else None,
        recipe=recipe.model_dump(exclude_none=True),
    )


def title_in(abc: str) -> str | None:
    """The first title of a text that is not empty."""
    titles = (line[2:].strip() for line in abc.split("\n") if line.startswith("T:"))
    return next(filter(None, titles), None)


def headed(abc: str, title: str | None, rhythm: str | None) -> str:
    """The same ABC under this first title (section 3.1.2), and with this rhythm if it names none; None changes nothing.

    Players take their tempo and swing from the rhythm.
    """
    lines = abc.strip().split("\n")
    first = next((place for place, line in enumerate(lines) if line.startswith("T:")), None)
    after = 1 if lines[0].startswith("X:") else 0
    if title:
        title = " ".join(title.split())
        if first is None:
            lines.insert(after, f"T:{title}")
        elif lines[first][2:].strip() != title:
            lines[first] = f"T:{title}"
    if rhythm and not any(line.startswith("R:") for line in lines):
        titled = max((place + 1 for place, line in enumerate(lines) if line.startswith("T:")), default=after)
        lines.insert(titled if title else after, f"R:{rhythm}")
    return "\n".join(lines)


def named(composition: Composition, rhythm: str | None) -> str:
    """A plain name for a composed tune: its kind, its key and its seed, so that it can be made again."""
    header = dict(HEADER.findall(composition.text))  # a composed tune is read once, when its title stands in it
    kind = (rhythm or f"tune in {header.get('M', 'no meter')}").capitalize()
    return f"{kind} in {header.get('K', 'no key')} no. {composition.seed}"
