from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tunesmith.notation import Tune
from tunesmith.notation.check import check
from tunesmith.notation.fix import fix

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "X:1\nL:1/8\nM:4/4\nK:D\n"


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        (HEADER + "d8 | e8 |", HEADER + "d8 | e8 |]", "no-final-bar-line"),
        (HEADER + "d8 | e8", HEADER + "d8 | e8 |]", "no-final-bar-line"),
        (HEADER + "|: d8 | e8 |]", HEADER + "|: d8 | e8 :|", "repeat-not-closed"),
        (HEADER + "|: d8 :| e8 :|", HEADER + "|: d8 :: e8 :|", "repeat-not-opened"),
        (HEADER + "(d4 e4 | f8 |]", HEADER + "d4 e4 | f8 |]", "slur-not-closed"),
        (HEADER + "d4 e4- | f8 |]", HEADER + "d4 e4 | f8 |]", "loose-tie"),
        (HEADER + '"Fine" d8 | e8 |]', HEADER + '"^Fine" d8 | e8 |]', "no-chord-symbol"),
        (HEADER + '"em" d8 | e8 |]', HEADER + '"Em" d8 | e8 |]', "no-chord-symbol"),
        (HEADER + '"a" d8 | e8 |]', HEADER + '"^a" d8 | e8 |]', "no-chord-symbol"),
        (HEADER + "!frob!d8 | e8 |]", HEADER + "d8 | e8 |]", "unknown-decoration"),
        ("L:1/8\nM:4/4\nK:D\nd8 |]", "X:1\nL:1/8\nM:4/4\nK:D\nd8 |]", "no-reference"),
        ("T:x\nX:1\nL:1/8\nM:4/4\nK:D\nd8 |]", "X:1\nT:x\nL:1/8\nM:4/4\nK:D\nd8 |]", "reference-not-first"),
        ("X:1\nM:4/4\nK:D\nd8 |]", "X:1\nM:4/4\nL:1/8\nK:D\nd8 |]", "no-unit"),
    ],
)
def test_what_has_one_clear_fix_is_fixed(wrong: str, right: str, code: str) -> None:
    fixed = fix(wrong)
    assert fixed.text == right
    assert [change.code for change in fixed.changes] == [code]
    assert check(right).ok


def test_what_has_none_stays_as_it_was() -> None:
    text = HEADER + "d2 ef g2 | d8 |]"
    assert fix(text).text == text
    assert fix(text).changes == ()


def test_several_faults_are_fixed_at_once() -> None:
    fixed = fix("M:4/4\nK:D\n(d4 !frob!e4- | f8 |")
    assert fixed.text == "X:1\nM:4/4\nL:1/8\nK:D\nd4 e4 | f8 |]"
    assert len(fixed.changes) == 6


def test_fixing_real_tunes_never_makes_them_worse_or_changes_a_note(corpus_folder: Path) -> None:
    tunes = json.loads((corpus_folder / "irishman_sample.json").read_text())
    for text in (tune["abc notation"] for tune in tunes[:300]):
        fixed = fix(text)
        assert len(check(fixed.text).findings) <= len(check(text).findings)
        if fixed.changes and not {change.code for change in fixed.changes} & {"loose-tie"}:
            assert Tune.parse(fixed.text).events(expanded=False) == Tune.parse(text).events(expanded=False)
