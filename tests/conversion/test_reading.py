from __future__ import annotations

import sys

import pytest

from tunesmith.conversion.reading import LARGEST, check_size, read
from tunesmith.errors import MissingExtraError, RequestError

ABC = "X:1\nT:Été\nK:D\nd2|]\n"
SCORE = (
    '<score-partwise><part id="P1"><measure number="1"><attributes><divisions>2</divisions></attributes>'
    "<note><pitch><step>D</step><octave>5</octave></pitch><duration>4</duration></note></measure></part>"
    "</score-partwise>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_abc_comes_as_it_is_in_any_usual_encoding(encoding: str) -> None:
    taken = read(ABC.encode(encoding))
    assert (taken.abc, taken.losses) == (ABC, ())


@pytest.mark.parametrize("data", [SCORE.encode(), b"\n" + SCORE.encode(), SCORE.encode("utf-8-sig")])
def test_xml_is_known_by_its_first_bytes(data: bytes) -> None:
    assert "d4" in read(data).abc


def test_an_archive_is_opened_before_it_is_judged() -> None:
    with pytest.raises(RequestError):
        read(b"PK\x03\x04 no archive")


def test_midi_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mido", None)
    with pytest.raises(MissingExtraError, match="sound"):
        read(b"MThd")


def test_a_file_may_be_as_large_as_the_limit() -> None:
    check_size(LARGEST)
    with pytest.raises(RequestError, match="33,554,433 bytes"):
        check_size(LARGEST + 1)
