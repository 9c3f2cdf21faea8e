"""All that a running studio holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from tunesmith.studio.composers import Composers
from tunesmith.studio.facts import Facts
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.pieces import Pieces
from tunesmith.studio.renders import Renders
from tunesmith.studio.settings import Settings
from tunesmith.studio.store import DatabaseHealth, TunebookStore, TuneStore, TuneWriter

if TYPE_CHECKING:
    from tunesmith.studio.shared import Shared  # needs the extra `hosts`

__all__ = ["Studio", "TheStudio"]


@dataclass(frozen=True, slots=True)
class Studio:
    """The parts that routes work with; `app.state.studio` from start to stop."""

    settings: Settings
    tunes: TuneStore
    writer: TuneWriter
    tunebooks: TunebookStore
    health: DatabaseHealth
    composers: Composers
    pieces: Pieces
    facts: Facts
    renders: Renders
    metrics: Metrics
    shared: Shared | None


async def _the_studio(request: Request) -> Studio:
    studio: Studio = request.app.state.studio
    return studio


TheStudio = Annotated[Studio, Depends(_the_studio)]
