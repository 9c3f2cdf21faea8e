"""From a request to the outline of a tune, and which meters, keys, units and forms can be composed in at all."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from tunesmith.composing.prompt import REFERENCE, usual_meter
from tunesmith.errors import AbcError, RequestError
from tunesmith.grammar.layout import MAX_PARTS
from tunesmith.grammar.outlines import Outline, PartOutline
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.music.notes import LETTERS, SEMITONES
from tunesmith.notation.canonical import UNITS
from tunesmith.notation.key import MODES, Key
from tunesmith.notation.meter import Meter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tunesmith.composing.request import Request
    from tunesmith.music.instruments import Instrument

__all__ = ["FREE_METERS", "asked_meter", "composable_form", "composable_key", "composable_meter", "outline_of"]

ANY = (43, 96)
FREE_METERS = ("4/4", "6/8", "2/4", "3/4", "2/2", "9/8", "12/8", "3/8", "3/2", "6/4")
UNIT = Fraction(1, 8)
FREE_UNITS = sorted(UNITS, key=lambda unit: (unit != UNIT, -unit))
"""The usual one first."""
FREE_FIFTHS = range(-4, 5)
TONICS = tuple(letter + sign for letter in LETTERS for sign in ("", "#", "b"))
FREE_PARTS, FREE_BARS, FEWEST_BARS = 4, (4, 16), 8
PHRASE = 4
"""A part has a multiple of this many bars if the request does not say how many (docs/decisions/whole-phrases.md)."""
Value = TypeVar("Value")


def outline_of(request: Request, header: dict[str, str]) -> Outline:
    """Return what is asked of a tune except its opening; `header` has the fields that are given, by their letters."""
    meter = asked_meter(request, header)
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


def asked_meter(request: Request, header: dict[str, str]) -> str | None:
    """Return the meter that is asked for, by name or as that of the rhythm; None if it is open."""
    return request.meter or header.get("M") or usual_meter(request.rhythm)


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
