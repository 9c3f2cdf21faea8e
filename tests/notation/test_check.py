from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.notation.check import check
from tunesmith.notation.fix import fix

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "X:1\nT:Test\nL:1/8\nM:4/4\nK:D\n"
GOOD = HEADER + "|: d2 ef g2 fe | d8 :|\n"


def codes(text: str) -> list[str]:
    return [finding.code for finding in check(text).findings]


def test_a_good_tune_has_nothing_to_find() -> None:
    assert check(GOOD).ok
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("music", "code", "line", "column"),
    [
        ("d8 | d2 ef g2 | d8 |]", "bar-short", 6, 6),
        ("d8 | d2 ef g2 fe d |]", "bar-over", 6, 6),
        ("|: d8 | e8 |]", "repeat-not-closed", 6, 1),
        ("|: d8 |: e8 :|", "repeat-not-closed", 6, 1),
        ("|: d8 :| e8 | f8 :|", "repeat-not-opened", 6, 18),
        ("|: d8 |1 e8 :|", "second-ending-missing", 6, 8),
        ("|: d8 | e8 :|2 f8 |]", "ending-without-first", 6, 14),
        ("|: d8 |1 e8 |2 f8 :|", "first-ending-not-closed", 6, 14),
        ("(d4 e4 | f8 |]", "slur-not-closed", 6, 1),
        ("d4 e4) | f8 |]", "slur-not-opened", 6, 6),
        ("d4 e4- | f8 |]", "loose-tie", 6, 6),
        ("d4 e4- | z8 |]", "loose-tie", 6, 6),
        ("d8 | e8", "no-final-bar-line", 6, 6),
        ("d8 | e8 |", "no-final-bar-line", 6, 6),
        ('"Fine" d8 | e8 |]', "no-chord-symbol", 6, 1),
        ("!frob!d8 | e8 |]", "unknown-decoration", 6, 1),
        ("d8 | e2 f2 g2 (3fg | f8 |]", "short-tuplet", 6, 20),
        ("d8 | e8 |] @", "unknown-characters", 6, 12),
        ("d8 | e8!D.S.! |]", "segno-missing", 6, 8),
        ("d8 | e8!D.S.! |!segno! f8 |]", "segno-missing", 6, 8),
        ("d8 | e8!D.C.alfine! |]", "fine-missing", 6, 8),
        ("d8!coda! | e8!D.C.alcoda! |]", "coda-missing", 6, 14),
        ("Sd8 | e8 |]", "segno-without-jump", 6, 1),
        ("d8 | Oe8 |]", "coda-without-jump", 6, 6),
        ("d8!fine! | e8 |]", "fine-without-jump", 6, 3),
    ],
)
def test_what_is_found_and_where(music: str, code: str, line: int, column: int) -> None:
    found = {(finding.code, finding.line, finding.column) for finding in check(HEADER + music).findings}
    assert (code, line, column) in found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("T:x\nL:1/8\nM:4/4\nK:D\nd8 |]", "no-reference"),
        ("T:x\nX:1\nL:1/8\nM:4/4\nK:D\nd8 |]", "reference-not-first"),
        ("X:1\nL:1/8\nK:D\nd8 |]", "no-meter"),
        ("X:1\nM:4/4\nK:D\nd8 |]", "no-unit"),
        ("X:1\nL:1/8\nM:4/4\nd8 |]", "no-key"),
        ("X:1\nL:1/8\nM:4/4\nK:H\nd8 |]", "bad-key"),
        ("X:1\nL:1/8\nM:4/5\nK:D\nd8 |]", "bad-meter"),
        ("X:1\nL:x\nM:4/4\nK:D\nd8 |]", "bad-unit"),
        ("X:1\nL:1/8\nQ:fast\nM:4/4\nK:D\nd8 |]", "bad-tempo"),
        ("X:1\nK:D\n", "no-music"),
        ("", "no-music"),
    ],
)
def test_what_is_found_in_the_header(text: str, code: str) -> None:
    assert code in codes(text)
    assert not check(text).ok


def test_a_pickup_and_the_bar_that_completes_it_are_no_fault() -> None:
    assert codes(HEADER + "AG | F8 | E6 :: AG | F8 |1 E6 :|2 E8 |]") == []


@pytest.mark.parametrize(
    "music",
    [
        "d8!fine! | e8!D.C.! |]",
        "Sd8!fine! | e8!D.S.alfine! |]",
        "d8!coda! | e8!D.C.alcoda! |!coda! f8 |]",
        "Sd8!dacoda! | e8!D.S.! |!coda! f8 |]",
    ],
)
def test_jumps_with_their_signs_are_no_fault(music: str) -> None:
    assert codes(HEADER + music) == []


def test_a_sign_that_no_jump_leads_to_is_only_noticed() -> None:
    assert check(HEADER + "Sd8 | Oe8 |]").ok


def test_words_under_the_tune_are_only_noticed() -> None:
    report = check(GOOD + "w: la la\n")
    assert report.ok
    assert [finding.severity for finding in report.findings] == ["notice"]


def test_findings_say_themselves() -> None:
    finding = check(HEADER + "d8 | e8-").findings[0]
    assert str(finding).startswith("line 6, column 6: warning: the tune does not end")


def test_what_real_tunes_are_found_to_have(corpus_folder: Path) -> None:
    tunes = json.loads((corpus_folder / "irishman_sample.json").read_text())
    reports = [check(tune["abc notation"]) for tune in tunes]
    assert 0.4 < sum(report.ok for report in reports) / len(reports) < 0.9


@pytest.mark.parametrize(
    "music",
    [
        "|: d8 |1 e8 :|2 f8 :|3 g8 |]",
        "|: d8 |1,3 e8 :|2 f8 :|",
        "|: d8 |1-3 e8 :|4 f8 |]",
        "|: d8 |[1,2 e8 :|[3 f8 |]",
        "|: d8 |1 e8 :|2 f8 || d8 |: g8 |1 a8 :|2 b8 |]",
    ],
)
def test_endings_of_any_number_are_in_order(music: str) -> None:
    assert codes(HEADER + music) == []


@pytest.mark.parametrize(
    ("music", "code"),
    [
        ("|: d8 |1 e8 :|3 f8 |]", "ending-missing"),
        ("|: d8 |1,2 e8 :|2 f8 |]", "ending-twice"),
        ("|: d8 |1 e8 :|2 f8 || d8 |3 e8 |]", "ending-without-first"),
    ],
)
def test_endings_that_do_not_follow_each_other(music: str, code: str) -> None:
    assert code in codes(HEADER + music)


def test_typographic_quotes_are_named_and_fixed() -> None:
    text = HEADER + "“D”d8 | e8 |]\n"
    assert codes(text) == ["typographic-quotes"]
    assert fix(text).text == HEADER + '"D"d8 | e8 |]\n'
    assert fix(HEADER + "d’8 |]\n").text == HEADER + "d'8 |]\n"


def test_a_tempo_word_that_nobody_knows_is_noticed() -> None:
    assert codes(GOOD.replace("K:D", 'Q:"Adagio"\nK:D')) == []
    assert codes(GOOD.replace("K:D", 'Q:"Like an elephant"\nK:D')) == ["tempo-in-words"]


def test_a_redefined_symbol_is_what_it_was_redefined_to() -> None:
    assert codes('X:1\nL:1/8\nM:4/4\nU:W="^hi"\nU:~=!nil!\nK:D\nWd4~d4 | e8 |]') == []
