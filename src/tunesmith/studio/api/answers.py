"""From what is stored to what is answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tunesmith.notation import Tune as AbcTune
from tunesmith.studio.api.schemas import Recipe, Tune
from tunesmith.studio.store import NewTune, StoredTune

if TYPE_CHECKING:
    from tunesmith.composing.composer import Composition

__all__ = ["headed", "named", "new_tune", "tune_answer"]

HEADER = re.compile(r"^([MK]):(.+)$", re.MULTILINE)


def tune_answer(stored: StoredTune, facts: dict[str, Any]) -> Tune:
    """A stored tune with its facts: its form, its length and its validity report."""
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
        **facts,
    )


def new_tune(abc: str, title: str | None, rhythm: str | None, recipe: Recipe) -> NewTune:
    """A tune ready to be stored, its title in its text; AbcError if the text is no tune."""
    title = (title or AbcTune.parse(abc).title or "Untitled").replace("\n", " ")
    text = headed(abc, title, rhythm)
    tune = AbcTune.parse(text)
    return NewTune(
        title=title[:200],
        abc=text,
        key=str(tune.key)[:40],
        meter=str(tune.meter)[:20],
        rhythm=tune.rhythm[:40] if tune.rhythm else None,
        recipe=recipe.model_dump(exclude_none=True),
    )


def headed(abc: str, title: str, rhythm: str | None) -> str:
    """The same ABC with this title after its `X:` line (section 3.1.2), and with its rhythm if it names none.

    Players take their tempo and swing from the rhythm.
    """
    lines = [line for line in abc.strip().split("\n") if not line.startswith("T:")]
    after = 1 if lines[0].startswith("X:") else 0
    head = [f"T:{title}"]
    if rhythm and not any(line.startswith("R:") for line in lines):
        head.append(f"R:{rhythm}")
    return "\n".join([*lines[:after], *head, *lines[after:]])


def named(composition: Composition, rhythm: str | None) -> str:
    """A plain name for a composed tune: its kind, its key and its seed, so that it can be made again."""
    header = dict(HEADER.findall(composition.text))  # a composed tune is read once, when its title stands in it
    kind = (rhythm or f"tune in {header.get('M', 'no meter')}").capitalize()
    return f"{kind} in {header.get('K', 'no key')} no. {composition.seed}"
