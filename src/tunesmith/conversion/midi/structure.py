"""Where the bars of a melody lie, in which meter and key, and which of its bars are repeats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Final

from tunesmith.music.notes import pitch_class
from tunesmith.notation import Key, Meter
from tunesmith.notation.key import MODES
from tunesmith.notation.pitch import name_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from tunesmith.conversion.midi.quantised import GridNote
    from tunesmith.notation.key import Mode

__all__ = ["Section", "best_pickup", "found_key", "found_meter", "sections"]

METERS: Final = ("4/4", "6/8", "3/4", "2/4", "9/8", "12/8", "3/2")
STEP: Final = Fraction(1, 2)
LEAST_SPREAD: Final = 3.0  # of velocities that tell something
LOUDNESS: Final = 1.5  # what a standard deviation counts beside a half note of length
REST: Final = Fraction(1)  # a note on which a tune comes to rest, in quarter notes
SHORTEST_PART: Final = 4
LONGEST_PART: Final = 32
MODES_ASKED: Final[tuple[Mode, ...]] = ("major", "dorian", "mixolydian", "minor")
USUAL: Final[dict[Mode, float]] = {"major": 0.3, "minor": 0.15, "dorian": 0.1, "mixolydian": 0.05}


def length_of(meter: Meter) -> Fraction:
    """A bar in quarter notes."""
    return meter.capacity * 4


def weights(notes: Sequence[GridNote]) -> dict[Fraction, float]:
    """How heavy each onset is: how loud beside the others, in standard deviations, and how long, in half notes."""
    velocities = [note.velocity for note in notes]
    usual, spread = fmean(velocities), max(pstdev(velocities), LEAST_SPREAD)
    return {n.onset: LOUDNESS * (n.velocity - usual) / spread + min(float(n.duration), 2.0) / 2 for n in notes}


def best_pickup(notes: Sequence[GridNote], meter: Meter) -> tuple[Fraction, float]:
    """How long the music is before the first bar, in quarter notes, and how heavy the downbeats are then."""
    bar = length_of(meter)
    heavy = weights(notes)
    end = notes[-1].end
    scores: list[tuple[float, Fraction]] = []
    start = notes[0].onset
    steps = int(bar / STEP)
    for step in range(steps):
        pickup = start % STEP + step * STEP
        downbeats = [pickup + number * bar for number in range(int((end - pickup) / bar) + 1)]
        score = fmean([heavy.get(beat, -1.0) for beat in downbeats if beat < end] or [-1.0])
        scores.append((score - 0.02 * (step > steps // 2), pickup))
    best = max(scores, key=lambda one: (one[0], -one[1]))
    return best[1], best[0]


def found_meter(notes: Sequence[GridNote]) -> Meter:
    """The meter whose bars begin on the heaviest notes, and return most often."""
    chances = []
    for name in METERS:
        meter = Meter.parse(name)
        _, score = best_pickup(notes, meter)
        chances.append((score + 2 * recurrence(notes, length_of(meter)), name))
    return Meter.parse(max(chances)[1])


def recurrence(notes: Sequence[GridNote], length: Fraction) -> float:
    """The share of notes that have one of the same length eight bars of this length later, or four."""
    places = {(note.onset, note.pitch) for note in notes}
    hits = [max((note.onset + length * bars, note.pitch) in places for bars in (4, 8)) for note in notes]
    return sum(hits) / len(hits)


def found_key(notes: Sequence[GridNote], stated: tuple[int, bool] | None) -> Key:
    """The key: the signature that is stated or fits most of the notes, and the mode in which the tune ends at home."""
    sounding = [0.0] * 12
    for note in notes:
        sounding[note.pitch % 12] += float(note.duration)
    total = sum(sounding)
    last = resting(notes) % 12
    best: tuple[float, Key] | None = None
    for fifths in [stated[0]] if stated else range(-6, 7):
        for mode in MODES_ASKED:
            key = Key(name_of(fifths - MODES[mode]), mode)
            inside = sum(sounding[pitch] for pitch in key.pitch_classes) / total
            home = pitch_class(key.tonic)
            score = 6 * inside + (home == last) + 2 * sounding[home] / total + USUAL[mode]
            score += 0.3 * (stated is not None and (mode in ("minor", "dorian")) == stated[1])
            score += (sounding[(home + 7) % 12] + sounding[home]) / total - 0.02 * abs(fifths)
            if best is None or score > best[0]:
                best = score, key
    return best[1] if best else Key("C", "major")


def resting(notes: Sequence[GridNote]) -> int:
    """The pitch on which the tune comes to rest: of the last long note near the end, which a pickup may follow."""
    long = (note.pitch for note in reversed(notes[-6:]) if note.duration >= REST)
    return next(long, notes[-1].pitch)


@dataclass(frozen=True, slots=True)
class Section:
    """Bars `first` to before `last`, which are written once and played `turns` times.

    The last `ending` of them are the first ending; `second` are the first bar of the second and the one after its last.
    """

    first: int
    last: int
    turns: int = 1
    ending: int = 0
    second: tuple[int, int] | None = None

    @property
    def cost(self) -> float:
        """How many bars it has to be written with; signs of repeats and uneven lengths count a little."""
        length = self.last - self.first
        return length if self.turns == 1 else length + self.ending + 0.5 + (0.4 if length % 4 else 0)


def sections(bars: Sequence[Hashable]) -> list[Section]:
    """Cut the bars as they were played into sections so that the fewest bars have to be written."""
    count = len(bars)
    costs: list[float] = [0.0] * (count + 1)
    choices: list[Section] = [Section(0, 0)] * count
    following = [0] * count
    for start in range(count - 1, -1, -1):
        costs[start], choices[start], following[start] = costs[start + 1] + 1, Section(start, start + 1), start + 1
        for length in range(SHORTEST_PART, min(LONGEST_PART, (count - start) // 2) + 1):
            section = repeated(bars, start, length)
            if section is None:
                continue
            after = section.second[1] if section.second else start + 2 * length
            cost = section.cost + costs[after]
            if cost < costs[start]:
                costs[start], choices[start], following[start] = cost, section, after
    result: list[Section] = []
    place = 0
    while place < count:
        result.append(choices[place])
        place = following[place]
    return result


def repeated(bars: Sequence[Hashable], start: int, length: int) -> Section | None:
    """The section of so many bars from here if it is played twice, perhaps with another end of one or two bars."""
    middle, end = start + length, start + 2 * length
    for ending in range(3):
        if length - ending >= SHORTEST_PART - 1 and bars[start : middle - ending] == bars[middle : end - ending]:
            if not ending:
                return Section(start, middle, 2)
            return Section(start, middle, 2, ending, (end - ending, end))
    return None
