"""What is wrong with lead sheets that were rebuilt from a table of beats, and how it is found and fixed.

The table has no repeat signs, fills the last bar up, and writes all in the key of the beginning. So a last bar that had
room for a pickup comes with its last note too long, or without its last note; where a repeat stood in mid-bar there is
a double bar, where it stood between two bars there is nothing; and a part in another key has accidentals throughout.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from tunesmith.corpus.measures import Measure, measures_of, written
from tunesmith.corpus.written_out import fold
from tunesmith.notation import Note, Rest, Timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Element, Tune

__all__ = ["BROKEN", "fix_lead_sheet", "unsound"]

BROKEN = "a bar is broken"
SILENCE = Fraction(1, 4)  # the share of rests from which a melody is not there
MONOTONE = 0.5  # the share of one pitch from which there is none
PHRASE = 4  # bars
PASSAGE = 8  # bars in which a change of key shows
FOREIGN = 0.15  # the share of notes outside a key from which a passage is not in it
AT_HOME = 0.04  # the share up to which it is
FIFTH, OCTAVE = 7, 12  # semitones


def fix_lead_sheet(tune: Tune) -> tuple[str, list[str]]:
    """The text of a lead sheet with repeats, end and beginning put right; also the names of the fixes."""
    measures = measures_of(tune)
    fixed = []
    for name, fix in (
        ("rests before the tune removed", without_silence),
        ("last bar completed from an earlier one", lambda found: found if is_home(tune, found) else completed(found)),
        ("repeat sign for a double bar in mid-bar", with_repeats),
        ("written-out repeat folded", fold),
    ):
        better = fix(measures)
        if better != measures:
            fixed.append(name)
            measures = better
    return written(tune, measures), fixed


def unsound(tune: Tune) -> str | None:
    """Why a lead sheet cannot be learned from, None if it can."""
    if is_missing([element for bar in tune.bars for element in bar.elements if isinstance(element, Timed)]):
        return "melody mostly missing"
    if any(bar.fill in ("short", "over") for bar in tune.bars):
        return BROKEN
    if changes_key(tune):
        return "key change not carried out"
    measures = without_silence(measures_of(tune))
    known = measures[-1].rhythm in {measure.rhythm for measure in measures[:-1]}
    if not known and not is_home(tune, measures) and completed(measures) == measures:
        return "last bar not to be trusted"
    return None


def is_missing(sounding: Sequence[Timed]) -> bool:
    """Whether there are too many rests for a melody, or one pitch is most of it."""
    whole, silence = Fraction(0), Fraction(0)
    pitches: Counter[str] = Counter()
    for element in sounding:
        whole += element.duration
        if isinstance(element, Rest):
            silence += element.duration
        else:
            pitches[element.text.rstrip("0123456789/")] += 1
    return silence >= SILENCE * whole or max(pitches.values(), default=0) >= MONOTONE * pitches.total()


def without_silence(measures: Sequence[Measure]) -> list[Measure]:
    """The measures from the first to the last that sounds."""
    kept = list(measures)
    while kept[0].silent:
        del kept[0]
    if kept[-1].silent:
        while kept[-1].silent:
            del kept[-1]
        kept[-1] = replace(kept[-1], after="|]")
    return kept


def completed(measures: Sequence[Measure]) -> list[Measure]:
    """The measures, the last note of all put back where an earlier phrase ends in the same way and has one more."""
    last = measures[-1]
    model = next((other for other in phrase_ends(measures) if is_cut(last, other)), None)
    if model is None:
        return list(measures)
    return [*measures[:-1], replace(model, before="", after=last.after)]


def phrase_ends(measures: Sequence[Measure]) -> list[Measure]:
    """The measures before a double bar, then those a whole number of phrases before the last, each the latest first."""
    last = len(measures) - 1
    parts = [measure for measure in measures[:-1] if measure.after == "||"]
    phrases = [measures[index] for index in range(last % PHRASE, last, PHRASE)]
    return [*reversed(parts), *reversed(phrases)]


def is_cut(last: Measure, model: Measure) -> bool:
    """Whether a full last bar is `model` up to a note that it holds, at most one note being lost by that."""
    mine, its = last.sounds, model.sounds
    end = len(mine) - 1
    if not 0 < end <= len(its) - 1 <= end + 1 or last.duration != last.capacity or mine[:end] != its[:end]:
        return False
    (pitches, length), (there, shorter) = mine[end], its[end]
    return pitches == there != () and length > shorter


def is_home(tune: Tune, measures: Sequence[Measure]) -> bool:
    """Whether the last note that sounds is the tonic."""
    return [pitches[0][0] for pitches, _ in measures[-1].sounds if pitches][-1] == tune.key.tonic[:1]


def with_repeats(measures: Sequence[Measure]) -> list[Measure]:
    """The measures, `:|` put for every double bar in mid-bar that leaves the room of its own part's pickup.

    The last part is repeated too where the part before it is, has a pickup as long, and is of as many bars; its last
    note gives the room.
    """
    result = list(measures)
    start, before = 0, 0  # of this part, and how many bars the part before it has, if it is repeated
    for index, (measure, after) in enumerate(pairwise(measures)):
        if measure.after != "||":
            continue
        pickup, bars = measures[start].duration, index - start
        repeated = pickup + measure.duration == measure.capacity == measure.duration + after.duration
        repeated = repeated and bars >= PHRASE and bars % PHRASE == 0
        if repeated:
            result[index] = replace(measure, after=":|")
        start, before = index + 1, bars if repeated else 0
    bars = len(measures) - 1 - start
    if before and bars == before and measures[start].duration < measures[start].capacity:
        result[-1] = closed(measures[-1], measures[start].duration)
    return result


def closed(last: Measure, pickup: Fraction) -> Measure:
    """A last bar with a repeat sign, its last note shortened by a pickup if it is full; as it is if that cannot be."""
    room = last.capacity - pickup
    place = max(index for index, element in enumerate(last.elements) if isinstance(element, Timed))
    final = last.elements[place]
    if last.duration == room:
        return replace(last, after=":|")
    if last.duration != last.capacity or not isinstance(final, Note) or final.duration <= pickup:
        return last
    length = final.length * (final.duration - pickup) / final.duration
    return replace(last, elements=elements_with(last, place, final, length), duration=room, after=":|")


def elements_with(last: Measure, place: int, final: Note, length: Fraction) -> tuple[Element, ...]:
    """The elements of a measure with another length for the note at `place`."""
    text = final.text.rstrip("0123456789/") + str(length)
    note = final.but(text=text, length=length, duration=final.duration * length / final.length)
    return (*last.elements[:place], note, *last.elements[place + 1 :])


def changes_key(tune: Tune) -> bool:
    """Whether in some passage many notes are outside the key of the tune, and almost none outside another."""
    own = set(tune.key.pitch_classes)
    if tune.key.mode == "minor":
        tonic = (tune.key.fifths + 3) * FIFTH % OCTAVE
        own |= {(tonic + raised) % OCTAVE for raised in (9, 11)}
    length = PASSAGE * tune.meter.capacity or PASSAGE
    passages: dict[int, list[int]] = defaultdict(list)
    for event in tune.events(expanded=False):
        number = int(2 * event.onset / length)  # passages overlap by half
        for passage in (number, number - 1):
            passages[passage] += [pitch % OCTAVE for pitch in event.pitches]
    return any(is_elsewhere(notes, own) for number, notes in passages.items() if number >= 0 and notes)


def is_elsewhere(notes: Sequence[int], own: set[int]) -> bool:
    """Whether pitch classes are in one of the twelve diatonic scales, but not in their own."""
    scales = ({(start + step) * FIFTH % OCTAVE for step in range(7)} for start in range(OCTAVE))
    fewest = min(sum(note not in scale for note in notes) for scale in scales)
    return sum(note not in own for note in notes) >= FOREIGN * len(notes) and fewest <= AT_HOME * len(notes)
