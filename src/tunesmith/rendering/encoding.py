"""Sound files: samples as WAV, FLAC, OGG, MP3 or M4A, with tags; the same samples always give the same bytes."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import numpy as np
import soundfile
from mutagen.id3 import COMM, ID3, TCOM, TIT2, TPE1

from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from tunesmith.rendering.sound import Sound
    from tunesmith.rendering.tags import Tags

__all__ = ["M4A_BITS_A_SECOND", "SOUND_FORMATS", "audio_frame", "encode"]

BIT_EXACT: Final = {"fflags": "+bitexact"}  # no time of day, no version, no random serial number
M4A_BITS_A_SECOND: Final = 128_000
UTF_8: Final = 3  # as ID3 counts encodings


def encode(sound: Sound, kind: str, tags: Tags) -> bytes:
    """A sound file of a `kind` out of SOUND_FORMATS; RequestError for any other."""
    if kind not in ENCODERS:
        raise RequestError(f"no sound format {kind!r}; there are {', '.join(SOUND_FORMATS)}")
    return ENCODERS[kind](sound, tags)


def wav(sound: Sound, tags: Tags) -> bytes:
    """16 bits a sample, uncompressed."""
    return written(sound, "WAV", "PCM_16", tags)


def flac(sound: Sound, tags: Tags) -> bytes:
    """16 bits a sample, compressed without loss."""
    return written(sound, "FLAC", "PCM_16", tags)


def mp3(sound: Sound, tags: Tags) -> bytes:
    """MPEG-1 layer III with a variable bit rate; the tags by mutagen, since libsndfile spoils letters beyond ASCII."""
    label = ID3()
    label.add(TIT2(UTF_8, tags.title))
    for frame, text in ((TPE1, tags.composer), (TCOM, tags.composer)):
        if text:
            label.add(frame(UTF_8, text))
    if tags.comment:
        label.add(COMM(UTF_8, "eng", "", tags.comment))
    data = io.BytesIO(written(sound, "MP3", "MPEG_LAYER_III"))
    label.save(data, padding=lambda _: 0)
    return data.getvalue()


def ogg(sound: Sound, tags: Tags) -> bytes:
    """Ogg Vorbis; the packets are copied into a stream without the random serial number that libsndfile gives it."""
    data = io.BytesIO()
    source_data = io.BytesIO(written(sound, "OGG", "VORBIS"))
    with av.open(source_data, "r") as source, av.open(data, "w", format="ogg", options=BIT_EXACT) as target:
        target.metadata.update(metadata(tags))
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return data.getvalue()


def m4a(sound: Sound, tags: Tags) -> bytes:
    """AAC in an MPEG-4 file."""
    data = io.BytesIO()
    with av.open(data, "w", format="ipod", options=BIT_EXACT) as target:
        target.metadata.update(metadata(tags))
        stream = target.add_stream("aac", rate=sound.rate, layout="mono", options={"aac_coder": "fast"})
        stream.bit_rate = M4A_BITS_A_SECOND
        for packet in (*stream.encode(audio_frame(sound)), *stream.encode(None)):
            target.mux(packet)
    return data.getvalue()


def audio_frame(sound: Sound) -> av.AudioFrame:
    """All samples in one frame that starts at 0, from which the encoder says how much of its own comes before it."""
    frame = av.AudioFrame.from_ndarray(sound.samples[np.newaxis], format="fltp", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = sound.rate, Fraction(1, sound.rate), 0
    return frame


ENCODERS: Final = {"flac": flac, "m4a": m4a, "mp3": mp3, "ogg": ogg, "wav": wav}
SOUND_FORMATS: Final = tuple(ENCODERS)


def written(sound: Sound, container: str, subtype: str, tags: Tags | None = None) -> bytes:
    """The file as libsndfile writes it, by a thread: an interrupt is lost in what libsndfile calls back."""
    with ThreadPoolExecutor(1, "encoding") as pool:
        return pool.submit(written_at_once, sound, container, subtype, tags).result()


def written_at_once(sound: Sound, container: str, subtype: str, tags: Tags | None) -> bytes:
    """The same a second of sound at a time: libsndfile's Vorbis encoder takes no more."""
    data = io.BytesIO()
    with soundfile.SoundFile(data, "w", sound.rate, 1, format=container, subtype=subtype) as file:
        for name, value in (metadata(tags) if tags else {}).items():
            if name != "composer":  # the artist is all that libsndfile has for one
                setattr(file, name, value)
        for start in range(0, len(sound.samples), sound.rate):
            file.write(sound.samples[start : start + sound.rate])
    return data.getvalue()


def metadata(tags: Tags) -> dict[str, str]:
    """The tags under the names that FFmpeg has for them, without empty ones."""
    named = {"title": tags.title, "artist": tags.composer, "composer": tags.composer, "comment": tags.comment}
    return {name: value for name, value in named.items() if value}
