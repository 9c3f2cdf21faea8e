"""From what is stored to what is answered."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tunesmith.notation import Tune as AbcTune
from tunesmith.notation import check
from tunesmith.studio.api.schemas import Check, Finding, Recipe, Tune
from tunesmith.studio.store import NewTune, StoredTune

__all__ = ["new_tune", "report", "tune_answer"]


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
        **_facts(stored.abc),
    )


@lru_cache(maxsize=2048)
def _facts(abc: str) -> dict[str, Any]:
    tune = AbcTune.parse(abc)
    return {"form": tune.form.letters, "bars": len(tune.bars), "seconds": tune.seconds, "check": report(abc)}


def report(abc: str) -> Check:
    """The validity report of any ABC."""
    found = check(abc)
    findings = [
        Finding(code=f.code, severity=f.severity, message=f.message, line=f.line, column=f.column, mend=f.mend)
        for f in found.findings
    ]
    return Check(ok=found.ok, findings=findings)


def new_tune(abc: str, title: str | None, recipe: Recipe) -> NewTune:
    """A tune ready to be stored under its own title or another; AbcError if the text is no tune."""
    tune = AbcTune.parse(abc)
    return NewTune(
        title=title or tune.title or "Untitled",
        abc=abc,
        key=str(tune.key),
        meter=str(tune.meter),
        rhythm=tune.rhythm,
        recipe=recipe.model_dump(exclude_none=True),
    )
