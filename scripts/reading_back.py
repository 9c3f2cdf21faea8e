"""What other programs make of rendered files: each reader measures one, by a program that did not write it.

SVG is read by expat; PNG, sound and film by the programs ffmpeg and ffprobe; PDF by poppler's programs and pypdf; MIDI,
which mido writes, by symusic. A measure is the better, the smaller; LIMITS says how large each may be.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from pypdf import PdfReader
from symusic.core import ScoreSecond, ScoreTick

from tunesmith.notation import Chord, Note, Rest, Tune
from tunesmith.rendering import RenderOptions
from tunesmith.rendering.lines import score_text
from tunesmith.rendering.listening import longest_silence
from tunesmith.rendering.midi import TICKS_A_QUARTER, midi_file
from tunesmith.rendering.pdf import natural_title
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.png import ZOOM
from tunesmith.rendering.sound import RATE, TAIL_SECONDS
from tunesmith.rendering.tags import Tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

__all__ = ["LIMITS", "READERS", "Expected", "book"]

Measures: TypeAlias = dict[str, float]

LIMITS: Final = {
    "notes off": 0,  # notes, rests or onsets with pitches that are not what notation says
    "titles off": 0,  # titles that the file should give and does not
    "pixels off": 1,  # of the width and the height
    "edge": 0,  # pixels of ink at the border of the picture: something is cut off
    "blank": 0,  # pages without ink, films in which no note is ever lit
    "seconds off": 0.05,  # of the length of the music and its tail
    "peak": 1.0,  # of full scale
    "silence": 2.0,  # seconds without sound beyond the longest rest
}
AS_WRITTEN: Final = Playing(accompaniment="none", swing=0, ornaments=False)
FILM_SIZE: Final = (160, 90)
LIT: Final = 40  # by how much more red than blue a pixel of a small frame is where a note is lit
DECODED: Final = ("ffmpeg", "-v", "error", "-i", "file")
INK: Final = 200  # a pixel darker than this is not paper


@dataclass(frozen=True)  # without slots: what is worked out is kept
class Expected:
    """What files of a tune should hold, if they were made with these options."""

    tune: Tune
    options: RenderOptions

    @cached_property
    def title(self) -> str:
        """The title that a file should carry."""
        return self.options.tags_of([self.tune]).title

    @cached_property
    def drawn(self) -> int:
        """How many notes and rests stand in the score."""
        return sum(isinstance(e, Note | Chord | Rest) for e in Tune.parse(score_text(self.tune)).elements)

    @cached_property
    def seconds(self) -> float:
        """How long the music lasts."""
        return perform(self.tune, self.options).duration

    @cached_property
    def rest(self) -> float:
        """The longest time in seconds in which nothing is written to sound."""
        performance = perform(self.tune, self.options)
        notes = sorted(
            (*performance.melody, *performance.chords, *performance.bass), key=lambda note: (note.onset, note.duration)
        )
        longest = end = 0.0
        for note in notes:
            longest = max(longest, performance.seconds(note.onset) - end)
            end = max(end, performance.seconds(note.onset + note.duration))
        return max(longest, performance.duration - end)


def svg(data: bytes, expected: Expected) -> Measures:
    """Every note and rest is marked in the picture, which has the tune's title."""
    root = ElementTree.fromstring(data)
    marked = {place for element in root.iter() if (place := element.get("data-index")) is not None}
    title = root.findtext("{http://www.w3.org/2000/svg}title") or ""
    return {"notes off": abs(len(marked) - expected.drawn), "titles off": title != expected.title}


def png(data: bytes, expected: Expected) -> Measures:
    """The picture is as large as the SVG says, and nothing on it is cut off."""
    pixels = picture(run(["ffmpeg", "-v", "error", "-i", "-", "-f", "image2pipe", "-c:v", "pgm", "-"], data))
    drawing = ElementTree.fromstring(expected_svg(expected))
    sizes = [float(drawing.attrib[name]) * ZOOM for name in ("height", "width")]
    off = max(abs(have - wanted) for have, wanted in zip(pixels.shape, sizes, strict=True))
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return {"pixels off": off, "edge": int((border < INK).sum()), "blank": not (pixels < INK).any()}


def expected_svg(expected: Expected) -> bytes:
    """The picture that the PNG was made of."""
    from tunesmith.rendering.formats import svg

    return svg([expected.tune], expected.options)


def pdf(data: bytes, expected: Expected) -> Measures:
    """Every page has ink, and the title is the document's."""
    information = run(["pdfinfo", "-enc", "UTF-8", "-"], data).decode()
    title = re.search(r"^Title:\s*(.*)$", information, re.MULTILINE)
    return {"blank": blank_pages(data), "titles off": (title[1] if title else "") != " ".join(expected.title.split())}


def blank_pages(data: bytes) -> int:
    """How many of the document's pages have nothing on them."""
    pages = run(["pdftoppm", "-r", "30", "-gray", "-"], data)
    starts = [match.start() for match in re.finditer(rb"P5\s\d+\s\d+\s255\s", pages)]
    ends = [*starts[1:], len(pages)]
    return sum(not (picture(pages[start:end]) < INK).any() for start, end in zip(starts, ends, strict=True))


def book(data: bytes, tunes: Sequence[Tune]) -> Measures:
    """A tunebook: each tune has a bookmark, and stands in the contents, above its score and in the index."""
    reader = PdfReader(io.BytesIO(data))
    titles = [natural_title(tune.title or f"Tune {number}") for number, tune in enumerate(tunes, start=1)]
    bookmarks = Counter(str(item["/Title"]) for item in reader.outline if isinstance(item, dict))
    links = sum(len(page.get("/Annots", [])) for page in reader.pages)
    lost = sum((Counter(" ".join(title.split()) for title in titles) - bookmarks).values())
    return {"titles off": max(lost, abs(links - 2 * len(titles))), "blank": blank_pages(data)}


def mid(data: bytes, expected: Expected) -> Measures:
    """The music lasts as long as it should; played without ornaments and swing, it is what notation says."""
    played = ScoreSecond.from_midi(data)
    performance = perform(expected.tune, expected.options)
    notes = (*performance.melody, *performance.chords, *performance.bass)
    last = max(performance.seconds(note.onset + note.duration) for note in notes)
    seconds = max(float(note.end) for track in played.tracks for note in track.notes)
    plain = ScoreTick.from_midi(midi_file(perform(expected.tune, AS_WRITTEN), Tags()))
    heard = Counter((note.time, note.pitch) for note in plain.tracks[0].notes)
    written = Counter(
        (round(event.onset * 4 * TICKS_A_QUARTER), pitch) for event in expected.tune.events() for pitch in event.pitches
    )
    difference = (heard - written) + (written - heard)
    return {"seconds off": abs(seconds - last), "notes off": sum(difference.values())}


def sound(data: bytes, expected: Expected) -> Measures:
    """The sound is as long as the music and its tail, never clips nor falls silent, and has the tune's title."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file").write_bytes(data)
        samples = decoded_sound(folder)
        return sound_measures(samples, expected) | {"titles off": told(folder)[1] != expected.title}


def sound_measures(samples: npt.NDArray[np.float32], expected: Expected) -> Measures:
    """Length, peak and silence of these samples."""
    return {
        "seconds off": abs(len(samples) / RATE - expected.seconds - TAIL_SECONDS),
        "peak": float(np.abs(samples).max()),
        "silence": max(0.0, longest_silence(samples, RATE) - expected.rest),
    }


def film(data: bytes, expected: Expected) -> Measures:
    """Its sound is right, its pictures last as long, and notes are lit in them."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file").write_bytes(data)
        measures = sound_measures(decoded_sound(folder), expected)
        seconds, title = told(folder)
        wanted = ["-map", "0:v", "-vf", f"scale={FILM_SIZE[0]}:{FILM_SIZE[1]}", "-pix_fmt", "rgb24"]
        pixels = run([*DECODED, *wanted, "-fps_mode", "passthrough", "-f", "rawvideo", "-"], folder=folder)
    frames = np.frombuffer(pixels, np.uint8).reshape(-1, FILM_SIZE[0] * FILM_SIZE[1], 3)
    lit = (frames[..., 0] > frames[..., 2].astype(np.int16) + LIT).any(axis=1)
    off = max(measures["seconds off"], abs(seconds - expected.seconds - TAIL_SECONDS))
    return measures | {"seconds off": off, "titles off": title != expected.title, "blank": not lit.any()}


def decoded_sound(folder: str) -> npt.NDArray[np.float32]:
    """The samples of the file in this folder, as ffmpeg decodes them."""
    wanted = ["-map", "0:a", "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"]
    return np.frombuffer(run([*DECODED, *wanted], folder=folder), np.float32)


def told(folder: str) -> tuple[float, str]:
    """Of the file in this folder, as ffprobe has it: how long its pictures last, or else its sound, and its title."""
    wanted = ["-show_entries", "stream=codec_type,duration:stream_tags=title:format_tags=title", "-of", "json"]
    answer = json.loads(run(["ffprobe", "-v", "error", *wanted, "file"], folder=folder))
    streams = sorted(answer["streams"], key=lambda stream: stream["codec_type"] != "video")
    places = [answer["format"], *streams]
    titles = [{name.lower(): value for name, value in place.get("tags", {}).items()}.get("title") for place in places]
    return float(streams[0]["duration"]), next(filter(None, titles), "")


def picture(data: bytes) -> npt.NDArray[np.uint8]:
    """A grey picture in the form PGM, as an array (H, W)."""
    match = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", data)
    if match is None:
        raise ValueError("this is no picture")
    width, height = int(match[1]), int(match[2])
    return np.frombuffer(data, np.uint8, width * height, match.end()).reshape(height, width)


def run(command: Iterable[str], data: bytes | None = None, folder: str | None = None) -> bytes:
    """What a program says to this input; CalledProcessError if it fails."""
    return subprocess.run(list(command), input=data, cwd=folder, check=True, capture_output=True).stdout


READERS: Final[dict[str, Callable[[bytes, Expected], Measures]]] = {
    "svg": svg,
    "png": png,
    "pdf": pdf,
    "mid": mid,
    "wav": sound,
    "flac": sound,
    "ogg": sound,
    "mp3": sound,
    "m4a": sound,
    "mp4": film,
}
