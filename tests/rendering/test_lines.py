"""Where scores break their lines."""

from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.lines import opening_line, score_text

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"


def music_lines(text: str) -> list[str]:
    return score_text(Tune.parse(HEADER + text)).splitlines()[4:]


def sounds(text: str) -> list[tuple[object, ...]]:
    return [(event.onset, event.duration, event.pitches) for event in Tune.parse(text).events()]


def test_a_part_on_one_line_is_set_four_bars_to_the_line() -> None:
    text = "|: " + " | ".join(["d2 f afd"] * 8) + " :|\n"
    assert [line.count("d2 f afd") for line in music_lines(text)] == [4, 4]


def test_a_pickup_does_not_count_and_a_second_ending_joins_the_line() -> None:
    text = "A |: " + " | ".join(["d2 f afd"] * 7) + " |1 d3 d2 A :|2 d6 ||\n"
    assert music_lines(text) == [
        "A |: d2 f afd | d2 f afd | d2 f afd | d2 f afd |",
        "d2 f afd | d2 f afd | d2 f afd | [1 d3 d2 A :| [2 d6 ||",
    ]


def test_two_repeats_that_meet_are_taken_apart() -> None:
    part = " | ".join(["d2 f afd"] * 4)
    assert music_lines(f"|: {part} :: {part} :|\n") == [f"|: {part} :|", f"|: {part} :|"]


def test_words_before_a_bar_line_name_the_line_after_it() -> None:
    part = " | ".join(["d2 f afd"] * 4)
    assert music_lines(f'|: {part} "B" :: {part} :|\n') == [f"|: {part} :|", f'|: "B" {part} :|']


def test_lines_that_were_laid_out_stay() -> None:
    text = "d2 f afd | d2 f afd |\nd2 f afd | d2 f afd | d2 f afd |]\n"
    assert music_lines(text) == text.splitlines()


def test_a_field_between_the_lines_moves_into_the_music() -> None:
    part = " | ".join(["d2 f afd"] * 8)
    assert music_lines(f"{part} ||\nK:G\n{part} |]\n")[2].startswith("[K:G] d2 f afd")


def test_music_with_words_below_keeps_lines_that_suit() -> None:
    text = " | ".join(["d2 f afd"] * 6) + " |]\nw: la la\n"
    assert music_lines(text) == text.splitlines()


def test_a_tune_without_number_and_key_gets_both() -> None:
    assert score_text(Tune.parse("M:4/4\nL:1/8\nabc2 d4 |]\n")).startswith("X:1\nM:4/4\nL:1/8\nK:none\n")


def test_notes_on_where_the_tune_was_found_are_left_out() -> None:
    assert "O'Neill" not in score_text(Tune.parse("X:1\nB:O'Neill\nK:D\nd4 |]\n"))


def test_the_opening_line_is_the_title_and_four_bars() -> None:
    text = "X:3\nT:The Jig\nR:jig\nL:1/8\nM:6/8\nK:D\nA | " + " | ".join(["d2 f afd"] * 8) + " |]\n"
    *header, line = opening_line(Tune.parse(text)).splitlines()
    assert header == ["X:3", "T:The Jig", "L:1/8", "M:6/8", "K:D"]
    assert line == "A | d2 f afd | d2 f afd | d2 f afd | d2 f afd |"


def test_breaking_lines_changes_no_sound(hard_tune: str, real_tunes: list[str]) -> None:
    for text in [hard_tune, *real_tunes]:
        assert sounds(score_text(Tune.parse(text))) == sounds(text)


@pytest.mark.parametrize("ending", ["|]", "||", ":|", "|"])
def test_the_last_bar_line_stays(ending: str) -> None:
    opening = "|: " if ending == ":|" else ""
    assert music_lines(opening + " | ".join(["d2 f afd"] * 8) + f" {ending}\n")[-1].endswith(ending)
