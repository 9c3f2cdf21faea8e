"""Film: the score with its notes lit as they sound, H.264 and AAC in an MPEG-4 file.

A page that is taller than the film is moved so that the staff being played stays in view.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from tunesmith.rendering.encoding import M4A_BITS_A_SECOND, audio_frame, metadata
from tunesmith.rendering.lighting import LitScore, lit_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.rendering.performance import HeldNote, Performance, PlayedNote
    from tunesmith.rendering.score import Score
    from tunesmith.rendering.sound import Sound
    from tunesmith.rendering.tags import Tags

__all__ = ["film_of", "light_cues"]

WIDTH, HEIGHT, RATE = 1280, 720, 30
STILL: Final = 15  # frames for which a picture that does not change is shown at most
BIT_EXACT: Final = {"fflags": "+bitexact"}
X264: Final = {"preset": "ultrafast", "crf": "20", "g": "60"}
AFTERGLOW: Final = 0.12  # seconds a note stays lit if none follows at once
EYE_LEVEL: Final = 0.45  # where the staff being played stands, from the top of the film
TRAVEL_SECONDS: Final = 0.5  # to move from one staff to the next


@dataclass(frozen=True, slots=True)
class Cue:
    """A note of the score is lit from `start` to `end`, in seconds."""

    start: float
    end: float
    note: int


def film_of(score: Score, performance: Performance, sound: Sound, tags: Tags) -> bytes:
    """The film of a performance of `score.tune`, as long as its sound, 1280 by 720 at up to 30 frames a second."""
    page = lit_score(score, WIDTH, HEIGHT)
    parts = [[cue for cue in cues if cue.note in page.patches] for cues in light_cues(score, performance)]
    data = io.BytesIO()
    with av.open(data, "w", format="mp4", options=BIT_EXACT | {"moov_size": str(index_size(sound.seconds))}) as target:
        target.metadata.update(metadata(tags))
        video = target.add_stream("libx264", rate=RATE, options=X264)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = target.add_stream("aac", rate=sound.rate, layout="mono", options={"aac_coder": "fast"})
        audio.bit_rate = M4A_BITS_A_SECOND
        for packet in (*audio.encode(audio_frame(sound)), *audio.encode(None)):
            target.mux(packet)
        for frame in frames(page, parts, sound.seconds):
            target.mux(video.encode(frame))
        target.mux(video.encode(None))
    return data.getvalue()


def index_size(seconds: float) -> int:
    """Bytes kept free at the start of the file for its index, so that a film can be played while it is being loaded."""
    return 16_384 + ceil(seconds * 32 * (RATE + 44))  # 44 packets of AAC a second, at most 32 bytes each


def light_cues(score: Score, performance: Performance) -> list[list[Cue]]:
    """When each note of the score is lit, part by part, the melody first."""
    melody: Iterable[PlayedNote | HeldNote] = chain(performance.melody, performance.held)
    others: list[Iterable[PlayedNote | HeldNote]] = [chain(part.notes, part.held) for part in performance.voices]
    return [part_cues(score, performance, notes) for notes in (melody, *others)]


def part_cues(score: Score, performance: Performance, notes: Iterable[PlayedNote | HeldNote]) -> list[Cue]:
    """When each note of one part is lit: from its first sound to the next note's, or a little past its own end.

    The light goes on along a tie, to each note at its own time.
    """
    seconds = performance.seconds
    sounds = sorted(
        (seconds(played.onset), seconds(played.onset + played.duration), index)
        for played in notes
        if played.element is not None and (index := score.index_of(played.element)) is not None
    )
    nexts = [start for start, _, _ in sounds[1:]] + [float("inf")]
    return [
        Cue(start, min(end + AFTERGLOW, following), note)
        for (start, end, note), following in zip(sounds, nexts, strict=True)
        if following > start
    ]


def frames(page: LitScore, parts: Sequence[Sequence[Cue]], seconds: float) -> Iterator[av.VideoFrame]:
    """The frames in order; those that would show what the last one shows are left out, but for one each half second."""
    starts = [[cue.start for cue in cues] for cues in parts]
    camera = Camera(page, next((cues for cues in parts if cues), []))
    shown: tuple[tuple[int, ...], int] | None = None
    last = ceil(seconds * RATE) - 1
    for number in range(last + 1):
        time = number / RATE
        now = [(cues, bisect_right(begun, time) - 1) for cues, begun in zip(parts, starts, strict=True)]
        lit = tuple(cues[place].note for cues, place in now if place >= 0 and time < cues[place].end)
        view = (lit, camera.row(time))
        if view != shown or number % STILL == 0 or number == last:
            frame = drawn(page, *view)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            yield frame
        shown = view


def drawn(page: LitScore, lit: Iterable[int], top: int) -> av.VideoFrame:
    """What the film shows of the page from this row on, these notes lit."""
    planes = [
        plane[top // half : (top + HEIGHT) // half].copy() for plane, half in zip(page.planes, (1, 2, 2), strict=True)
    ]
    for note in lit:
        patch = page.patches[note]
        for plane, light, half in zip(planes, patch.planes, (1, 2, 2), strict=True):
            row, column = (patch.row - top) // half, patch.column // half
            seen = light[max(0, -row) : max(0, len(plane) - row)]
            plane[max(0, row) : max(0, row) + len(seen), column : column + light.shape[1]] = seen
    return av.VideoFrame.from_ndarray(np.concatenate([plane.reshape(-1, WIDTH) for plane in planes]), format="yuv420p")


class Camera:
    """Which row of the page is at the top of the film at a time: even, and moved gently from staff to staff."""

    def __init__(self, page: LitScore, cues: Sequence[Cue]) -> None:
        stations: list[tuple[float, int]] = []
        for cue in cues:
            row = self.station(page, page.block_of(cue.note))
            if not stations or stations[-1][1] != row:
                stations.append((cue.start, row))
        self.times = [time for time, _ in stations]
        self.rows = [row for _, row in stations] or [0]

    @staticmethod
    def station(page: LitScore, block: int) -> int:
        """The row for a staff: its middle at eye level, but no more than the page in view."""
        middle = sum(page.rows[block]) / 2
        return int(min(max(0, middle - EYE_LEVEL * HEIGHT), page.height - HEIGHT)) // 2 * 2

    def row(self, time: float) -> int:
        """The row at a time; a move ends when the next staff's first note sounds."""
        place = max(0, bisect_right(self.times, time) - 1)
        here = self.rows[place]
        if place + 1 == len(self.rows):
            return here
        share = min(max(0.0, 1 - (self.times[place + 1] - time) / TRAVEL_SECONDS), 1.0)
        eased = share * share * (3 - 2 * share)
        return int(here + (self.rows[place + 1] - here) * eased) // 2 * 2
