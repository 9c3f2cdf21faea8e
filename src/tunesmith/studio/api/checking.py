"""The validity report of any ABC, and its bars."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from tunesmith.notation import Tune
from tunesmith.studio.api.answers import counts, playing_time, report
from tunesmith.studio.api.schemas import AbcBody, Check

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["abc"])


class Bar(BaseModel):
    """One written bar: its number as players count, how full it is, and whether it is one of the bars of a part."""

    number: int
    fill: str
    counts: bool


class CheckAnswer(Check):
    """The report, and the shape of the tune as far as it could be read."""

    bars: list[Bar]
    form: str
    meter: str
    key: str
    rhythm: str | None
    seconds: float


@router.post("/check")
def check(body: AbcBody) -> CheckAnswer:
    """What a strict reader would object to, with line and column and how it could be mended."""
    tune = Tune.parse(body.abc)
    bars = [Bar(number=bar.number, fill=bar.fill, counts=counts(bar)) for bar in tune.bars]
    found = report(body.abc)
    return CheckAnswer(
        ok=found.ok,
        findings=found.findings,
        bars=bars,
        form=tune.form.letters,
        meter=str(tune.meter),
        key=str(tune.key),
        rhythm=tune.rhythm or None,
        seconds=playing_time(tune),
    )
