"""Whether a tune has the chord symbols that are asked for, read off its parsed bars without the grammar's code."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tunesmith.analysis.timeline import placed
from tunesmith.notation import ChordSymbol, Tune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.grammar.charts import Chart
    from tunesmith.grammar.outlines import Outline
    from tunesmith.notation import Bar

__all__ = ["chords_as_asked", "numbered", "symbols_of"]


def chords_as_asked(text: str, outline: Outline) -> bool:
    """Whether all symbols of the outline's chart stand at their places and no others do, or the first that is asked."""
    tune = Tune.parse(text)
    if outline.chart is not None:
        return all(symbols_of(bar) == wanted(outline.chart, part, number) for part, number, bar in numbered(tune))
    if outline.symbols == "first":
        [first, *_] = [bar for bar in tune.bars if bar.fill != "anacrusis"]
        return [offset for offset, _ in symbols_of(first)][:1] == [0]
    return outline.symbols != "none" or not any(symbols_of(bar) for bar in tune.bars)


def wanted(chart: Chart, part: int, number: int | None) -> list[tuple[Fraction | int, str]]:
    """The symbols of a bar with their places, as shares of the bar."""
    bar = () if number is None else chart.parts[part][number]
    places = [(Fraction(place, len(bar)), chord) for place, (chord, written) in enumerate(bar) if written]
    return [(place, chart.chords[chord].symbol) for place, chord in places]


def symbols_of(bar: Bar) -> list[tuple[Fraction | int, str]]:
    """The symbols that stand in a bar with their places, as shares of the bar."""
    return [(offset / bar.capacity, one.name) for offset, one in placed(bar) if isinstance(one, ChordSymbol)]


def numbered(tune: Tune) -> Iterator[tuple[int, int | None, Bar]]:
    """Each bar with its part and its number in it, both from 0; a second ending counts as the first, a pickup not."""
    for part, place in enumerate(tune.form.parts):
        number, fork = 0, 0
        before: tuple[int, ...] = ()
        for bar in tune.bars[place.first_bar : place.last_bar + 1]:
            if bar.fill == "anacrusis":
                yield part, None, bar
                continue
            if 1 in bar.endings and 1 not in before:
                fork = number
            elif 2 in bar.endings and 2 not in before:
                number = fork
            before = tuple(bar.endings)
            yield part, number, bar
            number += 1
