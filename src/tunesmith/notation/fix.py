"""Fixing: makes the edits of all findings that have a clear fix, until there are none left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.notation.check import check
from tunesmith.notation.lines import line_starts, newline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation.findings import Edit, Finding

__all__ = ["Fixed", "fix"]

ROUNDS = 8
"""One fix may show the next fault; a text that is not fixed after so many rounds never will be."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The fixed text, and the findings that were fixed, at the places that they had then."""

    text: str
    changes: tuple[Finding, ...]


def fix(text: str) -> Fixed:
    """Fix what has one clear fix; everything else stays as it was, to the character."""
    changes: list[Finding] = []
    for _ in range(ROUNDS):
        fixed, done = _fix(text, [finding for finding in check(text).findings if finding.edits])
        if not done:
            break
        text = fixed
        changes += done
    return Fixed(text, tuple(changes))


def _fix(text: str, findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """Make the edits of each finding, those further down first, and leave out findings whose edits do not apply."""
    lines, newline = line_starts(text), newline_of(text)
    done = [finding for finding in findings if all(_applies(text, lines, edit) for edit in finding.edits)]
    edits = {edit for finding in done for edit in finding.edits}
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        start = lines[edit.line - 1] + edit.column - 1
        end = start + len(edit.old.replace("\n", newline))
        text = text[:start] + edit.new.replace("\n", newline) + text[end:]
    return text, done


def _applies(text: str, lines: Sequence[int], edit: Edit) -> bool:
    if edit.line > len(lines):
        return False
    old = edit.old.replace("\n", newline_of(text))
    return text.startswith(old, lines[edit.line - 1] + edit.column - 1)
