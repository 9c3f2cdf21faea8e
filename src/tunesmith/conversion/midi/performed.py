"""The content of a MIDI file: the melody's notes in quarter notes, and the tempo, meter and key that it states."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tunesmith.errors import RequestError
from tunesmith.notation.encoding import encoding_of

if TYPE_CHECKING:
    from mido import MidiFile

__all__ = ["Performed", "Played", "performed"]

DRUMS: Final = 9
MOST_MESSAGES: Final = 200_000
LONGEST: Final = 8_000  # quarter notes
DEFAULT_TEMPO: Final = 500_000  # microseconds a quarter
TOGETHER: Final = 0.08  # quarter notes within which notes are struck together
CHORD: Final = 0.06  # seconds between the notes of a chord, each of which may be 30 ms off


@dataclass(frozen=True, slots=True)
class Played:
    """A note that sounded: times in quarter notes."""

    start: float
    end: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Performed:
    """A melody of one note at a time, and what the file states; `quarter` is the usual length of a quarter, in seconds.

    `meter` is (beats, unit), `key` (sharps, minor or not).
    """

    notes: tuple[Played, ...]
    title: str
    quarter: float
    meter: tuple[int, int] | None
    key: tuple[int, bool] | None
    others: int


def performed(data: bytes) -> Performed:
    """Read a MIDI file; RequestError if it is none, is too long, or has no note but those of drums."""
    from mido import MidiFile

    try:
        file = MidiFile(file=io.BytesIO(data), clip=True)
        count = sum(map(len, file.tracks))
        if count > MOST_MESSAGES:
            raise RequestError(f"the file holds {count:,} messages; up to {MOST_MESSAGES:,} are read")
        parts = read_parts(file)
    except (EOFError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise RequestError(f"this MIDI file cannot be read: {error or 'it ends too early'}") from None
    if not parts:
        raise RequestError("there is no note in this MIDI file")
    said = stated(file)
    if max(note.end for notes in parts.values() for note in notes) > LONGEST:
        raise RequestError(f"the music lasts more than {LONGEST:,} quarter notes")
    melody = skyline(parts[carrier(parts)], said.tempo / 1e6)
    return Performed(melody, said.title, said.tempo / 1e6, said.meter, said.key, len(parts) - 1)


@dataclass(slots=True)
class Stated:
    """What the messages of a file state, the first of each."""

    title: str = ""
    tempo: int = DEFAULT_TEMPO
    meter: tuple[int, int] | None = None
    key: tuple[int, bool] | None = None


def read_parts(file: MidiFile) -> dict[tuple[int, int], list[Played]]:
    """The notes of each track and channel, in the order of time."""
    if file.ticks_per_beat <= 0 or file.ticks_per_beat >= 0x8000:
        raise ValueError("its times are in frames (SMPTE), not in beats")
    parts: defaultdict[tuple[int, int], list[Played]] = defaultdict(list)
    for number, track in enumerate(file.tracks):
        now = 0
        held: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for message in track:
            now += message.time
            if message.type not in ("note_on", "note_off") or message.channel == DRUMS:
                continue
            place = message.channel, message.note
            if message.type == "note_on" and message.velocity:
                held[place].append((now, message.velocity))
            elif held[place]:  # of two that overlap, the one that began first ends first
                start, velocity = held[place].pop(0)
                note = Played(start / file.ticks_per_beat, now / file.ticks_per_beat, message.note, velocity)
                parts[number, message.channel].append(note)
    return {place: sorted(notes, key=lambda note: (note.start, note.pitch)) for place, notes in parts.items()}


def stated(file: MidiFile) -> Stated:
    """Title, tempo, meter and key."""
    found = Stated()
    tempos: Counter[int] = Counter()
    for message in (message for track in file.tracks for message in track):
        if message.type == "set_tempo":
            tempos[message.tempo] += 1
        elif message.type == "track_name" and not found.title:
            written = message.name.encode("latin-1")  # which mido takes every text for
            found.title = " ".join(encoding_of(written).decode(written).split())
        elif message.type == "time_signature" and found.meter is None:
            found.meter = message.numerator, message.denominator
        elif message.type == "key_signature" and found.key is None:
            found.key = fifths_of_name(message.key)
    found.tempo = tempos.most_common(1)[0][0] if tempos else DEFAULT_TEMPO
    return found


def fifths_of_name(name: str) -> tuple[int, bool]:
    """The sharps of a key as mido names it, and whether it is minor."""
    from tunesmith.notation.pitch import fifths_of

    minor = name.endswith("m")
    return fifths_of(name.removesuffix("m")) - 3 * minor, minor


def carrier(parts: dict[tuple[int, int], list[Played]]) -> tuple[int, int]:
    """The part that carries the melody: most of its notes lie above all that sounds with them."""
    struck = sorted((note.start, note.pitch, note.end, place) for place, notes in parts.items() for note in notes)
    tops: Counter[tuple[int, int]] = Counter()
    sounding: list[tuple[int, float]] = []  # pitch and end
    following = 0
    for start, pitch, _, place in struck:
        while following < len(struck) and struck[following][0] <= start + TOGETHER:
            sounding.append((struck[following][1], struck[following][2]))
            following += 1
        sounding = [one for one in sounding if one[1] > start + TOGETHER]
        tops[place] += all(other <= pitch for other, _ in sounding)
    return max(parts, key=lambda place: (tops[place], (-place[0], -place[1])))


def struck_together(first: Played, second: Played, quarter: float) -> bool:
    """Whether two notes belong to one chord: they begin almost at once, and the first sounds on through the second."""
    apart = second.start - first.start
    return apart < TOGETHER or (apart * quarter < CHORD and first.end > (second.start + second.end) / 2)


def skyline(notes: list[Played], quarter: float) -> tuple[Played, ...]:
    """One note at a time: the highest of those struck together, each ending where the next begins."""
    kept: list[Played] = []
    for note in notes:
        if kept and struck_together(kept[-1], note, quarter):
            if note.pitch > kept[-1].pitch:
                kept[-1] = note
            continue
        kept.append(note)
    following = [note.start for note in kept[1:]] + [float("inf")]
    return tuple(
        Played(note.start, min(note.end, after), note.pitch, note.velocity)
        for note, after in zip(kept, following, strict=True)
    )
