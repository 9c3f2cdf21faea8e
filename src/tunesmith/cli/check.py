"""`tunesmith check`: the validity report of any ABC."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tunesmith.cli import STDIN
from tunesmith.cli.reading import read_text, tunes_of
from tunesmith.cli.records import json_fields
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import RequestError
from tunesmith.files import write_atomically
from tunesmith.notation.check import check as check_tune
from tunesmith.notation.encoding import encoding_of
from tunesmith.notation.findings import CheckReport, Finding
from tunesmith.notation.fix import fix as fix_tune
from tunesmith.notation.lines import NEWLINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation.tunebook import BookTune

__all__ = ["check"]

ABC = (".abc", ".txt")


@dataclass(frozen=True, slots=True)
class Checked:
    """One tune of a file: its name for people, the line it begins at, the report, and what was fixed before it.

    The lines of findings and changes are those of the file.
    """

    name: str
    line: int
    report: CheckReport
    changes: tuple[Finding, ...] = ()


def check(
    *files: Path,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    fix: Annotated[bool, Parameter(negative="")] = False,
    out: Path | None = None,
) -> None:
    """Say what is wrong in ABC files, where, and how to fix it; the exit status is 1 if anything is wrong.

    Parameters
    ----------
    files
        ABC files, or corpora of tunes; - for standard input.
    as_json
        Print the report as JSON.
    fix
        Fix each fault that has one clear fix, say what was done, write the file, and report what is left.
    out
        Write the fixed file here instead.
    """
    if not files:
        raise RequestError("check needs a file")
    if out is not None and (not fix or len(files) != 1):
        raise RequestError("--out is for the one file that --fix fixes")
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
        yield from _with_numbers([_report(tune, tune.text) for tune in tunes_of(read_text(file))])
    else:
        for tune in read_tunes(file):
            yield Checked(tune.id, 1, check_tune(tune.abc))


def _report(tune: BookTune, text: str, changes: tuple[Finding, ...] = ()) -> Checked:
    """Check a tune of a file, whose text may have been fixed."""
    found = check_tune(text).findings
    return Checked(_name(text), tune.line, CheckReport(_placed(tune, found)), _placed(tune, changes))


def _placed(tune: BookTune, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the lines that they have in the file."""
    return tuple(
        replace(
            one,
            line=tune.line_in_file(one.line),
            edits=tuple(replace(edit, line=tune.line_in_file(edit.line)) for edit in one.edits),
        )
        for one in findings
    )


def _with_numbers(tunes: Sequence[Checked]) -> Iterator[Checked]:
    """Find tunes of one file that have the number of another before them (section 3.1.1)."""
    lines: dict[str, int] = {}
    for tune in tunes:
        first = lines.setdefault(tune.name, tune.line)
        if first == tune.line or not tune.name.startswith("X:"):
            yield tune
            continue
        message = f"{tune.name} stands at line {first} too"
        twice = Finding("duplicate-number", "warning", message, tune.line, 1, "give each tune of a file its own number")
        yield replace(tune, report=CheckReport((twice, *tune.report.findings)))


def _name(text: str) -> str:
    name = next((line for line in NEWLINE.split(text) if line.startswith("X:")), "a tune without X:")
    return "".join(name.split("%")[0].split()) if name.startswith("X:") else name


def _fixed(file: Path, out: Path) -> list[Checked]:
    """Fix the tunes of an ABC file, write it if that changed anything or has another name, and check what is left.

    All other bytes stay what they were.
    """
    if file.suffix.lower() not in ABC:
        raise RequestError(f"--fix fixes ABC files, not {file}")
    text = read_text(file)
    checked, parts, place = [], [], 0
    for tune in tunes_of(text):
        fixed = fix_tune(tune.raw)
        parts += [text[place : tune.start], tune.without_defaults(fixed.text)]
        place = tune.end
        checked.append(_report(tune, fixed.text, fixed.changes))
    fixed_text = "".join(parts) + text[place:]
    if fixed_text != text or out != file:
        write_atomically(out, _rewritten(file, text, fixed_text))
    return list(_with_numbers(checked))


def _rewritten(file: Path, text: str, fixed_text: str) -> bytes:
    """Return the fixed text in the encoding of the file; RequestError if that would change bytes beside it."""
    data = file.read_bytes()
    encoding = encoding_of(data)
    if encoding.encode(text) != data:
        raise RequestError(f"{file} is not written as {encoding.codec} writes it; save it as UTF-8 to have it fixed")
    return encoding.encode(fixed_text)


def _print(file: Path, tunes: Sequence[Checked]) -> None:
    for tune in tunes:
        for change in tune.changes:
            print(f"{file}:{change.line}:{change.column}: fixed: {change.message} [{change.code}]")
        for finding in tune.report.findings:
            hint = f" ({finding.fix})" if finding.fix else ""
            place = f"{file}:{finding.line}:{finding.column}"
            print(f"{place}: {finding.severity}: {finding.message}{hint} [{finding.code}]")


def _summary(tunes: Sequence[Checked]) -> str:
    clean = sum(tune.report.ok for tune in tunes)
    fixed = sum(len(tune.changes) for tune in tunes)
    return f"{clean} of {len(tunes)} tunes are in order" + (f", {fixed} faults fixed" if fixed else "")


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
        "findings": [json_fields(finding) for finding in tune.report.findings],
        "changes": [json_fields(change) for change in tune.changes],
    }
