"""What stands below each note of a score beside its words: a fingering, or the name of the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tunesmith.music.instruments import fingerings
from tunesmith.music.notes import SEMITONES
from tunesmith.notation.elements import Chord, Note

if TYPE_CHECKING:
    from tunesmith.notation import Event, Tune

__all__ = ["NAMES", "below_notes"]

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
        return {event.element.position: name_of(event) for event in events}
    marks = fingerings()[what].notes
    return {event.element.position: marks.get(max(event.pitches), OUT_OF_REACH) for event in events}


def name_of(event: Event) -> str:
    """The name of the highest note of an event as it is spelt, with the accidental that holds for it."""
    element = event.element
    notes = element.notes if isinstance(element, Chord) else (element,)
    pitch, note = max(zip(event.pitches, notes, strict=False), key=lambda pair: pair[0])
    assert isinstance(note, Note)  # nothing else has pitches
    alteration = (pitch - SEMITONES[note.letter] + 6) % 12 - 6
    return note.letter + SIGNS[alteration]
