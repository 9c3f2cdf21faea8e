"""Write real tunes as MusicXML, read them back, and count what comes back: notes, bars, repeats, chords.

    python scripts/round_trip.py --corpus ../shared/corpus --count 500

Tunes are sampled evenly from the files of the corpus, with a seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tunesmith.analysis.timeline import placed, settings
from tunesmith.conversion.musicxml.reader import read_musicxml
from tunesmith.conversion.musicxml.writer import musicxml_of
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import TunesmithError
from tunesmith.music.chord_symbols import is_no_chord, read_symbol
from tunesmith.notation import Annotation, ChordSymbol, Rest, Tune

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from tunesmith.notation import Bar, BarLine, Event
    from tunesmith.notation.voices import Voice

__all__ = ["ASPECTS", "drawn_tunes"]


def notes(tune: Tune) -> object:
    """Onset, duration, pitches and grace notes of all that sounds, ties joined, in the order of playing."""
    return [
        [(e.onset, e.duration, sorted(e.pitches), e.grace) for e in tune.sounds(voice) if e.pitches]
        for voice in tune.voices
    ]


def rests(tune: Tune) -> object:
    """Where nothing sounds, rests in a row joined."""
    return [list(silences(voice.events())) for voice in tune.voices]


def silences(events: tuple[Event, ...]) -> Iterator[tuple[Fraction, Fraction]]:
    """The start and end of each silence."""
    begun: tuple[Fraction, Fraction] | None = None
    for event in events:
        end = event.onset + event.duration
        if not event.pitches and not isinstance(event.element, Rest) and event.chord_symbol:
            continue
        if event.pitches:
            if begun:
                yield begun
            begun = None
        else:
            begun = (begun[0] if begun else event.onset, end)
    if begun:
        yield begun


def bars(tune: Tune) -> object:
    """The length, meter and key of each bar."""
    return [str(one.key) for one in settings(tune)], [
        [(b.duration, b.meter.capacity) for b in voice.bars] for voice in tune.voices
    ]


def repeats(tune: Tune) -> object:
    """The endings and repeats of each bar, and the order in which bars are played."""
    return [[edges(bar) for bar in voice.bars] for voice in tune.voices], tune.play_order(), tune.form.letters


def edges(bar: Bar) -> object:
    """What stands at both ends of a bar."""
    return bar.endings, counts(bar.opening), counts(bar.closing)


def counts(line: BarLine | None) -> tuple[int, int]:
    """How often a bar line closes and opens a repeat."""
    return (line.closes, line.opens) if line else (0, 0)


def chords(tune: Tune) -> object:
    """The chord symbols, each with its bar and place in it."""
    return [[one for one in said(voice) if is_chord(one[2])] for voice in tune.voices]


def words(tune: Tune) -> object:
    """All other words above and below the music: also those that stand where a chord symbol would, and are none."""
    return [[one for one in said(voice) if one[2] and not is_chord(one[2])] for voice in tune.voices]


def said(voice: Voice) -> Iterator[tuple[int, Fraction, str]]:
    """Each text between quotes, its bar and its place in it."""
    for bar in voice.bars:
        for when, element in placed(bar):
            if isinstance(element, ChordSymbol | Annotation):
                text = element.name if isinstance(element, ChordSymbol) else element.words
                yield bar.index, when, " ".join(text.split())


def is_chord(text: str) -> bool:
    """Whether these words are a chord symbol."""
    return read_symbol(text) is not None or is_no_chord(text)


ASPECTS: Final[dict[str, Callable[[Tune], object]]] = {
    "notes": notes, "rests": rests, "bars": bars, "repeats": repeats, "chords": chords,
    "words": words,
}  # fmt: skip


def drawn_tunes(folder: Path, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """So many tunes with their names, evenly out of the files of a folder."""
    files = sorted(path for path in folder.iterdir() if path.name.endswith((".jsonl.gz", ".json")))
    share, chance = -(-count // len(files)), random.Random(seed)
    left = count
    pools = sorted((list(read_tunes(file)) for file in files), key=len)
    for index, pool in enumerate(pools):
        share = min(len(pool), -(-left // (len(pools) - index)))
        left -= share
        yield from ((f"{tune.source}:{tune.id}", tune.abc) for tune in chance.sample(pool, share))


def main() -> int:
    """Run and print; 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20)
    asked = parser.parse_args()
    good: Counter[str] = Counter()
    told: list[str] = []
    seconds = {"writing": 0.0, "reading": 0.0}
    tunes = list(drawn_tunes(asked.corpus, asked.count, asked.seed))
    for name, abc in track(tunes, "Converting", console=Console(stderr=True), disable=not sys.stderr.isatty()):
        outcome, problems = tried(abc, seconds)
        good.update(outcome)
        told += [f"{name}: {problem}" for problem in problems]
    table = Table("what", f"of {len(tunes)} tunes", "share")
    for what, number in good.items():
        table.add_row(what, str(number), f"{number / len(tunes):.1%}")
    Console().print(table)
    print(*(f"{what}: {1000 * taken / len(tunes):.1f} ms a tune" for what, taken in seconds.items()), sep="\n")
    print(*told[: asked.show], sep="\n")
    return int(bool(told))


def tried(abc: str, seconds: dict[str, float]) -> tuple[list[str], list[str]]:
    """What came back of one tune, and what did not."""
    good: list[str] = []
    problems: list[str] = []
    try:
        tune = Tune.parse(abc)
        begun = time.perf_counter()
        content = musicxml_of(tune)
        written = time.perf_counter()
        text, _ = read_musicxml(content)
        seconds["writing"] += written - begun
        seconds["reading"] += time.perf_counter() - written
        back = Tune.parse(text)
    except TunesmithError as error:
        return [], [str(error)]
    for what, aspect in ASPECTS.items():
        (good if aspect(tune) == aspect(back) else problems).append(what)
    return good, problems


if __name__ == "__main__":
    sys.exit(main())
