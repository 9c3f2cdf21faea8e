"""The bars of a tune in the order they are played, each with the time it starts and the key and tempo in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
from tunesmith.notation import Field, InlineField, Timed
from tunesmith.notation.shifts import UNMOVED, Shift, shift_after
from tunesmith.notation.tempo_words import stated_tempo
from tunesmith.notation.timing import fraction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.notation import Bar, Element, Key, Tempo, Tune

__all__ = ["PlayedBar", "Setting", "placed", "played_bars", "settings"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a bar is read under: its key, the tempo if the tune names one, and how far off it sounds."""

    key: Key
    tempo: Tempo | None
    shift: Shift = UNMOVED


@dataclass(frozen=True, slots=True)
class PlayedBar:
    """One playing of a bar; `onset` in whole notes from the start of the performance."""

    bar: Bar
    onset: Fraction
    setting: Setting

    @property
    def end(self) -> Fraction:
        """When the bar is over."""
        return self.onset + self.bar.duration

    @property
    def downbeat(self) -> Fraction:
        """When the bar would have started if it were full: an anacrusis ends a bar, any other short bar begins one."""
        missing = self.bar.capacity - self.bar.duration
        return self.onset - missing if self.bar.fill == "anacrusis" else self.onset


def placed(bar: Bar) -> Iterator[tuple[Fraction, Element]]:
    """Each element of a bar with the time since the bar's start, in whole notes."""
    ticks = lcm(*{element.duration.denominator for element in bar.elements if isinstance(element, Timed)})
    passed = 0  # in ticks, of which a whole note has so many: sums of fractions are slow
    now = fraction(0, 1)
    for element in bar.elements:
        yield now, element
        if isinstance(element, Timed):
            over, under = element.duration.as_integer_ratio()
            passed += over * (ticks // under)
            now = fraction(passed, ticks)


def settings(tune: Tune) -> tuple[Setting, ...]:
    """Key and tempo of each bar as written; a change inside a bar holds from the next bar on."""
    current = Setting(tune.key, stated_tempo(tune.setting("Q"), tune.meter, tune.unit), tune.melody.manner.shift)
    result: list[Setting] = []
    for bar in tune.bars:
        named = any(isinstance(e, (Field, InlineField)) for e in bar.elements)
        fields = [(when, e) for when, e in placed(bar) if isinstance(e, (Field, InlineField))] if named else []
        for _, field in (pair for pair in fields if not pair[0]):
            current = changed(current, field, tune)
        result.append(current)
        for _, field in (pair for pair in fields if pair[0]):
            current = changed(current, field, tune)
    return tuple(result)


def changed(setting: Setting, field: Field | InlineField, tune: Tune) -> Setting:
    """The setting after a field; a field that makes no sense changes nothing."""
    setting = replace(setting, shift=shift_after(setting.shift, (field,)))
    try:
        if field.letter == "K":
            return replace(setting, key=setting.key.changed(field.value))
        if field.letter == "Q":
            return replace(setting, tempo=stated_tempo(field.value, tune.meter, tune.unit) or setting.tempo)
    except AbcError:
        return setting
    return setting


def played_bars(tune: Tune) -> tuple[PlayedBar, ...]:
    """All bars as they are played, repeats and endings expanded."""
    written = settings(tune)
    onset = Fraction(0)
    result: list[PlayedBar] = []
    for index in tune.play_order():
        result.append(PlayedBar(tune.bars[index], onset, written[index]))
        onset = result[-1].end
    return tuple(result)
