"""A MIDI file as a draft in ABC: one voice, on a grid, with its key, meter and repeats."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.measures import Edge, Measure, Struck, Tone
from tunesmith.conversion.midi.passes import agreed
from tunesmith.conversion.midi.performed import performed
from tunesmith.conversion.midi.quantised import DOTTED, QUARTER, quantised
from tunesmith.conversion.midi.structure import best_pickup, found_key, found_meter, sections
from tunesmith.conversion.musicxml.changes import Staff
from tunesmith.conversion.musicxml.lengths import drawn_lengths
from tunesmith.conversion.spelled import Speller, unit_for
from tunesmith.errors import AbcError
from tunesmith.music.notes import LETTERS, SEMITONES
from tunesmith.notation import Meter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.conversion.midi.performed import Performed
    from tunesmith.conversion.midi.quantised import GridNote
    from tunesmith.conversion.midi.structure import Section
    from tunesmith.notation import Key

__all__ = ["read_midi"]

GRID: Final = "notes are on a grid of sixteenths, and of triplets where those fit better"


def read_midi(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A draft in ABC of the melody in a MIDI file, and sentences on how it was made; RequestError if it is none."""
    played = performed(data)
    meter = stated_meter(played)
    rough = quantised(played.notes, played.quarter, beat_of(meter) if meter else QUARTER)
    meter = meter or found_meter(rough)
    pickup, _ = best_pickup(rough, meter)
    bar = meter.capacity * 4
    steady = agreed(played.notes, played.quarter, float(bar))
    notes = quantised(steady, played.quarter, beat_of(meter), pickup % beat_of(meter))
    pickup_length = pickup - notes[0].onset if notes[0].onset < pickup else Fraction(0)
    key = found_key(notes, played.key)
    staff = Staff(1)
    staff.key, staff.meter, staff.begun = key, meter, True
    measures = written(notes, key, pickup, bar, pickup_length)
    unit = unit_for(measures)
    lines = [
        "X:1",
        f"T:{played.title or 'Untitled'}",
        f"M:{meter}",
        f"L:{unit}",
        f"Q:{tempo_of(meter, played.quarter)}",
        f"K:{key}",
        *Speller(unit, staff).lines(measures),
    ]
    losses = [GRID] + ([f"{played.others} other parts are left out"] if played.others else [])
    return "\n".join(lines) + "\n", tuple(losses)


def stated_meter(played: Performed) -> Meter | None:
    """The meter that the file states, if it is one."""
    if played.meter is None:
        return None
    try:
        return Meter.parse(f"{played.meter[0]}/{played.meter[1]}")
    except AbcError:
        return None


def tempo_of(meter: Meter, quarter: float) -> str:
    """The value of `Q:`, in beats of the meter."""
    beat = beat_of(meter)
    return f"{beat.numerator}/{4 * beat.denominator}={60 / quarter / float(beat):.0f}"


def beat_of(meter: Meter) -> Fraction:
    """The beat that is divided."""
    return DOTTED if meter.compound and meter.unit == 8 else QUARTER


def written(notes: Sequence[GridNote], key: Key, downbeat: Fraction, bar: Fraction, pickup: Fraction) -> list[Measure]:
    """The measures, each repeat written once; the first whole bar begins at `downbeat`.

    Bars are compared from where a pickup would begin, so that a part comes back with the pickup before it, or from bar
    line to bar line, if fewer bars have to be written then.
    """
    begun = laid(notes, downbeat - pickup, bar)
    whole = laid(notes, downbeat, bar)
    if not pickup or cost(begun) <= cost(whole):
        result = [m for section in begun[1] for m in section_measures(section, begun[0], key, bar, pickup)]
        result = joined(result) if pickup else result
    else:
        first = measure_of(tuple(cut(notes, downbeat - pickup, downbeat)), key, Fraction(0), pickup)
        first.implicit = True
        result = [m for section in whole[1] for m in section_measures(section, whole[0], key, bar, Fraction(0))]
        result = [first, *result]
    if not result[-1].layers[1, "1"] and not parted(result[-1].right, result[-1].left):
        result.pop()  # the rest of a bar whose beginning ended the one before
    if pickup:
        without_pickup(result[-1], (bar - pickup) / 4)
    end_tune(result)
    return result


Laid = tuple[list[tuple["Piece", ...]], list["Section"]]  # the music of each bar, and the sections that the bars make


def laid(notes: Sequence[GridNote], start: Fraction, bar: Fraction) -> Laid:
    """The music cut into bars from `start` on."""
    count = -int(-(notes[-1].end - start) // bar)
    notes = ended(notes, start + count * bar)
    spans = [(start + number * bar, start + (number + 1) * bar) for number in range(count)]
    pieces = [tuple(cut(notes, *span)) for span in spans]
    return pieces, sections([tuple(one[:4] for one in piece) for piece in pieces])


def cost(bars: Laid) -> float:
    """How many bars have to be written."""
    return sum(section.cost for section in bars[1])


def without_pickup(last: Measure, length: Fraction) -> None:
    """The last bar of music with a pickup has this length, in whole notes, unless a note lasts longer."""
    if last.layers[1, "1"] and not last.right.closes:
        struck = last.layers[1, "1"][-1]
        last.length = max(length, struck.onset + struck.duration)


def ended(notes: Sequence[GridNote], end: Fraction) -> list[GridNote]:
    """The notes, the last of them held to the end of its bar where it ends little before."""
    *others, last = notes
    missing = end - last.end
    return [*others, replace(last, duration=last.duration + missing) if 2 * missing < last.duration else last]


Piece = tuple[Fraction, Fraction, int, bool, bool]  # onset in its bar, duration, pitch, held from before, held on


def cut(notes: Sequence[GridNote], start: Fraction, end: Fraction) -> Iterator[Piece]:
    """What of the notes sounds in a span of time."""
    for note in notes:
        if note.onset < end and note.end > start:
            begin, stop = max(note.onset, start), min(note.end, end)
            yield begin - start, stop - begin, note.pitch, note.onset < start, note.end > end


def section_measures(
    section: Section, pieces: Sequence[Sequence[Piece]], key: Key, bar: Fraction, pickup: Fraction
) -> list[Measure]:
    """The measures of a section, its repeat signs and endings at their edges."""
    ranges = [range(section.first, section.last)]
    shared = alike(section, pieces, pickup)
    if section.second:
        ranges.append(range(*section.second))
    result: list[list[Measure]] = []
    for place, indices in enumerate(ranges):
        measures: list[Measure] = []
        for index in indices:
            measures += halves(pieces[index], key, bar, pickup)
        if section.turns > 1 and place == 0:
            measures[0].left.opens = 1
            measures[-1].right.closes = 1
        if section.second and place == 0:
            measures[shared - endings_of(section, pickup)].left.starts = "1"
        if place:
            measures = measures[shared:]
            measures[0].left.starts = "2"
        if section.second:
            measures[-1].right.stops = True
        result.append(measures)
    return [measure for part in result for measure in part]


def alike(section: Section, pieces: Sequence[Sequence[Piece]], pickup: Fraction) -> bool:
    """Whether both endings begin with the same pickup, which then stands before the first of them."""
    if not (pickup and section.second):
        return False
    heads = [
        [(onset, duration, pitch) for onset, duration, pitch, *_ in pieces[place] if onset < pickup]
        for place in (section.last - section.ending, section.second[0])
    ]
    return heads[0] == heads[1]


def endings_of(section: Section, pickup: Fraction) -> int:
    """How many measures from its end the first ending begins."""
    return section.ending * (2 if pickup else 1)


def halves(piece: Sequence[Piece], key: Key, bar: Fraction, pickup: Fraction) -> list[Measure]:
    """A bar's worth of music, cut in two at the bar line where a pickup begins it."""
    if not pickup:
        return [measure_of(piece, key, Fraction(0), bar)]
    head = measure_of(piece, key, Fraction(0), pickup)
    head.implicit = True
    return [head, measure_of(piece, key, pickup, bar)]


def measure_of(piece: Sequence[Piece], key: Key, start: Fraction, end: Fraction) -> Measure:
    """The measure of what sounds from `start` to before `end` of this music; times in quarter notes."""
    measure = Measure("1", implicit=False, length=(end - start) / 4, padded=False)
    struck = []
    for onset, duration, pitch, held, onward in piece:
        begin, stop = max(onset, start), min(onset + duration, end)
        if begin >= stop:
            continue
        tone = tone_of(pitch, key)
        tone.held = held or begin > onset
        tone.tied = onward or stop < onset + duration
        tone.duration = (stop - begin) / 4
        struck.append(struck_of((begin - start) / 4, tone))
    measure.layers[1, "1"] = struck
    return measure


def struck_of(onset: Fraction, tone: Tone) -> Struck:
    """A note in the measure, with the tuplet that its length needs."""
    drawn = drawn_lengths(tone.duration, None)
    ratio = drawn[0].ratio
    struck = Struck(onset, tone.duration, [tone])
    if ratio is not None:
        struck.ratio = ratio
    return struck


def tone_of(pitch: int, key: Key) -> Tone:
    """A pitch spelt in a key: as the scale has it, else raised, in keys of flats lowered."""
    signature = key.signature
    names = [(letter, alter) for letter, alter in signature.items()]
    order = (1, 0, -1) if key.fifths >= 0 else (-1, 0, 1)
    names += [(letter, alter) for alter in order for letter in LETTERS]
    letter, alter = next(name for name in names if (SEMITONES[name[0]] + name[1]) % 12 == pitch % 12)
    octave = (pitch - SEMITONES[letter] - alter) // 12 - 1
    return Tone(letter, alter, octave, tied=False, held=False, duration=Fraction(0), signed=False)


def joined(measures: Sequence[Measure]) -> list[Measure]:
    """Pickups put to the bars before them where no repeat or ending stands between them."""
    result: list[Measure] = []
    for measure in measures:
        before = result[-1] if result else None
        if before is None or before.implicit or not measure.implicit or parted(before.right, measure.left):
            result.append(measure)
            continue
        shift = before.length
        for struck in measure.layers[1, "1"]:
            struck.onset += shift
            last = before.layers[1, "1"][-1] if before.layers[1, "1"] else None
            if struck.tones[0].held and last and last.tones[0].tied and last.onset + last.duration == struck.onset:
                last.duration += struck.duration
                last.tones[0].duration = last.duration
                last.tones[0].tied = struck.tones[0].tied
                last.ratio = struck_of(last.onset, last.tones[0]).ratio
            else:
                before.layers[1, "1"].append(struck)
        before.length += measure.length
        before.right = measure.right
    return result


def parted(right: Edge, left: Edge) -> bool:
    """Whether a repeat or an ending begins or ends here."""
    return bool(right.closes or right.stops or left.opens or left.starts)


def end_tune(measures: Sequence[Measure]) -> None:
    """Give the last measure a final bar line, unless a repeat ends there."""
    if measures and not measures[-1].right.closes:
        measures[-1].right.style = "light-heavy"
