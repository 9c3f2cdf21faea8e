"""How second voices turn out on real tunes: intervals, chords, parallels, range, and what other programs make of them.

    python scripts/second_voices.py ../shared/corpus/session2021.jsonl.gz --count 300

Every figure is read back from the text with both voices. A tune is in order if the second's bars are as long as the
melody's, `check` finds nothing that it does not find in the tune alone, and the MIDI of abc2midi has the same notes as
ours wherever it has for the tune alone.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.abc2midi import agree, heard, played  # noqa: E402
from tunesmith.analysis.second_voice import moments_of, with_second_voice  # noqa: E402
from tunesmith.corpus.sources import read_tunes  # noqa: E402
from tunesmith.errors import TunesmithError  # noqa: E402
from tunesmith.music.instruments import INSTRUMENTS  # noqa: E402
from tunesmith.notation import Field, LineBreak, Space, Tune, check  # noqa: E402
from tunesmith.notation.repeats import opens, sections, turns  # noqa: E402

if TYPE_CHECKING:
    from tunesmith.analysis.seconding import Moment
    from tunesmith.notation.voices import Voice

KINDS = {0: "unisons and octaves", 3: "thirds", 4: "thirds", 5: "fourths", 7: "fifths", 8: "sixths", 9: "sixths"}
"""What two notes make, by semitones modulo the octave; all else is a dissonance."""
PERFECT = frozenset({0, 7})


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description="How second voices turn out on real tunes.")
    parser.add_argument("source")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--instrument", default="fiddle")
    options = parser.parse_args()
    known = list(read_tunes(options.source))
    tunes = random.Random(options.seed).sample(known, min(options.count, len(known)))
    counts: Counter[str] = Counter()
    for source in track(tunes, "Seconding", console=Console(stderr=True)):
        try:
            tune = Tune.parse(source.abc)
            seconded = Tune.parse(with_second_voice(tune, options.instrument))
        except TunesmithError as error:
            print(f"{source.id}: {error}")
            continue
        faults = [*broken(tune, seconded), *misread(tune, seconded, options.instrument)]
        counts.update(["tunes", *(f"tunes: {fault}" for fault in faults or ["in order"])])
        counts.update(found(tune, seconded, options.instrument))
        print(*(f"{source.id}: {fault}" for fault in faults), sep="\n", end="\n" * bool(faults))
    for name, count in sorted(counts.items()):
        whole = counts[name.partition(":")[0]]
        print(f"{count:7}  {count / whole:6.1%}  {name}")


def found(tune: Tune, seconded: Tune, instrument: str) -> Iterator[str]:
    """What there is to count in a tune with a second voice: each note, each strong beat, each step of both."""
    melody, second = seconded.voices
    below = {event.onset: event for event in second.events() if event.pitches}
    above = [event for event in melody.events() if event.pitches]
    moments = {id(note): moment for note, moment in moments_of(tune)}
    onsets = dict.fromkeys(e.onset for e in tune.events(expanded=False) if e.pitches)
    by_onset = dict(zip(onsets, moments.values(), strict=True))
    has = INSTRUMENTS[instrument].has
    for event in above:
        yield "notes"
        if event.onset not in below:
            yield "notes: without a second"
            continue
        low, moment = below[event.onset].pitches[0], by_onset[event.onset]
        yield from described("notes", max(event.pitches), low, moment)
        if not has(low):
            yield "notes: out of the instrument's range"
        if low > min(event.pitches):
            yield "notes: above the melody"
        if moment.strong:
            yield "beats"
            yield from described("beats", max(event.pitches), low, moment)
        if moment.goal:
            yield "ends"
            if low % 12 in moment.goal.pitch_classes:
                yield "ends: on a note of the tonic chord"
    yield from parallels(seconded)


def described(where: str, high: int, low: int, moment: Moment) -> Iterator[str]:
    """What two notes make together, and whether the lower one is of the chord."""
    kind = KINDS.get((high - low) % 12, "dissonances")
    yield f"{where}: {kind}"
    if moment.chord and low % 12 in moment.chord.pitch_classes:
        yield f"{where}: second of the chord"
    if kind == "dissonances" and moment.chord and high % 12 not in moment.chord.pitch_classes:
        yield f"{where}: dissonances where the melody is not of the chord"


def parallels(seconded: Tune) -> Iterator[str]:
    """The steps of both voices at once, as they are played, and those from one fifth or octave to another."""
    melody, second = ({e.onset: e for e in seconded.sounds(v) if e.pitches} for v in seconded.voices)
    both = [(melody[onset], second[onset]) for onset in sorted(set(melody) & set(second))]
    for (high, low), (then_high, then_low) in pairwise(both):
        if high.onset + high.duration != then_high.onset:
            continue
        yield "steps"
        first, then = (max(high.pitches) - low.pitches[0]) % 12, (max(then_high.pitches) - then_low.pitches[0]) % 12
        if first == then and then in PERFECT and high.pitches != then_high.pitches and low.pitches != then_low.pitches:
            yield f"steps: parallel {KINDS[then]}"


def broken(tune: Tune, seconded: Tune) -> Iterator[str]:
    """What is wrong with the text, by our own reading."""
    if len(seconded.voices) != 2:
        yield f"{len(seconded.voices)} voices"
        return
    melody, second = seconded.voices
    if [(b.duration, b.endings, b.fill) for b in melody.bars] != [(b.duration, b.endings, b.fill) for b in second.bars]:
        yield "bars differ"
    if sounds(seconded, melody) != sounds(tune, tune.melody):
        yield "the melody differs"
    known = {finding.code for finding in check(tune.text).findings}
    yield from (f"check: {f.code}" for f in check(seconded.text).findings if f.code not in known)


def sounds(tune: Tune, voice: Voice) -> list[tuple[object, ...]]:
    """What a voice sounds like, wherever it is written."""
    return [(e.onset, e.duration, e.pitches, e.grace, e.decorations, e.chord_symbol) for e in tune.sounds(voice)]


def misread(tune: Tune, seconded: Tune, instrument: str) -> Iterator[str]:
    """Why abc2midi plays other notes than we do, where it plays ours for the tune alone.

    In a tune of several voices it repeats a part only from a `|:`.
    """
    if not agrees(tune) or agrees(seconded):
        return
    opened = Tune.parse(with_second_voice(Tune.parse(with_openings(tune)), instrument))
    yield "abc2midi: repeats without an opening sign" if agrees(opened) else "abc2midi: for an unknown reason"


def agrees(tune: Tune) -> bool:
    """Whether abc2midi has our notes."""
    return agree(heard(tune.text)[0], played(tune))


def with_openings(tune: Tune) -> str:
    """The tune's text with a `|:` wherever a repeat starts without one, but for the first part."""
    lines = tune.text.split("\n")
    for section in reversed(sections(tune.bars)):
        first = section[0]
        if first.index and turns(section) > 1 and not opens(first):
            note = next(e for e in first.elements if not isinstance(e, Space | LineBreak | Field))
            line, column = note.position.line - 1, note.position.column - 1
            lines[line] = f"{lines[line][:column]}|:{lines[line][column:]}"
    return "\n".join(lines)


if __name__ == "__main__":
    main()
