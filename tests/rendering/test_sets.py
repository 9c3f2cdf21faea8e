from __future__ import annotations

import io

import pytest
import soundfile
from mido import MidiFile

from tunesmith.errors import RenderError
from tunesmith.notation import Tune
from tunesmith.rendering import render
from tunesmith.rendering.player import perform
from tunesmith.rendering.sets import one_after_another
from tunesmith.rendering.sound import TAIL_SECONDS

JIG = Tune.parse("X:1\nT:One\nR:jig\nM:6/8\nL:1/8\nK:G\n|:GAB d3|cAF G3:|\n")
REEL = Tune.parse('X:2\nT:Two\nR:reel\nM:4/4\nL:1/8\nK:D\n"D"d2fd Adfd|"A"gece "D"d4|]\n')


def test_each_tune_begins_when_the_one_before_has_been_played_with_its_repeats() -> None:
    one, other = perform(JIG), perform(REEL)
    both = one_after_another([one, other])
    assert both.length == one.length + other.length == 4 * JIG.meter.capacity + 2
    first = both.melody[len(one.melody)]
    assert (first.onset, first.pitch) == (one.length, other.melody[0].pitch)
    assert both.seconds(both.length) == one.duration + other.duration
    assert [str(key) for _, key in both.keys] == ["G", "D"]
    assert [str(meter) for _, meter in both.meters] == ["6/8", "4/4"]


def test_one_tune_is_no_set() -> None:
    assert one_after_another([perform(JIG)]) == perform(JIG)


def test_a_set_is_exported_as_sound_and_as_midi() -> None:
    seconds = perform(JIG).duration + perform(REEL).duration
    data, rate = soundfile.read(io.BytesIO(render([JIG, REEL], "wav")))
    assert abs(len(data) / rate - seconds - TAIL_SECONDS) < 0.01
    turn = round(perform(JIG).duration * rate)
    assert abs(data[turn : turn + rate // 4]).max() > 0.1  # no silence between the tunes
    assert abs(MidiFile(file=io.BytesIO(render([JIG, REEL], "mid"))).length - seconds) < 0.05


def test_a_set_in_sound_may_be_no_longer_than_a_tune_and_in_midi_two_hours() -> None:
    slow = Tune.parse(REEL.text.replace("K:D", "Q:1/4=10\nK:D"))  # 48 seconds
    with pytest.raises(RenderError, match="these tunes last more than 15 minutes together"):
        render([slow] * 19, "mp3")
    assert MidiFile(file=io.BytesIO(render([slow] * 19, "mid"))).length > 900
    with pytest.raises(RenderError, match="these tunes last more than 120 minutes together"):
        render([slow] * 151, "mid")
