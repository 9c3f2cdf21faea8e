"""From a request to the plan that the grammar holds a tune to, and to the characters that the plan fixes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from tunesmith.composing.forms import goals_of, sample_ends, sample_last_shares, sample_shapes, way_of
from tunesmith.composing.outlines import asked_meter, outline_of
from tunesmith.composing.progression import charted, lead_sheet, sampled_pickup
from tunesmith.errors import AbcError, RequestError
from tunesmith.grammar import CODES, END, advance, begin, permitted, state_size
from tunesmith.grammar.headers import header_text
from tunesmith.grammar.outlines import Outline, PartOutline
from tunesmith.grammar.plans import build_plan, least_length, with_last_shares
from tunesmith.notation.tune import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.forms import Shape
    from tunesmith.composing.request import Request

__all__ = ["PreparedPlan", "opened", "prepare", "sampled_plan", "settle"]


FIELD = re.compile(r"[A-Z]:")


@dataclass(frozen=True, slots=True)
class PreparedPlan:
    """A tune about to be composed: its plan, the characters that it leaves no choice in, and its goals."""

    opening: str
    plan: list[int]
    goals: tuple[int, ...] = ()

    def landing_on(self, shares: Sequence[int]) -> PreparedPlan:
        """The plan that the same outline has with these `last_shares`.

        No character that is fixed already may stand in the last bar, and no chart of chords.
        """
        return replace(self, plan=with_last_shares(self.plan, shares)) if any(shares) else self


def prepare(request: Request, seed: int = 0) -> PreparedPlan:
    """Prepare a tune for this request; RequestError if no tune can be as asked.

    The seed decides what must be settled before the first character and is not in the request.
    """
    return _prepared(_planned(request), sampled_pickup(request, seed))


def sampled_plan(request: Request, seed: int) -> PreparedPlan:
    """Prepare a tune with goals: what the request leaves open of form and ending is sampled with this seed.

    RequestError if no tune can be as asked. It takes the first sampled form that the opening and the length leave room
    for, and samples where the last note begins at the latest, if the tune comes to rest. Where they leave room to no
    form, as an opening of five bars and a repeat sign does, the form is left to the network, which is told nothing.
    """
    prepared = prepare(request, seed)
    header, music = _opening(request)
    meter = asked_meter(request, header)
    generator = Random(f"plan {seed}")
    for shape in sample_shapes(request, meter, generator):
        ends = sample_ends(request, shape, request.key or header.get("K"), generator)
        asked = _planned(replace(request, ending=way_of(ends[-1])))
        try:
            with_form = _prepared(asked, sampled_pickup(request, seed), shape)
        except RequestError:
            continue
        if not (music.strip() or request.progression):
            with_form = with_form.landing_on(sample_last_shares(request, meter, ends[-1], generator))
        return replace(with_form, goals=tuple(goals_of(shape, ends)))
    return prepared


def _planned(request: Request) -> Request:
    """Return the request without what changes no plan: how characters are sampled, and the number of candidates."""
    return replace(request, temperature=1, top_k=0, top_p=1, min_p=0, best_of=1, original=False)


@lru_cache(maxsize=256)
def _prepared(request: Request, pickup: Fraction | None, shape: Shape | None = None) -> PreparedPlan:
    """Return it for a request without what plans no tune, with this pickup and parts of this shape if there are any."""
    header, music = _opening(request)
    outline = outline_of(request, header)
    if request.progression:
        outline = charted(outline, request, pickup)
    elif pickup is not None:
        outline = lead_sheet(outline, pickup)
    if shape:
        outline = _shaped(outline, shape)
    if music.strip():
        outline = opened(outline, music)
    return settle(outline)


def _shaped(outline: Outline, shape: Shape) -> Outline:
    """Return the outline with parts of this shape; those that come back do so still."""
    copies = [part.copy_of for part in outline.parts[: len(shape)]]
    parts = [PartOutline(bars, bars, repeated, copy) for (bars, repeated), copy in zip(shape, copies, strict=True)]
    return replace(outline, parts=parts, least_parts=len(parts))


def settle(outline: Outline) -> PreparedPlan:
    """Return the plan of an outline and what it settles; RequestError if no tune can be within it."""
    try:
        plan = build_plan(outline)
        least = _least(outline)
    except ValueError as error:
        raise RequestError(f"leaves no tune that can be composed as asked: {error}", field="meter") from None
    if least > outline.limit:
        problem = f"must be at least {least} for a tune as asked, not {outline.limit}"
        raise RequestError(problem, field="length", limits={"least": least})
    return PreparedPlan(_settled(plan, outline.limit), plan)


def _least(outline: Outline) -> int:
    """Return the characters of the shortest tune; what does not change it is left out, so that few outlines differ."""
    [(name, alterations), *_] = outline.keys
    shape = replace(
        outline,
        units=tuple(outline.units),
        meters=tuple(outline.meters),
        keys=((name, tuple(alterations)),),
        parts=tuple(outline.parts),
        tempo=outline.tempo or "",
        limit=0,
        forced="",
        last_shares=(),
    )
    return _least_length(shape)


_least_length = lru_cache(maxsize=256)(least_length)


def _settled(plan: list[int], length: int) -> str:
    """Return all that the plan leaves no choice in."""
    state, codes, text = [0] * state_size(length), [0] * CODES, ""
    begin(state, plan)
    while permitted(state, plan, codes) == 1 and not codes[END]:
        advance(state, plan, codes.index(1))
        text += chr(codes.index(1))
    return text


def opened(outline: Outline, music: str) -> Outline:
    """Return the outline with an opening: in the first meter that it fits, and in all keys that it fits.

    Parts are of whole phrases if those of the opening are.
    """
    wrong = []
    of_any_length = [replace(part, phrase=1) for part in outline.parts]
    for parts, meter in product((outline.parts, of_any_length), outline.meters):
        forced = _canonical(music, outline.units[0], meter)
        one = replace(outline, meters=[meter], parts=parts, forced=forced, courtesy=True)
        keys = [key for key in outline.keys if not _misfit(replace(one, keys=[key]))]
        if keys:
            return replace(one, keys=keys)
        wrong.append(_misfit(replace(one, keys=outline.keys[:1])))
        if not _misfit(replace(one, keys=outline.keys[:1], ending="any")):
            raise RequestError(f"leaves no room for the last note of the ending {outline.ending}", field="opening")
    problem = f"cannot begin a tune as asked: it goes wrong at the end of {max(wrong, key=len)!r}"
    raise RequestError(problem, field="opening")


def _misfit(outline: Outline) -> str:
    """Return the opening up to the first character that cannot stand there, nothing if all can."""
    state, plan = [0] * state_size(outline.limit), build_plan(outline)
    begin(state, plan)
    header = header_text(outline)
    for place, character in enumerate(header + outline.forced, start=1):
        if not advance(state, plan, ord(character)):
            return outline.forced[: max(place - len(header), 0)].strip() or header
    return ""


def _canonical(music: str, unit: Fraction, meter: tuple[int, int]) -> str:
    """Return the music of an opening in canonical spelling, on one line."""
    try:
        tune = Tune.parse(f"X:1\nL:{unit}\nM:{meter[0]}/{meter[1]}\nK:C\n{music}\n")
    except AbcError as error:
        raise RequestError(f"is not music in ABC: {error.message}", field="opening") from None
    if wrong := next((problem for problem in tune.problems if problem.severity == "error"), None):
        raise RequestError(f"is not music in ABC: {wrong.message}", field="opening")
    return tune.canonical(beams="beat").partition("\nK:")[2].partition("\n")[2].replace(" \n", "")


def _opening(request: Request) -> tuple[dict[str, str], str]:
    """Split the opening into its header fields and its music."""
    header: dict[str, str] = {}
    lines = request.opening.splitlines()
    while lines and FIELD.match(lines[0]):
        field, _, value = lines.pop(0).partition(":")
        header[field] = value.strip()
    for field, asked in (("M", request.meter), ("K", request.key)):
        if asked and header.get(field, asked) != asked:
            raise RequestError(f"has {field}:{header[field]}, but {asked} is asked for", field="opening")
    return header, "\n".join(lines)
