"""Play real tunes as an unsteady player would, read the MIDI back, and count what comes back: notes, bars, repeats.

    python scripts/midi_back.py --corpus ../shared/corpus --count 200 --unsteady 30

Each tune is performed as written (without swing and ornaments) with its accompaniment; then every onset and end is
moved by up to so many milliseconds either way, by a seed. With `--silent`, the meter and key that the file states are
left out.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mido import MidiFile, tempo2bpm
from rich.console import Console
from rich.table import Table
from round_trip import drawn_tunes

from tunesmith.conversion.midi.reader import read_midi
from tunesmith.errors import TunesmithError
from tunesmith.notation import Tune, check
from tunesmith.rendering.midi import midi_file
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    pass


def unsteady(data: bytes, milliseconds: float, chance: random.Random, *, silent: bool) -> bytes:
    """The same file, each onset and end up to so many milliseconds too early or too late."""
    file = MidiFile(file=io.BytesIO(data))
    tempo = next((m.tempo for track in file.tracks for m in track if m.type == "set_tempo"), 500_000)
    most = milliseconds / 1000 * tempo2bpm(tempo) / 60 * file.ticks_per_beat
    for track in file.tracks:
        now, timed = 0, []
        for order, message in enumerate(track):
            now += message.time
            if silent and message.type in ("time_signature", "key_signature"):
                continue
            moved = message.type in ("note_on", "note_off")
            timed.append((max(0, now + round(chance.uniform(-most, most))) if moved else now, order, message))
        last = max(time for time, _, _ in timed)
        timed = [(last if m.type == "end_of_track" else t, o, m) for t, o, m in timed]
        timed.sort(key=lambda one: one[:2])
        del track[:]
        before = 0
        for time, _, message in timed:
            track.append(message.copy(time=time - before))
            before = time
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()


def sounding(tune: Tune) -> list[tuple[object, ...]]:
    """Onset, duration and highest pitch of all notes as they are played."""
    return [(e.onset, e.duration, max(e.pitches)) for e in tune.sounds(tune.melody) if e.pitches]


def compared(tune: Tune, back: Tune) -> dict[str, bool]:
    """What of a tune came back."""
    was, now = sounding(tune), sounding(back)
    onsets = [(note[0], note[2]) for note in was] == [(note[0], note[2]) for note in now]
    order, order_back = tune.play_order(), back.play_order()
    lengths = [tune.bars[index].duration for index in order]
    return {
        "pitches and onsets": onsets,
        "notes": was == now,
        "meter": tune.meter.capacity == back.meter.capacity,
        "key signature": tune.key.signature == back.key.signature,
        "key": tune.key.pitch_classes == back.key.pitch_classes and tune.key.scale == back.key.scale,
        "bars": lengths == [back.bars[index].duration for index in order_back],
        "repeats": order == order_back and len(tune.bars) == len(back.bars),
        "in order": not any(f.severity in ("error", "warning") for f in check(back.text).findings),
    }


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unsteady", type=float, default=30)
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    asked = parser.parse_args()
    good: Counter[str] = Counter()
    count = 0
    for place, (name, abc) in enumerate(drawn_tunes(asked.corpus, asked.count, asked.seed)):
        try:
            tune = Tune.parse(abc)
            performance = perform(tune, Playing(swing=0, ornaments=False))
        except TunesmithError:
            continue
        count += 1
        data = midi_file(performance, Tags(title=tune.title or "Untitled"))
        chance = random.Random(asked.seed * 1_000_003 + place)
        text, _ = read_midi(unsteady(data, asked.unsteady, chance, silent=asked.silent))
        found = compared(tune, Tune.parse(text))
        good.update(what for what, right in found.items() if right)
        good["all"] += all(found[what] for what in ("notes", "bars", "repeats"))
        if place < asked.show:
            print(name, [what for what, right in found.items() if not right], abc, text, sep="\n")
    table = Table("what", f"of {count} tunes", "share")
    for what, number in good.items():
        table.add_row(what, str(number), f"{number / count:.1%}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
