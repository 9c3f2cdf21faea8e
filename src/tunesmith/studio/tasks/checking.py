"""The validity report of any ABC, and its bars."""

from __future__ import annotations

from dataclasses import dataclass

from tunesmith.notation import Tune
from tunesmith.studio.tasks.reading import Check, as_json, counts, playing_time, report

__all__ = ["CheckAnswer", "checked"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One written bar: its number as players count, how full it is, and whether it is one of the bars of a part."""

    number: int
    fill: str
    counts: bool


@dataclass(frozen=True, slots=True)
class CheckAnswer(Check):
    """The report, and the shape of the tune as far as it could be read."""

    bars: list[Bar]
    form: str
    meter: str
    key: str
    rhythm: str | None
    seconds: float


def checked(abc: str) -> bytes:
    """The answer of a check as JSON."""
    tune = Tune.parse(abc)
    bars = [Bar(number=bar.number, fill=bar.fill, counts=counts(bar)) for bar in tune.bars]
    found = report(abc)
    answer = CheckAnswer(
        ok=found.ok,
        findings=found.findings,
        more=found.more,
        bars=bars,
        form=tune.form.letters,
        meter=str(tune.meter),
        key=str(tune.key),
        rhythm=tune.rhythm or None,
        seconds=playing_time(tune),
    )
    return as_json(answer)
