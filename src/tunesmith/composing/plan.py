"""From a request to the plan that the grammar holds a tune to, and to what is settled before the first draw."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, product
from typing import TYPE_CHECKING

from tunesmith.composing.progression import charted, lead_sheet, upbeat
from tunesmith.composing.prompt import METERS as DANCE_METERS
from tunesmith.composing.prompt import REFERENCE
from tunesmith.errors import AbcError, RequestError
from tunesmith.grammar import CODES, END, advance, begin, permitted, state_size
from tunesmith.grammar.layout import MAX_PARTS
from tunesmith.grammar.plans import Outline, PartOutline, build_plan, header_text, least_length
from tunesmith.notation.key import MODES, Key
from tunesmith.notation.meter import Meter
from tunesmith.notation.tune import Tune

if TYPE_CHECKING:
    from tunesmith.composing.request import Request

__all__ = ["INSTRUMENTS", "Prepared", "opened", "outline_of", "prepare", "settle"]

INSTRUMENTS: dict[str, tuple[int, int]] = {
    "accordion": (59, 88),
    "banjo": (55, 83),
    "concertina": (55, 84),
    "fiddle": (55, 88),
    "flute": (62, 88),
    "harmonica": (60, 96),
    "mandolin": (55, 88),
    "pipes": (62, 86),
    "tin-whistle": (62, 83),
    "recorder": (60, 86),
}
"""The lowest and highest written note of each, as MIDI numbers."""
ANY = (43, 96)
ONE_NOTE_AT_A_TIME = ("flute", "recorder", "tin-whistle")

FREE_METERS = ("4/4", "6/8", "2/4", "3/4", "2/2", "9/8", "12/8", "3/8", "3/2", "6/4")
FREE_UNITS = (Fraction(1, 8), Fraction(1, 4), Fraction(1, 16))
UNIT = Fraction(1, 8)
FREE_FIFTHS = range(-4, 5)
TONICS = tuple(letter + sign for letter in "CDEFGAB" for sign in ("", "#", "b"))
LETTERS = "CDEFGAB"
FREE_PARTS, FREE_BARS, FEWEST_BARS = 4, (4, 16), 8
PHRASE = 4
"""A part has a multiple of so many bars where nobody says how many (docs/decisions/whole-phrases.md)."""
MOST_BARS, MOST_LENGTH = 64, 4000
FIELD = re.compile(r"[A-Z]:")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A tune about to be composed: its plan, and the characters that the plan leaves no choice in."""

    opening: str
    plan: list[int]


def prepare(request: Request, seed: int = 0) -> Prepared:
    """Return how a tune begins that is asked for like this; RequestError if no tune can be as asked.

    The seed decides what must be settled before the first character, and nobody asked for.
    """
    shape = replace(request, temperature=1, top_k=0, top_p=1, min_p=0, best_of=1, original=False)
    return _prepared(shape, upbeat(request, seed))


@lru_cache(maxsize=128)
def _prepared(request: Request, pickup: Fraction | None) -> Prepared:
    """Return it for a request that says nothing of how boldly the characters are drawn, which plans no tune."""
    header, music = _opening(request)
    outline = outline_of(request, header)
    if request.progression:
        outline = charted(outline, request, pickup)
    elif pickup is not None:
        outline = lead_sheet(outline, pickup)
    if music.strip():
        outline = opened(outline, music)
    return settle(outline)


def settle(outline: Outline) -> Prepared:
    """Return the plan of an outline and what it settles; RequestError if no tune can be within it."""
    try:
        plan = build_plan(outline)
        least = _least(outline)
    except ValueError as error:
        raise RequestError(f"no tune can be composed as asked: {error}") from None
    if least > outline.limit:
        raise RequestError(f"a tune as asked needs at least {least} characters, but --length has {outline.limit}")
    return Prepared(_settled(plan, outline.limit), plan)


def _least(outline: Outline) -> int:
    """Return the characters of the shortest tune; what has no say in it is left out, so that few outlines differ."""
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
    """Return what is asked of a tune, its opening apart; `header` has the fields that are given, by their letters."""
    meter = request.meter or header.get("M") or DANCE_METERS.get(request.rhythm or "")
    key = request.key or header.get("K")
    lowest, highest = _range(request.instrument)
    parts, least = _parts(request)
    return Outline(
        units=[_unit(header["L"])] if "L" in header else [UNIT] if meter or request.opening else FREE_UNITS,
        meters=[_meter(one) for one in ([meter] if meter else FREE_METERS)],
        keys=[_key(key)] if key else _free_keys(),
        tempo=header.get("Q", "") if request.opening else None,
        parts=parts,
        least_parts=least,
        limit=_length(request.length),
        reference=REFERENCE,
        lowest=lowest,
        highest=highest,
        chords=request.instrument not in ONE_NOTE_AT_A_TIME,
        share_outside=_share(request.outside),
        ending=request.ending,
        symbols="none" if request.chords == "none" else "free",
    )


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
            raise RequestError(f"the opening leaves no room for the last note of --ending {outline.ending}")
    raise RequestError(f"the opening cannot begin a tune as asked: it goes wrong at the end of {max(wrong, key=len)!r}")


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
        raise RequestError(f"the opening is no music in ABC: {error.message}") from None
    if wrong := next((problem for problem in tune.problems if problem.severity == "error"), None):
        raise RequestError(f"the opening is no music in ABC: {wrong.message}")
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
            raise RequestError(f"the opening has {field}:{header[field]}, but {asked} is asked for")
    return header, "\n".join(lines)


def _meter(text: str) -> tuple[int, int]:
    try:
        meter = Meter.parse(text)
    except AbcError as error:
        raise RequestError(f"--meter: {error.message}") from None
    if meter.free or meter.capacity > 2:
        raise RequestError(f"--meter {text}: bars of at most two whole notes can be composed, such as 6/8, 4/4 or 3/2")
    return meter.beats, meter.unit


def _key(text: str) -> tuple[str, list[int]]:
    try:
        key = Key.parse(text)
    except AbcError as error:
        raise RequestError(f"--key: {error.message}") from None
    if key.mode not in MODES or key.explicit or key.extras:
        raise RequestError(f"--key {text}: a tonic and a mode are wanted, such as D, Gmin or Ador")
    return str(key), [key.signature[letter] for letter in LETTERS]


def _free_keys() -> list[tuple[str, list[int]]]:
    """Return the keys that a tune may choose from: up to four sharps or flats, in every mode."""
    keys = [
        Key(tonic, mode)
        for mode in ("major", "minor", "mixolydian", "dorian", "phrygian", "lydian")
        for tonic in TONICS
        if Key(tonic, mode).fifths in FREE_FIFTHS
    ]
    return [_key(str(key)) for key in keys]


def _unit(text: str) -> Fraction:
    if text not in map(str, FREE_UNITS):
        raise RequestError(f"the opening has L:{text}; 1/8, 1/4 and 1/16 can be composed")
    return Fraction(text)


def _length(length: int) -> int:
    if not 1 <= length <= MOST_LENGTH:
        raise RequestError(f"--length must be from 1 to {MOST_LENGTH}, not {length}")
    return length


def _share(outside: float | None) -> float:
    if outside is None:
        return 1.0
    if not 0 <= outside <= 1:
        raise RequestError(f"--outside is a share of the notes, from 0 to 1, not {outside}")
    return outside


def _range(instrument: str | None) -> tuple[int, int]:
    if instrument is None:
        return ANY
    if instrument not in INSTRUMENTS:
        raise RequestError(f"--instrument {instrument}: known are {', '.join(sorted(INSTRUMENTS))}")
    return INSTRUMENTS[instrument]


def _parts(request: Request) -> tuple[list[PartOutline], int]:
    """Return what is asked of the parts, and how many there must be."""
    part = PartOutline(request.bars, request.bars) if request.bars else PartOutline(*FREE_BARS, phrase=PHRASE)
    if request.bars is not None and not 2 <= request.bars <= MOST_BARS:
        raise RequestError(f"--bars must be from 2 to {MOST_BARS}, not {request.bars}")
    if request.parts is not None and not 1 <= request.parts <= MAX_PARTS:
        raise RequestError(f"--parts must be from 1 to {MAX_PARTS}, not {request.parts}")
    if request.form:
        return _form(request.form, request.parts, part)
    if request.parts:
        return [part] * request.parts, request.parts
    return [part] * FREE_PARTS, -(-FEWEST_BARS // part.most)


def _form(form: str, parts: int | None, part: PartOutline) -> tuple[list[PartOutline], int]:
    """Read a form such as AABB: equal letters in a row are a repeat, a letter that comes back is the part again."""
    if not (form.isascii() and form.isalpha() and form.isupper()):
        raise RequestError(f"--form {form}: a capital letter for each part as played is wanted, such as AABB")
    runs = [(letter, len(list(group))) for letter, group in groupby(form)]
    if any(times > 2 for _, times in runs):
        raise RequestError(f"--form {form}: a part can be repeated once, not played three times in a row")
    letters = [letter for letter, _ in runs]
    if parts not in (None, len(runs), len(set(letters))):
        raise RequestError(f"--form {form} has {len(runs)} parts, but --parts asks for {parts}")
    if len(runs) > MAX_PARTS:
        raise RequestError(f"--form {form}: at most {MAX_PARTS} parts can be composed")
    outlines = []
    for place, (letter, times) in enumerate(runs):
        first = letters.index(letter)
        outlines.append(replace(part, repeated=times == 2, copy_of=None if first == place else first))
    return outlines, len(outlines)
