"""Answers to the tasks of ABC-GenBench, composed with what a request, `continue`, `vary` and `check --fix` offer.

Its parser knows notes, bar lines and whole lengths, and no triplets, ornaments, slurs, pickups or halved notes. So an
answer is the first one that keeps to these, by the seeds from the task's own on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

from tunesmith.composing.continuation import continue_tune
from tunesmith.composing.jobs import job_for
from tunesmith.composing.outlines import outline_of
from tunesmith.composing.plan import settle
from tunesmith.composing.request import Request
from tunesmith.composing.variation import vary
from tunesmith.errors import RequestError
from tunesmith.music.rhythms import label_of
from tunesmith.notation import Tune, check
from tunesmith.notation.elements import Note
from tunesmith.notation.fix import fix
from tunesmith.notation.spelling import length_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tunesmith.composing.composer import Composer

__all__ = ["answer", "answers"]

TRIES = 16
"""Seeds between two tasks; so many texts are composed for a task at most."""
PLAIN = re.compile(r"(?:[A-Ga-gz][,']*\d*|[\s|:\]<>-])*")
DESCRIPTION = re.compile(r"(?P<bars>\d+)-bar (?P<rhythm>[a-z ]+) in (?P<tonic>[A-G][b#]?) (?P<mode>[a-z]+)")
MORE = re.compile(r"(\w+) more bars?")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
MODES = {"major": "", "minor": "m"}
MISSING = "<missing>"
LOWEST, HIGHEST = 43, 96
"""The notes, as MIDI numbers, where no range is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A tune from nothing: its meter (None: the usual one), the key as it is to be written, bars in all, the range."""

    key: str
    rhythm: str
    bars: int
    meter: str | None = None
    sections: int = 1
    lowest: int = LOWEST
    highest: int = HIGHEST


def answers(composer: Composer, tasks: Iterable[Mapping[str, Any]], seed: int) -> Iterable[dict[str, str]]:
    """The answer to each task, in order, as the benchmark's submissions have it."""
    for place, task in enumerate(tasks):
        yield {"instance_id": task["id"]} | answer(composer, task, seed + TRIES * place)


def answer(composer: Composer, task: Mapping[str, Any], seed: int) -> dict[str, str]:
    """The answer to one task: `choice` or `output_abc`; RequestError for a kind of task that is not known here."""
    kind = task["task_type"]
    if kind == "next_bar_choice":
        return {"choice": next_bar(composer, task)}
    if kind == "error_correction":
        return {"output_abc": fix(task["candidate_abc"]).text}
    if kind not in COMPOSED:
        raise RequestError(f"tasks of the kind {kind!r} are not known here")
    make = COMPOSED[kind](composer, task)
    texts = (make(one) for one in range(seed, seed + TRIES))
    first = next(texts)
    text = next(filter(is_plain, chain([first], texts)), first)
    return {"output_abc": re.sub(r"\|\|\s*$", "|]", text)}


def described(composer: Composer, task: Mapping[str, Any]) -> Callable[[int], str]:
    """A tune as a sentence describes it."""
    found = DESCRIPTION.search(task["prompt"])
    if found is None:
        raise RequestError(f"the task {task['id']} does not say bars, rhythm and key: {task['prompt']!r}")
    key = found["tonic"] + MODES.get(found["mode"], found["mode"][:3])
    return composing(composer, Asked(key, found["rhythm"], int(found["bars"])))


def controlled(composer: Composer, task: Mapping[str, Any]) -> Callable[[int], str]:
    """A tune within constraints."""
    asked = task["constraints"]
    return composing(
        composer,
        Asked(
            asked["key"],
            asked["tune_type"],
            asked["bars"],
            asked["meter"],
            asked.get("sections", 1),
            asked.get("min_pitch", LOWEST),
            asked.get("max_pitch", HIGHEST),
        ),
    )


def composing(composer: Composer, asked: Asked) -> Callable[[int], str]:
    """What composes a tune without a pickup, of single notes of the key, with a title and its rhythm in the header."""
    form = "".join(map(chr, range(ord("A"), ord("A") + asked.sections)))
    request = Request(
        meter=asked.meter,
        key=asked.key,
        rhythm=label_of(asked.rhythm),
        form=form,
        bars=asked.bars // asked.sections,
        ending="home",
        chords="none",
        outside=0.0,
    )
    prepared = settle(
        replace(
            outline_of(request, {}),
            pickup=Fraction(0),
            chords=False,
            lowest=asked.lowest - 1,  # the plan takes no note at the edge of a range for granted, so pitches say which
            highest=asked.highest + 1,
            pitches=frozenset(range(asked.lowest, asked.highest + 1)),
        )
    )

    def compose(seed: int) -> str:
        job = job_for(request, seed, prepared, control_lines=composer.knowledge.control_lines)
        text = composer.composition(request, seed, composer.run([job])).text
        named = text.replace("X:1\n", f"X:1\nT:{asked.rhythm.capitalize()} in {asked.key}\nR:{asked.rhythm}\n", 1)
        return re.sub(r"^K:.*$", f"K:{asked.key}", named, count=1, flags=re.MULTILINE)

    return compose


def continued(composer: Composer, task: Mapping[str, Any]) -> Callable[[int], str]:
    """The bars that are given, and as many more as the sentence says."""
    given, found = task["seed_abc"], MORE.search(task["prompt"])
    if found is None or found[1].lower() not in (*NUMBERS, *map(str, range(100))):
        raise RequestError(f"the task {task['id']} does not say how many more bars: {task['prompt']!r}")
    more = NUMBERS.index(found[1].lower()) if found[1].lower() in NUMBERS else int(found[1])
    tune = Tune.parse(given)
    request = Request(parts=1, bars=len(tune.bars) + more, ending="home")

    def go_on(seed: int) -> str:
        made = continue_tune(composer, tune, request, seed=seed)
        same = made.tune.unit == tune.unit
        return spaced_like(given, headed_like(given, made.text) if same else made.text)

    return go_on


def infilled(composer: Composer, task: Mapping[str, Any]) -> Callable[[int], str]:
    """The bars that are given, with new notes in the missing one."""
    given = task["seed_abc"]
    blank = Tune.parse(given.replace(MISSING, "z"))
    text = given.replace(MISSING, "z" + length_text(blank.meter.capacity / blank.unit))
    bar = next(bar.number for bar in blank.bars if not any(isinstance(one, Note) for one in bar.elements))
    return lambda seed: spaced_like(given, vary(composer, text, (bar, bar), seed=seed).text)


def varied(composer: Composer, task: Mapping[str, Any]) -> Callable[[int], str]:
    """The tune with one beat changed in the bar before the last."""
    given = task["seed_abc"]
    bar = max(Tune.parse(given).bars[-1].number - 1, 1)
    return lambda seed: spaced_like(given, vary(composer, given, (bar, bar), seed=seed, change=0.0).text)


COMPOSED = {
    "validity_check": described,
    "controlled_generation": controlled,
    "free_continuation": continued,
    "middle_infilling": infilled,
    "style_variation": varied,
}


def next_bar(composer: Composer, task: Mapping[str, Any]) -> str:
    """The choice that the given bars make most likely, compared with the same bar at the start of a tune.

    By cost alone, a bar of rests would win too often, since each rest makes the next one likely (Holtzman et al.,
    "Surface Form Competition", 2021). Choices that `check` finds an error in do not count.
    """
    given: str = task["input_abc"]
    bars: dict[str, str] = {choice["id"]: choice["abc"] for choice in task["choices"]}
    sound = [name for name, bar in bars.items() if not has_error(f"{given} {bar}")] or list(bars)
    after = costs(composer, [f"{given} {bars[name]}" for name in sound])
    alone = costs(composer, [given.removesuffix(music_of(given)) + bars[name] for name in sound])
    return min(zip(sound, after, alone, strict=True), key=lambda one: one[1] - one[2])[0]


def costs(composer: Composer, texts: Iterable[str]) -> list[float]:
    """What each text costs the network in canonical spelling, in nats."""
    return [float(one.nats.sum()) for one in composer.score([Tune.parse(text).canonical() for text in texts])]


def has_error(text: str) -> bool:
    """Whether there is a fault that loses or changes music."""
    return any(finding.severity == "error" for finding in check(text).findings)


def is_plain(text: str) -> bool:
    """Whether the music has only what the benchmark's parser knows, in bars of one length."""
    tune = Tune.parse(text)
    return bool(PLAIN.fullmatch(music_of(text))) and len({bar.duration for bar in tune.bars}) == 1


def music_of(text: str) -> str:
    """What follows the header."""
    return re.split(r"^K:.*\n", text, maxsplit=1, flags=re.MULTILINE)[-1]


def headed_like(given: str, text: str) -> str:
    """The music of the text under the given header."""
    return given.removesuffix(music_of(given)) + music_of(text)


def spaced_like(given: str, text: str) -> str:
    """The text without spaces between notes, if the given music has none within its bars."""
    if any(" " in bar.strip() for bar in music_of(given).split("|")):
        return text
    music = music_of(text)
    return text.removesuffix(music) + re.sub(r"(?<=[\w,']) (?=[A-Ga-gz])", "", music)
