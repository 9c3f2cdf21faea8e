"""How the studio is, what it can do, and what it has done."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from tunesmith.corpus.terms import TERMS, terms_of
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.studio.api.choices import Choices, choices
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.studio import Studio, TheStudio
from tunesmith.studio.watching import look

__all__ = ["model_answer", "router"]

router = APIRouter(tags=["system"])


class Health(BaseModel):
    """`model_loaded` is found by composing with the model, not only by loading it."""

    status: str
    model_loaded: bool


class Model(BaseModel):
    """A model that can compose here, the record of its training, and its terms in words, null if they are not known."""

    name: str
    fingerprint: str
    parameters: int
    terms: str | None
    record: dict[str, Any]


class Models(BaseModel):
    """Every model that can compose here; the first is the one used when none is asked for."""

    models: list[Model]


@router.get("/healthz", include_in_schema=False)
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
@router.get("/api/health")
@router.get("/health", include_in_schema=False)
async def health(studio: TheStudio) -> Health:
    """The model composes and the database answers; 503 if not."""
    await _prove(studio)
    return Health(status="healthy", model_loaded=True)


async def _prove(studio: Studio) -> None:
    if not studio.composers.alive:
        raise ProblemError(503, "the model cannot compose", retry_after=5)
    try:
        await run_in_threadpool(studio.health.prove)
    except Exception as error:
        raise ProblemError(503, "the database does not answer", retry_after=5) from error


@router.get("/metrics", response_class=Response)
async def metrics(studio: TheStudio) -> Response:
    """What was counted and timed, for Prometheus."""
    look(studio)
    return Response(studio.metrics.page(), media_type=CONTENT_TYPE_LATEST)


@router.get("/api/v1/models")
def models(studio: TheStudio) -> Models:
    """The models that can be asked for by name."""
    return Models(models=[model_answer(name, studio.composers.checkpoint(name)) for name in studio.composers.names])


def model_answer(name: str, checkpoint: Checkpoint) -> Model:
    """A model as it is answered."""
    terms = terms_of(checkpoint.record)
    return Model(
        name=name,
        fingerprint=checkpoint.fingerprint[:12],
        parameters=checkpoint.config.parameters,
        terms=TERMS[terms] if terms else None,
        record=dict(checkpoint.record),
    )


@router.get("/api/v1/choices")
async def offered(studio: TheStudio) -> Choices:
    """What a page may offer: rhythms, keys, meters, forms, instruments, and the limits."""
    return choices(studio.settings)
