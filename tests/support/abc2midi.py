"""abc2midi as an outside judge: do a tune's events have the pitches and onsets of the MIDI that it makes of the tune?

Grace notes, chord symbols, decorations and its interpretation (swing, rolled chords) are switched off. Where the two
differ, `tests.support.agreement` says why.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from bisect import bisect_left
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import mido

from tunesmith.corpus.sources import SourceTune, read_tunes

if TYPE_CHECKING:
    from tunesmith.notation import Tune

PROGRAM = shutil.which("abc2midi")
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = ("session2021.jsonl.gz", "ceol_rince.jsonl.gz", "irish_abc.jsonl.gz", "irishman_sample.json")
SWITCHES = ("-NGRA", "-NGUI", "-NFER", "-quiet")
PLAINLY = "%%propagate-accidentals octave\n"
TOGETHER = "%%MIDI chordattack 0\n"  # before any V:, after which it would be for that voice alone
TICK = Fraction(1, 1920)  # abc2midi counts 480 to a quarter note, and starts at 1
NEAR = 5 * TICK

QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
ORNAMENTS = re.compile(r"![^!\s|]+!|\+[A-Za-z]+\+|[~H-Wh-w]|\.(?!\|)")
INLINE = re.compile(r"(\[[A-Za-z]:[^\]]*\])")
FIELD = re.compile(r"[A-Za-z]:(?!\|)")

Strikes = list[tuple[Fraction, int]]


def corpora() -> dict[str, list[SourceTune]]:
    """The tunes of every corpus that is at hand."""
    found: dict[str, list[SourceTune]] = {}
    for file in FILES:
        if (CORPUS / file).is_file():
            found[file.split(".")[0]] = list(read_tunes(CORPUS / file))
    for tune in read_tunes("music21"):
        found.setdefault(tune.source, []).append(tune)
    return found


def plain(text: str) -> str:
    """A tune without what a player adds to the notes; one without a key, of which abc2midi plays nothing, as it is."""
    pieces = re.split(r"(^K:.*\n)", text if text.endswith("\n") else text + "\n", maxsplit=1, flags=re.M)
    if len(pieces) == 1:
        return text
    header, key, body = pieces
    first, _, others = header.partition("\n")
    lines = [f"{first}\n{TOGETHER}" + re.sub(r"^R:.*\n", "", others, flags=re.M) + PLAINLY + key]
    for line in body.splitlines():
        if FIELD.match(line) or line.startswith("%"):
            lines.append("%\n" if line[0] in "wWR" else line + "\n")
            continue
        pieces = INLINE.split(QUOTED.sub("", line))
        kept = "".join(piece if place % 2 else ORNAMENTS.sub("", piece) for place, piece in enumerate(pieces))
        lines.append((kept if kept.strip() else "%") + "\n")
    return "".join(lines)


def heard(text: str) -> tuple[Strikes, str]:
    """The onsets (in whole notes) and pitches that abc2midi makes of a tune, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        source, goal = Path(folder, "tune.abc"), Path(folder, "tune.mid")
        source.write_text(plain(text), encoding="utf-8")
        command: list[str | Path] = [PROGRAM or "abc2midi", source, "-o", goal, *SWITCHES]
        said = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        return (strikes(mido.MidiFile(goal, clip=True)) if goal.is_file() else []), said.stdout


def strikes(midi: mido.MidiFile) -> Strikes:
    """Every note-on of a MIDI file."""
    found = []
    for track in midi.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                found.append((Fraction(now - 1, 4 * midi.ticks_per_beat), message.note))
    return found


def played(tune: Tune) -> Strikes:
    """Every note that we strike, in all voices."""
    sounds = (event for voice in tune.voices for event in tune.sounds(voice))
    return sorted((event.onset, pitch) for event in sounds for pitch in event.pitches)


def agree(theirs: Strikes, ours: Strikes) -> bool:
    """Whether both are the same to the rounding of MIDI's ticks."""
    onsets = sorted({onset for onset, _ in ours})
    return len(theirs) == len(ours) and sorted((nearest(onset, onsets), pitch) for onset, pitch in theirs) == ours


def nearest(onset: Fraction, onsets: list[Fraction]) -> Fraction:
    """The onset of ours that one of theirs means; itself if there is none so near."""
    place = bisect_left(onsets, onset)
    return min((o for o in onsets[max(0, place - 1) : place + 1] if abs(o - onset) <= NEAR), default=onset)
