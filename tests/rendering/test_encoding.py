from __future__ import annotations

import io
import signal
import time

import av
import numpy as np
import pytest
import soundfile

from tunesmith.errors import RequestError
from tunesmith.notation import Tune
from tunesmith.rendering.encoding import SOUND_FORMATS, encode
from tunesmith.rendering.listening import heard, strongest_pitch
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.sound import Sound, synthesize
from tunesmith.rendering.tags import Tags

TAGS = Tags("Tríona's Reel", seed=7, model="small-0123456789ab")
LOSSLESS = {"flac", "wav"}


@pytest.fixture(scope="module")
def sound() -> Sound:
    tune = Tune.parse("X:1\nM:4/4\nL:1/4\nQ:1/4=120\nK:G\nG A B c | d4 |]\n")
    return synthesize(perform(tune, Playing("flute", "none", 0)))


@pytest.mark.parametrize("kind", SOUND_FORMATS)
def test_another_decoder_hears_the_same(kind: str, sound: Sound) -> None:
    samples, rate = heard(encode(sound, kind, TAGS))
    assert rate == sound.rate
    assert len(samples) / rate == pytest.approx(sound.seconds, abs=0.05)
    assert np.abs(samples).max() <= 1
    assert strongest_pitch(samples[int(2.1 * rate) : int(2.6 * rate)], rate) == 74
    if kind in LOSSLESS:
        assert np.abs(samples - sound.samples).max() <= 1 / 2**15


@pytest.mark.parametrize("kind", SOUND_FORMATS)
def test_no_format_plays_it_later(kind: str, sound: Sound) -> None:
    """An encoder's delay is named in the file, so that players leave it out."""
    samples, _ = heard(encode(sound, kind, TAGS))
    size = 2 * len(samples)
    likeness = np.fft.irfft(np.fft.rfft(samples, size) * np.conj(np.fft.rfft(sound.samples, size)))
    assert np.argmax(likeness) == 0


@pytest.mark.parametrize("kind", sorted({*SOUND_FORMATS} - {"m4a"}))
def test_libsndfile_reads_what_it_can(kind: str, sound: Sound) -> None:
    samples, rate = soundfile.read(io.BytesIO(encode(sound, kind, TAGS)))
    assert (rate, samples.ndim) == (sound.rate, 1)


@pytest.mark.parametrize("kind", SOUND_FORMATS)
def test_a_file_says_what_it_is_and_how_to_make_it_again(kind: str, sound: Sound) -> None:
    with av.open(io.BytesIO(encode(sound, kind, TAGS)), "r") as file:
        said = {name.lower(): value for name, value in (file.metadata | file.streams.audio[0].metadata).items()}
    assert said["title"] == TAGS.title
    assert said["artist"] == "Tunesmith"
    assert said["comment"] == "seed=7 model=small-0123456789ab"


@pytest.mark.parametrize("kind", SOUND_FORMATS)
def test_the_same_sound_is_always_the_same_file(kind: str, sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    first = encode(sound, kind, TAGS)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert encode(sound, kind, TAGS) == first


@pytest.mark.parametrize("kind", SOUND_FORMATS)
def test_a_tune_without_words_to_say_is_written_all_the_same(kind: str, sound: Sound) -> None:
    assert encode(sound, kind, Tags("Air", composer=""))


def test_a_format_unknown_is_refused_by_name(sound: Sound) -> None:
    with pytest.raises(RequestError, match="'aiff'; there are flac, m4a, mp3, ogg, wav"):
        encode(sound, "aiff", TAGS)


def test_an_interrupt_is_not_lost(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.BytesIO):
        """Someone presses Ctrl-C once, while libsndfile writes."""

        presses = 0

        def write(self, data: object, /) -> int:
            if not Interrupted.presses:
                Interrupted.presses += 1
                signal.raise_signal(signal.SIGINT)
            return super().write(data)  # type: ignore[arg-type]

    monkeypatch.setattr("tunesmith.rendering.encoding.io.BytesIO", Interrupted)
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            encode(sound, "wav", TAGS)
    finally:
        signal.signal(signal.SIGINT, usual)
