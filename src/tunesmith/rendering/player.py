"""Plays a tune: from what is written to what is heard.

`Tune.events` says what is written, with repeats and endings played out; the player adds the tempo of the rhythm, its
swing, ornaments, accents of the beats, and an accompaniment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias, TypeVar

from tunesmith.analysis.harmony import chord_changes
from tunesmith.analysis.timeline import placed, played_bars
from tunesmith.errors import RenderError
from tunesmith.music.instruments import INSTRUMENTS, accompanying, names_of, sounding
from tunesmith.music.rhythms import rhythm_of
from tunesmith.notation import Chord, Note
from tunesmith.notation.meter import pulse
from tunesmith.options import Option, TableChoices, check_options
from tunesmith.rendering.accompaniment import NOBODY, accompaniments, accompanist_for, strums
from tunesmith.rendering.costs import LONGEST_SECONDS, affordable, too_long
from tunesmith.rendering.drone import held_tonic
from tunesmith.rendering.drum import strokes
from tunesmith.rendering.groove import Groove
from tunesmith.rendering.ornaments import Stroke, ornamented
from tunesmith.rendering.performance import HeldNote, Performance, PlayedNote, VoicePart
from tunesmith.rendering.swing import swung_amount
from tunesmith.rendering.tempo import usual_tempo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.analysis.timeline import PlayedBar
    from tunesmith.music.instruments import Instrument
    from tunesmith.music.rhythms import Rhythm
    from tunesmith.notation import Bar, Event, Tune
    from tunesmith.notation.voices import Voice
    from tunesmith.rendering.accompaniment import Part, Strum

__all__ = ["Playing", "perform"]

GRACE_SECONDS: Final = 0.05  # of one grace note
LEGATO: Final = Fraction(23, 24)
STACCATO: Final = Fraction(1, 2)
HOLD: Final = Fraction(8, 5)  # how much longer a fermata makes its note
ACCENTS: Final = frozenset({"accent", "emphasis", ">"})
HOLDS: Final = frozenset({"fermata", "invertedfermata"})
ACCENT_GAIN, LIGHT_LOSS = 16, 18
STRUM_VELOCITIES: Final = {("bass", True): 76, ("bass", False): 68, ("chord", True): 62, ("chord", False): 54}
LOUDEST: Final = 127
TICKS: Final = 1920  # of a whole note, to which ornaments are rounded
DRUM: Final = "bodhrán"
"""What sounds for the drums of a tune where there is no channel for them."""
MIDI_PITCHES: Final = range(128)

Tempos: TypeAlias = tuple[tuple[Fraction, Fraction], ...]
Held = TypeVar("Held")


def _sounding_names() -> list[str]:
    return names_of(sounding())


def _accompanying_names() -> list[str]:
    return [*names_of(accompanying()), NOBODY]


@dataclass(frozen=True, slots=True)
class Playing:
    """How a tune is to be played.

    RequestError for a value that cannot be played. `tempo` counts the beat of the tune's own tempo, or the meter's
    pulse where that is longer; without `ornaments` every note sounds as written: no grace notes, rolls, trills or
    holds.
    """

    instrument: Annotated[str, Option("What plays the melody.", choices=TableChoices(sounding, _sounding_names))] = (
        "fiddle"
    )
    accompaniment: Annotated[
        str | None,
        Option(
            "What plays along; the rhythm decides if you do not say.",
            choices=TableChoices(accompaniments, _accompanying_names),
        ),
    ] = None
    swing: Annotated[
        float | None,
        Option("From 0 (as written) to 1 (two to one); the rhythm decides if you do not say.", least=0, most=1),
    ] = None
    tempo: Annotated[float | None, Option("Beats a minute, instead of the tune's own tempo.", least=10, most=1000)] = (
        None
    )
    ornaments: bool = True

    def __post_init__(self) -> None:
        check_options(self)


def perform(tune: Tune, playing: Playing | None = None) -> Performance:
    """Play a tune.

    RenderError for a tune of more than a quarter of an hour, of too many notes, or with notes beyond MIDI's range; what
    is too much is refused before it is built.
    """
    playing = playing or Playing()
    rhythm = rhythm_of(tune.rhythm)
    bars = played_bars(tune)
    tempos = bar_tempos(bars, rhythm, playing.tempo)
    affordable(bars, tempos)
    events = [event for event in tune.sounds(tune.melody) if event.pitches]
    groove = Groove.over(bars, events, swung_amount(rhythm, tune.meter, playing.swing))
    grace_length = grace_length_at(tempos[0][1])
    melody = voice_part(tune, tune.melody, groove, grace_length, playing)
    others = tuple(
        voice_part(tune, voice, groove, grace_length, playing) for voice in tune.voices if voice is not tune.melody
    )
    player = accompanist_for(rhythm, playing.accompaniment)
    struck = backing(tune, bars, player) if player else ()
    spread = player.hands.spread if player and player.hands else 0.0
    sounded = (note for part in (melody, *others) for note in part.notes)
    performance = Performance(
        melody.notes,
        melody.held,
        tuple(strummed(struck, "chord", spread, groove, tempos[0][1])),
        tuple(strummed(struck, "bass", spread, groove, tempos[0][1])),
        length=max([bars[-1].end, *(note.onset + note.duration for note in sounded)]),
        tempos=slowed(tempos, events, groove) if playing.ornaments else tempos,
        meters=distinct((played.onset, played.bar.meter) for played in bars),
        keys=distinct((played.onset, played.setting.key) for played in bars),
        program=melody.program,
        chord_program=program_of(player.name) if player else 0,
        voices=others,
        name=melody.name if others else "Melody",
        drums=melody.drums,
    )
    return checked(performance)


def backing(tune: Tune, bars: Sequence[PlayedBar], player: Instrument) -> Sequence[Strum]:
    """What plays along with a tune, as this instrument does it."""
    if player.drum:
        return tuple(strokes(bars, player.drum))
    if player.drone:
        return tuple(held_tonic(bars, player.drone))
    return strums(bars, chord_changes(tune), player.hands) if player.hands else ()


def voice_part(tune: Tune, voice: Voice, groove: Groove, grace_length: Fraction, playing: Playing) -> VoicePart:
    """What one voice plays; in a tune of several, a voice that asks for an instrument has its own."""
    events = [event for event in tune.sounds(voice) if event.pitches]
    notes = tuple(melody_notes(events, groove, grace_length, playing.ornaments))
    held = tuple(held_notes(played_in_turn(voice.bars, tune.order_of(voice)), events, groove))
    if voice.drums is not None:
        struck = tuple(replace(note, pitch=voice.drums.get(note.pitch, note.pitch)) for note in notes)
        return VoicePart(voice.title, struck, held, program_of(DRUM), drums=True)
    asked = voice.program if len(tune.voices) > 1 else None
    return VoicePart(voice.title, notes, held, program_of(playing.instrument) if asked is None else asked)


def played_in_turn(bars: Sequence[Bar], order: Iterable[int]) -> Iterator[tuple[Bar, Fraction]]:
    """The bars as they are played, each with its onset."""
    onset = Fraction(0)
    for index in order:
        yield bars[index], onset
        onset += bars[index].duration


def program_of(instrument: str) -> int:
    """The General MIDI program of an instrument that sounds."""
    found = INSTRUMENTS.find(instrument)
    if found is None or found.sound is None:
        raise RenderError(f"{instrument} has no sound")
    return found.sound.program


def bar_tempos(bars: Sequence[PlayedBar], rhythm: Rhythm | None, asked: float | None) -> Tempos:
    """Whole notes a minute from each bar at which the tempo changes: as asked, as `Q:` says, or as is usual."""
    changes: list[tuple[Fraction, Fraction]] = []
    for played in bars:
        meter = played.bar.meter
        tempo = played.setting.tempo or usual_tempo(rhythm, meter)
        rate = tempo.whole_notes_a_minute if asked is None else max(tempo.beat, pulse(meter)) * Fraction(asked)
        changes.append((played.onset, rate))
    return distinct(changes)


def slowed(tempos: Tempos, events: Iterable[Event], groove: Groove) -> Tempos:
    """The same tempos, slowed down under each fermata."""
    holds = {(event.onset, event.onset + event.duration) for event in events if HOLDS & set(event.decorations)}
    changes = dict(tempos)
    for start, end in sorted((groove.place(start), groove.place(end)) for start, end in holds):
        rates = [rate for onset, rate in tempos if onset <= start]
        changes[start] = rates[-1] / HOLD
        changes.setdefault(end, rates[-1])
    return distinct(sorted(changes.items()))


def distinct(pairs: Iterable[tuple[Fraction, Held]]) -> tuple[tuple[Fraction, Held], ...]:
    """Only the pairs that change something: the first, and each whose value is not the one before."""
    kept: list[tuple[Fraction, Held]] = []
    for when, value in pairs:
        if not kept or kept[-1][1] != value:
            kept.append((when, value))
    return tuple(kept)


def grace_length_at(rate: Fraction) -> Fraction:
    """How long a grace note is, in whole notes, at so many whole notes a minute."""
    return in_whole_notes(GRACE_SECONDS, rate)


def in_whole_notes(seconds: float, rate: Fraction) -> Fraction:
    """Seconds as whole notes, at so many whole notes a minute; to the tick of a MIDI file."""
    return Fraction(round(seconds * float(rate) / 60 * TICKS), TICKS)


def melody_notes(
    events: Iterable[Event], groove: Groove, grace_length: Fraction, ornaments: bool
) -> Iterator[PlayedNote]:
    """The melody, with its ornaments or as written."""
    for event in events:
        onset = groove.place(event.onset)
        length = groove.place(event.onset + event.duration) - onset
        velocity = groove.velocity(event.onset) + ACCENT_GAIN * bool(ACCENTS & set(event.decorations))
        touch = STACCATO if "staccato" in event.decorations else LEGATO
        for stroke in strokes_of(event, length, groove, grace_length, ornaments):
            force = min(velocity - LIGHT_LOSS * stroke.light, LOUDEST)
            duration = stroke.length if stroke.light else stroke.length * touch
            yield PlayedNote(onset + stroke.start, duration, stroke.pitch, force, event.element)


def held_notes(bars: Iterable[tuple[Bar, Fraction]], events: Iterable[Event], groove: Groove) -> Iterator[HeldNote]:
    """The notes and chords at which no event starts: ties lead to all of their sounds; bars have onsets."""
    struck = {(event.onset, id(event.element)) for event in events}
    for bar, start in bars:
        for offset, element in placed(bar):
            onset = start + offset
            if isinstance(element, Note | Chord) and (onset, id(element)) not in struck:
                begun = groove.place(onset)
                yield HeldNote(begun, groove.place(onset + element.duration) - begun, element)


def strokes_of(
    event: Event, length: Fraction, groove: Groove, grace_length: Fraction, ornaments: bool
) -> tuple[Stroke, ...]:
    """The parts in which an event sounds; of a chord, the highest note carries the ornament."""
    if not ornaments:
        return tuple(Stroke(Fraction(0), length, pitch) for pitch in event.pitches)
    *others, top = sorted(event.pitches)
    setting = groove.bar_at(event.onset).setting
    scale = {(pitch + setting.shift.semitones) % 12 for pitch in setting.key.pitch_classes}
    plain = (Stroke(Fraction(0), length, pitch) for pitch in others)
    return (*plain, *ornamented(top, length, event.grace, event.decorations, scale, grace_length))


def strummed(
    struck: Iterable[Strum], part: Part, seconds: float, groove: Groove, rate: Fraction
) -> Iterator[PlayedNote]:
    """One part of the accompaniment; the strings of a strum sound one after another, so many seconds apart."""
    spread = in_whole_notes(seconds, rate)
    for strum in struck:
        if strum.part != part:
            continue
        onset = groove.place(strum.onset)
        length = groove.place(strum.onset + strum.duration) - onset
        gap = min(spread, length / (2 * len(strum.pitches)))
        for place, pitch in enumerate(strum.pitches):
            yield PlayedNote(
                onset + gap * place, (length - gap * place) * LEGATO, pitch, STRUM_VELOCITIES[part, strum.strong]
            )


def checked(performance: Performance) -> Performance:
    """The performance itself, if a MIDI file can hold it and it is not too long; RenderError if not."""
    parts = [performance.melody, *(part.notes for part in performance.voices)]
    pitches = [note.pitch for part in parts for note in part]
    beyond = next((pitch for pitch in pitches if pitch not in MIDI_PITCHES), None)
    if beyond is not None:
        raise RenderError(f"a note of this tune is at {beyond}, beyond the pitches that MIDI has, 0 to 127")
    if performance.duration > LONGEST_SECONDS:  # a fermata may have made it longer
        raise too_long(performance.duration)
    return performance
