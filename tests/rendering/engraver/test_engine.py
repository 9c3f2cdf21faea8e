"""The engraver by itself: what it draws, and what it refuses."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from tunesmith.errors import RenderError
from tunesmith.music.instruments import tunings
from tunesmith.rendering.engraver import engine, engrave, engraving
from tunesmith.rendering.score import picture


def elements(markup: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<svg>{markup}</svg>").iter())


def test_heading_and_every_line_of_music_are_blocks_from_top_to_bottom(hard_tune: str) -> None:
    blocks = engrave(hard_tune).blocks
    assert len(blocks) == 1 + 4
    assert [block.top for block in blocks] == sorted(block.top for block in blocks)


def test_each_note_says_where_it_stands_in_the_text(jig: str) -> None:
    notes = engrave(jig).notes
    assert [jig[start:end].strip(" |") for start, end in notes] == ["D", "G2", "A", "B2", "d", "g2", "e", "d2", "B"]


def test_each_note_is_marked_in_the_drawing(jig: str) -> None:
    drawing = engrave(jig)
    drawn = [e.get("data-index") for block in drawing.blocks for e in elements(block.markup)]
    marks = [mark for mark in drawn if mark]
    assert sorted(set(marks), key=int) == [str(index) for index in range(len(drawing.notes))]


def test_mandolin_tablature_stands_below_the_staff(jig: str) -> None:
    numbers = [
        e.get("class") or "" for b in engrave(jig, strings=tunings()["mandolin"]).blocks for e in elements(b.markup)
    ]
    assert any("tabNumber" in name for name in numbers)


def test_sharps_and_flats_of_chord_symbols_are_drawn_in_the_font_that_has_them() -> None:
    drawing = engrave('X:1\nL:1/4\nK:C\n"Bb"c "F#m"d |]\n')
    runs = [e.text for b in drawing.blocks for e in elements(b.markup) if e.get("font-family") == "DejaVu Serif"]
    assert runs == ["♭", "♯"]


@pytest.mark.parametrize(
    ("title", "runs"),
    [
        ("שלום עליכם", [("שלום עליכם", "Noto Sans Hebrew")]),
        ("مقام حجاز", [("مقام حجاز", "Noto Naskh Arabic")]),
        ("Reel 🎻 เพลง", [("Reel ", None), ("🎻", "Noto Emoji"), (" ", None), ("เพลง", "Noto Sans Thai")]),
        ("שיר reel", [("reel", None), (" ", None), ("שיר", "Noto Sans Hebrew")]),
    ],
)
def test_titles_are_drawn_in_fonts_of_their_scripts(title: str, runs: list[tuple[str, str | None]]) -> None:
    drawing = engrave(f"X:1\nT:{title}\nL:1/4\nK:C\nCDEF|GABc|]\n")
    [heading] = words(drawing.blocks[0].markup, "abcjs-title")
    leaves = [e for e in heading.iter() if e.text]
    assert [(e.text, e.get("font-family")) for e in leaves] == runs


def test_naturals_of_a_change_of_key_are_drawn_once() -> None:
    lines = engrave("X:1\nL:1/4\nM:4/4\nK:D\nDEFG | [K:C] CDEF |\nCDEF | GABc |]\n").blocks
    assert ["accidentals.nat" in line.markup for line in lines[-2:]] == [True, False]


def words(markup: str, kind: str) -> list[ElementTree.Element]:
    """The texts of a class in the drawing."""
    return [e for e in elements(markup) if e.tag == "text" and kind in (e.get("class") or "").split()]


def test_a_title_stands_over_the_middle_of_a_short_tune() -> None:
    drawing = engrave("X:1\nT:Short One\nM:4/4\nL:1/4\nK:C\n|: CDEF | GABc :|\n")
    [title] = words(drawing.blocks[0].markup, "abcjs-title")
    assert float(title.get("x", "0")) == pytest.approx(drawing.width / 2, abs=1)


def test_a_title_that_is_wider_than_its_tune_stays_in_the_picture() -> None:
    drawing = engrave("X:1\nT:A Title That Is Much Longer Than Its Tune\nR:reel\nC:Somebody\nL:1/4\nK:C\nC |]\n")
    [title], [maker] = (words(drawing.blocks[0].markup, f"abcjs-{kind}") for kind in ("title", "composer"))
    assert float(title.get("x", "0")) == pytest.approx(drawing.width / 2, abs=1)
    assert float(maker.get("x", "0")) == pytest.approx(drawing.width - engraving.MARGIN, abs=1)


def test_a_composer_does_not_meet_the_rhythm_of_a_short_tune() -> None:
    drawing = engrave("X:1\nR:a rhythm of many words\nC:A composer of a long name\nL:1/4\nK:C\nC |]\n")
    [rhythm], [maker] = (words(drawing.blocks[0].markup, f"abcjs-{kind}") for kind in ("rhythm", "composer"))
    assert float(maker.get("x", "0")) - float(rhythm.get("x", "0")) > 300


def test_a_bracket_ends_with_its_ending() -> None:
    text = "X:1\nM:3/4\nL:1/4\nK:D\nd3 |[1 d2 D :|[2 d2 d |\n|: g2 a | g3 :|\n"
    lines = engrave(text).blocks
    assert [line.markup.count('data-name="ending"') for line in lines] == [2, 0]


def test_an_ending_of_two_lines_has_a_bracket_on_both() -> None:
    text = "X:1\nM:3/4\nL:1/4\nK:D\nd3 |[1 d2 D |\n d3 :|[2 g3 |]\n"
    lines = engrave(text).blocks
    assert [line.markup.count('data-name="ending"') for line in lines] == [1, 2]


def test_words_under_the_notes_stand_apart() -> None:
    drawing = engrave("X:1\nM:none\nL:1/16\nK:C\n" + "c" * 40 + "\nw:" + "strength " * 40 + "\n")
    places = sorted(float(e.get("x", "0")) for e in words(drawing.blocks[-1].markup, "abcjs-lyric"))
    assert len(places) == 40
    assert min(after - before for before, after in pairwise(places)) > 53  # the word is 49.5 px wide


def test_markup_in_a_title_is_text() -> None:
    drawing = engrave('X:1\nT:<script>alert(1)</script> & "co"\nK:C\nCDEF |]\n')
    words = "".join(ElementTree.fromstring(picture(drawing, 0, 100, drawing.blocks[0].markup)).itertext())
    assert words == '<script>alert(1)</script> & "co"'


def test_a_text_without_music_is_refused() -> None:
    with pytest.raises(RenderError, match="no music to draw"):
        engrave("X:1\nT:Silence\nK:C\n")


def test_the_engine_lives_on_after_a_tune_that_takes_too_long(jig: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS", 0.001)
    engine._engine.cache_clear()
    with pytest.raises(RenderError, match=r"it would take more than 0\.001 seconds"):
        engrave(jig)
    monkeypatch.setattr(engine, "SECONDS", 10.0)
    assert engrave(jig).notes


def test_the_engine_lives_on_after_a_tune_that_takes_too_much_memory(jig: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MEMORY", 16 * 2**20)
    engine._engine.cache_clear()
    with pytest.raises(RenderError, match="or 16 MiB"):
        engrave(jig + "CDEFGA|" * 2000)
    assert engrave(jig).notes


def test_a_note_too_short_for_the_engraver_is_refused(jig: str) -> None:
    with pytest.raises(RenderError, match="cannot draw this tune: TypeError"):
        engrave("X:1\nK:C\nC/////B |]\n")
    assert engrave(jig).notes


def test_an_engine_is_replaced_at_the_end_of_its_life(jig: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LIFE", 2)
    assert len({engrave(jig) for _ in range(5)}) == 1


def test_every_thread_draws_the_same(jig: str) -> None:
    drawn = []
    threads = [threading.Thread(target=lambda: drawn.append(engrave(jig))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [engrave(jig)] * 3


def test_a_font_that_does_not_ship_is_replaced() -> None:
    drawing = engrave("X:1\n%%titlefont Helvetica 20\nT:Plain\nK:C\nCDEF |]\n")
    families = {e.get("font-family") for block in drawing.blocks for e in elements(block.markup)} - {None}
    assert families == {"STIX Two Text"}


def test_a_second_title_stands_no_further_from_the_music_than_one_title_does() -> None:
    gaps = []
    for heading in ("T:One\n", "T:One\nT:Two\n", "%%staffsep 80\nT:One\nT:Two\nT:Three\n"):
        title, staff = engrave(f"X:1\n{heading}L:1/4\nK:C\nCDEF |]\n").blocks
        gaps.append(staff.top - title.bottom)
    assert max(gaps) - min(gaps) < 5


def test_a_title_wider_than_the_staves_is_broken_between_words() -> None:
    title = "The Rakes of a Village with a Name " * 3
    heading, _ = engrave(f"X:1\nT:{title}\nT:{title * 2}\nL:1/4\nK:C\nCDEF |]\n").blocks
    lines = ["".join(e.itertext()) for e in elements(heading.markup) if e.tag == "tspan"]
    assert " ".join(lines).split() == (title * 3).split()
    assert len(lines) == 2 + 3  # a title of 105 characters, one of 210 in smaller letters
    assert heading.right < 12 + 740  # the margin and the staves
