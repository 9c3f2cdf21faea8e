from __future__ import annotations

import pytest

from tunesmith.corpus.thesession import setting_text

RECORD = {
    "tune_id": "1",
    "setting_id": "11",
    "name": "The  Silver\nSpear",
    "type": "reel",
    "meter": "4/4",
    "mode": "Dmajor",
    "abc": "|:A2FA DAFA|\r\n\r\nA2FA BAFA:|",
}


def test_the_header_is_made_of_what_stands_beside_the_music() -> None:
    assert setting_text(RECORD) == (
        "X:11\nT:The Silver Spear\nR:reel\nM:4/4\nL:1/8\nK:Dmajor\n|:A2FA DAFA|\nA2FA BAFA:|\n"
    )


def test_what_a_record_leaves_open_has_no_line() -> None:
    text = setting_text({**RECORD, "type": ""})
    assert text is not None
    assert "R:" not in text


@pytest.mark.parametrize("record", [{"abc": "ABc"}, {**RECORD, "abc": "X:1\nK:D\nABc"}])
def test_a_record_of_another_kind_is_left_to_others(record: dict[str, str]) -> None:
    assert setting_text(record) is None
