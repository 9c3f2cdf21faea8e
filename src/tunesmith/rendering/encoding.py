"""Sound files: samples as WAV, FLAC, OGG, MP3 or M4A, with tags; the same samples always give the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import av
import numpy as np
import soundfile

from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from tunesmith.rendering.sound import Sound
    from tunesmith.rendering.tags import Tags

__all__ = ["SOUND_FORMATS", "encode"]

SUBTYPES: Final = {"flac": "PCM_16", "mp3": "MPEG_LAYER_III", "ogg": "VORBIS", "wav": "PCM_16"}
SOUND_FORMATS: Final = ("flac", "m4a", "mp3", "ogg", "wav")
BIT_EXACT: Final = {"fflags": "+bitexact"}  # no time of day, no version, no random serial number
M4A_BITS_A_SECOND: Final = 128_000


def encode(sound: Sound, kind: str, tags: Tags) -> bytes:
    """A sound file of a `kind` out of SOUND_FORMATS; RequestError for any other."""
    if kind not in SOUND_FORMATS:
        raise RequestError(f"no sound format {kind!r}; there are {', '.join(SOUND_FORMATS)}")
    if kind == "m4a":
        return m4a(sound, tags)
    data = written(sound, kind, tags)
    return renumbered(data, tags) if kind == "ogg" else data


def written(sound: Sound, kind: str, tags: Tags) -> bytes:
    """The file as libsndfile writes it, a second of sound at a time: its Vorbis encoder takes no more."""
    data = io.BytesIO()
    with soundfile.SoundFile(data, "w", sound.rate, 1, format=kind.upper(), subtype=SUBTYPES[kind]) as file:
        for name, value in metadata(tags).items():
            if name != "composer":  # libsndfile knows the artist only
                setattr(file, name, value)
        for start in range(0, len(sound.samples), sound.rate):
            file.write(sound.samples[start : start + sound.rate])
    return data.getvalue()


def renumbered(ogg: bytes, tags: Tags) -> bytes:
    """The same Ogg stream without the random serial number that libsndfile gives it."""
    data = io.BytesIO()
    with av.open(io.BytesIO(ogg), "r") as source, av.open(data, "w", format="ogg", options=BIT_EXACT) as target:
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
        frame = av.AudioFrame.from_ndarray(sound.samples[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = sound.rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            target.mux(packet)
    return data.getvalue()


def metadata(tags: Tags) -> dict[str, str]:
    """The tags under the names that FFmpeg has for them."""
    named = {"title": tags.title, "artist": tags.composer, "composer": tags.composer, "comment": tags.comment}
    return {name: value for name, value in named.items() if value}
