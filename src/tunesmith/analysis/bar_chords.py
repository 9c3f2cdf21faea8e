"""Other chords for one bar of a tune."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tunesmith.analysis.chords import ChordName
from tunesmith.analysis.harmony import note_places
from tunesmith.errors import RequestError
from tunesmith.music.chord_symbols import is_no_chord
from tunesmith.notation import Chord, ChordSymbol, Note, Tune
from tunesmith.notation.meter import pulse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Bar

__all__ = ["with_bar_chords"]


def with_bar_chords(tune: Tune, number: int, names: Sequence[str]) -> str:
    """A tune's text with these chord symbols in a bar instead of its own, or with none; a pickup is bar 0.

    They share the beats of the bar out evenly, the first ones getting those that are left over; each stands at the
    first note from its beat on. RequestError for a bar that there is not, or what is no chord.
    """
    wrong = next((name for name in names if not (is_no_chord(name) or ChordName.parse(name))), None)
    if wrong is not None:
        raise RequestError(f"must be chord symbols such as G, Em7 or D/F#, not {wrong!r}", field="chords")
    text = without_symbols(tune, bar_of(tune, number))
    bar = bar_of(Tune.parse(text).led_by(tune.lead), number)
    if not any(isinstance(element, Note | Chord) for element in bar.elements):
        raise RequestError(f"has no note in bar {number} to write chords above", field="bar")
    lines, notes = text.split("\n"), note_places(bar)
    for offset, name in reversed(list(zip(shared(bar, len(names)), names, strict=True))):
        place = next((position for at, position in notes if at >= offset), notes[-1][1])
        line = lines[place.line - 1]
        lines[place.line - 1] = f'{line[: place.column - 1]}"{name}"{line[place.column - 1 :]}'
    return "\n".join(lines)


def bar_of(tune: Tune, number: int) -> Bar:
    """The bar with this number."""
    found = next((bar for bar in tune.bars if bar.number == number), None)
    if found is None:
        least, most = tune.bars[0].number, tune.bars[-1].number
        limits = {"least": least, "most": most}
        raise RequestError(f"must be from {least} to {most}, not {number}", field="bar", limits=limits)
    return found


def without_symbols(tune: Tune, bar: Bar) -> str:
    """The tune's text without the chord symbols of a bar; words above its notes stay."""
    lines = tune.text.split("\n")
    for element in reversed(bar.elements):
        if isinstance(element, ChordSymbol):
            line, start = lines[element.position.line - 1], element.position.column - 1
            lines[element.position.line - 1] = line[:start] + line[start + len(element.text) :]
    return "\n".join(lines)


def shared(bar: Bar, count: int) -> list[Fraction]:
    """Where so many chords begin in a bar: each on a beat, or evenly where there are more than beats."""
    beat = pulse(bar.meter)
    beats = max(1, int(bar.duration / beat))
    if count > beats:
        return [bar.duration * place / count for place in range(count)]
    each, left = divmod(beats, count) if count else (0, 0)
    return [beat * (place * each + min(place, left)) for place in range(count)]
