"""Films, read back by a decoder."""

from __future__ import annotations

import io
from itertools import pairwise

import av
import numpy as np
import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.film import HEIGHT, WIDTH, Camera, film_of, light_cues
from tunesmith.rendering.lighting import lit_score
from tunesmith.rendering.listening import heard
from tunesmith.rendering.performance import Performance
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.score import Score, engraved
from tunesmith.rendering.sound import synthesize
from tunesmith.rendering.tags import Tags

TEXT = "X:1\nL:1/4\nM:4/4\nQ:1/4=120\nK:C\n|: C E G c :| C4 |]\n"
TAGS = Tags(title="Up and down", seed=7, model="small-0123456789ab")


@pytest.fixture(scope="module")
def score() -> Score:
    return engraved(Tune.parse(TEXT))


@pytest.fixture(scope="module")
def performance(score: Score) -> Performance:
    return perform(score.tune, Playing(accompaniment="none", swing=0, ornaments=False))


@pytest.fixture(scope="module")
def film(score: Score, performance: Performance) -> bytes:
    return film_of(score, performance, synthesize(performance), TAGS)


def red_columns(frame: av.VideoFrame) -> list[int]:
    """The columns in which something is lit."""
    pixels = frame.to_ndarray(format="rgb24").astype(int)
    return list(np.unique(np.nonzero((pixels[..., 0] > 120) & (pixels[..., 2] < 70) & (pixels[..., 1] < 120))[1]))


def time_of(frame: av.VideoFrame) -> float:
    assert frame.time is not None
    return frame.time


def test_a_note_is_lit_each_time_it_sounds(score: Score, performance: Performance) -> None:
    [cues] = light_cues(score, performance)
    assert [cue.note for cue in cues] == [0, 1, 2, 3, 0, 1, 2, 3, 4]
    assert [cue.start for cue in cues] == pytest.approx([0.5 * beat for beat in range(9)])
    assert all(cue.end == pytest.approx(after.start) for cue, after in pairwise(cues))


def test_the_light_goes_along_a_tie() -> None:
    tied = engraved(Tune.parse("X:1\nL:1/4\nM:4/4\nQ:1/4=120\nK:C\n|: C E- E [EG]- | [EG] [EG]- [Gc]2 :|\n"))
    [cues] = light_cues(tied, perform(tied.tune, Playing(accompaniment="none", swing=0)))
    assert [cue.note for cue in cues] == [*range(7)] * 2
    assert [cue.start for cue in cues][:7] == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5, 3])


def test_light_and_sound_agree_on_real_tunes(real_tunes: list[str]) -> None:
    for text in real_tunes[::4]:
        score = engraved(Tune.parse(text))
        performance = perform(score.tune, Playing())
        onsets = {performance.seconds(note.onset) for note in performance.melody}
        onsets |= {performance.seconds(note.onset) for note in performance.held}
        [cues] = light_cues(score, performance)
        assert len(cues) > 20
        assert {cue.start for cue in cues} <= onsets


def test_film_and_sound_are_equally_long(film: bytes, performance: Performance) -> None:
    seconds = synthesize(performance).seconds
    with av.open(io.BytesIO(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height) == (1280, 720)
        for stream in (video, audio):
            assert stream.duration is not None
            assert stream.time_base is not None
            assert float(stream.duration * stream.time_base) == pytest.approx(seconds, abs=0.05)


def test_the_sound_of_a_film_is_not_late(film: bytes, performance: Performance) -> None:
    expected, (samples, rate) = synthesize(performance), heard(film)
    assert rate == expected.rate
    size = 2 * len(samples)
    product = np.fft.rfft(samples, size) * np.fft.rfft(expected.samples, size).conj()
    assert np.fft.irfft(product, size).argmax() == 0


def test_the_lit_note_moves_with_the_music(film: bytes) -> None:
    with av.open(io.BytesIO(film), "r") as container:
        lit = [(time_of(frame), red_columns(frame)) for frame in container.decode(video=0)]
    places = [[columns for time, columns in lit if time <= 0.5 * beat + 0.25][-1] for beat in range(5)]
    assert all(places)
    assert [min(place) for place in places[:4]] == sorted(min(place) for place in places[:4])
    assert min(places[4]) == pytest.approx(min(places[0]), abs=2)
    assert not lit[-1][1]


def test_a_frame_is_spared_where_nothing_changes(film: bytes) -> None:
    with av.open(io.BytesIO(film), "r") as container:
        times = [time_of(frame) for frame in container.decode(video=0)]
    gaps = [after - before for before, after in pairwise(times)]
    assert max(gaps) == pytest.approx(0.5)
    assert len(times) < 10 * times[-1]


def test_a_film_says_what_it_is_and_can_be_played_while_it_loads(film: bytes) -> None:
    assert film.find(b"moov") < film.find(b"mdat")
    with av.open(io.BytesIO(film)) as container:
        assert container.metadata["title"] == "Up and down"
        assert container.metadata["comment"] == TAGS.comment


def test_a_tall_score_moves_so_that_the_staff_being_played_is_in_view() -> None:
    line = "C E G c | c G E C | C E G c | c G E C |\n"
    score = engraved(Tune.parse("X:1\nL:1/4\nM:4/4\nK:C\n" + line * 12))
    page = lit_score(score, WIDTH, HEIGHT)
    [cues] = light_cues(score, perform(score.tune, Playing()))
    camera = Camera(page, cues)
    assert page.height > 2 * HEIGHT
    for cue in cues:
        patch = page.patches[cue.note]
        assert 0 <= patch.row - camera.row(cue.start) <= HEIGHT - len(patch.planes[0])
    assert camera.row(0) == 0
    assert camera.row(cues[-1].end) == page.height - HEIGHT
