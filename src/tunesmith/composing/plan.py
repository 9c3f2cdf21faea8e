"""From a request to the plan that the grammar holds a tune to, and to the characters that the plan fixes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, product
from random import Random
from typing import TYPE_CHECKING, TypeVar

from tunesmith.composing.forms import goals_of, sample_ends, sample_shapes, way_of
from tunesmith.composing.progression import charted, lead_sheet, upbeat
from tunesmith.composing.prompt import REFERENCE, usual_meter
from tunesmith.errors import AbcError, RequestError
from tunesmith.grammar import CODES, END, advance, begin, permitted, state_size
from tunesmith.grammar.layout import MAX_PARTS
from tunesmith.grammar.plans import Outline, PartOutline, build_plan, header_text, least_length
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.music.notes import LETTERS, SEMITONES
from tunesmith.notation.key import MODES, Key
from tunesmith.notation.meter import Meter
from tunesmith.notation.tune import Tune

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.composing.forms import Shape
    from tunesmith.composing.request import Request
    from tunesmith.music.instruments import Instrument

__all__ = [
    "PreparedPlan",
    "composable_form",
    "composable_key",
    "composable_meter",
    "opened",
    "outline_of",
    "prepare",
    "sampled_plan",
    "settle",
]

ANY = (43, 96)

FREE_METERS = ("4/4", "6/8", "2/4", "3/4", "2/2", "9/8", "12/8", "3/8", "3/2", "6/4")
FREE_UNITS = (Fraction(1, 8), Fraction(1, 4), Fraction(1, 16))
UNIT = Fraction(1, 8)
FREE_FIFTHS = range(-4, 5)
TONICS = tuple(letter + sign for letter in LETTERS for sign in ("", "#", "b"))
FREE_PARTS, FREE_BARS, FEWEST_BARS = 4, (4, 16), 8
PHRASE = 4
"""A part has a multiple of this many bars if the request does not say how many (docs/decisions/whole-phrases.md)."""
Value = TypeVar("Value")
FIELD = re.compile(r"[A-Z]:")


@dataclass(frozen=True, slots=True)
class PreparedPlan:
    """A tune about to be composed: its plan, the characters that it leaves no choice in, and its goals."""

    opening: str
    plan: list[int]
    goals: tuple[int, ...] = ()


def prepare(request: Request, seed: int = 0) -> PreparedPlan:
    """Prepare a tune for this request; RequestError if no tune can be as asked.

    The seed decides what must be settled before the first character and is not in the request.
    """
    return _prepared(_planned(request), upbeat(request, seed))


def sampled_plan(request: Request, seed: int) -> PreparedPlan:
    """Prepare a tune with goals: what the request leaves open of form and ending is sampled with this seed.

    RequestError if no tune can be as asked. It takes the first sampled form that the opening and the length leave room
    for. Where they leave none to any, as an opening of five bars and a repeat sign does, the form is left to the
    network, which is told nothing.
    """
    prepared = prepare(request, seed)
    header, _ = _opening(request)
    generator = Random(f"plan {seed}")
    for shape in sample_shapes(request, _asked_meter(request, header), generator):
        ends = sample_ends(request, shape, request.key or header.get("K"), generator)
        asked = _planned(replace(request, ending=way_of(ends[-1])))
        try:
            with_form = _prepared(asked, upbeat(request, seed), shape)
        except RequestError:
            continue
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


def outline_of(request: Request, header: dict[str, str]) -> Outline:
    """Return what is asked of a tune except its opening; `header` has the fields that are given, by their letters."""
    meter = _asked_meter(request, header)
    key = request.key or header.get("K")
    instrument = INSTRUMENTS.find(request.instrument) if request.instrument else None
    lowest, highest = instrument.range if instrument and instrument.range else ANY
    source = "opening" if request.opening else "tune"
    keys = [_read(composable_key, "K", key, source)] if key else _free_keys()
    parts, least = _parts(request)
    free_units = [UNIT] if meter or request.opening else FREE_UNITS
    return Outline(
        units=[_read(_unit, "L", header["L"], source)] if "L" in header else free_units,
        meters=[_read(composable_meter, "M", one, source) for one in ([meter] if meter else FREE_METERS)],
        keys=_played_keys(keys, instrument) if instrument else keys,
        tempo=header.get("Q", "") if request.opening else None,
        parts=parts,
        least_parts=least,
        limit=request.length,
        reference=REFERENCE,
        lowest=lowest,
        highest=highest,
        pitches=instrument.notes if instrument else None,
        chords=not (instrument and instrument.single),
        share_outside=1.0 if request.outside is None else request.outside,
        ending=request.ending,
        symbols="none" if request.chords == "none" else "free",
    )


def _played_keys(keys: list[tuple[str, list[int]]], instrument: Instrument) -> list[tuple[str, list[int]]]:
    """Return the keys whose scale an instrument has; RequestError if it has none of them."""
    semitones = tuple(SEMITONES.values())
    had = {pitch % 12 for pitch in range(128) if instrument.has(pitch)}
    played = [
        (name, signs)
        for name, signs in keys
        if {(step + sign) % 12 for step, sign in zip(semitones, signs, strict=True)} <= had
    ]
    if not played:
        problem = f"must be one that has all notes of the key {keys[0][0]}, not {instrument.name}"
        raise RequestError(problem, field="instrument")
    return played


def _asked_meter(request: Request, header: dict[str, str]) -> str | None:
    """Return the meter that is asked for, by name or as that of the rhythm; None if it is open."""
    return request.meter or header.get("M") or usual_meter(request.rhythm)


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
        raise RequestError(f"is no music in ABC: {error.message}", field="opening") from None
    if wrong := next((problem for problem in tune.problems if problem.severity == "error"), None):
        raise RequestError(f"is no music in ABC: {wrong.message}", field="opening")
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


def _read(reads: Callable[[str], Value], letter: str, text: str, source: str) -> Value:
    """Return what a field of the header of `source` says; RequestError if that cannot be composed."""
    try:
        return reads(text)
    except AbcError as error:
        raise RequestError(f"has {letter}:{text}: {error.message}", field=source) from None
    except ValueError as error:
        raise RequestError(f"has {letter}:{text}: {error}", field=source) from None


@lru_cache(maxsize=256)
def composable_meter(text: str) -> tuple[int, int]:
    """Return the beats of a bar and their unit; AbcError or ValueError for a meter that cannot be composed in."""
    meter = Meter.parse(text)
    if meter.free or meter.capacity > 2:
        raise ValueError("bars of at most two whole notes can be composed, such as 6/8, 4/4 or 3/2")
    return meter.beats, meter.unit


@lru_cache(maxsize=256)
def composable_key(text: str) -> tuple[str, list[int]]:
    """Return the key's name and the alteration of each letter; AbcError or ValueError if it cannot be composed in."""
    key = Key.parse(text)
    if key.mode not in MODES or key.explicit or key.extras:
        raise ValueError("a tonic and a mode can be composed in, such as D, Gmin or Ador")
    return str(key), [key.signature[letter] for letter in LETTERS]


def _free_keys() -> list[tuple[str, list[int]]]:
    """Return the keys that a tune may choose from: up to four sharps or flats, in every mode."""
    keys = [
        Key(tonic, mode)
        for mode in ("major", "minor", "mixolydian", "dorian", "phrygian", "lydian")
        for tonic in TONICS
        if Key(tonic, mode).fifths in FREE_FIFTHS
    ]
    return [composable_key(str(key)) for key in keys]


def _unit(text: str) -> Fraction:
    if text not in map(str, FREE_UNITS):
        raise ValueError("tunes can be composed in L:1/8, L:1/4 and L:1/16")
    return Fraction(text)


def _parts(request: Request) -> tuple[list[PartOutline], int]:
    """Return what is asked of the parts, and how many there must be."""
    part = PartOutline(request.bars, request.bars) if request.bars else PartOutline(*FREE_BARS, phrase=PHRASE)
    if request.form:
        return _form(request.form, request.parts, part)
    if request.parts:
        return [part] * request.parts, request.parts
    return [part] * FREE_PARTS, -(-FEWEST_BARS // part.most)


def composable_form(form: str) -> list[tuple[str, int]]:
    """Return the letter of each part in turn and how often it is played; ValueError if it cannot be composed."""
    if not (form.isascii() and form.isalpha() and form.isupper()):
        raise ValueError("a form has a capital letter for each part as played")
    runs = [(letter, len(list(group))) for letter, group in groupby(form)]
    if any(times > 2 for _, times in runs):
        raise ValueError("a part can be repeated once, not played three times in a row")
    if len(runs) > MAX_PARTS:
        raise ValueError(f"at most {MAX_PARTS} parts can be composed")
    return runs


def _form(form: str, parts: int | None, part: PartOutline) -> tuple[list[PartOutline], int]:
    """Read a form such as AABB: equal letters in a row are a repeat, a letter that comes back is the part again."""
    runs = composable_form(form)
    letters = [letter for letter, _ in runs]
    if parts not in (None, len(runs), len(set(letters))):
        limits = {"least": len(set(letters)), "most": len(runs)}
        raise RequestError(
            f"must fit the form {form}, which has {len(runs)}, not {parts}", field="parts", limits=limits
        )
    outlines = []
    for place, (letter, times) in enumerate(runs):
        first = letters.index(letter)
        outlines.append(replace(part, repeated=times == 2, copy_of=None if first == place else first))
    return outlines, len(outlines)
