from __future__ import annotations

import pytest

from tunesmith.errors import RequestError
from tunesmith.studio.tasks.texts import fixed, transposed, with_chords

TUNE = "X:1\nM:4/4\nL:1/8\nK:D\nd2 f2 a2 f2 | e4 d4 |]\n"


@pytest.mark.parametrize(("key", "semitones", "first"), [("G", 0, "g2 b2"), (None, 5, "g2 b2"), (None, -12, "D2 F2")])
def test_a_tune_moves_to_a_key_or_by_semitones(key: str | None, semitones: int, first: str) -> None:
    assert first in transposed(TUNE, key, semitones)


def test_a_key_that_is_none_is_refused_by_its_field() -> None:
    with pytest.raises(RequestError, match="must be a key") as caught:
        transposed(TUNE, "what", 0)
    assert caught.value.field == "key"


def test_what_has_one_clear_mending_is_mended_and_told() -> None:
    text, changes = fixed(TUNE.replace("|]", "|"))
    assert text.rstrip().endswith("|]")
    assert len(changes) == 1
    assert fixed(TUNE) == (TUNE, [])


def test_chords_are_written_where_there_are_none_or_anew() -> None:
    given = TUNE.replace("d2 f2", '"Em"d2 f2')
    assert '"D"' in with_chords(TUNE, anew=False)
    assert '"Em"' in with_chords(given, anew=False)
    assert '"Em"d2' not in with_chords(given, anew=True)
