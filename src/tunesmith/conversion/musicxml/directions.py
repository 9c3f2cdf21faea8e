"""What stands above and below the staff: chord symbols, words, tempo, dynamics and jumps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.musicxml.lengths import drawn_lengths
from tunesmith.conversion.musicxml.names import CHORD_KINDS, DIRECTIONS, DYNAMICS, SOUNDS, WEDGES
from tunesmith.conversion.musicxml.xml import add, node
from tunesmith.music.chord_symbols import is_no_chord, read_symbol, root_name
from tunesmith.music.notes import NAME_SIGNS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Xml

    from tunesmith.notation import Tempo

__all__ = ["annotation", "direction_of", "harmony", "is_direction", "rehearsal", "tempo"]

SIMPLER: Final = re.compile(r"^(?:maj|Maj|MAJ|Δ|M)(?=$|7|9|11|13)")
PEDAL: Final = {"ped": "start", "ped-up": "stop"}


def is_direction(name: str) -> bool:
    """Whether a decoration belongs to a moment rather than to a note."""
    return name in DYNAMICS or name in WEDGES or name in DIRECTIONS or name in SOUNDS or name in PEDAL


def direction_of(name: str) -> Xml:
    """The direction that such a decoration is."""
    if name in DYNAMICS:
        return direction("dynamics", "below", inside=name)
    if name in WEDGES:
        return direction("wedge", "below", attributes={"type": WEDGES[name]})
    if name in PEDAL:
        return direction("pedal", "below", attributes={"type": PEDAL[name]})
    if name in DIRECTIONS:
        return direction(DIRECTIONS[name], "above")
    words, sound = SOUNDS[name]
    made = direction("words", "above", words)
    add(made, "sound", attributes=sound)
    return made


def direction(
    kind: str, placement: str, text: str = "", attributes: dict[str, str] | None = None, inside: str = ""
) -> Xml:
    """A `<direction>` of one kind, perhaps with an element inside."""
    made = node("direction", attributes={"placement": placement})
    element = add(add(made, "direction-type"), kind, text, attributes)
    if inside:
        add(element, inside)
    return made


def annotation(placement: str, words: str) -> Xml:
    """Free words at a note."""
    return direction("words", "below" if placement == "_" else "above", words)


def rehearsal(name: str) -> Xml:
    """The name of a part."""
    return direction("rehearsal", "above", name)


def tempo(stated: Tempo) -> Xml:
    """A tempo: words, a note and how many of it a minute; where no sign is as long, for players alone."""
    made = node("direction", attributes={"placement": "above"})
    if stated.words:
        add(add(made, "direction-type"), "words", stated.words)
    drawn = drawn_lengths(stated.beat, None)
    if len(drawn) == 1 and drawn[0].ratio is None:
        metronome = add(add(made, "direction-type"), "metronome")
        add(metronome, "beat-unit", drawn[0].type)
        for _ in range(drawn[0].dots):
            add(metronome, "beat-unit-dot")
        add(metronome, "per-minute", f"{stated.rate:g}")
    elif not stated.words:
        add(add(made, "direction-type"), "words", str(stated))
    add(made, "sound", attributes={"tempo": f"{float(stated.whole_notes_a_minute * 4):g}"})
    return made


def harmony(name: str) -> Xml:
    """A chord symbol; its kind is named for programs, and written for people as the tune has it.

    Any other text is written as words.
    """
    made = node("harmony")
    if is_no_chord(name):
        add(add(made, "root"), "root-step", "C", {"text": ""})
        add(made, "kind", "none", {"text": name.strip()})
        return made
    parts = read_symbol(name)
    if parts is None:
        return annotation("^", name)
    add_note(made, "root", root_name(parts.root))
    whole = {"parentheses-degrees": "yes"} if parts.opening else {}  # the whole symbol stands in parentheses
    text = parts.kind + parts.other + ("" if parts.opening else parts.closing)
    add(made, "kind", CHORD_KINDS.get(plain(parts.kind), "other"), {"text": text, **whole})
    if parts.bass:
        add_note(made, "bass", root_name(parts.bass))
    return made


def plain(kind: str) -> str:
    """A kind as the table has it: `Maj7` is `maj7`, `M` nothing, `min7` and `-7` are `m7`."""
    kind = kind.replace(" ", "").replace("♭", "b").replace("♯", "#")
    kind = SIMPLER.sub("maj", kind)
    kind = re.sub(r"^(?:min|mi|-)", "m", kind)
    return {"maj": "", "+": "aug", "+7": "aug7", "°": "dim", "o": "dim", "o7": "dim7", "°7": "dim7", "ø": "m7b5"}.get(
        kind, kind
    )


def add_note(parent: Xml, name: str, note: str) -> None:
    """The root or bass of a chord."""
    element = add(parent, name)
    add(element, f"{name}-step", note[0])
    alteration = NAME_SIGNS[note[1:]]
    if alteration:
        add(element, f"{name}-alter", alteration)
