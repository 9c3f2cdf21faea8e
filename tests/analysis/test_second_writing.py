from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.analysis.second_writing import with_voice
from tunesmith.notation import Chord, Note, Pitch, Tune

if TYPE_CHECKING:
    from collections.abc import Sequence


def written(text: str, pitches: Sequence[Pitch | None]) -> list[str]:
    """The lines after the header, with these notes below all notes of a tune."""
    tune = Tune.parse(f"X:1\nL:1/8\nM:4/4\nK:D\n{text}")
    notes = [id(element) for bar in tune.bars for element in bar.elements if isinstance(element, Note | Chord)]
    return with_voice(tune, dict(zip(notes, pitches, strict=False))).split("\n")[4:]


def test_a_sign_is_written_where_the_key_and_the_bar_do_not_say_it() -> None:
    natural, sharp = Pitch("F", 4, 0), Pitch("F", 4, 1)
    lines = written("a2a2a2a2|a8|]", [natural, natural, sharp, sharp, sharp])
    assert lines == ["V:1", "a2a2a2a2|a8|]", 'V:2 name="Second"', "=F2F2^F2F2|F8|]"]


def test_none_is_a_rest_and_a_tied_note_goes_on() -> None:
    tune = Tune.parse("X:1\nL:1/8\nM:4/4\nK:D\n[ac]4 a4-|a2 b6|]")
    first, second, _, last = [e for bar in tune.bars for e in bar.elements if isinstance(e, Note | Chord)]
    notes = {id(first): None, id(second): Pitch("F", 4, 0), id(last): Pitch("G", 4)}
    assert with_voice(tune, notes).endswith("\nz4 =F4-|F2 G6|]")


def test_words_stay_with_their_music_and_a_backslash_continues_it() -> None:
    d = Pitch("D", 4)
    lines = written('"D"a4\\\n a4|\nw:la la\n!trill!a8|] % end\n', [d, d, d])
    assert lines == [
        "V:1", '"D"a4\\', " a4|", "w:la la", 'V:2 name="Second"', "D4\\", "D4|",
        "V:1", "!trill!a8|] % end", "V:2", "D8|]", "",
    ]  # fmt: skip


def test_the_melody_keeps_its_name_and_the_second_gets_another() -> None:
    tune = Tune.parse("X:1\nK:D\nV:2\nd4|]")
    note = next(element for element in tune.elements if isinstance(element, Note))
    voices = Tune.parse(with_voice(tune, {id(note): Pitch("F", 4, 1)})).voices
    assert [voice.name for voice in voices] == ["2", "3"]
