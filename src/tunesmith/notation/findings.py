"""The findings of checking a tune: what is wrong, where, how to fix it, and the edits where the fix is clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["CheckReport", "Edit", "Finding", "Rank"]

Rank: TypeAlias = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the text: the `old` characters at a place, which counts from 1, become the `new` ones."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a strict reader objects to.

    An "error" loses or changes music for some reader, a "warning" is against the standard or breaks a bar, a "notice"
    says what is not read here. `fix` is a sentence; `edits` are set where the fix is clear.
    """

    code: str
    severity: Rank
    message: str
    line: int
    column: int
    fix: str = ""
    edits: tuple[Edit, ...] = ()

    def __str__(self) -> str:
        fix = f" ({self.fix})" if self.fix else ""
        return f"line {self.line}, column {self.column}: {self.severity}: {self.message}{fix}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings about one tune, in the order of the text."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether there is nothing worse than a notice."""
        return all(finding.severity == "notice" for finding in self.findings)
