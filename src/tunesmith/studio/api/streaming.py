"""Composing that can be watched: server-sent events, character by character and bar by bar."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from tunesmith.composing.jobs import random_seed
from tunesmith.composing.request import Request
from tunesmith.studio.api.requests import ComposeBody, request_of, task_of
from tunesmith.studio.api.tunes import composed
from tunesmith.studio.problems import told
from tunesmith.studio.studio import Studio, TheStudio

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/tunes", tags=["tunes"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A body, and the request in it."""

    body: ComposeBody
    request: Request


def checked(body: ComposeBody, studio: TheStudio) -> Asked:
    """What is asked for; as it is refused before the answer begins, the answer can have the status that says so."""
    return Asked(body, request_of(body, "compose", studio.settings))


@router.post("/stream", response_class=EventSourceResponse)
async def compose(asked: Annotated[Asked, Depends(checked)], studio: TheStudio) -> AsyncIterator[ServerSentEvent]:
    """Compose a tune and keep it, telling on the way: `start`, `text`, `bar`, then `done` or `problem`.

    A client that leaves cancels it.
    """
    task = task_of(asked.body)
    seed = random_seed() if task.seed is None else task.seed
    yield ServerSentEvent(event="start", data={"seed": seed})
    try:
        async for event in _events(asked.body, asked.request, seed, studio):
            yield event
    except Exception as error:  # the answer has begun: this is the only way to tell
        yield ServerSentEvent(event="problem", data=told(error).model_dump(exclude_none=True))


async def _events(body: ComposeBody, request: Request, seed: int, studio: Studio) -> AsyncIterator[ServerSentEvent]:
    texts: asyncio.Queue[str | None] = asyncio.Queue()
    work = asyncio.create_task(studio.composers.compose(request, seed, task_of(body).model, texts.put_nowait))
    work.add_done_callback(lambda _: texts.put_nowait(None))
    try:
        told = 0
        while (text := await texts.get()) is not None:
            yield ServerSentEvent(event="text", data={"text": text[told:]})
            bars = _bars(text)
            if bars != _bars(text[:told]):
                yield ServerSentEvent(event="bar", data={"bars": bars})
            told = len(text)
        stored = await studio.writer.add(composed(body, await work))
        yield ServerSentEvent(event="done", data=studio.facts.answer_at_once(stored))
    finally:
        work.cancel()


def _bars(text: str) -> int:
    """How many bars are closed in a text that is still growing."""
    music = text.partition("\nK:")[2]
    return music.count(" |") + music.count(" :")
