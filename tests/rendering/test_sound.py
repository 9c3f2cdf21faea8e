from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.errors import RenderError
from tunesmith.music.instruments import INSTRUMENTS, accompanying, sounding
from tunesmith.notation import Tune
from tunesmith.rendering import sound as sound_module
from tunesmith.rendering.listening import longest_silence, strongest_pitch
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.sound import PEAK, RATE, TAIL_SECONDS, Sound, synthesize

if TYPE_CHECKING:
    from tunesmith.rendering.performance import Performance

SCALE = "X:1\nM:4/4\nL:1/4\nQ:1/4=120\nK:G\nG A B c | d e f g | a b c' d' |]\n"
ALONE = Playing(accompaniment="none", swing=0, ornaments=False)


def played(abc: str, playing: Playing) -> tuple[Performance, Sound]:
    performance = perform(Tune.parse(abc), playing)
    return performance, synthesize(performance)


@pytest.mark.parametrize("instrument", sounding())
def test_every_note_of_a_scale_sounds_at_its_pitch_and_its_time(instrument: str) -> None:
    performance, sound = played(SCALE, Playing(instrument, "none", 0, None, ornaments=False))
    for note in performance.melody:
        start = performance.seconds(note.onset)
        window = sound.samples[round((start + 0.06) * RATE) : round((start + 0.4) * RATE)]
        assert strongest_pitch(window, RATE) == note.pitch


@pytest.mark.parametrize("name", [name for name in accompanying() if not INSTRUMENTS[name].drum])
def test_the_accompaniment_is_in_tune_too(name: str) -> None:
    """The bass of the last bar, which is held, an octave above the lowest string or lower."""
    performance, sound = played('X:1\nM:4/4\nL:1/8\nQ:1/4=60\nK:G\n"D"D8 | "G"z8 |]\n', Playing(accompaniment=name))
    chords = {note.pitch % 12 for note in (*performance.chords, *performance.bass) if note.onset >= 1}
    window = sound.samples[round(4.2 * RATE) : round(5.2 * RATE)]
    assert strongest_pitch(window, RATE, range(36, 80)) % 12 in chords


def test_the_sound_lasts_as_long_as_the_music_and_a_tail() -> None:
    performance, sound = played(SCALE, ALONE)
    assert sound.seconds == pytest.approx(performance.duration + TAIL_SECONDS, abs=1 / RATE)


def test_it_is_as_loud_as_can_be_without_clipping(hard_tune: str) -> None:
    _, sound = played(hard_tune, Playing())
    assert np.abs(sound.samples).max() == pytest.approx(PEAK, abs=1e-6)
    assert sound.samples.dtype == np.float32


def test_neither_end_clicks(hard_tune: str) -> None:
    _, sound = played(hard_tune, Playing("banjo"))
    assert abs(sound.samples[0]) < 1e-6
    assert abs(sound.samples[-1]) < 1e-6
    assert np.abs(sound.samples[-RATE // 50 :]).max() < 0.001


def test_the_accompaniment_lies_under_the_melody() -> None:
    _, alone = played(SCALE, ALONE)
    _, together = played(SCALE, Playing(accompaniment="piano", swing=0, ornaments=False))
    assert not np.array_equal(alone.samples, together.samples)
    likeness = np.corrcoef(alone.samples, together.samples)[0, 1]
    assert 0.8 < likeness < 0.99


def test_the_same_tune_always_sounds_the_same(hard_tune: str) -> None:
    first, second = (played(hard_tune, Playing("concertina"))[1] for _ in range(2))
    assert np.array_equal(first.samples, second.samples)


def test_a_tune_of_rests_has_no_sound() -> None:
    with pytest.raises(RenderError, match="no note that sounds"):
        played("X:1\nM:4/4\nL:1/4\nK:G\nz4 | [K:D] z4 |]\n", ALONE)


def test_real_tunes_have_no_hole(real_tunes: list[str]) -> None:
    for text in real_tunes[::4]:
        _, sound = played(text, Playing())
        assert longest_silence(sound.samples, RATE) < 2


def test_a_long_tune_is_played_a_stretch_at_a_time_and_sounds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = played(SCALE, Playing())[1].samples
    monkeypatch.setattr(sound_module, "STRETCH_SECONDS", 1)
    in_stretches = played(SCALE, Playing())[1].samples
    assert np.abs(whole - in_stretches).max() < 1e-4


def test_a_note_that_is_held_for_minutes_makes_no_stretch_longer_than_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_module, "STRETCH_SECONDS", 2)
    performance = perform(Tune.parse("X:1\nM:4/4\nL:1/1\nQ:1/4=30\nK:D\nDE3/4|]\n"), ALONE)  # 8 seconds and 6
    rows = sound_module.stretches(performance, performance.melody)
    strokes = [(first // RATE + start, seconds) for first, row in rows.items() for start, seconds, _ in row]
    assert [round(at) for at, _ in strokes] == [0, 2, 4, 6, 8, 10, 12]
    assert all(seconds <= 2 for _, seconds in strokes)
    assert len({note.pitch for row in rows.values() for _, _, note in row}) == 2
