"""From a tune as it was found to one in canonical spelling, with a count of what was mended and what was dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tunesmith.analysis.melody import contour
from tunesmith.corpus.controls import Controls, controls_of, rhythm_of
from tunesmith.errors import AbcError
from tunesmith.notation import Annotation, ChordSymbol, Tune

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tunesmith.corpus.sources import SourceTune
    from tunesmith.notation import Element

__all__ = ["Bounds", "CleanTune", "Dropped", "clean"]

CHORD = re.compile(
    r"\(?[A-G][#b]?(?:maj|min|mi|ma|m|M|dim|aug|sus|add|[-+o°]|\d|[#b]\d)*(?:/[A-Ga-g][#b]?)?\)?"  # section 4.18
)
LONGEST_WORDS = 24  # characters of an annotation: `D.C. al Fine` stays, an editor's remark goes
SPELT = re.compile(r"X:\d+\nL:.*\n(Q:.*\n)?M:.*\nK:.*\n")  # in IrishMAN's form, with beams that are worth keeping
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
    """A tune to learn from: its canonical text, control lines and melody, and the names of what was mended."""

    id: str
    group: str
    source: str
    text: str
    key: str
    meter: str
    rhythm: str | None
    form: str
    bars: tuple[str, ...]  # how full each is
    controls: Controls
    contour: NDArray[np.int8]  # (steps,)
    losses: tuple[str, ...]  # what the reader of ABC could not take at its word
    mended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A tune that is not learned from, and why; `losses` as far as it could be read at all."""

    id: str
    source: str
    reason: str
    losses: tuple[str, ...]


def clean(found: SourceTune, limits: Bounds) -> CleanTune | Dropped:
    """Bring one tune into canonical spelling, or say why it is left out."""
    text, mended = fix(found.abc)
    try:
        tune = Tune.parse(text)
    except AbcError:
        return Dropped(found.id, found.source, "cannot be read", ("cannot be read",))
    losses = tune.losses
    reason = objection(tune, limits)
    if reason is not None:
        return Dropped(found.id, found.source, reason, losses)
    kept = tuple(element for element in tune.elements if not is_clutter(element))
    if len(kept) < len(tune.elements):
        tune, mended = replace(tune, elements=kept), [*mended, "fingering or remark removed"]
    rhythm = rhythm_of(tune, found.source)
    spelling = tune.canonical(beams="source" if SPELT.match(text) else "beat")
    if not limits.shortest <= len(spelling) <= limits.longest:
        reason = "too short" if len(spelling) < limits.shortest else "too long"
        return Dropped(found.id, found.source, reason, losses)
    final = Tune.parse(spelling)
    return CleanTune(
        id=found.id,
        group=found.group,
        source=found.source,
        text=spelling,
        key=str(final.key),
        meter=str(final.meter),
        rhythm=rhythm,
        form=final.form.letters,
        bars=tuple(bar.fill for bar in final.bars),
        controls=controls_of(final, rhythm),
        contour=contour(final.events(expanded=False)),
        losses=losses,
        mended=tuple(mended),
    )


def fix(abc: str) -> tuple[str, list[str]]:
    """Repair what is wrong with the text rather than the music; also the names of the repairs."""
    mended = []
    lines = [demojibake(line) for line in abc.split("\n")]
    text = "\n".join(lines)
    if text != abc:
        mended.append("text decoded twice")
    second = SECOND_TUNE.search(text, max(text.find("\nK:"), 0) + 1)
    if second is not None:
        text = text[: second.start()]
        mended.append("second tune cut off")
    return text, mended


def demojibake(line: str) -> str:
    """Undo the reading of UTF-8 as Latin-1, however many times it happened."""
    while MOJIBAKE.search(line):
        try:
            line = line.encode("latin-1").decode("utf-8")
        except UnicodeError:
            break
    return line


def objection(tune: Tune, limits: Bounds) -> str | None:
    """Why a tune is not fit to learn from, None if it is."""
    if any(problem.code in ("other-voice", "overlay") for problem in tune.problems):
        return "several voices"
    if len(tune.bars) < limits.bars:
        return "too few bars"
    well = sum(bar.fill in ("full", "anacrusis", "completion") for bar in tune.bars)
    if well < limits.fullness * len(tune.bars):
        return "bars mostly not full"
    return None


def is_clutter(element: Element) -> bool:
    """Whether an element is a quoted text that is neither a chord symbol nor a short annotation."""
    if isinstance(element, Annotation):
        return len(element.words) > LONGEST_WORDS or not element.words.isascii()
    return isinstance(element, ChordSymbol) and CHORD.fullmatch(element.name) is None
