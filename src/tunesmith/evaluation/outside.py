"""Other programs that read ABC, each asked about a whole tunebook at once: abc2midi, abcm2ps, and abcjs in Node.js."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

__all__ = ["PROGRAMS", "abc2midi", "abcjs", "abcm2ps"]

Ask: TypeAlias = Callable[[Sequence[str]], list[list[str]] | None]
"""From texts to the complaints about each, or None where the program is not installed."""

PATIENCE = 600  # seconds
MIDI_LINE = re.compile(r"^(?:Error|Warning) in line-char (\d+)-\d+ : (.*)$", re.MULTILINE)
PAGE_LINE = re.compile(r"^[^:\n]*:(\d+):\d+: error: (?!Line )(.*)$", re.MULTILINE)  # lines too full are of the layout
NAMES = re.compile(r"[\"'!].*?[\"'!]|\S*\d\S*")  # what differs from complaint to complaint of a kind
REFERENCE = re.compile(r"^X:.*\n?", re.MULTILINE)
WARNED = re.compile(r"^[A-Za-z ]*Line:\d+:\d+: ([^:<]*)")
SCRIPT = """
const abcjs = require("abcjs");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(text => abcjs.parseOnly(text).flatMap(tune => tune.warnings || []))));
"""


def abc2midi(texts: Sequence[str]) -> list[list[str]] | None:
    """What abc2midi says while it only checks."""
    return by_line(texts, ["abc2midi", "tunes.abc", "-c"], MIDI_LINE)


def abcm2ps(texts: Sequence[str]) -> list[list[str]] | None:
    """What abcm2ps says while it engraves."""
    return by_line(texts, ["abcm2ps", "-q", "-O", "tunes.ps", "tunes.abc"], PAGE_LINE)


def abcjs(texts: Sequence[str]) -> list[list[str]] | None:
    """What abcjs warns of, where Node.js finds the package from the current folder."""
    if shutil.which("node") is None:
        return None
    done = subprocess.run(
        ["node", "-e", SCRIPT], input=json.dumps(texts), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if "Cannot find module" in done.stderr:
        return None
    done.check_returncode()
    return [
        [kind(found[1] if (found := WARNED.match(line)) else line) for line in of] for of in json.loads(done.stdout)
    ]


def by_line(texts: Sequence[str], command: Sequence[str], pattern: re.Pattern[str]) -> list[list[str]] | None:
    """Run a program over all texts in one file; its complaints name lines, and these name the tune."""
    if shutil.which(command[0]) is None:
        return None
    tunes = [f"X:{number}\n{REFERENCE.sub('', text).strip()}\n\n" for number, text in enumerate(texts, start=1)]
    starts = [1]
    for tune in tunes[:-1]:
        starts.append(starts[-1] + tune.count("\n"))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "tunes.abc").write_text("".join(tunes), encoding="utf-8")
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False, encoding="utf-8", errors="replace"
        )
    complaints: list[list[str]] = [[] for _ in texts]
    for line, words in pattern.findall(f"{done.stdout}\n{done.stderr}"):
        complaints[bisect_right(starts, int(line)) - 1].append(kind(words))
    return complaints


def kind(words: str) -> str:
    """A complaint without what is particular to one tune."""
    return " ".join(NAMES.sub("…", words).split())


PROGRAMS: dict[str, Ask] = {"abc2midi": abc2midi, "abcm2ps": abcm2ps, "abcjs": abcjs}
"""Each program by the name that people know it by."""
