"""What there is to know of a text: its form, its length, and what a strict reader would object to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from tunesmith.notation import Tune, check
from tunesmith.notation.bars import Bar
from tunesmith.notation.form import skipped
from tunesmith.notation.timing import total
from tunesmith.rendering.tempo import tempo_of

__all__ = ["Check", "Finding", "as_json", "counts", "facts_of", "playing_time", "report"]

MOST_FINDINGS = 500
"""Findings that one report lists: people do not read more, and a page has to show them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a strict reader would object to."""

    code: str
    severity: str
    message: str
    line: int
    column: int
    mend: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """The validity report of a tune; `more` is how many findings there are beyond those listed."""

    ok: bool
    findings: list[Finding]
    more: int


def facts_of(abc: str) -> bytes:
    """What `tune_answer` wants to know of a text, as JSON."""
    tune = Tune.parse(abc)
    facts = {
        "form": tune.form.letters,
        "bars": sum(map(counts, tune.bars)),
        "seconds": playing_time(tune),
        "check": asdict(report(abc)),
    }
    return json.dumps(facts).encode()


def as_json(answer: Any) -> bytes:
    """An answer, which is a dataclass, as JSON."""
    return json.dumps(asdict(answer), ensure_ascii=False, separators=(",", ":")).encode()


def counts(bar: Bar) -> bool:
    """Whether musicians count a bar: no pickup, and of alternative endings only the first, so that 8 bars are 8."""
    return not skipped(bar)


def playing_time(tune: Tune) -> float:
    """Seconds that the tune takes, its repeats played, at its own tempo or the usual one of its kind."""
    tempo, bars = tempo_of(tune), tune.bars
    whole_notes = total([bars[index].duration for index in tune.play_order()])
    return round(float(whole_notes / tempo.beat) * 60 / tempo.rate, 1)


def report(abc: str) -> Check:
    """The validity report of any ABC, of at most MOST_FINDINGS findings."""
    found = check(abc)
    findings = [
        Finding(code=f.code, severity=f.severity, message=f.message, line=f.line, column=f.column, mend=f.fix)
        for f in found.findings[:MOST_FINDINGS]
    ]
    return Check(ok=found.ok, findings=findings, more=len(found.findings) - len(findings))
