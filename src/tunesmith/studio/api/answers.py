"""From what is stored to what is answered."""

from __future__ import annotations

from typing import Any

from tunesmith.studio.api.schemas import Tune, TuneRecipe
from tunesmith.studio.store import StoredTune

__all__ = ["tune_answer"]


def tune_answer(stored: StoredTune, facts: dict[str, Any]) -> Tune:
    """A stored tune with its facts: its form, its length and its validity report."""
    return Tune(
        id=stored.id,
        title=stored.title,
        abc=stored.abc,
        created=stored.created,
        starred=stored.starred,
        recipe=TuneRecipe(**stored.recipe),
        meter=stored.meter,
        key=stored.key,
        rhythm=stored.rhythm,
        version=stored.version,
        deleted=stored.deleted,
        **facts,
    )
