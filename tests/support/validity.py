"""Is every composed tune valid, and as it was asked for? Judged by programs and code that know nothing of the grammar.

    python tests/support/validity.py --model small --count 10000     composes, judges and prints the table

The judges: `tunesmith check`; abc2midi and abcjs, which may neither err nor warn; the fill of bars as the parser works
it out; and `misses` below, which holds the parsed tune against the request.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import cycle, groupby, islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quickjs

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.endings import ends_as_asked
from tunesmith.composing.composer import Composer
from tunesmith.composing.request import Request
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.notation import Tune
from tunesmith.notation.check import check
from tunesmith.rendering.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.grammar.outlines import Ending
    from tunesmith.notation.form import Part

ABC2MIDI = shutil.which("abc2midi")
METERS = ("2/4", "3/4", "4/4", "2/2", "6/8", "9/8", "12/8")
KEYS = ("C", "G", "D", "A", "F", "Bb", "Amin", "Emin", "Gmin", "Ador", "Edor", "Dmix", "Amix", "Bphr", "Flyd")
WHISTLE_KEYS = ("G", "D", "Emin", "Ador", "Edor", "Dmix", "Amix")
TEMPERATURES = (0.5, 0.8, 1.0, 1.25, 1.5)
SHAPES: tuple[dict[str, Any], ...] = (
    {},
    {"form": "AABB", "bars": 8},
    {"form": "AABA", "bars": 4},
    {"parts": 2, "bars": 8},
    {"form": "ABAC", "bars": 4, "instrument": "tin-whistle"},
    {"parts": 3},
    {"form": "AABBAA", "bars": 8, "outside": 0.05},
    {"instrument": "fiddle", "outside": 0.0},
)
OPENINGS = {
    "2/4": "d2 ef", "3/4": "d2 ef g2", "4/4": "d2 ef gfed", "2/2": "d2 ef gfed", "6/8": "def g2 e",
    "9/8": "def g2 e f3", "12/8": "def g2 e f3 d3",
}  # fmt: skip
ENDINGS: tuple[Ending, ...] = (*("home",) * 6, *("open",) * 2, *("any",) * 3)
FULL = {"full", "anacrusis", "completion"}
WHOLE_PHRASES = (4, 8, 12, 16)


def requests() -> Iterator[Request]:
    """Return requests over meters, keys, temperatures, forms, openings and endings, without end."""
    forms = zip(cycle(SHAPES), cycle((False, False, True)), cycle(ENDINGS))
    kinds = zip(cycle(product(METERS, TEMPERATURES)), cycle(KEYS), forms)
    for (meter, temperature), key, (shape, opened, ending) in kinds:
        opening = OPENINGS[meter] if opened and "instrument" not in shape else ""
        asked = None if shape.get("instrument") == "tin-whistle" and key not in WHISTLE_KEYS else key
        yield Request(meter=meter, key=asked, temperature=temperature, opening=opening, ending=ending, **shape)


def misses(request: Request, text: str) -> list[str]:
    """Return what of a request a tune does not keep to, as the parsed tune shows it."""
    tune = Tune.parse(text)
    asked = {
        "meter": request.meter is None or str(tune.meter) == request.meter,
        "key": request.key is None or str(tune.key) == request.key,
        "length": len(text) <= request.length,
        "opening": opens_with(tune, request),
        "range": in_range(tune, request),
        "outside": share_outside(tune) <= (1 if request.outside is None else request.outside),
        "form": has_form(tune, request),
        "ending": ends_as_asked(text, request.ending),
    }
    return [name for name, kept in asked.items() if not kept]


def opens_with(tune: Tune, request: Request) -> bool:
    """Whether the first notes are those of the opening, note for note."""
    if not request.opening:
        return True
    wanted = Tune.parse(f"X:1\nL:1/8\nM:{request.meter}\nK:{request.key}\n{request.opening}\n")
    heard = [[(event.duration, event.pitches) for event in one.events(expanded=False)] for one in (wanted, tune)]
    return heard[1][: len(heard[0])] == heard[0]


def in_range(tune: Tune, request: Request) -> bool:
    """Whether every note can be played on the instrument."""
    instrument = INSTRUMENTS.find(request.instrument) if request.instrument else None
    pitches = [pitch for event in tune.events() for pitch in (*event.pitches, *event.grace)]
    return instrument is None or all(instrument.has(pitch) for pitch in pitches)


def share_outside(tune: Tune) -> float:
    """Return the share of notes whose pitch is none of the key's."""
    pitches = [pitch for event in tune.events(expanded=False) for pitch in event.pitches]
    return sum(pitch % 12 not in tune.key.pitch_classes for pitch in pitches) / max(len(pitches), 1)


def has_form(tune: Tune, request: Request) -> bool:
    """Whether the parts, their bars and repeats are as asked, and a part that comes back is the same music."""
    parts = tune.form.parts
    if request.parts and len(parts) != request.parts:
        return False
    allowed = (request.bars,) if request.bars else WHOLE_PHRASES
    if any(bars_of(tune, part) not in allowed for part in parts):
        return False
    runs = [(letter, len(list(group))) for letter, group in groupby(request.form or "")]
    if not runs:
        return True
    if [part.repeated for part in parts] != [times == 2 for _, times in runs]:
        return False
    music: dict[str, object] = {}
    return all(
        music.setdefault(letter, notes_of(tune, part)) == notes_of(tune, part)
        for (letter, _), part in zip(runs, parts, strict=True)
    )


def bars_of(tune: Tune, part: Part) -> int:
    """Count the bars of a part as they are heard once: without its pickup, and with one ending."""
    bars = tune.bars[part.first_bar : part.last_bar + 1]
    once = [bar for bar in bars if not bar.endings or 1 in bar.endings]
    pickup = once[0].duration < once[0].capacity
    return len(once) - pickup


def notes_of(tune: Tune, part: Part) -> list[list[str]]:
    """Return the spelling of a part's music, bar by bar, without spaces and line breaks."""
    bars = tune.bars[part.first_bar : part.last_bar + 1]
    return [["".join(element.text.split()) for element in bar.elements if element.text.strip()] for bar in bars]


@cache
def abcjs() -> Any:
    """Return abcjs's parser: a function from ABC to its warnings, as JSON."""
    context = quickjs.Context()
    context.eval("var window = globalThis; var self = globalThis; var module = undefined;")
    context.eval(resource("abcjs.js").read_text(encoding="utf-8").replace("\nexport ", "\n"))
    context.eval("function warnings(abc) { return JSON.stringify(ABCJS.parseOnly(abc)[0].warnings || []); }")
    return context.get("warnings")


def abc2midi(text: str, folder: Path) -> list[str]:
    """Return what abc2midi complains of."""
    file = folder / "tune.abc"
    file.write_text(text + "\n")
    run = subprocess.run([str(ABC2MIDI), file, "-o", folder / "tune.mid"], capture_output=True, text=True, check=False)
    return [line for line in (run.stdout + run.stderr).splitlines() if "Warning" in line or "Error" in line]


def judge(request: Request, text: str, folder: Path) -> list[str]:
    """Return everything that any judge objects to."""
    found = [f"check: {finding.code}" for finding in check(text).findings]
    found += [f"bar: {bar.fill}" for bar in Tune.parse(text).bars if bar.fill not in FULL]
    found += [f"request: {name}" for name in misses(request, text)]
    found += [f"abcjs: {warning}" for warning in json.loads(abcjs()(text))]
    if ABC2MIDI:
        found += [f"abc2midi: {line.split(':', 1)[-1].strip()}" for line in abc2midi(text, folder)]
    return found


def main() -> None:
    """Compose, judge, print the table, and end with 1 if any judge objects to anything."""
    parser = argparse.ArgumentParser(description="Compose tunes over keys, meters, forms and temperatures; judge them.")
    parser.add_argument("--model", default="small")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the tunes here")
    options = parser.parse_args()
    composer, started = Composer(options.model), time.time()
    every = list(islice(requests(), options.count))
    texts = [composer.compose(one, seed=seed, count=1)[0].text for seed, one in enumerate(every, start=options.seed)]
    composed = time.time() - started
    objections: Counter[str] = Counter()
    faulty = 0
    with tempfile.TemporaryDirectory() as folder:
        for one, text in zip(every, texts, strict=True):
            found = judge(one, text, Path(folder))
            faulty += bool(found)
            objections.update(set(found))
    bars = Counter(bar.fill for text in texts for bar in Tune.parse(text).bars)
    if options.out:
        options.out.write_text("\n\n".join(texts))
    print(f"{len(texts)} tunes, {sum(map(len, texts))} characters, composed in {composed:.0f} s")
    print(f"{Fraction(len(texts) - faulty, len(texts)) * 100} % without any objection; bars: {dict(bars)}")
    for objection, count in objections.most_common():
        print(f"{count:6} {objection}")
    sys.exit(1 if faulty else 0)


if __name__ == "__main__":
    main()
