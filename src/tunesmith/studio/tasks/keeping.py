"""What is kept of a tune: its text under a title, and what lists show of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tunesmith.notation import Tune as AbcTune
from tunesmith.studio.store.records import NewTune

if TYPE_CHECKING:
    from tunesmith.composing.recipes import Composition

__all__ = ["headed", "named", "new_tune", "title_in"]

HEADER = re.compile(r"^([MK]):(.+)$", re.MULTILINE)


def new_tune(abc: str, title: str | None, rhythm: str | None, recipe: dict[str, Any]) -> NewTune:
    """A tune ready to be stored, its text as it is but for the title and rhythm given here; AbcError if it is no tune.

    A tune without a title is stored as `Untitled`.
    """
    text = headed(abc, title, rhythm)
    tune = AbcTune.parse(text)
    return NewTune(
        title=(title_in(text) or "Untitled")[:200],
        abc=text,
        key=str(tune.key)[:40],
        meter=str(tune.meter)[:20],
        rhythm=tune.rhythm[:40] if tune.rhythm else None,
        recipe=recipe,
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
