"""New notes for a few bars of a tune; everything else stays as it is.

The network reads the tune up to the first of the bars and composes candidates that fit there. Each is judged by what
follows it: the best candidate is the one after which the network finds the rest of the tune most likely.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Any

from tunesmith.analysis.loops import melody
from tunesmith.composing.blending import Written, blends
from tunesmith.composing.continuation import asked_rhythm, composable, unfit, voice_of
from tunesmith.composing.forms import HOME, goals_in
from tunesmith.composing.jobs import chosen_seed
from tunesmith.composing.outlines import outline_of
from tunesmith.composing.prompt import X_READ
from tunesmith.composing.request import Request, TaskOptions
from tunesmith.composing.selection import candidate_seeds
from tunesmith.corpus.controls import lines_asked_for
from tunesmith.errors import RequestError
from tunesmith.grammar.outlines import Fragment
from tunesmith.grammar.plans import build_plan
from tunesmith.inference.job import Job
from tunesmith.model.goal_features import FIELDS
from tunesmith.music.notes import LETTERS
from tunesmith.notation import Tune, check
from tunesmith.notation.canonical import UNITS
from tunesmith.notation.elements import (
    BarLine,
    Chord,
    Comment,
    Decoration,
    Element,
    Ending,
    Field,
    InlineField,
    LineBreak,
    Macro,
    MultiBarRest,
    Note,
    Overlay,
    Rest,
    SlurClose,
    SlurOpen,
    Space,
)
from tunesmith.notation.key import Key
from tunesmith.notation.lines import line_starts
from tunesmith.notation.spelling import DIRECTIONS
from tunesmith.options import options_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.composer import Composer
    from tunesmith.composing.recipes import Composition
    from tunesmith.notation.bars import Bar

__all__ = ["vary", "vary_passages"]

OPTIONS = options_of(TaskOptions, "vary")
FRAME = (Ending, LineBreak, Space, Comment, Field, InlineField)
"""What may stand around the notes of a bar and stays there."""
MOST_BLENDS = 64
"""So many are judged: each is read by the network to the end of the tune."""
ROOMY, ROOMY_BAR = 500, 200
"""More characters than some bars, and each of them, ever take: the limit must not be near."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The bars to be varied: where each one's notes stand in the text, and what the network reads around them."""

    tune: Tune
    bars: tuple[Bar, ...]
    spans: tuple[tuple[int, int], ...]  # of the notes of each bar in the text: first character, one after the last
    before: str
    old: str
    after: str
    written: tuple[Written, ...]  # the bars as the network reads them

    def filled(self, text: str, bars: Sequence[str]) -> str:
        """The text with other notes in these bars."""
        for (start, end), notes in reversed(list(zip(self.spans, bars, strict=True))):
            text = text[:start] + notes + text[end:]
        return text


def vary(
    composer: Composer, tune: Tune | str, bars: tuple[int, int], request: Request | None = None, *,
    seed: int | None = None, candidates: int = OPTIONS["candidates"].default,
    change: float = OPTIONS["change"].default,
) -> Composition:  # fmt: skip
    """Compose new notes for the bars from `bars[0]` to `bars[1]`, counted as players do: a pickup is bar 0.

    With a `change` below 1, only a stretch of the bars that is at most this share of them changes, and at least one
    beat. All else stays as it is, to the character, other voices too. The new notes are other than those that were
    there, and the tune with them has no fault that it had not before. Of the request count the rhythm, the instrument,
    the share of notes outside the key, and how to sample. RequestError if these bars cannot be varied, AbcError if
    there is no music.
    """
    text = tune.text if isinstance(tune, Tune) else tune
    unfit(request, "vary")
    OPTIONS["candidates"].check(candidates)
    OPTIONS["change"].check(change)
    read = tune if isinstance(tune, Tune) else Tune.parse(tune)
    passage = _passage(read, text, bars)
    asked = replace(request or Request(), rhythm=asked_rhythm(passage.tune, request))
    chosen = chosen_seed(seed)
    preface = lines_asked_for(asked, composer.knowledge.control_lines) + passage.before
    plan = _plan(passage, asked)
    limit = ROOMY + ROOMY_BAR * len(passage.bars)
    goals = _goals(passage, asked) if composer.knowledge.goals else ()
    blank = Job(preface, "", 0, limit, asked.temperature, asked.top_k, asked.top_p, asked.min_p, plan, goals)
    results = composer.run([replace(blank, seed=one) for one in candidate_seeds(chosen, candidates)])
    texts = [one.text.replace("\n", "").rstrip() for one in results]
    if change < 1:
        texts = _blended(passage, texts, change, chosen)
    made = composer.recorded(asked, chosen, _best(composer, preface, passage, text, texts))
    options = made.recipe.options | {"vary": list(bars), "candidates": candidates, "tune": text}
    if change < 1:
        options["change"] = change
    options |= voice_of(read)
    return replace(made, recipe=replace(made.recipe, options=options))


def vary_passages(
    composer: Composer, tune: Tune, passages: Sequence[tuple[int, int]], request: Request | None = None, *,
    seed: int | None = None, **options: Any,
) -> Composition:  # fmt: skip
    """Vary several passages of a tune one after the other, all with one seed; `options` are those of `vary`."""
    made, seed = None, chosen_seed(seed)
    for bars in passages:
        read = Tune.parse(made.text).led_by(tune.lead) if made else tune
        made = vary(composer, read, bars, request, seed=seed, **options)
    if made is None:
        raise RequestError("must name the bars to vary", field="bars")
    varied = [list(bars) for bars in passages]
    recorded = made.recipe.options | {"vary": varied if len(varied) > 1 else varied[0], "tune": tune.text}
    return replace(made, recipe=replace(made.recipe, options=recorded))


def _blended(passage: Passage, texts: Sequence[str], change: float, seed: int) -> list[str]:
    """The old bars with stretches of these new ones in them: MOST_BLENDS of all that there are, at random."""
    found: dict[str, None] = {}
    for text in dict.fromkeys(texts):
        whole = Tune.parse(passage.before + text + passage.after)
        bars = whole.bars[passage.bars[0].index : passage.bars[-1].index + 1]
        if len(bars) == len(passage.bars):
            new = [Written.of(whole, bar, span) for bar, span in zip(bars, _spans(bars, whole.text), strict=True)]
            found |= dict.fromkeys(" | ".join(bars) for bars in blends(passage.written, new, change))
    ways = list(found)
    return random.Random(seed).sample(ways, min(len(ways), MOST_BLENDS))


def _best(composer: Composer, preface: str, passage: Passage, text: str, texts: Sequence[str]) -> str:
    """The text with the fitting candidate in it after which the rest is most likely."""
    candidates = list(dict.fromkeys(texts))
    scores = composer.score([preface + one + passage.after for one in candidates])
    costs = {one: fsum(score.nats[len(preface) + len(one) :]) for one, score in zip(candidates, scores, strict=True)}
    for one in sorted(candidates, key=costs.__getitem__):
        varied = passage.filled(text, [notes.strip() for notes in one.split("|")])
        if _fits(passage, varied):
            return varied
    problem = f"found no other notes that fit in {len(texts)} candidates: try more of them or a higher temperature"
    raise RequestError(problem, field="bars")


def _fits(passage: Passage, varied: str) -> bool:
    """Whether the bars sound otherwise, all others as before, and nothing is wrong that was not."""
    lead = passage.tune.melody.name if len(passage.tune.voices) > 1 else None
    old, new = passage.tune.bars, Tune.parse(varied).led_by(lead).bars
    places = {bar.index for bar in passage.bars}
    if len(old) != len(new) or all(melody(old[place]) == melody(new[place]) for place in places):
        return False
    if any(melody(old[place]) != melody(new[place]) for place in range(len(old)) if place not in places):
        return False
    return len(check(varied).findings) <= len(check(passage.tune.text).findings)


def _passage(tune: Tune, text: str, numbers: tuple[int, int]) -> Passage:
    composable(tune)
    bars = _chosen(tune, numbers)
    if tune.unit not in UNITS:
        raise RequestError(f"has L:{tune.unit}; bars can be varied in L:1/8, L:1/4 and L:1/16", field="tune")
    _bounded(tune, bars)
    spelling = tune.canonical()
    read = Tune.parse(spelling)
    spelt = read.bars[bars[0].index : bars[-1].index + 1]
    spans = _spans(spelt, spelling)
    head, key, rest = spelling[: spans[0][0]].partition("\nK:")
    name, line, music = rest.partition("\n")
    before = re.sub(r"^X:.*\n", X_READ, head) + key + name + line + music.rstrip()
    written = tuple(Written.of(read, bar, span) for bar, span in zip(spelt, spans, strict=True))
    old, after = spelling[spans[0][0] : spans[-1][1]], spelling[spans[-1][1] :]
    return Passage(tune, bars, _spans(bars, text), before, old, after, written)


def _chosen(tune: Tune, numbers: tuple[int, int]) -> tuple[Bar, ...]:
    """The bars with these numbers, which must be whole and have nothing but plain bar lines between them."""
    first, last = numbers
    least, most = tune.bars[0].number, tune.bars[-1].number
    if not least <= first <= last <= most:
        problem = f"must be from {least} to {most}, which are those of the tune, not {first}-{last}"
        raise RequestError(problem, field="bars", limits={"least": least, "most": most})
    bars = tune.bars[first - least : last - least + 1]
    for bar, after in pairwise(bars):
        starts_ending = any(isinstance(element, Ending) for element in after.elements)
        if starts_ending or after.opening is None or after.opening.double or after.opening.invisible:
            problem = (
                f"must not be {first}-{last}: a part or an ending begins after bar {bar.number};"
                " vary what stands before it and what stands after it one by one"
            )
            raise RequestError(problem, field="bars")
    for bar in bars:
        inner = bar not in (bars[0], bars[-1])
        if bar.fill in ("short", "over", "empty") or (inner and bar.fill != "full"):
            problem = f"must not be {first}-{last}: bar {bar.number} does not fill its meter, {bar.meter}"
            raise RequestError(problem, field="bars")
    return bars


def _bounded(tune: Tune, bars: Sequence[Bar]) -> None:
    """Refuse a passage that something reaches into, or that changes the key, the meter or the unit."""
    slurs = 0
    starts = {id(bar.elements[0]): bar.number for bar in tune.bars if bar.elements}
    number = tune.bars[0].number
    for element in tune.melody.elements:
        number = starts.get(id(element), number)
        inside = bars[0].number < number <= bars[-1].number
        if isinstance(element, Field | InlineField) and (element.letter == "L" or (inside and element.letter in "KM")):
            problem = f"has {element.text} in bar {number}: bars can be varied where key, meter and L: stay"
            raise RequestError(problem, field="tune")
        if isinstance(element, SlurOpen | SlurClose):
            slurs += 1 if isinstance(element, SlurOpen) else -1
        if isinstance(element, BarLine) and slurs and bars[0].number - 1 <= number <= bars[-1].number:
            touches = number in (bars[0].number - 1, bars[-1].number)
            if touches:
                problem = f"has a slur over the end of bar {number}: bars can be varied where none is"
                raise RequestError(problem, field="tune")


def _spans(bars: Sequence[Bar], text: str) -> tuple[tuple[int, int], ...]:
    """Where the notes of each bar stand in the text: all of the bar but its frame."""
    lines = line_starts(text)
    spans = []
    for bar in bars:
        inner = list(bar.elements)
        while _frames(inner[0]):
            inner.pop(0)
        while _frames(inner[-1]):
            inner.pop()
        for element in inner:
            if isinstance(element, Field | InlineField | Comment | MultiBarRest | Macro | Overlay):
                raise RequestError(f"has {element.text.strip()!r} among the notes of bar {bar.number}", field="tune")
        start, end = (lines[one.position.line - 1] + one.position.column - 1 for one in (inner[0], inner[-1]))
        spans.append((start, end + len(inner[-1].text)))
    return tuple(spans)


def _frames(element: Element) -> bool:
    return isinstance(element, FRAME) or (isinstance(element, Decoration) and element.name in DIRECTIONS)


def _plan(passage: Passage, request: Request) -> list[int]:
    """The grammar's plan for these bars."""
    tune, bars = passage.tune, passage.bars
    first, last = bars[0], bars[-1]
    pickup = first.fill == "anacrusis"
    room = first.duration if pickup else first.capacity
    leaves = Fraction(0) if pickup and first is last else last.capacity - last.duration
    header = {"L": str(tune.unit), "M": str(first.meter), "K": str(_key_at(tune, first))}
    fragment = Fragment(len(bars), room, leaves, _tied_position(tune, first))
    limit = ROOMY + ROOMY_BAR * len(bars)
    outline = replace(outline_of(request, header), fragment=fragment, limit=limit)
    if last is not tune.bars[-1]:
        outline = replace(outline, ending="any")
    elif outline.ending != "any" and first is last and (pickup or fragment.tied_position is not None):
        problem = f"must be any, or the bars more, as bar {last.number} is a pickup or tied into, not {outline.ending}"
        raise RequestError(problem, field="ending", limits={"choices": ["any"]})
    return build_plan(outline)


def _goals(passage: Passage, request: Request) -> list[int]:
    """The goals of the tune as it is, but for an ending that is asked for."""
    goals = goals_in(passage.before + passage.old + passage.after)
    if request.ending != "any" and passage.bars[-1] is passage.tune.bars[-1]:
        goals[FIELDS * (len(passage.tune.form.parts) - 1) + 2] = HOME if request.ending == "home" else 0
    return goals


def _key_at(tune: Tune, bar: Bar) -> Key:
    """The key that holds where a bar begins."""
    key = tune.key
    for earlier in tune.bars[: bar.index + 1]:
        for element in earlier.elements:
            if isinstance(element, Field | InlineField) and element.letter == "K":
                key = Key.parse(element.value)
    return key


def _tied_position(tune: Tune, bar: Bar) -> int | None:
    """The staff position that a tie leads into the bar at, None where there is no tie; 0 is the C of octave 2."""
    timed = [
        element
        for earlier in tune.bars[: bar.index]
        for element in earlier.elements
        if isinstance(element, Note | Chord | Rest)
    ]
    if not timed or isinstance(timed[-1], Rest) or not timed[-1].tied:
        return None
    if isinstance(timed[-1], Chord):
        raise RequestError(f"has a chord tied into bar {bar.number}: a single note can be tied", field="tune")
    return (timed[-1].octave - 2) * 7 + LETTERS.index(timed[-1].letter)
