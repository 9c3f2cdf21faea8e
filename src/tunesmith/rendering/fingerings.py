"""What stands below each note of a score beside its words: a fingering, or the name of the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tunesmith.music.instruments import fingerings
from tunesmith.music.notes import SEMITONES
from tunesmith.notation.elements import Chord, Note

if TYPE_CHECKING:
    from tunesmith.notation import Event, Tune

__all__ = ["NAMES", "below_notes", "names_in"]

NAMES: Final = "names"
"""What asks for the names of the notes instead of a fingering."""
OUT_OF_REACH: Final = "×"
SIGNS: Final = {-2: "♭♭", -1: "♭", 0: "", 1: "♯", 2: "♯♯"}


def below_notes(tune: Tune, what: str) -> dict[tuple[int, int], str]:
    """What stands under each note, by its line and column; of a chord the highest note, of tied notes the first.

    `what` is NAMES or the name of a fingering; a note that the instrument lacks gets a cross.
    """
    events = [event for event in tune.events(expanded=False) if event.pitches]
    if what == NAMES:
        return {event.element.position: names_in(event)[max(event.pitches)] for event in events}
    marks = fingerings()[what].notes
    return {event.element.position: marks.get(max(event.pitches), OUT_OF_REACH) for event in events}


def names_in(event: Event) -> dict[int, str]:
    """The names of an event's notes as they are spelt, with the accidentals that hold, by their MIDI numbers."""
    element = event.element
    notes = element.notes if isinstance(element, Chord) else (element,)
    named = ((pitch, note) for pitch, note in zip(event.pitches, notes, strict=False) if isinstance(note, Note))
    return {pitch: note.letter + SIGNS[(pitch - SEMITONES[note.letter] + 6) % 12 - 6] for pitch, note in named}
