"""Control: how often a composed tune is what was asked for, one request at a time.

A rhythm is measured as far as it can be read off the page: by the meter that its dance is written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tunesmith.analysis.statistics import part_length, statistics_of
from tunesmith.composing import Request
from tunesmith.composing.prompt import usual_meter
from tunesmith.evaluation.intervals import ConfidenceInterval, share_interval
from tunesmith.evaluation.samples import readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.composing import Composer
    from tunesmith.notation import Tune

__all__ = ["ControlAgreement", "control"]


@dataclass(frozen=True, slots=True)
class ControlAgreement:
    """The share of the tunes that are as was asked, over all requests of a kind and for each."""

    tunes: int
    share: ConfidenceInterval
    requests: dict[str, float]


def in_meter(tune: Tune, request: Request) -> bool:
    """Whether the tune is in the meter asked for, or in that of the rhythm asked for."""
    return str(tune.meter) == (request.meter or usual_meter(request.rhythm))


def in_key(tune: Tune, request: Request) -> bool:
    """Whether the key is the one asked for."""
    return str(tune.key) == request.key


def sounds_in_key(tune: Tune, request: Request) -> bool:
    """Whether the key is the one asked for, nine of ten notes are in it, and the last one is its tonic."""
    statistics = statistics_of(tune)
    return in_key(tune, request) and statistics["in_key"] >= 0.9 and bool(statistics["tonic_cadence"])


def in_parts(tune: Tune, request: Request) -> bool:
    """Whether there are as many parts as asked for."""
    return len(tune.form.parts) == request.parts


def in_bars(tune: Tune, request: Request) -> bool:
    """Whether every part has as many bars as asked for."""
    return in_parts(tune, request) and all(part_length(tune, part) == request.bars for part in tune.form.parts)


def in_form(tune: Tune, request: Request) -> bool:
    """Whether the parts are played, and resemble each other, as asked."""
    return tune.form.letters == request.form


METERS_ASKED = ("6/8", "4/4", "2/4", "3/4", "9/8", "12/8", "3/2")
KEYS_ASKED = ("D", "G", "A", "C", "F", "Ador", "Edor", "Emin", "Bmin", "Amix")
RHYTHMS_ASKED = ("jig", "reel", "hornpipe", "polka", "waltz", "slip jig", "slide", "march")
FORMS_ASKED = ("AABB", "AB", "AABBCC", "AABA")
SIZES_ASKED = ((2, 8), (3, 8), (4, 8), (2, 4), (2, 16))

Requests = list[dict[str, Any]]
KINDS: dict[str, tuple[Callable[[Tune, Request], bool], Requests]] = {
    "meter": (in_meter, [{"meter": meter} for meter in METERS_ASKED]),
    "key": (in_key, [{"key": key} for key in KEYS_ASKED]),
    "key, by ear": (sounds_in_key, [{"key": key} for key in KEYS_ASKED]),
    "key, by ear, ending at home": (sounds_in_key, [{"key": key, "ending": "home"} for key in KEYS_ASKED]),
    "rhythm, by its meter": (in_meter, [{"rhythm": rhythm} for rhythm in RHYTHMS_ASKED]),
    "parts": (in_parts, [{"parts": parts, "bars": bars} for parts, bars in SIZES_ASKED]),
    "bars in each part": (in_bars, [{"parts": parts, "bars": bars} for parts, bars in SIZES_ASKED]),
    "form": (in_form, [{"form": form} for form in FORMS_ASKED]),
}


def control(composer: Composer, seed: int = 0, each: int = 10) -> dict[str, ControlAgreement]:
    """Compose `each` tunes for every request and count those that are as asked; an unreadable one is not."""
    return {name: agreement(composer, meets, requests, seed, each) for name, (meets, requests) in KINDS.items()}


def agreement(
    composer: Composer, meets: Callable[[Tune, Request], bool], requests: Requests, seed: int, each: int
) -> ControlAgreement:
    """The agreement with requests of one kind."""
    met: list[float] = []
    shares = {}
    for asked in requests:
        request = Request(**asked)
        tunes = [readable(one.text) for one in composer.compose(request, seed=seed, count=each)]
        answers = [float(tune is not None and meets(tune, request)) for tune in tunes]
        met += answers
        shares[", ".join(f"{value} {name}" if isinstance(value, int) else value for name, value in asked.items())] = (
            sum(answers) / len(answers)
        )
    return ControlAgreement(len(met), share_interval(met), shares)
