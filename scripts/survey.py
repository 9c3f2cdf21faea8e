"""Compare what Tunesmith and other programs make of a folder of ABC files: reading, checking, MIDI, drawing.

    python scripts/survey.py FOLDER --most 4 --log survey.jsonl

Of each file, up to `--most` tunes are taken at random. Each is read and checked; its notes are compared with the MIDI
of abc2midi (`tests/support/agreement.py` says why they differ), and the notes and rests in its drawing with those that
abcm2ps draws. Drones and drums of `%%MIDI`, which are no notes of the tune, and `%%combinevoices`, which makes one sign
of two, are left out for both, and so are the names of voices, which make abc2midi forget the octave of a clef. The
table on standard output says how many tunes differ in what; the log has a line for each tune.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.abc2midi import heard, played  # noqa: E402
from tests.support.agreement import judge  # noqa: E402
from tunesmith.cli.reading import read_text, tunes_of  # noqa: E402
from tunesmith.corpus.sources import SourceTune  # noqa: E402
from tunesmith.errors import AbcError, RenderError, TunesmithError  # noqa: E402
from tunesmith.notation import Tune, check  # noqa: E402
from tunesmith.rendering.score import engraved  # noqa: E402

ASIDE = re.compile(r"^(%%MIDI[ \t]+(drone|drum|gchord)|%%combinevoices).*\n", re.MULTILINE)
NAME = re.compile(r"[ \t]+s?na?me?=(\"[^\"\n]*\"|\S+)")
SYMBOL = re.compile(r'<abc type="([NR])"')
SECONDS = 60  # for one tune in another program


@dataclass(slots=True)
class Report:
    """What was found of one tune; an empty `midi` or `drawing` means that both programs agree."""

    name: str
    voices: int = 0
    read: str = ""
    check: list[str] = field(default_factory=list)
    midi: str = ""
    drawing: str = ""


def main() -> None:
    """Read the arguments, compare, print the table."""
    parser = argparse.ArgumentParser(description="What Tunesmith and other programs make of a folder of ABC files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=4, help="tunes taken of one file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.abc"))
    reports = []
    log = options.log.open("w", encoding="utf-8") if options.log else None
    for file in track(files, "Comparing", console=Console(stderr=True)):
        for report in reports_of(file, options.most, random.Random(options.seed)):
            reports.append(report)
            written(report, log)
    print(f"{len(files)} files, {len(reports)} tunes")
    for line in table(reports):
        print(line)


def reports_of(file: Path, most: int, rng: random.Random) -> Iterator[Report]:
    """What was found of some of the tunes of a file."""
    try:
        tunes = tunes_of(read_text(file))
    except TunesmithError as error:
        yield Report(file.name, read=str(error))
        return
    for tune in rng.sample(tunes, min(most, len(tunes))):
        yield compared(f"{file.name}:{tune.line}", tune.text)


def compared(name: str, text: str) -> Report:
    """What was found of one tune."""
    report = Report(name)
    text = NAME.sub("", ASIDE.sub("", text))
    report.check = sorted({finding.code for finding in check(text).findings if finding.severity == "error"})
    try:
        tune = Tune.parse(text)
    except AbcError as error:
        report.read = error.message
        return report
    report.voices = len(tune.voices)
    report.midi = midi_difference(name, tune)
    report.drawing = drawing_difference(tune)
    return report


def midi_difference(name: str, tune: Tune) -> str:
    """Why the MIDI of abc2midi has other notes, "" where it has the same."""
    explanation = judge(SourceTune(name, name, tune.text, "survey")).explanation
    if explanation is not None:
        return explanation
    theirs, ours = heard(tune.text)[0], played(tune)
    if len(theirs) != len(ours):
        return f"unexplained: {'fewer' if len(ours) < len(theirs) else 'more'} notes than abc2midi"
    same = sorted(pitch for _, pitch in theirs) == sorted(pitch for _, pitch in ours)
    return f"unexplained: other {'times' if same else 'pitches'} than abc2midi"


def drawing_difference(tune: Tune) -> str:
    """How the number of notes and rests differs from what abcm2ps draws, "" where it is the same."""
    try:
        ours = len(engraved(tune).engraving.notes)
    except RenderError as error:
        return f"not drawn: {error}"
    theirs = drawn_by_abcm2ps(tune.text)
    if ours == theirs:
        return ""
    return f"{'fewer' if ours < theirs else 'more'} notes and rests than abcm2ps"


def drawn_by_abcm2ps(text: str) -> int:
    """How many notes, chords and rests abcm2ps draws."""
    with tempfile.TemporaryDirectory() as folder:
        source, goal = Path(folder, "tune.abc"), Path(folder, "tune.xhtml")
        source.write_text(text, encoding="utf-8")
        command = ["abcm2ps", "-A", "-X", str(source), "-O", str(goal)]
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        return len(SYMBOL.findall(goal.read_text(encoding="utf-8", errors="replace"))) if goal.is_file() else 0


def written(report: Report, log: TextIO | None) -> None:
    """Keep what was found."""
    if log:
        log.write(json.dumps(asdict(report), ensure_ascii=False) + "\n")
        log.flush()


def table(reports: list[Report]) -> Iterator[str]:
    """The lines of the table: for each comparison, how often which difference was found."""
    several = sum(report.voices > 1 for report in reports)
    yield f"{several} tunes of several voices"
    kinds = {
        "read": [[report.read] for report in reports],
        "check": [report.check or [""] for report in reports],
        "midi": [[report.midi] for report in reports if not report.read],
        "drawing": [[report.drawing] for report in reports if not report.read],
    }
    for name, found in kinds.items():
        counts = Counter(kind for tune in found for kind in tune)
        yield f"{name}: {counts.pop('', 0)} of {len(found)} in order"
        yield from (f"  {count:5}  {kind}" for kind, count in counts.most_common())


if __name__ == "__main__":
    main()
