"""Checking: everything that a strict reader of ABC would object to in a tune.

The parser reports what it cannot read as it is written, and `bars` says how full each bar is. Here both become
findings, together with what only the whole tune shows: its header, and what opens and closes over many bars.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
from tunesmith.notation.check_jumps import jumps
from tunesmith.notation.check_marks import marks
from tunesmith.notation.check_repeats import repeats
from tunesmith.notation.check_voices import overlays, unequal
from tunesmith.notation.elements import BarLine, Timed
from tunesmith.notation.findings import CheckReport, Edit, Finding, Rank
from tunesmith.notation.quotes import straight
from tunesmith.notation.tempo_words import rate_in_words
from tunesmith.notation.tune import Tune

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.elements import Problem
    from tunesmith.notation.voices import Voice

__all__ = ["check"]

NOT_READ = {"words", "microtone"}
"""Codes of problems that are no fault of the tune: it has something beyond notes."""
FIXES = {
    "no-key": "write K: and a key as the last line of the header",
    "unknown-decoration": "take it out, or write one of the standard's names",
    "unknown-characters": "take them out",
    "text-after-tune": "take the empty line out, or begin the next tune with X:",
    "short-tuplet": "add the missing notes, or say how many there are: (p:q:r",
    "typographic-quotes": "write straight quotes",
    "lone-colon": "write |: or :|, or .| for a dashed bar line",
    "broken-rhythm-open": "write a note after it",
}


def check(text: str) -> CheckReport:
    """Check one tune; a text without music has that as its one error."""
    try:
        tune = Tune.parse(text)
    except AbcError as error:
        return CheckReport((Finding("no-music", "error", error.message, error.line, error.column),))
    found = [*map(_problem, tune.problems), *_header(tune)]
    for voice in tune.voices:
        of_voice = [*_bars(voice.bars), *repeats(voice.elements), *jumps(voice.bars), *marks(voice.elements)]
        found += of_voice if len(tune.voices) == 1 else [_named(finding, voice) for finding in of_voice]
        if "&" in tune.text:
            found += overlays(voice.bars)
    if len(tune.voices) > 1:
        found += unequal(tune.voices)
    return CheckReport(tuple(sorted(found, key=lambda finding: (finding.line, finding.column))))


def _problem(problem: Problem) -> Finding:
    rank: Rank = "notice" if problem.code in NOT_READ else "error" if problem.severity == "error" else "warning"
    line, column = problem.position
    edits: tuple[Edit, ...] = ()
    if problem.code == "typographic-quotes":
        written, _, _ = problem.message.rpartition(" stands" if " stands" in problem.message else " is")
        edits = (Edit(line, column, written, straight(written)),)
    elif problem.code == "unknown-decoration" and (name := re.search(r"'(.+)'$", problem.message)):
        edits = (Edit(line, column, f"!{name[1]}!", ""),)
    return Finding(problem.code, rank, problem.message, line, column, FIXES.get(problem.code, ""), edits)


def _named(finding: Finding, voice: Voice) -> Finding:
    """Return a finding that says which of several voices it is about."""
    return replace(finding, message=f"voice {voice.name}: {finding.message}")


def _header(tune: Tune) -> Iterator[Finding]:
    """Find what the header lacks, and what stands in the wrong place of it."""
    letters = [field.letter for field in tune.fields]
    if "X" not in letters:
        yield Finding("no-reference", "error", "there is no X: field, which must begin a tune", 1, 1,
                      "write X:1 as the first line", (Edit(1, 1, "", "X:1\n"),))  # fmt: skip
    elif letters[0] != "X":
        field = tune.fields[letters.index("X")]
        line, first = field.position.line, tune.fields[0].position.line
        edits = (Edit(line, 1, field.text + "\n", ""), Edit(first, 1, "", field.text + "\n"))
        yield Finding("reference-not-first", "error", "the X: field must be the first", line, 1, "move it up", edits)
    if "K" not in letters:
        return
    key_line = tune.fields[letters.index("K")].position.line
    if "M" not in letters:
        yield Finding("no-meter", "warning", "there is no M: field, so bars have no length", key_line, 1,
                      "write the meter, such as M:4/4")  # fmt: skip
    if "L" not in letters:
        unit = f"L:{tune.unit}"
        yield Finding("no-unit", "warning", f"there is no L: field; {unit} is taken", key_line, 1,
                      f"write {unit}", (Edit(key_line, 1, "", unit + "\n"),))  # fmt: skip
    tempo = tune.setting("Q")
    if tempo is not None and tune.tempo is None and ('"' not in tempo or rate_in_words(tempo) is None):
        line, column = next(field.position for field in reversed(tune.fields) if field.letter == "Q")
        if '"' in tempo:
            yield Finding("tempo-in-words", "notice", f"{tempo} names no tempo that is known here", line, column + 2)
        else:
            yield Finding("bad-tempo", "warning", f"{tempo!r} is no tempo such as 1/4=120", line, column + 2)


def _bars(bars: Iterable[Bar]) -> Iterator[Finding]:
    """Find the bars that are too short, with no bar to complete them, or too long."""
    for bar in bars:
        if bar.fill in ("short", "over", "empty"):
            line, column = _place(bar)
            word = "too much" if bar.fill == "over" else "too little"
            message = f"bar {bar.number} has {bar.duration} of a whole note, {word} for {bar.meter}"
            difference = abs(bar.capacity - bar.duration)
            fix = f"take {difference} out" if bar.fill == "over" else f"add {difference}"
            yield Finding(f"bar-{bar.fill}", "warning", message, line, column, fix)


def _place(bar: Bar) -> tuple[int, int]:
    """Return where the bar's first note stands, or its bar line."""
    timed = (element for element in bar.elements if isinstance(element, Timed))
    lines = (element for element in (bar.closing, bar.opening) if isinstance(element, BarLine))
    first = next(timed, None) or next(lines, None)
    return (first.position.line, first.position.column) if first else (1, 1)
