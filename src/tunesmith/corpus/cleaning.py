"""From a tune as it was found to one in canonical spelling, with the names of what was fixed or why it was dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tunesmith.analysis.melody import contour
from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.controls import controls_of, label_in
from tunesmith.corpus.found_chords import chords_of
from tunesmith.corpus.leadsheets import BROKEN, fix_lead_sheet, unsound
from tunesmith.errors import AbcError, CorpusError
from tunesmith.music.chord_symbols import read_symbol
from tunesmith.notation import Annotation, Chord, ChordSymbol, Key, Note, Tune
from tunesmith.notation.spelling import meter_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tunesmith.corpus.sources import SourceTune
    from tunesmith.notation import Element
    from tunesmith.notation.canonical import Beams, Spelling

__all__ = ["Bounds", "CleanTune", "Dropped", "clean", "relabelled"]

QUOTED = re.compile(r'"([^"\n]*)"')
CHOICE = re.compile(r"([^ ()]+) *(\([^ ()]+\))")
MINOR = re.compile(r"[a-g][#b]?m(?!aj)")
LONGEST_WORDS = 24  # characters of an annotation: `D.C. al Fine` stays, an editor's remark goes
SPELT = re.compile(r"X:\d+\nL:.*\n(Q:.*\n)?M:.*\nK:.*\n")  # in IrishMAN's form, with beams that are worth keeping
KEY_LINE = re.compile(r"^K:.*", re.MULTILINE)
SECOND_TUNE = re.compile(r"(?<=\S)\s*X:[ \t]*\d")
MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a tune must be to be learned from; `shortest` and `longest` count the characters of its canonical text.

    `fullness` is the share of the bars that are full, or short where a part begins or ends.
    """

    bars: int = 4
    shortest: int = 40
    longest: int = 2048
    fullness: float = 0.6


@dataclass(frozen=True, slots=True)
class CleanTune:
    """A tune to learn from: its canonical text, control lines and melody, and the names of what was fixed."""

    id: str
    group: str
    source: str
    text: str
    key: str
    meter: str
    rhythm: str | None
    form: str
    bars: tuple[str, ...]  # how full each is
    controls: tuple[str, ...]  # one text for each of CONTROL_LINES
    contour: NDArray[np.int8]  # (steps,)
    compass: tuple[int, int]  # the lowest and the highest note, MIDI numbers
    losses: tuple[str, ...]  # what the reader of ABC could not take at its word
    fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A tune that is not learned from, and why; `losses` as far as it could be read at all."""

    id: str
    source: str
    reason: str
    losses: tuple[str, ...]


def clean(found: SourceTune, bounds: Bounds) -> CleanTune | Dropped:
    """Bring one tune into canonical spelling, or say why it is left out."""
    text, fixed = fix(found.abc)
    lead_sheet = record_of(found.source).lead_sheets
    try:
        tune = Tune.parse(text)
    except AbcError:
        return Dropped(found.id, found.source, "cannot be read", ("cannot be read",))
    losses = tune.losses
    reason = objection(tune, bounds) or (unsound(tune) if lead_sheet else None)
    if reason is not None:
        return Dropped(found.id, found.source, reason, losses)
    if len(tune.voices) > 1:
        tune, fixed = tune.alone(), [*fixed, f"voice {tune.melody.name} taken for the melody"]
    if lead_sheet:
        better, more = fix_lead_sheet(tune)
        tune, fixed = Tune.parse(better), [*fixed, *more]
    kept = tuple([element for element in tune.elements if not is_clutter(element)])
    if len(kept) < len(tune.elements):
        tune, fixed = replace(tune, elements=kept), [*fixed, "fingering or remark removed"]
    rhythm = label_in(tune, found.source)
    spelling = tune.spelling(beams="beat" if lead_sheet else beams_of(text))
    if not bounds.shortest <= len(spelling.text) <= bounds.longest:
        reason = "too short" if len(spelling.text) < bounds.shortest else "too long"
        return Dropped(found.id, found.source, reason, losses)
    cleaned = described(found, tune, spelling, rhythm, losses, tuple(fixed))
    if lead_sheet and not {"short", "over"}.isdisjoint(cleaned.bars):
        return Dropped(found.id, found.source, BROKEN, losses)
    return cleaned


def beams_of(text: str) -> Beams:
    """Which beams its canonical spelling has: those of a text that is in this spelling already, else one a beat."""
    return "source" if SPELT.match(text) else "beat"


def described(
    found: SourceTune,
    tune: Tune,
    spelling: Spelling,
    rhythm: str | None,
    losses: tuple[str, ...],
    fixed: tuple[str, ...],
) -> CleanTune:
    """A tune with all that its canonical spelling says of it; to read that once more would say the same."""
    played = tune.melody.in_ticks
    pitches = [pitch for _, _, of_event in played.notes for pitch in of_event]
    return CleanTune(
        id=found.id,
        group=found.group,
        source=found.source,
        text=spelling.text,
        key=str(tune.key),
        meter=meter_text(tune.meter),
        rhythm=rhythm,
        form=tune.form.letters,
        bars=tuple(bar.fill for bar in tune.bars),
        controls=controls_of(tune, spelling, rhythm, chords_of(spelling.text)),
        contour=contour(played),
        compass=(min(pitches, default=0), max(pitches, default=0)),
        losses=losses,
        fixed=fixed,
    )


def relabelled(tune: CleanTune, key: Key, rhythm: str | None) -> CleanTune:
    """The tune with another tonic and mode on the signature that it has, and another rhythm.

    This is where what families know of a tune enters, before transposing and numbering. CorpusError if the key has
    another signature: its notes would sound otherwise.
    """
    own = Key.parse(tune.key)
    if own.fifths != key.fifths:
        raise CorpusError(f"{tune.id}: K:{key} has another signature than K:{own}")
    text = KEY_LINE.sub(f"K:{key}", tune.text, count=1)
    labelled = Tune.parse(text)
    controls = controls_of(labelled, labelled.spelling(), rhythm, chords_of(text))
    return replace(tune, text=text, key=str(key), rhythm=rhythm, controls=controls)


def fix(abc: str) -> tuple[str, list[str]]:
    """Repair what is wrong with the text rather than the music; also the names of the repairs."""
    fixed = []
    lines = [demojibake(line) for line in abc.split("\n")]
    text = "\n".join(lines)
    if text != abc:
        fixed.append("text decoded twice")
    second = SECOND_TUNE.search(text, max(text.find("\nK:"), 0) + 1)
    if second is not None:
        text = text[: second.start()]
        fixed.append("second tune cut off")
    named = QUOTED.sub(chord_named, text)
    if named != text:
        fixed.append("chord symbol respelt")
    return named, fixed


def chord_named(quoted: re.Match[str]) -> str:
    """A chord symbol with its root in upper case (`em`) and without the other chord that it offers (`G (Em)`)."""
    name = quoted[1]
    choice = CHOICE.fullmatch(name)
    if choice and all(read_symbol(chord) for chord in choice.groups()):
        name = choice[1]
    if MINOR.match(name) and read_symbol(name[0].upper() + name[1:]):
        name = name[0].upper() + name[1:]
    return f'"{name}"'


def demojibake(line: str) -> str:
    """Undo the reading of UTF-8 as Latin-1, however many times it happened."""
    while MOJIBAKE.search(line):
        try:
            line = line.encode("latin-1").decode("utf-8")
        except UnicodeError:
            break
    return line


def objection(tune: Tune, bounds: Bounds) -> str | None:
    """Why a tune is not fit to learn from, None if it is."""
    if not any(isinstance(element, (Note, Chord)) for element in tune.elements):
        return "no notes"
    if "bad-key" in tune.losses:
        return "key not understood"
    if len(tune.bars) < bounds.bars:
        return "too few bars"
    well = sum(bar.fill in ("full", "anacrusis", "completion") for bar in tune.bars)
    if well < bounds.fullness * len(tune.bars):
        return "bars mostly not full"
    return None


def is_clutter(element: Element) -> bool:
    """Whether an element is a quoted text that is neither a chord symbol nor a short annotation."""
    if isinstance(element, Annotation):
        return len(element.words) > LONGEST_WORDS or not element.words.isascii()
    return isinstance(element, ChordSymbol) and read_symbol(element.name) is None
