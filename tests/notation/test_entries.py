"""Voices that a `%%staves` or `%%score` among the music brings in."""

from __future__ import annotations

from tests.support.musicxml import faults, notes_by_music21
from tunesmith.conversion.musicxml.writer import musicxml_of
from tunesmith.notation import Tune, check

LATE = "X:1\nL:1/4\nM:4/4\n%%staves 1\nK:C\nV:1\nC4|D4|\n%%staves 1 2\nV:1\nE4|]\nV:2\nG,4|]\n"
AGAIN = (
    "X:1\nL:1/4\nM:4/4\n%%score 1 2\nV:1\nV:2\nK:C\nV:1\n|:C4|D4:|\nV:2\n|:G4|A4:|\n"
    "%%score 1\nV:1\n|:E4|1 F4:|2 G4|]\n%%score 1 2\nV:1\nc4|]\nV:2\nG,4|]\n"
)


def onsets(tune: Tune) -> list[list[tuple[float, int]]]:
    """The onsets and pitches of each voice."""
    return [[(float(e.onset), e.pitches[0]) for e in tune.sounds(voice) if e.pitches] for voice in tune.voices]


def test_a_late_voice_begins_where_it_is_called() -> None:
    tune = Tune.parse(LATE)
    assert onsets(tune) == [[(0, 60), (1, 62), (2, 64)], [(2, 55)]]
    assert check(LATE).ok
    assert onsets(tune.transpose(2)) == [[(0, 62), (1, 64), (2, 66)], [(2, 57)]]


def test_a_voice_that_comes_back_was_silent_in_all_repeats_and_endings() -> None:
    first, second = onsets(Tune.parse(AGAIN))
    assert first[-1] == (8, 72)
    assert second == [(0, 67), (1, 69), (2, 67), (3, 69), (8, 55)]


def test_musicxml_has_the_rests() -> None:
    score = musicxml_of(Tune.parse(LATE))
    assert faults(score) == []
    assert [len(part) for part in notes_by_music21(score)] == [3, 1]
    assert onsets(Tune.parse(LATE))[1] == [(2, 55)]


def test_voices_that_are_level_rest_nowhere() -> None:
    tune = Tune.parse("X:1\nL:1/4\nM:4/4\nK:C\nV:1\nC4|\nV:2\nE4|\n%%staves (1 2)\nV:1\nD4|]\nV:2\nF4|]\n")
    assert onsets(tune) == [[(0, 60), (1, 62)], [(0, 64), (1, 65)]]
