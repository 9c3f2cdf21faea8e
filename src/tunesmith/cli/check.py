"""`tunesmith check`: the validity report of any ABC."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tunesmith.cli import STDIN
from tunesmith.cli.reading import read_text
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import RequestError
from tunesmith.model.checkpoint import write_atomically
from tunesmith.notation.check import check as check_tune
from tunesmith.notation.fix import fix as fix_tune
from tunesmith.notation.tunebook import split_tunebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.notation.findings import Finding, Report

__all__ = ["check"]

ABC = (".abc", ".txt")


@dataclass(frozen=True, slots=True)
class Checked:
    """One tune of a file: its name for people, the line it begins at, the report, and what was mended before it."""

    name: str
    line: int
    text: str
    report: Report
    changes: tuple[Finding, ...] = ()


def check(
    *files: Path,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    fix: Annotated[bool, Parameter(negative="")] = False,
    out: Path | None = None,
) -> None:
    """Say what is wrong in ABC files, where, and how it could be mended; end with 1 if anything is.

    Parameters
    ----------
    files
        ABC files, or corpora of tunes; - for standard input.
    as_json
        Print the report as JSON.
    fix
        Mend what has one clear mending, say what was done, and write the file; report what is left.
    out
        Write the mended file here instead.
    """
    if not files:
        raise RequestError("check needs a file")
    if out is not None and (not fix or len(files) != 1):
        raise RequestError("--out is for the one file that --fix mends")
    reports = {file: _fixed(file, out or file) if fix else list(_checked(file)) for file in files}
    if as_json:
        json.dump(_as_json(reports), sys.stdout, indent=1)
        print()
    else:
        for file, tunes in reports.items():
            _print(file, tunes)
        print(_summary([tune for tunes in reports.values() for tune in tunes]))
    if not all(tune.report.ok for tunes in reports.values() for tune in tunes):
        sys.exit(1)


def _checked(file: Path) -> Iterator[Checked]:
    """Check every tune of a file."""
    if str(file) == STDIN or file.suffix.lower() in ABC:
        for line, text in _tunes(_read(file)):
            yield Checked(_name(text), line, text, check_tune(text))
    else:
        for tune in read_tunes(file):
            yield Checked(tune.id, 1, tune.abc, check_tune(tune.abc))


def _read(file: Path) -> str:
    return read_text(file).replace("\r\n", "\n").replace("\r", "\n")


def _tunes(text: str) -> Iterator[tuple[int, str]]:
    """Return each tune with the line where it begins; a file without `X:` is one tune."""
    place = 0
    for tune in split_tunebook(text) or [text]:
        place = text.index(tune, place)
        yield text.count("\n", 0, place) + 1, tune
        place += len(tune)


def _name(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith("X:")), "a tune without X:")


def _fixed(file: Path, out: Path) -> list[Checked]:
    """Mend the tunes of an ABC file, write it if that changed anything or has another name, and check what is left."""
    if file.suffix.lower() not in ABC:
        raise RequestError(f"--fix mends ABC files, not {file}")
    text, checked, parts, place = _read(file), [], [], 0
    for line, tune in _tunes(text):
        fixed = fix_tune(tune)
        start = text.index(tune, place)
        parts += [text[place:start], fixed.text]
        place = start + len(tune)
        checked.append(Checked(_name(fixed.text), line, fixed.text, check_tune(fixed.text), fixed.changes))
    mended = "".join(parts) + text[place:]
    if mended != text or out != file:
        write_atomically(out, mended.encode())
    return checked


def _print(file: Path, tunes: Sequence[Checked]) -> None:
    for tune in tunes:
        for change in tune.changes:
            print(f"{file}:{tune.line + change.line - 1}:{change.column}: mended: {change.message} [{change.code}]")
        for finding in tune.report.findings:
            mend = f" ({finding.mend})" if finding.mend else ""
            place = f"{file}:{tune.line + finding.line - 1}:{finding.column}"
            print(f"{place}: {finding.severity}: {finding.message}{mend} [{finding.code}]")


def _summary(tunes: Sequence[Checked]) -> str:
    clean = sum(tune.report.ok for tune in tunes)
    mended = sum(len(tune.changes) for tune in tunes)
    return f"{clean} of {len(tunes)} tunes are in order" + (f", {mended} faults mended" if mended else "")


def _as_json(reports: dict[Path, list[Checked]]) -> dict[str, Any]:
    every = [tune for tunes in reports.values() for tune in tunes]
    return {
        "tunes": len(every),
        "in_order": sum(tune.report.ok for tune in every),
        "codes": Counter(finding.code for tune in every for finding in tune.report.findings),
        "files": [
            {"file": str(file), "tunes": [_tune_as_json(tune) for tune in tunes]} for file, tunes in reports.items()
        ],
    }


def _tune_as_json(tune: Checked) -> dict[str, Any]:
    return {
        "name": tune.name,
        "line": tune.line,
        "ok": tune.report.ok,
        "findings": [asdict(finding) for finding in tune.report.findings],
        "changes": [asdict(change) for change in tune.changes],
    }
